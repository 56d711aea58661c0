/**
 * Modules of a repository, from what Maven, Gradle, sbt and Ant leave in it. Build scripts are
 * programs; only what stands there literally is read, and nothing is run.
 */
import { manifestText } from "../../packages/contract.ts";
import { baseName, directoryOf, join, normalise, upwards } from "../../paths.ts";
import type { RepositoryView } from "../contract.ts";
import { parsePom } from "./pom.ts";

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
  for (const path of view.paths) {
    if (!isJvmManifest(path)) continue;
    const text = manifestText(view, path);
    if (text === null) continue;
    const directory = directoryOf(path);
    const name = baseName(path);
    if (name === "pom.xml") {
      const own = module(directory);
      const { group, artifact, dependencies } = parsePom(text);
      if (artifact !== null) artifacts.set(`${group}:${artifact}`, directory);
      for (const one of dependencies) {
        own.dependencies.push(one);
        wanted.push({ from: own, key: `${one.group}:${one.artifact}` });
      }
    } else if (name.endsWith(".xml")) module(directory);
    else if (name.endsWith(".versions.toml")) addCoordinates(module(around(directory)), text);
    else if (SBT_PROJECT.test(path)) addCoordinates(module(directoryOf(directory)), text);
    else if (name.endsWith(".sbt")) readSbt(text, directory, module);
    else readGradle(text, path, directory, module, view);
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
  text: string,
  path: string,
  directory: string,
  module: (directory: string) => Module,
  view: RepositoryView,
): void {
  const name = baseName(path);
  if (name.startsWith("settings.")) {
    for (const [, list] of text.matchAll(INCLUDE)) {
      for (const [, project] of list!.matchAll(/["']:?([\w.:/-]+)["']/g)) {
        module(join(directory, project!.replaceAll(":", "/")));
      }
    }
    return;
  }
  const own = module(directory);
  addCoordinates(own, text);
  const root = gradleRoot(view, directory);
  for (
    const [, project] of text.matchAll(/\bproject\s*\(\s*(?:path\s*[:=]\s*)?["']:([\w.:-]+)["']/g)
  ) {
    own.uses.push(join(root, project!.replaceAll(":", "/")));
  }
  // type-safe accessors: `projects.core.dataModel` is `:core:data-model`
  for (const [, accessor] of text.matchAll(/\bprojects\.([A-Za-z][\w.]*)/g)) {
    const parts = accessor!.split(".").map((part) =>
      part.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
    );
    own.uses.push(join(root, parts.join("/")));
  }
}

/** The nearest directory above with a settings file, else the topmost one with a build. */
function gradleRoot(view: RepositoryView, directory: string): string {
  for (const at of upwards(directory)) {
    if (view.has(join(at, "settings.gradle")) || view.has(join(at, "settings.gradle.kts"))) {
      return at;
    }
  }
  return "";
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

/** `include ':a', ':b'` and `include(":a", ":b")`, over several lines. */
const INCLUDE = /\binclude(?:\s*\(|\s)\s*((?:["'][^"'\n]*["']\s*,?\s*)+)/g;

const COORDINATES =
  /["']([\w.-]+):([\w.-]+)(?::[^"'\s]*)?["']|\bgroup\s*[:=]\s*["']([\w.-]+)["']\s*,\s*name\s*[:=]\s*["']([\w.-]+)["']|"([\w.-]+)"\s*%%?%?\s*"([\w.-]+)"/g;

/** Gradle's `"g:a:v"` and `group: "g", name: "a"`, sbt's `"g" %% "a"`, a catalogue's entries. */
function addCoordinates(module: Module, text: string): void {
  for (const match of text.matchAll(COORDINATES)) {
    const group = match[1] ?? match[3] ?? match[5];
    const artifact = match[2] ?? match[4] ?? match[6];
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
