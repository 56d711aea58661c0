/** Which projects see each other, and the packages that they ask of NuGet. */
import { manifestText } from "../../packages/contract.ts";
import { isMsbuildFile, isMsbuildProject, msbuildProjects } from "../../packages/msbuild.ts";
import { childrenOf, readXml } from "../../packages/xml.ts";
import { baseName, directoryOf, join, normalise, upwards } from "../../paths.ts";
import type { RepositoryView } from "../contract.ts";

export interface Project {
  /** The directory of its project file; null for files that belong to none. */
  directory: string | null;
  /** Directories of the projects that it sees, its own first. */
  visible: ReadonlySet<string>;
  /** Ids of the packages that it declares, or the shared files above it do. */
  packages: readonly string[];
}

/** Above a project these state references for it; MSBuild takes the nearest of each name. */
const SHARED = ["Directory.Build.props", "Directory.Build.targets", "Directory.Packages.props"];

const isConfig = (path: string) => /^packages\.config$/i.test(baseName(path));

export function isDotnetManifest(path: string): boolean {
  return isMsbuildFile(path) || isConfig(path);
}

/** The project of a file: the nearest at or above its directory. */
export function readProjects(view: RepositoryView): (path: string) => Project {
  const uses = new Map<string, Set<string>>();
  const packages = new Map<string, Set<string>>();
  const addPackage = (directory: string, id: string) => {
    const ids = packages.get(directory);
    if (ids) ids.add(id);
    else packages.set(directory, new Set([id]));
  };
  const msbuild = msbuildProjects(view);
  for (const path of view.paths) {
    const directory = directoryOf(path);
    if (isConfig(path)) {
      const root = readXml(manifestText(view, path) ?? "");
      for (const { attributes: { id } } of childrenOf(root, "package")) {
        if (id) addPackage(directory, id);
      }
    }
    if (!isMsbuildProject(path)) continue;
    const used = uses.get(directory) ?? new Set<string>();
    uses.set(directory, used);
    for (const file of [path, ...SHARED.flatMap((name) => nearest(view, directory, name))]) {
      for (const { name, project } of msbuild.references(file)) {
        if (project === null) {
          addPackage(directory, name);
          continue;
        }
        const written = project.replaceAll("\\", "/")
          .replace(/^\$\(MSBuild(?:This|Project)\w*Directory\)\/?/, "");
        const base = project.startsWith("$(MSBuildThis") ? directoryOf(file) : directory;
        const target = normalise(base, written);
        if (target !== null && view.has(target)) used.add(directoryOf(target));
      }
    }
  }
  const owners = new Map<string, Project>();
  return (path) => {
    const start = directoryOf(path);
    let owner = owners.get(start);
    if (owner) return owner;
    const directories = [...upwards(start)];
    const directory = directories.find((at) => uses.has(at)) ?? null;
    owner = {
      directory,
      visible: directory === null ? new Set() : reached(directory, uses),
      packages: directories.flatMap((at) => [...packages.get(at) ?? []]),
    };
    owners.set(start, owner);
    return owner;
  };
}

function nearest(view: RepositoryView, directory: string, name: string): string[] {
  const holder = [...upwards(directory)].find((at) => view.has(join(at, name)));
  return holder === undefined ? [] : [join(holder, name)];
}

/** References of a project's references are its own, unless it says otherwise (SDK projects). */
function reached(start: string, uses: ReadonlyMap<string, ReadonlySet<string>>): Set<string> {
  const seen = new Set([start]);
  for (const at of seen) for (const next of uses.get(at) ?? []) seen.add(next);
  return seen;
}
