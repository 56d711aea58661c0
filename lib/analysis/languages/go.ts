/** Go: imports and declarations by a token scanner, resolution by modules, workspaces and vendoring. */
import { baseName } from "../paths.ts";
import type { Analyzer } from "./contract.ts";
import { readGo } from "./go/declarations.ts";
import { goResolver } from "./go/resolver.ts";
import { extractScanned } from "./scanning/extraction.ts";
import { CHARACTER, COMMENTS, compile, DOUBLE_QUOTED } from "./scanning/lexicon.ts";

/** https://go.dev/ref/spec#Lexical_elements */
const GO = compile({
  ...COMMENTS.c,
  strings: [
    DOUBLE_QUOTED,
    { open: "`", close: "`", escape: "none", multiline: true },
    CHARACTER,
  ],
});

export const go: Analyzer = {
  id: "go",
  languages: ["Go"],
  extract: ({ text }) => extractScanned(text, GO, readGo),
  isManifest: (path) => ["go.mod", "go.work"].includes(baseName(path)),
  resolver: goResolver,
};
