/** Grammars for tests, read from node_modules. */
import { GRAMMAR_FILES, loadGrammars, RUNTIME_FILE } from "../../lib/analysis/grammars.ts";
import type { GrammarName, Grammars } from "../../lib/analysis/languages/contract.ts";

const root = new URL("../../node_modules/", import.meta.url);
const files = new Map(
  [RUNTIME_FILE, ...Object.values(GRAMMAR_FILES)].map(({ package: name, file }) => [file, name]),
);

/** Reads one WebAssembly file that `RUNTIME_FILE` or `GRAMMAR_FILES` names. */
function readGrammarFile(file: string): Promise<Uint8Array> {
  return Deno.readFile(new URL(`${files.get(file)}/${file}`, root));
}

/** Loads the named grammars as the parse workers do. */
export function testGrammars(...names: GrammarName[]): Promise<Grammars> {
  return loadGrammars(readGrammarFile, names);
}
