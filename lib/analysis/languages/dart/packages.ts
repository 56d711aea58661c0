/** Which directory of the repository a Dart file means by a package's name. */
import { compileGlob } from "../../globs.ts";
import { manifestText } from "../../packages/contract.ts";
import { readYaml, type YamlValue } from "../../packages/yaml.ts";
import { baseName, directoryOf, isWithin, join, normalise, upwards } from "../../paths.ts";
import type { RepositoryView } from "../contract.ts";

interface PubPackage {
  directory: string;
  name: string | null;
  /** Directories by the name of a dependency that comes from a path. */
  paths: Map<string, string>;
  /** Directories or patterns of the members, where it is a workspace. */
  members: string[];
  /** `resolution: workspace` */
  member: boolean;
}

export interface DartPackages {
  /**
   * The package's directory; "outside" where it is none of this repository's, "several" where two
   * packages of the workspace have that name.
   */
  find(from: string, name: string): { directory: string } | "outside" | "several";
}

export function dartPackages(view: RepositoryView): DartPackages {
  const packages = new Map<string, PubPackage>();
  for (const path of view.paths) {
    if (baseName(path) !== "pubspec.yaml") continue;
    packages.set(directoryOf(path), readPackage(view, directoryOf(path)));
  }
  /** By the workspace's directory: its packages by their names. */
  const workspaces = new Map<string, Map<string, PubPackage[]>>();
  for (const { directory, members } of packages.values()) {
    if (members.length === 0) continue;
    const named = membersOf(directory, members, ({ member }) => member);
    workspaces.set(directory, named);
  }
  for (const path of view.paths) {
    if (baseName(path) !== "melos.yaml") continue;
    const directory = directoryOf(path);
    const melos = readYaml(manifestText(view, path) ?? "");
    const patterns = textsOf(melos.at("packages"));
    const ignored = textsOf(melos.at("ignore")).map(patternOf);
    const isOwn = (one: PubPackage) =>
      !ignored.some((matches) => matches(relative(directory, one.directory)));
    if (patterns.length === 0 || workspaces.has(directory)) continue;
    workspaces.set(directory, membersOf(directory, patterns, isOwn));
  }
  const reached = new Map<PubPackage, ReadonlyMap<string, string>>();

  function membersOf(
    root: string,
    patterns: readonly string[],
    accept: (one: PubPackage) => boolean,
  ): Map<string, PubPackage[]> {
    const compiled = patterns.map(patternOf);
    const named = new Map<string, PubPackage[]>();
    for (const one of packages.values()) {
      if (!isWithin(one.directory, root) || one.name === null) continue;
      const place = relative(root, one.directory);
      const listed = one.directory === root ||
        accept(one) && compiled.some((matches) => matches(place));
      if (!listed) continue;
      const known = named.get(one.name);
      if (known) known.push(one);
      else named.set(one.name, [one]);
    }
    return named;
  }

  /** The package that a file belongs to. */
  function ownerOf(path: string): PubPackage | null {
    for (const directory of upwards(directoryOf(path))) {
      const own = packages.get(directory);
      if (own) return own;
    }
    return null;
  }

  /** Directories by name of all packages that it has from paths, and these in turn. */
  function pathsOf(start: PubPackage): ReadonlyMap<string, string> {
    const known = reached.get(start);
    if (known) return known;
    const found = new Map<string, string>();
    const seen = new Set([start]);
    for (const one of seen) {
      for (const [name, directory] of one.paths) {
        if (!found.has(name)) found.set(name, directory);
        const next = packages.get(directory);
        if (next) seen.add(next);
      }
    }
    reached.set(start, found);
    return found;
  }

  /** The nearest workspace that has this package for a member. */
  function workspaceOf(own: PubPackage): ReadonlyMap<string, PubPackage[]> | null {
    for (const directory of upwards(own.directory)) {
      const named = workspaces.get(directory);
      if (named?.get(own.name ?? "")?.includes(own)) return named;
    }
    return null;
  }

  return {
    find(from, name) {
      const own = ownerOf(from);
      if (!own) return "outside";
      if (own.name === name) return { directory: own.directory };
      const path = pathsOf(own).get(name);
      if (path !== undefined) return { directory: path };
      const named = workspaceOf(own)?.get(name) ?? [];
      if (named.length > 1) return "several";
      return named[0] ? { directory: named[0].directory } : "outside";
    },
  };
}

function readPackage(view: RepositoryView, directory: string): PubPackage {
  const manifest = readYaml(manifestText(view, join(directory, "pubspec.yaml")) ?? "");
  const overrides = readYaml(manifestText(view, join(directory, "pubspec_overrides.yaml")) ?? "");
  const paths = new Map<string, string>();
  // What overrides a dependency decides, wherever the dependency is from otherwise.
  for (
    const section of [
      manifest.at("dependencies"),
      manifest.at("dev_dependencies"),
      manifest.at("dependency_overrides"),
      overrides.at("dependency_overrides"),
    ]
  ) {
    for (const { key, value } of section.members()) {
      const stated = value.at("path").string();
      const target = stated === null ? null : normalise(directory, stated);
      if (target !== null) paths.set(key, target);
      else paths.delete(key);
    }
  }
  return {
    directory,
    name: manifest.at("name").string(),
    paths,
    members: textsOf(manifest.at("workspace")),
    member: manifest.at("resolution").string() === "workspace",
  };
}

function textsOf(list: YamlValue): string[] {
  return list.items().flatMap((item) => item.string() ?? []);
}

function relative(root: string, directory: string): string {
  return root === "" ? directory : directory.slice(root.length + 1);
}

/** `packages/*`, `apps/**`, from the workspace's directory. */
function patternOf(text: string): (path: string) => boolean {
  return compileGlob(`/${text.replace(/^\.?\/|\/$/g, "")}`, { below: false });
}
