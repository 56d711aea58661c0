/**
 * Modules of a repository, from what Maven, Gradle, sbt and Ant leave in it. Build scripts are
 * programs; only what stands there literally is read, and nothing is run.
 */
import { manifestText } from "../../packages/contract.ts";
import { type GradleBuilds, gradleBuilds, isGradleScript } from "../../packages/gradle_build.ts";
import { readNotation } from "../../packages/gradle_notation.ts";
import { pomModels } from "../../packages/pom_model.ts";
import { readVersionCatalogue } from "../../packages/version_catalogue.ts";
import { baseName, directoryOf, join, normalise, upwards } from "../../paths.ts";
import type { RepositoryView } from "../contract.ts";

export interface Coordinates {
  group: string;
  artifact: string;
}

export interface Module {
  /** "" is the root. */
  directory: string;
  /** Directories of the modules that it names as its dependencies. */
  uses: string[];
  /** Artifacts that it declares. */
  dependencies: Coordinates[];
}

export interface Modules {
  /** The module of a file: the one of the nearest directory above; the root's where there is none. */
  of(path: string): Module;
  /** Directories of the modules that one depends on, nearest first, with the number of steps. */
  reachable(module: Module): ReadonlyMap<string, number>;
  /** Artifacts that a module or a build around it declares, nearest first. */
  declared(module: Module): readonly Coordinates[];
}

const BUILD_FILES = new Set(["pom.xml", "build.xml", "ivy.xml"]);
const SCRIPT =
  /^(?:settings|build|[\w.-]+)\.gradle(?:\.kts)?$|^build\.sc$|\.sbt$|\.versions\.toml$/;
const SBT_PROJECT = /(?:^|\/)project\/[^/]+\.scala$/;

export function isJvmManifest(path: string): boolean {
  const name = baseName(path);
  return BUILD_FILES.has(name) || SCRIPT.test(name) || SBT_PROJECT.test(path);
}

/** Reads every build file of the repository once. */
export function readModules(view: RepositoryView): Modules {
  const modules = new Map<string, Module>();
  const module = (directory: string): Module => {
    let found = modules.get(directory);
    if (!found) modules.set(directory, found = { directory, uses: [], dependencies: [] });
    return found;
  };
  module("");
  const artifacts = new Map<string, string>();
  const wanted: { from: Module; key: string }[] = [];
  const builds = gradleBuilds(view);
  const poms = pomModels(view);
  for (const path of view.paths) {
    if (!isJvmManifest(path)) continue;
    const text = manifestText(view, path);
    if (text === null) continue;
    const directory = directoryOf(path);
    const name = baseName(path);
    if (name === "pom.xml") {
      const own = module(directory);
      const model = poms.at(path);
      if (!model) continue;
      if (model.artifact !== null) artifacts.set(`${model.group}:${model.artifact}`, directory);
      for (const one of model.pom.dependencies) {
        const group = model.interpolate(one.group);
        const artifact = model.interpolate(one.artifact);
        own.dependencies.push({ group, artifact });
        wanted.push({ from: own, key: `${group}:${artifact}` });
      }
    } else if (name.endsWith(".xml")) module(directory);
    else if (name.endsWith(".versions.toml")) {
      module(around(directory)).dependencies.push(...readVersionCatalogue(text).libraries.values());
    } else if (SBT_PROJECT.test(path)) addCoordinates(module(directoryOf(directory)), text);
    else if (name.endsWith(".sbt")) readSbt(text, directory, module);
    else if (/\.gradle(?:\.kts)?$/.test(name)) readGradle(builds, path, module);
    else addCoordinates(module(directory), text); // Mill's build.sc
  }
  for (const { from, key } of wanted) {
    const directory = artifacts.get(key);
    if (directory !== undefined && directory !== from.directory) from.uses.push(directory);
  }
  // What the repository itself builds is looked for in its files only.
  for (const one of modules.values()) {
    one.dependencies = one.dependencies.filter(({ group, artifact }) =>
      !artifacts.has(`${group}:${artifact}`)
    );
  }
  return lookUps(modules);
}

/** A version catalogue lies in `gradle/` below the build. */
function around(directory: string): string {
  return baseName(directory) === "gradle" ? directoryOf(directory) : directory;
}

function readGradle(
  builds: GradleBuilds,
  path: string,
  module: (directory: string) => Module,
): void {
  const directory = directoryOf(path);
  if (!isGradleScript(path)) {
    for (const project of builds.projects(directory).values()) module(project);
    return;
  }
  const own = module(directory);
  const root = builds.rootOf(directory) ?? "";
  for (const statement of builds.script(path).dependencies) {
    for (const { kind, group, name, requirement } of readNotation(builds, path, statement)) {
      if (kind === "module") own.dependencies.push({ group, artifact: name });
      else if (kind === "project") {
        const project = `:${requirement!.replace(/^:/, "")}`;
        own.uses.push(
          builds.projects(root).get(project) ?? join(root, project.slice(1).replaceAll(":", "/")),
        );
      }
    }
  }
}

/** `lazy val core = project.in(file("core")).dependsOn(util)`, `(project in file("x"))`. */
function readSbt(text: string, directory: string, module: (directory: string) => Module): void {
  addCoordinates(module(directory), text);
  const found = new Map<string, { module: Module; uses: string[] }>();
  const definitions = text.split(/^(?=[ \t]*(?:lazy[ \t]+)?val\s)/m);
  for (const definition of definitions) {
    const head =
      /^\s*(?:lazy\s+)?val\s+`?([\w-]+)`?[^=]{0,200}=\s*\(?\s*(?:project\b|crossProject\b|projectMatrix\b|Project\()/
        .exec(definition);
    if (!head) continue;
    const at = /\bfile\(\s*"([^"]+)"\s*\)/.exec(definition)?.[1] ?? head[1]!;
    const place = normalise(directory, at);
    if (place === null) continue;
    const uses = [...definition.matchAll(/\bdependsOn\(([^()]*(?:\([^()]*\)[^()]*)*)\)/g)].flatMap((
      [, list],
    ) => [...list!.matchAll(/(?:^|,)\s*`?([A-Za-z][\w-]*)/g)].map(([, id]) => id!));
    found.set(head[1]!, { module: module(place), uses });
  }
  for (const { module: own, uses } of found.values()) {
    for (const id of uses) {
      const other = found.get(id)?.module.directory;
      if (other !== undefined) own.uses.push(other);
    }
  }
}

const COORDINATES = /"([\w.-]+):{1,3}([\w.-]+)(?::[^"\s]*)?"|"([\w.-]+)"\s*%%?%?\s*"([\w.-]+)"/g;

/** sbt's `"g" %% "a"`, and Mill's `ivy"g::a:1"`. */
function addCoordinates(module: Module, text: string): void {
  for (const match of text.matchAll(COORDINATES)) {
    const group = match[1] ?? match[3];
    const artifact = match[2] ?? match[4];
    if (group && artifact) module.dependencies.push({ group, artifact });
  }
}

function lookUps(modules: ReadonlyMap<string, Module>): Modules {
  const owners = new Map<string, Module>();
  const reached = new Map<Module, ReadonlyMap<string, number>>();
  const declared = new Map<Module, Coordinates[]>();
  return {
    of(path) {
      const directory = directoryOf(path);
      let owner = owners.get(directory);
      if (owner) return owner;
      for (const at of upwards(directory)) {
        owner = modules.get(at);
        if (owner) break;
      }
      owners.set(directory, owner!);
      return owner!;
    },
    reachable(module) {
      let steps = reached.get(module);
      if (!steps) reached.set(module, steps = walk(module, modules));
      return steps;
    },
    declared(module) {
      let list = declared.get(module);
      if (!list) {
        list = [...upwards(module.directory)].flatMap((at) => modules.get(at)?.dependencies ?? []);
        declared.set(module, list);
      }
      return list;
    },
  };
}

/** Breadth first over `uses`. */
function walk(start: Module, modules: ReadonlyMap<string, Module>): ReadonlyMap<string, number> {
  const steps = new Map([[start.directory, 0]]);
  for (const [directory, step] of steps) {
    for (const next of modules.get(directory)?.uses ?? []) {
      if (!steps.has(next)) steps.set(next, step + 1);
    }
  }
  return steps;
}
