/** tsconfig.json and jsconfig.json: which one rules a file, and what it says about modules. */
import type { RepositoryView } from "../contract.ts";
import { subpathsOf, targetsFor } from "./exports.ts";
import { matchesGlob } from "./globs.ts";
import { asObject, asString, asStrings, type Json, readJson } from "./manifests.ts";
import type { Packages } from "./packages.ts";
import { PathPatterns } from "./path_patterns.ts";
import { baseName, directoryOf, isWithin, upwards } from "../../paths.ts";
import { isRelative, join } from "./paths.ts";

export interface TypeScriptConfig {
  path: string;
  /** Directory that non-relative names may start from; null where none is set. */
  baseUrl: string | null;
  /** Patterns with their targets, which are relative to `pathsBase`. */
  paths: PathPatterns;
  pathsBase: string;
  rootDirs: readonly string[];
  outDirs: readonly string[];
  rootDir: string | null;
  references: readonly string[];
  includes(path: string): boolean;
}

/** `extends` chains and references are followed this deep; cycles end earlier. */
const MAX_DEPTH = 16;
const CONFIG_NAME = /^[tj]sconfig.*\.json$/;

export class TypeScriptConfigs {
  readonly #read = new Map<string, TypeScriptConfig | null>();
  /** Many configurations extend the same one: it is parsed once, and so are its patterns. */
  readonly #json = new Map<string, Json | null>();
  readonly #patterns = new WeakMap<Json, PathPatterns>();
  readonly #inDirectory = new Map<string, readonly TypeScriptConfig[]>();

  constructor(readonly view: RepositoryView, readonly packages: Packages) {}

  /**
   * The configuration that rules a file: in the nearest directory that has any, the first of
   * tsconfig.json, jsconfig.json, the projects they reference and the other tsconfig.*.json beside
   * them that includes the file; failing that, the first that declares aliases.
   */
  of(file: string): TypeScriptConfig | null {
    for (const directory of upwards(directoryOf(file))) {
      const configs = this.#configs(directory);
      if (configs.length === 0) continue;
      return configs.find((config) => config.includes(file)) ??
        configs.find((config) => !config.paths.empty || config.baseUrl !== null) ??
        configs[0]!;
    }
    return null;
  }

  /** Sources of a file of the package's output, where a configuration states its directories. */
  *sourcesOf(directory: string, output: string): Generator<string> {
    for (const config of this.#configs(directory)) {
      for (const outDir of config.outDirs) {
        if (outDir === directory || !isWithin(output, outDir)) continue;
        const rest = output.slice(outDir.length + 1);
        const base = config.rootDir;
        for (const root of base === null ? [join(directory, "src"), directory] : [base]) {
          const source = root === null ? null : join(root, rest);
          if (source !== null) yield source;
        }
      }
    }
  }

  #configs(directory: string): readonly TypeScriptConfig[] {
    const known = this.#inDirectory.get(directory);
    if (known) return known;
    const names = this.view.list(directory).filter((entry) => !entry.directory)
      .map((entry) => entry.name).filter((name) => CONFIG_NAME.test(name));
    const first = ["tsconfig.json", "jsconfig.json"].filter((name) => names.includes(name));
    const paths = new Set<string>();
    const follow = (path: string, depth: number) => {
      if (paths.has(path) || depth > MAX_DEPTH) return;
      paths.add(path);
      for (const reference of this.read(path)?.references ?? []) follow(reference, depth + 1);
    };
    for (const name of [...first, ...names]) follow(join(directory, name)!, 0);
    const configs = [...paths].flatMap((path) => this.read(path) ?? []);
    this.#inDirectory.set(directory, configs);
    return configs;
  }

  read(path: string): TypeScriptConfig | null {
    const known = this.#read.get(path);
    if (known !== undefined) return known;
    const layers = this.#layers(path, new Set());
    const config = layers.length === 0 ? null : this.#merge(path, layers);
    this.#read.set(path, config);
    return config;
  }

  /** Files that configurations extend or reference and whose text is not at hand. */
  unread(): string[] {
    const seen = new Set<string>();
    const missing: string[] = [];
    const open = this.view.paths.filter((path) =>
      CONFIG_NAME.test(baseName(path)) && !/(?:^|\/)node_modules\//.test(path)
    );
    for (let path = open.pop(); path !== undefined; path = open.pop()) {
      if (seen.has(path) || !this.view.has(path)) continue;
      seen.add(path);
      if (this.view.text(path) === null) missing.push(path);
      const json = this.#parsed(path);
      if (!json) continue;
      const directory = directoryOf(path);
      open.push(...parentsOf(json).flatMap((parent) => this.#extended(directory, parent) ?? []));
      open.push(...referencesOf(directory, json));
    }
    return missing;
  }

  /** The file and what it extends, strongest first. */
  #layers(path: string, seen: Set<string>): Layer[] {
    if (seen.has(path) || seen.size > MAX_DEPTH) return [];
    seen.add(path);
    const json = this.#parsed(path);
    if (!json) return [];
    // of several parents the last one wins
    const inherited = parentsOf(json).reverse().flatMap((parent) => {
      const found = this.#extended(directoryOf(path), parent);
      return found === null ? [] : this.#layers(found, seen);
    });
    return [{ directory: directoryOf(path), json }, ...inherited];
  }

  #parsed(path: string): Json | null {
    const known = this.#json.get(path);
    if (known !== undefined) return known;
    const json = readJson(this.view, path);
    this.#json.set(path, json);
    return json;
  }

  #merge(path: string, layers: readonly Layer[]): TypeScriptConfig {
    const own = layers[0]!;
    /** A path option of the strongest layer that has it, resolved against that layer. */
    const located = (option: string): string | null => {
      for (const layer of layers) {
        const value = asString(asObject(layer.json.compilerOptions)?.[option]);
        if (value !== null) return locate(layer.directory, value, own.directory);
      }
      return null;
    };
    const withPaths = layers.find((layer) => asObject(asObject(layer.json.compilerOptions)?.paths));
    const withRoots = layers.find((layer) =>
      Array.isArray(asObject(layer.json.compilerOptions)?.rootDirs)
    );
    const baseUrl = located("baseUrl");
    return {
      path,
      baseUrl,
      pathsBase: baseUrl ?? withPaths?.directory ?? own.directory,
      paths: this.#patternsOf(withPaths ?? own, own.directory),
      rootDirs: asStrings(asObject(withRoots?.json.compilerOptions)?.rootDirs)
        .flatMap((root) => locate(withRoots!.directory, root, own.directory) ?? []),
      outDirs: ["outDir", "declarationDir"].flatMap((option) => located(option) ?? []),
      rootDir: located("rootDir"),
      references: referencesOf(own.directory, own.json),
      includes: inclusion(layers),
    };
  }

  #patternsOf({ directory, json }: Layer, configDirectory: string): PathPatterns {
    const known = this.#patterns.get(json);
    if (known) return known;
    const paths = asObject(asObject(json.compilerOptions)?.paths) ?? {};
    let placed = false;
    const patterns = new PathPatterns(paths, (target) =>
      target.replace(/^\$\{configDir\}/, () => {
        placed = true;
        return relativeTo(directory, configDirectory);
      }));
    // with a template in it, the same text means something else to each heir
    if (!placed) this.#patterns.set(json, patterns);
    return patterns;
  }

  #extended(directory: string, specifier: string): string | null {
    if (isRelative(specifier)) return this.#jsonFile(join(directory, specifier));
    const [, name, subpath] = /^((?:@[^/]+\/)?[^/]+)\/?(.*)$/.exec(specifier) ?? [];
    const found = name === undefined ? null : this.packages.anyNamed(name);
    if (!found) return null;
    const wanted = { typescript: false, commonJs: true, anyCondition: true };
    const exported = subpath && found.json.exports
      ? targetsFor(subpathsOf(found.json.exports), `./${subpath}`, wanted) ?? []
      : [];
    const field = asString(found.json.tsconfig) ?? "tsconfig.json";
    for (const target of [...exported, subpath || field]) {
      const file = this.#jsonFile(join(found.directory, target));
      if (file !== null) return file;
    }
    return null;
  }

  #jsonFile(path: string | null): string | null {
    if (path === null) return null;
    return [path, `${path}.json`, path === "" ? "tsconfig.json" : `${path}/tsconfig.json`]
      .find((candidate) => this.view.has(candidate)) ?? null;
  }
}

function parentsOf(json: Json): string[] {
  const single = asString(json.extends);
  return single === null ? asStrings(json.extends) : [single];
}

/** Configurations of the projects that this one references. */
function referencesOf(directory: string, json: Json): string[] {
  return (Array.isArray(json.references) ? json.references : []).flatMap((item) => {
    const target = asString(asObject(item)?.path);
    const found = target === null ? null : join(directory, target);
    if (found === null) return [];
    return [
      found.endsWith(".json") ? found : found === "" ? "tsconfig.json" : `${found}/tsconfig.json`,
    ];
  });
}

interface Layer {
  directory: string;
  json: Json;
}

/** `${configDir}` is the directory of the file that is read, not of the one that is extended. */
function locate(directory: string, value: string, configDirectory: string): string | null {
  const template = /^\$\{configDir\}\/?(.*)$/.exec(value);
  return template ? join(configDirectory, template[1]!) : join(directory, value);
}

function relativeTo(from: string, to: string): string {
  const up = from === "" ? [] : from.split("/").map(() => "..");
  return [...up, to].filter((part) => part !== "").join("/") || ".";
}

/** `files`, `include` and `exclude`, each from the strongest layer that has it. */
function inclusion(layers: readonly Layer[]): (path: string) => boolean {
  const list = (key: string) => {
    const layer = layers.find(({ json }) => Array.isArray(json[key]));
    if (!layer) return null;
    return asStrings(layer.json[key]).flatMap((glob) =>
      locate(layer.directory, glob, layers[0]!.directory) ?? []
    );
  };
  const files = list("files");
  const include = list("include") ?? (files ? [] : [layers[0]!.directory]);
  const exclude = list("exclude") ?? [];
  const under = (glob: string, path: string) => {
    if (!/[*?]/.test(glob) && isWithin(path, glob)) return true;
    // a pattern whose last part names a directory means all that is in it
    return matchesGlob(glob, path) ||
      (!/[.*?]/.test(baseName(glob)) && matchesGlob(`${glob}/**`, path));
  };
  return (path) =>
    (files?.includes(path) ?? false) ||
    include.some((glob) => under(glob, path)) && !exclude.some((glob) => under(glob, path));
}

/** `rootDirs` are one directory to the compiler: the same place under each other root. */
export function rootDirCandidates(path: string, config: TypeScriptConfig | null): string[] {
  const root = (config?.rootDirs ?? [])
    .filter((directory) => path.startsWith(`${directory}/`))
    .sort((a, b) => b.length - a.length)[0];
  if (root === undefined) return [];
  return config!.rootDirs.filter((other) => other !== root)
    .flatMap((other) => join(other, path.slice(root.length + 1)) ?? []);
}
