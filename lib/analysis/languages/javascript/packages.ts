/** The npm packages that lie in the repository, and which of them see each other by name. */
import type { RepositoryView } from "../contract.ts";
import { matchesGlob } from "./globs.ts";
import { asObject, asString, asStrings, type Json, readJson, readYaml } from "./manifests.ts";
import { baseName, directoryOf, isWithin, upwards } from "../../paths.ts";
import { join } from "./paths.ts";

export interface NpmPackage {
  directory: string;
  name: string | null;
  json: Json;
  /** Requirements of every scope, by name. */
  dependencies: ReadonlyMap<string, string>;
  /** Root directories of the workspaces that it belongs to, as root or as member. */
  workspaces: readonly string[];
}

/** A workspace lists its members by globs; more of them than this is no workspace. */
const MAX_GLOBS = 1_000;
const SCOPES = ["dependencies", "devDependencies", "optionalDependencies", "peerDependencies"];

export class Packages {
  readonly #byDirectory = new Map<string, NpmPackage>();
  readonly #byName = new Map<string, NpmPackage[]>();
  readonly #nearest = new Map<string, NpmPackage | null>();
  readonly #roots: readonly WorkspaceRoot[];

  constructor(readonly view: RepositoryView) {
    const manifests = view.paths.filter((path) =>
      baseName(path) === "package.json" && !/(?:^|\/)node_modules\//.test(path)
    );
    this.#roots = workspaceRoots(view);
    for (const path of manifests) this.#add(path, this.#roots);
  }

  #add(path: string, roots: readonly WorkspaceRoot[]): void {
    const json = readJson(this.view, path);
    if (!json) return;
    const directory = directoryOf(path);
    const found = {
      directory,
      name: asString(json.name),
      json,
      dependencies: dependenciesOf(json),
      workspaces: roots.filter((root) => root.includes(directory)).map((root) => root.directory),
    };
    this.#byDirectory.set(directory, found);
    if (found.name === null) return;
    const others = this.#byName.get(found.name);
    if (others) others.push(found);
    else this.#byName.set(found.name, [found]);
  }

  /** Every package, in the order of the paths. */
  all(): Iterable<NpmPackage> {
    return this.#byDirectory.values();
  }

  at(directory: string): NpmPackage | null {
    return this.#byDirectory.get(directory) ?? null;
  }

  /** The package that a directory belongs to. */
  nearest(directory: string): NpmPackage | null {
    const known = this.#nearest.get(directory);
    if (known !== undefined) return known;
    const found = this.#byDirectory.get(directory) ??
      (directory === "" ? null : this.nearest(directoryOf(directory)));
    this.#nearest.set(directory, found);
    return found;
  }

  /** The requirement on a package, from the nearest manifest that states one. */
  requirement(directory: string, name: string): string | null {
    for (const at of upwards(directory)) {
      const stated = this.#byDirectory.get(at)?.dependencies.get(name);
      if (stated !== undefined) return stated;
    }
    return null;
  }

  /**
   * The package of the repository that a bare name means to files of a directory, or null where it
   * comes from a registry. In this order:
   * - `file:`, `link:` and `portal:` requirements name a directory;
   * - a package sees itself;
   * - members of one workspace see each other, unless a requirement names another major version
   *   than the member has (a package manager then installs it from the registry).
   * A package of that name elsewhere in the repository is not what gets installed: it does not count.
   */
  named(name: string, directory: string): NpmPackage | null {
    const requirement = this.requirement(directory, name);
    const linked = requirement === null ? null : this.#linked(requirement, name, directory);
    if (linked) return linked;
    const own = this.nearest(directory);
    if (own?.name === name && requirement === null) return own;
    if (requirement?.startsWith("npm:")) return null;
    const workspace = requirement?.startsWith("workspace:") ?? false;
    const real = aliasOf(requirement) ?? name;
    const members = this.#byName.get(real);
    if (!members) return null;
    const workspaces = [...own?.workspaces ?? [], ...this.#denoWorkspaces(directory)];
    return members.find((member) =>
      member.workspaces.some((root) => workspaces.includes(root)) &&
      (workspace || mayBe(member, requirement))
    ) ?? null;
  }

  /** A member of a Deno workspace may have a deno.json in place of a package.json. */
  #denoWorkspaces(directory: string): string[] {
    const places = [...upwards(directory)];
    return this.#roots.filter((root) => root.deno && places.some((at) => root.includes(at)))
      .map((root) => root.directory);
  }

  #linked(requirement: string, name: string, directory: string): NpmPackage | null {
    const path = /^(?:file|link|portal):(.+)$/.exec(requirement)?.[1];
    if (path === undefined) return null;
    for (const at of upwards(directory)) {
      if (this.#byDirectory.get(at)?.dependencies.get(name) !== requirement) continue;
      const target = join(at, path);
      return target === null ? null : this.#byDirectory.get(target) ?? null;
    }
    return null;
  }

  /** A package that a workspace anywhere makes visible; for shared compiler settings. */
  anyNamed(name: string): NpmPackage | null {
    return this.#byName.get(name)?.[0] ?? null;
  }
}

/** `workspace:other@^` is another member under this name. */
function aliasOf(requirement: string | null): string | null {
  return /^workspace:(@?[^@\s]+)@/.exec(requirement ?? "")?.[1] ?? null;
}

/** False only where the versions plainly differ; `0.0.0` and none are placeholders in monorepos. */
function mayBe(member: NpmPackage, requirement: string | null): boolean {
  const wanted = /^[~^]?(\d+)\./.exec(requirement ?? "")?.[1];
  const version = asString(member.json.version);
  if (wanted === undefined || version === null || version.startsWith("0.0.0")) return true;
  return version.startsWith(`${wanted}.`);
}

function dependenciesOf(json: Json): Map<string, string> {
  const found = new Map<string, string>();
  for (const scope of SCOPES) {
    for (const [name, requirement] of Object.entries(asObject(json[scope]) ?? {})) {
      // a peer is also a development dependency; that one says where it comes from
      if (typeof requirement === "string" && !found.has(name)) found.set(name, requirement);
    }
  }
  return found;
}

interface WorkspaceRoot {
  directory: string;
  /** Stated by a deno.json. */
  deno: boolean;
  includes(directory: string): boolean;
}

/** Workspaces of npm, yarn, bun (package.json), Deno, pnpm, lerna and rush. */
function workspaceRoots(view: RepositoryView): WorkspaceRoot[] {
  const roots: WorkspaceRoot[] = [];
  for (const path of view.paths) {
    const globs = workspaceGlobs(view, path).slice(0, MAX_GLOBS);
    if (globs.length === 0) continue;
    const directory = directoryOf(path);
    const clean = (glob: string) => glob.replace(/^!/, "").replace(/^\.\//, "").replace(/\/+$/, "");
    const wanted = globs.filter((glob) => !glob.startsWith("!")).map(clean);
    const refused = globs.filter((glob) => glob.startsWith("!")).map(clean);
    roots.push({
      directory,
      deno: /^deno\.jsonc?$/.test(baseName(path)),
      includes(member) {
        if (member === directory) return true;
        if (!isWithin(member, directory)) return false;
        const relative = directory === "" ? member : member.slice(directory.length + 1);
        return wanted.some((glob) => matchesGlob(glob, relative)) &&
          !refused.some((glob) => matchesGlob(glob, relative));
      },
    });
  }
  return roots;
}

function workspaceGlobs(view: RepositoryView, path: string): string[] {
  switch (baseName(path)) {
    case "package.json": {
      if (/(?:^|\/)node_modules\//.test(path)) return [];
      const workspaces = readJson(view, path)?.workspaces;
      return asStrings(asObject(workspaces)?.packages ?? workspaces);
    }
    case "deno.json":
    case "deno.jsonc": {
      if (/(?:^|\/)node_modules\//.test(path)) return [];
      const workspace = readJson(view, path)?.workspace;
      return asStrings(asObject(workspace)?.members ?? workspace);
    }
    case "pnpm-workspace.yaml":
      return asStrings(readYaml(view, path)?.packages);
    case "lerna.json":
      return asStrings(readJson(view, path)?.packages);
    case "rush.json": {
      const projects = readJson(view, path)?.projects;
      return Array.isArray(projects)
        ? asStrings(projects.map((project) => asObject(project)?.projectFolder))
        : [];
    }
    default:
      return [];
  }
}
