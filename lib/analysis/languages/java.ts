/** Java: imports and definitions by a token scanner, resolution by packages and modules. */
import type { Analyzer } from "./contract.ts";
import { readJava } from "./java/declarations.ts";
import { isJvmManifest, jvmResolver } from "./jvm/resolver.ts";
import { extractScanned } from "./scanning/extraction.ts";
import { CHARACTER, COMMENTS, compile, DOUBLE_QUOTED } from "./scanning/lexicon.ts";

/** https://docs.oracle.com/javase/specs/jls/se25/html/jls-3.html */
const JAVA = compile({
  ...COMMENTS.c,
  wordCharacters: "$",
  strings: [
    { open: '"""', close: '"""', escape: "backslash", multiline: true },
    DOUBLE_QUOTED,
    CHARACTER,
  ],
});

export const java: Analyzer = {
  id: "java",
  languages: ["Java"],
  extract: ({ text }) => extractScanned(text, JAVA, readJava),
  isManifest: isJvmManifest,
  resolver: jvmResolver,
};
