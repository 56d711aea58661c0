/** Python: imports and definitions by a token scanner, resolution as CPython's import system would. */
import { pypiReader } from "../packages/pypi.ts";
import { baseName } from "../paths.ts";
import type { Analyzer } from "./contract.ts";
import { PYTHON } from "./python/lexicon.ts";
import { readPython } from "./python/reader.ts";
import { pythonResolver } from "./python/resolver.ts";
import { extractScanned } from "./scanning/extraction.ts";

export const python: Analyzer = {
  id: "python",
  languages: ["Python"],
  extract: ({ text }) => extractScanned(text, PYTHON, readPython),
  isManifest: (path) =>
    pypiReader.isManifest(path) || ["pytest.ini", "tox.ini"].includes(baseName(path)),
  resolver: pythonResolver,
};
