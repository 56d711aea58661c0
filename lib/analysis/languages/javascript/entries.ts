/** Which file of a package of this repository an import by name means. Nothing is built here. */
import type { RepositoryView } from "../contract.ts";
import { subpathsOf, targetsFor } from "./exports.ts";
import type { Files, Importer } from "./files.ts";
import { asString } from "./manifests.ts";
import type { NpmPackage } from "./packages.ts";
import { isWithin } from "../../paths.ts";
import { join } from "./paths.ts";
import type { TypeScriptConfigs } from "./tsconfig.ts";

/** Directories that hold built output, outermost first: `dist/esm/index.js` is `src/index.ts`. */
const BUILT =
  /^(?:dist|lib|libs|build|built|out|output|es|esm|esm\d+|es\d+|cjs|commonjs|umd|module|modules|types|typings|dts|dist-[\w-]+|lib-[\w-]+|_?(?:esm|cjs|types))$/;
const SOURCE_DIRECTORIES = ["src", "source", "lib", ""];
const BUILD_SUFFIX =
  /(?:[.-](?:min|esm|cjs|umd|es|mjs|module|common|prod|production|dev|development|global|browser|node|d))+$/;
const SCRIPT = /\.(?:d\.)?[cm]?[jt]sx?$/;

export interface Entries {
  /** The file of `subpath` ("" is the package itself), or why there is none. */
  entry(found: NpmPackage, subpath: string, importer: Importer): { file: string } | {
    reason: string;
  };
  /** Targets of an `imports` key (`#x`) or null where the package declares none. */
  internal(found: NpmPackage, key: string, importer: Importer): string[] | null;
  /** The source from which a file is built that is named but not committed. */
  sourceOf(found: NpmPackage, target: string, importer: Importer): string | null;
}

export function createEntries(
  view: RepositoryView,
  files: Files,
  configs: TypeScriptConfigs,
): Entries {
  const existing = (directory: string, target: string, importer: Importer): string | null => {
    const path = join(directory, target);
    if (path === null || !isWithin(path, directory)) return null;
    return files.file(path, importer) ?? files.index(path, importer);
  };

  const sourceOf: Entries["sourceOf"] = (found, target, importer) => {
    const path = join(found.directory, target);
    if (path === null || !SCRIPT.test(path)) return null;
    for (const candidate of configs.sourcesOf(found.directory, path)) {
      const file = files.file(stem(candidate), importer);
      if (file) return file;
    }
    const relative = found.directory === "" ? path : path.slice(found.directory.length + 1);
    const parts = stem(relative).split("/");
    for (let built = 0; built < parts.length - 1 && BUILT.test(parts[built]!); built++) {
      const rest = parts.slice(built + 1).join("/");
      const file = inSources(found, rest, importer) ??
        inSources(found, rest.replace(BUILD_SUFFIX, ""), importer);
      if (file) return file;
    }
    return null;
  };

  const inSources = (found: NpmPackage, rest: string, importer: Importer): string | null => {
    if (rest === "") return null;
    for (const directory of SOURCE_DIRECTORIES) {
      const path = join(found.directory, directory === "" ? rest : `${directory}/${rest}`);
      const file = path === null ? null : files.file(path, importer) ?? files.index(path, importer);
      if (file) return file;
    }
    return null;
  };

  /** Where the built file has no source of its own name (a bundle): the package's main source. */
  const mainSource = (found: NpmPackage, importer: Importer): string | null => {
    const source = asString(found.json.source);
    const named = source === null ? null : existing(found.directory, source, importer);
    const short = found.name?.split("/").pop() ?? "index";
    return named ?? ["src/index", "src/main", `src/${short}`, "source/index", "index", "mod"]
      .map((path) => files.file(join(found.directory, path) ?? "", importer))
      .find((file) => file !== null) ??
      null;
  };

  const first = (
    found: NpmPackage,
    targets: readonly string[],
    importer: Importer,
  ): string | null => {
    for (const target of targets) {
      if (!target.startsWith("./")) continue;
      const file = existing(found.directory, target, importer);
      if (file) return file;
    }
    return null;
  };

  const throughExports = (
    found: NpmPackage,
    subpath: string,
    importer: Importer,
  ): string | null | undefined => {
    const map = subpathsOf(found.json.exports);
    const key = subpath === "" ? "." : `./${subpath}`;
    const standard = targetsFor(map, key, { ...importer, anyCondition: false });
    const all = targetsFor(map, key, { ...importer, anyCondition: true });
    if (!all || all.length === 0) return undefined;
    return first(found, standard ?? [], importer) ?? first(found, all, importer) ??
      all.map((target) => sourceOf(found, target, importer)).find((file) => file !== null) ??
      null;
  };

  const throughMain = (found: NpmPackage, importer: Importer): string | null => {
    const types = ["types", "typings"];
    const code = importer.commonJs ? ["main", "module"] : ["module", "main"];
    // TypeScript knows no `module`; it comes after `main` there
    const fields = importer.typescript ? [...types, "main", "module"] : [...code, ...types];
    const targets = [...fields, "browser", "source"].flatMap((field) =>
      asString(found.json[field]) ?? []
    );
    for (const target of targets) {
      const file = existing(found.directory, target, importer);
      if (file) return file;
    }
    return files.index(found.directory, importer) ??
      targets.map((target) => sourceOf(found, target, importer)).find((file) => file !== null) ??
      null;
  };

  return {
    sourceOf,
    entry(found, subpath, importer) {
      const label = found.name ?? found.directory;
      if (found.json.exports !== undefined && found.json.exports !== null) {
        const file = throughExports(found, subpath, importer) ??
          (subpath === "" ? mainSource(found, importer) : inSources(found, subpath, importer));
        const exported = throughExports(found, subpath, importer) !== undefined;
        if (file && exported) return { file };
        return exported
          ? { reason: `${label} is in ${place(found)}, but the file it exports is not committed` }
          : {
            reason: `${label} in ${place(found)} does not export "${
              subpath ? `./${subpath}` : "."
            }"`,
          };
      }
      const file = subpath === ""
        ? throughMain(found, importer) ?? mainSource(found, importer)
        : inPackage(found, subpath, importer);
      if (file) return { file };
      const missing = subpath === "" ? "its entry file" : `"${subpath}"`;
      return { reason: `${label} is in ${place(found)}, but ${missing} is not committed` };
    },
    internal(found, key, importer) {
      const imports = found.json.imports;
      if (typeof imports !== "object" || imports === null) return null;
      const map = imports as Record<string, unknown>;
      const standard = targetsFor(map, key, { ...importer, anyCondition: false });
      const all = targetsFor(map, key, { ...importer, anyCondition: true });
      return all && [...(standard ?? []), ...all];
    },
  };

  function inPackage(found: NpmPackage, subpath: string, importer: Importer): string | null {
    const path = join(found.directory, subpath);
    if (path === null) return null;
    const nested = files.file(path, importer) ?? files.index(path, importer);
    const source = nested ?? sourceOf(found, subpath, importer) ??
      sourceOf(found, `${subpath}.js`, importer) ??
      sourceOf(found, `${subpath}/index.js`, importer);
    if (source || view.hasDirectory(path)) return source;
    return found.json.publishConfig ? inSources(found, subpath, importer) : null;
  }
}

function stem(path: string): string {
  return path.replace(SCRIPT, "");
}

function place(found: NpmPackage): string {
  return found.directory === "" ? "this repository" : found.directory;
}
