/** Ruby projects of a repository: their roots, load paths and declared gems. */
import { readGemfile } from "../../packages/gemfile.ts";
import { readGemspec } from "../../packages/gemspec.ts";
import { baseName, directoryOf, join, normalise, upwards } from "../../paths.ts";
import type { RepositoryView } from "../contract.ts";
import { rubyFacts } from "./facts.ts";
import { belowDirectory } from "./paths.ts";

export interface RubyProject {
  directory: string;
  /** A gem others may require; else an application. */
  gem: boolean;
  /** Names in its Gemfile, gemspecs and lock file. */
  gems: ReadonlySet<string>;
  /** Directories that files of it put on the load path. */
  loadPath: readonly string[];
}

const GEMFILES = ["Gemfile", "gems.rb"];
const LOCKS = ["Gemfile.lock", "gems.locked"];
const INFLECTIONS = "config/initializers/inflections.rb";

export function isRubyManifest(path: string): boolean {
  const name = baseName(path);
  return GEMFILES.includes(name) || LOCKS.includes(name) || name.endsWith(".gemspec") ||
    path === INFLECTIONS || path.endsWith(`/${INFLECTIONS}`);
}

export interface RubyProjects {
  all: readonly RubyProject[];
  /** The nearest project around a file; the repository itself where there is none. */
  around(path: string): RubyProject;
}

export function rubyProjects(view: RepositoryView): RubyProjects {
  const directories = new Map<string, { gem: boolean; gems: Set<string>; loadPath: Set<string> }>();
  const at = (directory: string) => {
    let project = directories.get(directory);
    if (!project) {
      project = { gem: false, gems: new Set(), loadPath: new Set() };
      directories.set(directory, project);
    }
    return project;
  };
  const root = at("");
  for (const path of view.paths) {
    if (!isRubyManifest(path) || path.endsWith(INFLECTIONS)) continue;
    const text = view.text(path);
    if (text === null) continue;
    const project = at(directoryOf(path));
    const name = baseName(path);
    if (LOCKS.includes(name)) {
      for (const [, gem] of text.matchAll(/^ {4,6}([\w.-]+)(?: \(|!?$)/gm)) project.gems.add(gem!);
      continue;
    }
    const gemspec = name.endsWith(".gemspec");
    if (gemspec) project.gem = true;
    const { dependencies } = gemspec ? readGemspec(text) : { dependencies: readGemfile(text) };
    for (const { name: gem } of dependencies) project.gems.add(gem);
  }
  const nearest = (path: string) =>
    [...upwards(directoryOf(path))].find((directory) => directories.has(directory)) ?? "";
  for (const path of view.paths) {
    for (const written of rubyFacts(view.facts(path)?.extra)?.loadPath ?? []) {
      const home = nearest(path);
      const below = belowDirectory(written);
      const directory = below === null
        ? normalise(home, written)
        : normalise(directoryOf(path), below);
      if (directory !== null && view.hasDirectory(directory)) {
        (directories.get(home) ?? root).loadPath.add(directory);
      }
    }
  }
  const projects = new Map(
    [...directories].map(([directory, { gem, gems, loadPath }]): [string, RubyProject] => [
      directory,
      { directory, gem, gems, loadPath: [...loadPath] },
    ]),
  );
  return {
    all: [...projects.values()],
    around: (path) => projects.get(nearest(path))!,
  };
}

/** Where a project's own files look: what they declare, lib, and the directories of its tests. */
export function loadPathOf({ directory, loadPath }: RubyProject): string[] {
  const own = ["lib", "spec", "test", "tests", "features/support"].map((name) =>
    join(directory, name)
  );
  return [...new Set([...loadPath, ...own])];
}
