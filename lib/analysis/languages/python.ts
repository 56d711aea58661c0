/** Python: imports by tree-sitter, resolution as CPython's import system would in a natural run. */
import { parseBounded } from "../grammars.ts";
import { pypiReader } from "../packages/pypi.ts";
import { baseName } from "../paths.ts";
import { type Analyzer, ParseFailure } from "./contract.ts";
import { countLines, lineStarts } from "../text_lines.ts";
import { findImports } from "./python/imports.ts";
import { pythonResolver } from "./python/resolver.ts";

/** A file that is started as a program: its directory is `sys.path[0]`. */
const STARTED = /^#!.*\bpython|^if\s+__name__\s*==\s*["']__main__["']/m;

export const python: Analyzer = {
  id: "python",
  languages: ["Python"],
  grammars: () => ["python"],
  extract({ text }, grammars) {
    const parser = grammars.parser("python");
    const tree = parseBounded(parser, text);
    try {
      const { imports, comments } = findImports(tree.rootNode, tree.language, text);
      if (tree.rootNode.isError && imports.length === 0) {
        throw new ParseFailure("not valid Python");
      }
      return {
        imports,
        lines: countLines(text, lineStarts(text), comments),
        ...(STARTED.test(text) ? { extra: { script: true } } : {}),
      };
    } finally {
      tree.delete();
    }
  },
  isManifest: (path) =>
    pypiReader.isManifest(path) || ["pytest.ini", "tox.ini"].includes(baseName(path)),
  resolver: pythonResolver,
};
