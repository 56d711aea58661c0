/** Ruby: requires and definitions by a token scanner, resolution by load paths and Zeitwerk's rule. */
import type { Analyzer } from "./contract.ts";
import { readRuby } from "./ruby/declarations.ts";
import { RUBY } from "./ruby/lexicon.ts";
import { isRubyManifest } from "./ruby/projects.ts";
import { rubyResolver } from "./ruby/resolver.ts";
import { extractScanned } from "./scanning/extraction.ts";

export const ruby: Analyzer = {
  id: "ruby",
  languages: ["Ruby"],
  extract({ text }) {
    // Lines are counted by the generic scanner, which knows what follows `__END__`.
    const { imports, symbols, extra } = extractScanned(text, RUBY, readRuby);
    return { imports, symbols, ...(extra ? { extra } : {}) };
  },
  isManifest: isRubyManifest,
  resolver: rubyResolver,
};
