/** PHP: uses, includes and declarations by a token scanner, resolution by declarations and Composer. */
import type { Analyzer } from "./contract.ts";
import { isComposerManifest } from "./php/composer.ts";
import { readPhp } from "./php/declarations.ts";
import { PHP } from "./php/lexicon.ts";
import { phpResolver } from "./php/resolver.ts";
import { extractScanned } from "./scanning/extraction.ts";

export const php: Analyzer = {
  id: "php",
  languages: ["PHP", "HTML+PHP"],
  extract({ text }) {
    // Lines are counted by the generic scanner, which knows the page around the code.
    const { imports, symbols, extra } = extractScanned(text, PHP, readPhp);
    return { imports, symbols, extra };
  },
  isManifest: isComposerManifest,
  resolver: phpResolver,
};
