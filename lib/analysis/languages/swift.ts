/** Swift: imports and definitions by a token scanner, resolution by modules and the names in use. */
import type { Analyzer } from "./contract.ts";
import { extractScanned } from "./scanning/extraction.ts";
import { readSwift } from "./swift/declarations.ts";
import { SWIFT } from "./swift/lexicon.ts";
import { isSwiftManifest } from "./swift/modules.ts";
import { swiftResolver } from "./swift/resolver.ts";

export const swift: Analyzer = {
  id: "swift",
  languages: ["Swift"],
  extract: ({ text }) => extractScanned(text, SWIFT, readSwift),
  isManifest: isSwiftManifest,
  resolver: swiftResolver,
};
