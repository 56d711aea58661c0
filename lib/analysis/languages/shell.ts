/** Shell (sh, Bash, Zsh, bats): what a script sources and the functions that it defines. */
import { type Analyzer, ParseFailure } from "./contract.ts";
import { Code } from "./scanning/code.ts";
import { MAX_LENGTH } from "./scanning/extraction.ts";
import { readShell } from "./shell/declarations.ts";
import { SHELL } from "./shell/lexicon.ts";
import { shellResolver } from "./shell/resolver.ts";

export const shell: Analyzer = {
  id: "shell",
  languages: ["Shell"],
  extract({ text }) {
    if (text.length > MAX_LENGTH) {
      throw new ParseFailure(`too large to parse: ${text.length} characters (limit ${MAX_LENGTH})`);
    }
    // A parenthesis without partner is no damage here: `case` has them. Lines are counted by the
    // generic scanner, which knows here-documents.
    const { imports, symbols } = readShell(new Code(text, SHELL));
    return { imports, symbols };
  },
  isManifest: () => false,
  resolver: shellResolver,
};
