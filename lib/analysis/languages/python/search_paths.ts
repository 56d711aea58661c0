/** Where Python would look for a top-level module, seen from one file of the repository. */
import { baseName, directoryOf, upwards } from "../../paths.ts";
import type { RepositoryView } from "../contract.ts";
import { packageFile } from "./modules.ts";
import { type Project, pythonProjects } from "./projects.ts";

/** Projects below these are material of tests, importable by nobody else. */
const FIXTURE =
  /(?:^|\/)(?:fixtures?|testdata|test-data|test_data|data|examples?|samples?)(?:\/|$)/;

export interface SearchPaths {
  /**
   * In order: the file's own directory and those of scripts above it, where they are no packages; the
   * directory that holds the file's top-level package; the roots of its project, then of the
   * projects around that; the repository's `src` and root.
   */
  of(from: string): readonly string[];
  /** Directories that a program holding this file is started from; they precede the library. */
  startedFrom(from: string): readonly string[];
  /** Distributions that the file's projects declare. */
  declared(from: string): ReadonlySet<string>;
  /** Other projects of the repository that hold a top-level name, the nearest first. */
  siblings(from: string, top: string): readonly Project[];
}

export function searchPaths(view: RepositoryView): SearchPaths {
  const projects = pythonProjects(view);
  const scripts = scriptDirectories(view);
  const byName = projectsByName(view, projects.values());

  /** The directory that must be on the path for the file to be imported under its full name. */
  function packageRoot(directory: string): string {
    for (const at of upwards(directory)) if (!packageFile(view, at)) return at;
    return "";
  }

  function around(directory: string): Project[] {
    return [...upwards(directory)].flatMap((at) => projects.get(at) ?? []);
  }

  function pathsOf(directory: string): string[] {
    const above = [...upwards(directory)];
    const scripted = above.filter((at) => scripts.has(at) && !packageFile(view, at));
    const src = view.hasDirectory("src") && !packageFile(view, "src") ? ["src"] : [];
    return [
      ...new Set([
        packageRoot(directory),
        ...scripted,
        ...around(directory).flatMap(({ roots }) => roots),
        ...src,
        "",
      ]),
    ];
  }

  function startedFromOf(directory: string): string[] {
    const root = packageRoot(directory);
    const [project] = around(directory);
    const own = scripts.has(root) || directory !== root ? [root] : [];
    const home = project?.directory ?? "";
    const installed = new Set(project?.roots.filter((one) => one !== home));
    return [...new Set([...own, home])].filter((one) =>
      !installed.has(one) && baseName(one) !== "src"
    );
  }

  function declaredOf(directory: string): Set<string> {
    const near = around(directory);
    const from = near.some(({ declared }) => declared.size > 0) ? near : [...projects.values()];
    return new Set(from.flatMap(({ declared }) => [...declared]));
  }

  function siblings(from: string, top: string): readonly Project[] {
    const holders = byName.get(top);
    if (!holders) return [];
    const directory = directoryOf(from);
    const near = new Set(around(directory));
    return holders.filter((one) => !near.has(one))
      .map((project) => ({ project, shared: sharedDepth(directory, project.directory) }))
      .sort((a, b) => b.shared - a.shared)
      .map(({ project }) => project);
  }

  return {
    of: perDirectory(pathsOf),
    startedFrom: perDirectory(startedFromOf),
    declared: perDirectory(declaredOf),
    siblings,
  };
}

/** Names that may be modules below a project's roots; the resolver looks closer. */
function projectsByName(
  view: RepositoryView,
  projects: Iterable<Project>,
): Map<string, Project[]> {
  const found = new Map<string, Project[]>();
  for (const project of projects) {
    if (FIXTURE.test(project.directory)) continue;
    const names = project.roots.flatMap((root) => view.list(root).map(({ name }) => name));
    for (const name of new Set(names.map((one) => one.replace(/\.py[ix]?$/, "")))) {
      const known = found.get(name);
      if (known) known.push(project);
      else found.set(name, [project]);
    }
  }
  return found;
}

function perDirectory<T>(compute: (directory: string) => T): (from: string) => T {
  const known = new Map<string, T>();
  return (from) => {
    const directory = directoryOf(from);
    if (!known.has(directory)) known.set(directory, compute(directory));
    return known.get(directory)!;
  };
}

function scriptDirectories(view: RepositoryView): Set<string> {
  const found = new Set<string>();
  for (const path of view.paths) {
    if (/\.pyw?$/.test(path) && view.facts(path)?.extra?.script === true) {
      found.add(directoryOf(path));
    }
  }
  return found;
}

/** How many leading directories two paths have in common. */
function sharedDepth(a: string, b: string): number {
  const [left, right] = [a.split("/"), b.split("/")];
  const differing = left.findIndex((part, index) => part !== right[index]);
  return differing < 0 ? left.length : differing;
}
