/** go.mod and go.work, line by line (https://go.dev/ref/mod#go-mod-file). */
import { manifestText, type PackageReader } from "./contract.ts";
import { packageOf } from "./dependency.ts";
import { baseName, directoryOf, join, normalise, upwards } from "../paths.ts";
import type { MapPackage } from "../../domain/wire/system_map.ts";
import type { RepositoryView } from "../languages/contract.ts";
import { goPurl } from "./purl.ts";

export interface GoRequirement {
  module: string;
  version: string;
  indirect: boolean;
  line: number;
}

export interface GoReplacement {
  module: string;
  /** Version replaced; null for all. */
  version: string | null;
  /** A module path, or a file path that starts with `./`, `../` or `/`. */
  target: string;
  targetVersion: string | null;
}

export interface GoMod {
  /** Null in a go.work or where the file does not say. */
  module: string | null;
  requires: GoRequirement[];
  replaces: GoReplacement[];
  /** Directories of a go.work, as written. */
  uses: string[];
}

/** Lines that do not follow the grammar are passed over. */
export function parseGoMod(text: string): GoMod {
  const mod: GoMod = { module: null, requires: [], replaces: [], uses: [] };
  let block: string | null = null;
  text.split("\n").forEach((raw, index) => {
    const comment = /(?:^|\s)\/\/(.*)$/.exec(raw)?.[1] ?? "";
    const words = tokens(raw.replace(/(?:^|\s)\/\/.*$/, ""));
    if (words.length === 0) return;
    if (block !== null && words[0] === ")") block = null;
    else if (block === null && words[1] === "(") block = words[0]!;
    else {
      const verb = block ?? words.shift()!;
      directive(mod, verb, words, /^\s*indirect\b/.test(comment), index + 1);
    }
  });
  return mod;
}

function directive(mod: GoMod, verb: string, words: string[], indirect: boolean, line: number) {
  const [first, second] = words;
  if (first === undefined) return;
  if (verb === "module") mod.module ??= first;
  else if (verb === "use") mod.uses.push(first);
  else if (verb === "require" && second !== undefined) {
    mod.requires.push({ module: first, version: second, indirect, line });
  } else if (verb === "replace") {
    const arrow = words.indexOf("=>");
    const target = words[arrow + 1];
    if (arrow < 1 || target === undefined) return;
    mod.replaces.push({
      module: first,
      version: arrow > 1 ? second! : null,
      target,
      targetVersion: words[arrow + 2] ?? null,
    });
  }
}

/** Words, or strings in double quotes or backquotes; `(` and `)` stand alone. */
function tokens(line: string): string[] {
  return [...line.matchAll(/"([^"]*)"|`([^`]*)`|([()])|([^\s()"`]+)/g)].map((match) =>
    match[1] ?? match[2] ?? match[3] ?? match[4]!
  );
}

/** True where a `replace` names a directory rather than a module. */
export function isLocalPath(target: string): boolean {
  return /^\.{0,2}\//.test(target) || target === "." || target === "..";
}

/** A required version is exact in Go (minimal version selection), so it is the resolved one. */
export const goReader: PackageReader = {
  isManifest: (path) => baseName(path) === "go.mod",
  isLock: (path) => baseName(path) === "go.work",
  open: (view) => {
    const works = goWorks(view);
    return (path) => read(path, parseGoMod(manifestText(view, path) ?? ""), works(path));
  },
};

/** @param work replacements of the workspace that the module is built in; they precede its own */
function read(path: string, mod: GoMod, work: readonly GoReplacement[]): MapPackage {
  const replacements = new Map<string, GoReplacement>();
  for (const one of [...mod.replaces, ...work]) {
    replacements.set(`${one.module}@${one.version ?? ""}`, one);
  }
  const dependencies = mod.requires.map(({ module, version, indirect, line }) => {
    const replacement = replacements.get(`${module}@${version}`) ??
      replacements.get(`${module}@`);
    const local = replacement !== undefined && isLocalPath(replacement.target);
    const resolved = local ? null : replacement?.targetVersion ?? version;
    const actual = local ? module : replacement?.target ?? module;
    return {
      name: module,
      purl: goPurl(actual, resolved),
      requirement: version,
      resolved,
      scope: indirect ? "indirect" as const : "runtime" as const,
      line,
    };
  });
  return packageOf(path, "go", { name: mod.module, version: null }, dependencies);
}

/** The nearest go.work above that uses the module's directory. */
function goWorks(view: RepositoryView) {
  const parsed = new Map<string, { uses: Set<string>; replaces: GoReplacement[] }>();
  return (path: string): readonly GoReplacement[] => {
    const directory = directoryOf(path);
    for (const at of upwards(directory)) {
      const file = join(at, "go.work");
      if (!view.has(file)) continue;
      let work = parsed.get(file);
      if (!work) {
        const { uses, replaces } = parseGoMod(manifestText(view, file) ?? "");
        const used = uses.flatMap((one) => normalise(at, one) ?? []);
        work = { uses: new Set(used), replaces };
        parsed.set(file, work);
      }
      return work.uses.has(directory) ? work.replaces : [];
    }
    return [];
  };
}
