/**
 * Tree-sitter grammars: where their WebAssembly lies, how it is loaded, and a parse that a hostile
 * file cannot turn into a hang. Bytes arrive through the caller's `load`; nothing here reads files.
 */
import { Language, type Node, Parser, type Tree } from "web-tree-sitter";
import { type GrammarName, type Grammars, ParseFailure } from "./languages/contract.ts";

/** A WebAssembly file and the npm package that ships it at its root. */
export interface GrammarFile {
  package: string;
  file: string;
}

/** The parser itself; it is loaded before any grammar. */
export const RUNTIME_FILE: GrammarFile = {
  package: "web-tree-sitter",
  file: "web-tree-sitter.wasm",
};

export const GRAMMAR_FILES: Readonly<Record<GrammarName, GrammarFile>> = {
  python: { package: "tree-sitter-python", file: "tree-sitter-python.wasm" },
  go: { package: "tree-sitter-go", file: "tree-sitter-go.wasm" },
};

/** UTF-16 code units; a longer text is data, and its tree would take some 100 times its size. */
export const MAX_PARSE_LENGTH = 4_000_000;

/**
 * Steps that the parser may report for a text. Measured: 0.005 a character for real code, 0.03 for
 * unbalanced brackets and noise; a quarter stops runaway ambiguity and nothing else.
 */
function stepLimit(length: number): number {
  return 2_000 + length / 4;
}

/**
 * Loads the runtime once per thread and the named grammars; `load` gives the bytes of a file of
 * `RUNTIME_FILE` or `GRAMMAR_FILES`. Rejects with what `load` or WebAssembly rejects with.
 */
export async function loadGrammars(
  load: (file: string) => Promise<Uint8Array>,
  names: readonly GrammarName[],
): Promise<Grammars> {
  await Parser.init({ wasmBinary: (await load(RUNTIME_FILE.file)).slice().buffer });
  const parsers = new Map<GrammarName, Parser>();
  for (const name of new Set(names)) {
    const language = await Language.load(await load(GRAMMAR_FILES[name].file));
    parsers.set(name, new Parser().setLanguage(language));
  }
  return {
    parser(name) {
      const parser = parsers.get(name);
      if (!parser) throw new Error(`The grammar "${name}" was not loaded.`);
      return parser;
    },
  };
}

/**
 * Parses with bounded size and work; the caller must `.delete()` the tree. The bound counts the
 * parser's steps, not time, so that the same text always ends the same way. Throws `ParseFailure`.
 */
export function parseBounded(parser: Parser, text: string): Tree {
  if (text.length > MAX_PARSE_LENGTH) {
    throw new ParseFailure(
      `too large to parse: ${text.length} characters (limit ${MAX_PARSE_LENGTH})`,
    );
  }
  let steps = 0;
  const limit = stepLimit(text.length);
  parser.reset();
  const tree = parser.parse(text, null, { progressCallback: () => ++steps > limit });
  if (tree) {
    if (!isHeap(tree.rootNode)) return tree;
    tree.delete();
    throw new ParseFailure(TOO_FAR);
  }
  parser.reset();
  throw new ParseFailure(TOO_FAR);
}

const TOO_FAR = "the parser gave up: the text is too far from the language's grammar";

/**
 * Tokens that an error may heap up. A query looks for the next named sibling of each token, so that
 * a heap of n tokens costs it n² steps (measured: 10,000 brackets 0.2 s, 200,000 take 87 s).
 */
const HEAP_MAX = 5_000;

/** Whether an error of the tree holds more bare tokens than a query can get over. */
function isHeap(root: Node): boolean {
  const open = [root];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (!node.hasError) continue;
    if (node.isError && node.childCount - node.namedChildCount > HEAP_MAX) return true;
    for (const child of node.children) if (child !== null) open.push(child);
  }
  return false;
}
