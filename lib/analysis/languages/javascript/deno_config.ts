/** deno.json: import maps with scopes, and workspaces whose members see each other by name. */
import type { RepositoryView } from "../contract.ts";
import { matchesGlob } from "./globs.ts";
import { asObject, asString, asStrings, type Json, readJson } from "./manifests.ts";
import { baseName, directoryOf, isWithin, upwards } from "../../paths.ts";
import { join } from "./paths.ts";

interface DenoConfig {
  directory: string;
  json: Json;
  /** The import map, inline or in the file that `importMap` names, and its directory. */
  map: Json;
  mapDirectory: string;
  mapPath: string | null;
  members: readonly string[];
}

/** What an import map makes of a specifier. */
export type Mapped =
  /** A path of the repository; null where it points outside. */
  | { path: string | null }
  /** Another specifier, such as `npm:…`, `jsr:…` or `https://…`. */
  | { specifier: string };

export class DenoConfigs {
  readonly #configs = new Map<string, DenoConfig>();

  constructor(readonly view: RepositoryView) {
    for (const path of view.paths) {
      if (!/^deno\.jsonc?$/.test(baseName(path)) || /(?:^|\/)node_modules\//.test(path)) continue;
      const config = readConfig(view, path);
      if (config && !this.#configs.has(config.directory)) {
        this.#configs.set(config.directory, config);
      }
    }
  }

  /** Files of import maps whose text is not at hand. */
  unread(): string[] {
    return [...this.#configs.values()].flatMap(({ mapPath }) =>
      mapPath !== null && this.view.has(mapPath) && this.view.text(mapPath) === null
        ? [mapPath]
        : []
    );
  }

  get empty(): boolean {
    return this.#configs.size === 0;
  }

  /** The configurations that rule a directory: the nearest, then its workspace's root. */
  *#ruling(directory: string): Generator<DenoConfig> {
    let nearest: DenoConfig | null = null;
    for (const at of upwards(directory)) {
      const config = this.#configs.get(at);
      if (!config) continue;
      if (!nearest) yield nearest = config;
      else if (isMember(config, nearest.directory)) return yield config;
    }
  }

  /** Applies import maps: the longest matching scope first, then `imports`; null without a match. */
  map(specifier: string, from: string): Mapped | null {
    for (const config of this.#ruling(directoryOf(from))) {
      const scopes = Object.entries(asObject(config.map.scopes) ?? {})
        .filter(([scope]) => {
          const path = join(config.mapDirectory, scope);
          return path !== null && isWithin(from, path);
        })
        .sort(([a], [b]) => b.length - a.length)
        .map(([, imports]) => imports);
      for (const imports of [...scopes, config.map.imports]) {
        const map = asObject(imports) ?? {};
        const target = lookUp(map, specifier) ??
          (config.mapPath === null ? ofPackage(map, specifier) : null);
        if (target === null) continue;
        if (!/^(?:\.{0,2}\/|\.{1,2}$)/.test(target)) return { specifier: target };
        return { path: join(config.mapDirectory, target) };
      }
    }
    return null;
  }

  /**
   * File of a package that a workspace member publishes (`@scope/name`, `@scope/name/sub`), also by
   * `jsr:@scope/name@^1/sub`; undefined where no member of the importing file's workspace has it.
   */
  member(specifier: string, from: string): { path: string | null; name: string } | undefined {
    const [, name, subpath = ""] =
      /^(?:jsr:\/?)?(@[^/@]+\/[^/@]+|[^/@:]+)(?:@[^/]*)?(?:\/(.*))?$/.exec(specifier) ?? [];
    if (name === undefined) return undefined;
    for (const config of this.#ruling(directoryOf(from))) {
      for (const member of this.#visible(config)) {
        if (member.json.name !== name) continue;
        const exports = member.json.exports;
        const target = typeof exports === "string"
          ? (subpath === "" ? exports : null)
          : asString(asObject(exports)?.[subpath === "" ? "." : `./${subpath}`]);
        return { name, path: target === null ? null : join(member.directory, target) };
      }
    }
    return undefined;
  }

  *#visible(config: DenoConfig): Generator<DenoConfig> {
    yield config;
    if (config.members.length === 0) return;
    for (const other of this.#configs.values()) {
      if (other !== config && isMember(config, other.directory)) yield other;
    }
  }
}

function readConfig(view: RepositoryView, path: string): DenoConfig | null {
  const json = readJson(view, path);
  if (!json) return null;
  const directory = directoryOf(path);
  const file = asString(json.importMap);
  const mapPath = file === null || asObject(json.imports) ? null : join(directory, file);
  const workspace = asObject(json.workspace)?.members ?? json.workspace;
  return {
    directory,
    json,
    map: (mapPath === null ? null : readJson(view, mapPath)) ?? json,
    mapDirectory: mapPath === null ? directory : directoryOf(mapPath),
    mapPath,
    members: asStrings(workspace),
  };
}

function isMember(root: DenoConfig, directory: string): boolean {
  if (!isWithin(directory, root.directory)) return false;
  const relative = root.directory === "" ? directory : directory.slice(root.directory.length + 1);
  return root.members.some((glob) => matchesGlob(glob.replace(/^\.\//, ""), relative));
}

/**
 * An entry of deno.json itself that names a package stands for its subpaths as well; one of an
 * import map file does not (https://docs.deno.com/runtime/fundamentals/configuration/).
 */
function ofPackage(imports: Json, specifier: string): string | null {
  for (let at = specifier.lastIndexOf("/"); at > 0; at = specifier.lastIndexOf("/", at - 1)) {
    const key = specifier.slice(0, at);
    const target = Object.hasOwn(imports, key) ? asString(imports[key]) : null;
    if (target !== null && /^(?:jsr|npm):/.test(target)) return target + specifier.slice(at);
  }
  return null;
}

/** An exact key, else the longest key that ends with a slash (WHATWG HTML, import maps). */
function lookUp(imports: Json, specifier: string): string | null {
  const exact = Object.hasOwn(imports, specifier) ? asString(imports[specifier]) : null;
  if (exact !== null) return exact;
  let best = "";
  for (const key of Object.keys(imports)) {
    if (key.endsWith("/") && specifier.startsWith(key) && key.length > best.length) best = key;
  }
  const target = best === "" ? null : asString(imports[best]);
  return target === null ? null : target + specifier.slice(best.length);
}
