/** Finds modules below directories, as `importlib.machinery.PathFinder` does on a path list. */
import type { RepositoryView } from "../contract.ts";
import { join } from "../../paths.ts";

export interface Module {
  /** What an import of it runs; null for a namespace package. */
  file: string | null;
  /** Where its submodules are looked for; [] for a plain module. */
  directories: readonly string[];
}

/** Sources first, then stubs, then Cython sources of extension modules built in place. */
const PACKAGE_FILES = ["__init__.py", "__init__.pyi", "__init__.pyx"];
const MODULE_SUFFIXES = [".py", ".pyi", ".pyx"];

/** One name below a list of directories: the first package or module, else all namespace portions. */
export function findModule(
  view: RepositoryView,
  directories: readonly string[],
  name: string,
): Module | null {
  const portions: string[] = [];
  for (const directory of directories) {
    const path = join(directory, name);
    const isDirectory = view.hasDirectory(path);
    const init = isDirectory ? packageFile(view, path) : null;
    if (init) return { file: init, directories: [path] };
    for (const suffix of MODULE_SUFFIXES) {
      if (view.has(path + suffix)) return { file: path + suffix, directories: [] };
    }
    if (isDirectory) portions.push(path);
  }
  return portions.length > 0 ? { file: null, directories: portions } : null;
}

export function packageFile(view: RepositoryView, directory: string): string | null {
  const name = PACKAGE_FILES.find((file) => view.has(join(directory, file)));
  return name ? join(directory, name) : null;
}

export interface Walk {
  /** The last module found on the way; null where not even the first name is there. */
  module: Module | null;
  /** How many names were found. */
  depth: number;
}

/** Follows a dotted name. */
export function walk(view: RepositoryView, start: Module, parts: readonly string[]): Walk {
  let module = start;
  for (const [index, part] of parts.entries()) {
    const next = findModule(view, module.directories, part);
    if (!next) return { module: index === 0 ? null : module, depth: index };
    module = next;
  }
  return { module, depth: parts.length };
}
