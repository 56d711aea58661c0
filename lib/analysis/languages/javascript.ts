/** JavaScript, TypeScript and their JSX dialects. */
import type { Analyzer } from "./contract.ts";
import { extractJavaScript } from "./javascript/extraction.ts";
import { isJavaScriptManifest } from "./javascript/manifests.ts";
import { namedManifests } from "./javascript/named_manifests.ts";
import { createJavaScriptResolver } from "./javascript/resolver.ts";

export const javascript: Analyzer = {
  id: "javascript",
  languages: ["JavaScript", "TypeScript", "TSX"],
  // Its own scanner reads these languages; why is said in javascript/scanner.ts.
  extract: extractJavaScript,
  isManifest: isJavaScriptManifest,
  namedManifests,
  resolver: createJavaScriptResolver,
};
