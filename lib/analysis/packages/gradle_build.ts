/** A repository's Gradle builds: settings, projects, catalogues, variables and lock files. */
import type { RepositoryView } from "../languages/contract.ts";
import { manifestText } from "./contract.ts";
import { type GradleScript, readGradleScript } from "./gradle_script.ts";
import { perView } from "./per_view.ts";
import { baseName, directoryOf, join, normalise, upwards } from "../paths.ts";
import { readVersionCatalogue, type VersionCatalogue } from "./version_catalogue.ts";

const BUILD = ["build.gradle.kts", "build.gradle"];
const SETTINGS = ["settings.gradle.kts", "settings.gradle"];
const LOCKS = ["gradle.lockfile", "buildscript-gradle.lockfile"];
const CATALOGUE = /(?:^|\/)([\w-]+)\.versions\.toml$/;
const SCRIPT = /\.gradle(?:\.kts)?$/;
const MAX_PLACEHOLDERS = 20;

/** True for every script but settings and initialisation. */
export function isGradleScript(path: string): boolean {
  return SCRIPT.test(path) && !SETTINGS.includes(baseName(path)) && !/^init\./.test(baseName(path));
}

/** True for the script of a project's own, not one that others apply. */
export function isGradleBuild(path: string): boolean {
  return BUILD.includes(baseName(path));
}

/** What Gradle reads beside build scripts. */
export function isGradleSetting(path: string): boolean {
  const name = baseName(path);
  return SETTINGS.includes(name) || LOCKS.includes(name) || name === "gradle.properties" ||
    CATALOGUE.test(path) || /(?:^|\/)gradle\/dependency-locks\/[^/]+\.lockfile$/.test(path);
}

/** The builds of a view, parsed once for all that ask. */
export const gradleBuilds = perView((view) => new GradleBuilds(view));

/** Directories of the projects that settings include, with or without a script of their own. */
export function gradleProjects(view: RepositoryView): string[] {
  const builds = gradleBuilds(view);
  const roots = view.paths.filter((path) => SETTINGS.includes(baseName(path))).map(directoryOf);
  return roots.flatMap((root) => [...builds.projects(root).values()])
    .filter((directory) => view.hasDirectory(directory));
}

/** One view's builds; every file is parsed once, on first need. */
export class GradleBuilds {
  readonly #scripts = new Map<string, GradleScript>();
  readonly #catalogues = new Map<string, VersionCatalogue>();
  readonly #properties = new Map<string, Map<string, string>>();
  readonly #locks = new Map<string, Map<string, string | null>>();
  readonly #accessors = new Map<string, Map<string, string>>();
  readonly #projects = new Map<string, ReadonlyMap<string, string>>();
  readonly #projectAccessors = new Map<string, ReadonlyMap<string, string>>();
  readonly #shared = new Map<string, string[]>();

  constructor(readonly view: RepositoryView) {}

  script(path: string): GradleScript {
    let script = this.#scripts.get(path);
    if (!script) {
      script = readGradleScript(manifestText(this.view, path) ?? "");
      this.#scripts.set(path, script);
    }
    return script;
  }

  /** The directory of the nearest settings file at or above; null where there is none. */
  rootOf(directory: string): string | null {
    for (const at of upwards(directory)) if (this.#settingsAt(at)) return at;
    return null;
  }

  #settingsAt(directory: string): string | null {
    return SETTINGS.map((name) => join(directory, name)).find((path) => this.view.has(path)) ??
      null;
  }

  settings(root: string | null): GradleScript | null {
    const path = root === null ? null : this.#settingsAt(root);
    return path === null ? null : this.script(path);
  }

  /** Project paths (`:a:b`) and their directories, the root project (`:`) included. */
  projects(root: string): ReadonlyMap<string, string> {
    const known = this.#projects.get(root);
    if (known) return known;
    const settings = this.settings(root);
    const projects = new Map([[":", root]]);
    this.#projects.set(root, projects);
    for (const stated of settings?.includes ?? []) {
      const path = `:${stated.replace(/^:/, "")}`;
      const moved = settings!.projectDirectories.get(path) ?? null;
      const directory = normalise(root, moved ?? path.slice(1).replaceAll(":", "/"));
      if (directory !== null) projects.set(path, directory);
    }
    return projects;
  }

  /**
   * Project paths by their type-safe accessor, in lower case and without `projects.`:
   * `:feature-home:api` is `featurehome.api`.
   */
  projectAccessors(root: string): ReadonlyMap<string, string> {
    let accessors = this.#projectAccessors.get(root);
    if (!accessors) {
      accessors = new Map(
        [...this.projects(root).keys()].map((project) => [
          project.slice(1).replaceAll(":", ".").replace(/[-_]/g, "").toLowerCase(),
          project,
        ]),
      );
      this.#projectAccessors.set(root, accessors);
    }
    return accessors;
  }

  /** The root's `rootProject.name`, else the directory's. */
  projectName(directory: string): string | null {
    return this.settings(this.#settingsAt(directory) ? directory : null)?.rootName ??
      (baseName(directory) || null);
  }

  /** Catalogues by their accessor, `libs` among them. */
  catalogue(root: string | null, directory: string, accessor: string): VersionCatalogue | null {
    const path = this.#catalogueFiles(root, directory).get(accessor);
    if (path === undefined) return null;
    let catalogue = this.#catalogues.get(path);
    if (!catalogue) {
      catalogue = readVersionCatalogue(manifestText(this.view, path) ?? "");
      this.#catalogues.set(path, catalogue);
    }
    return catalogue;
  }

  #catalogueFiles(root: string | null, directory: string): Map<string, string> {
    const key = root ?? `\n${directory}`;
    let files = this.#accessors.get(key);
    if (!files) {
      files = new Map();
      for (const [accessor, stated] of this.settings(root)?.catalogues ?? []) {
        const path = normalise(root!, stated);
        if (path !== null && this.view.has(path)) files.set(accessor, path);
      }
      for (const at of upwards(root ?? directory)) {
        const folder = join(at, "gradle");
        for (const { name } of this.view.list(folder)) {
          const accessor = CATALOGUE.exec(join(folder, name))?.[1];
          if (accessor && !files.has(accessor)) files.set(accessor, join(folder, name));
        }
      }
      this.#accessors.set(key, files);
    }
    return files;
  }

  /** A variable as a script sees it: its own, those of the scripts above, of gradle.properties. */
  variable(path: string, name: string): string | null {
    const plain = name.replace(/^(?:(?:rootProject|project|ext|extra)\.)+/, "");
    const own = this.script(path).variables.get(plain);
    if (own !== undefined) return own;
    for (const at of upwards(directoryOf(path))) {
      for (const script of this.#scriptsAt(at)) {
        const value = this.script(script).variables.get(plain);
        if (value !== undefined) return value;
      }
      const value = this.properties(at).get(plain);
      if (value !== undefined) return value;
    }
    return null;
  }

  /** Build script and settings of a directory, and the scripts in its `gradle` folder. */
  #scriptsAt(directory: string): readonly string[] {
    let paths = this.#shared.get(directory);
    if (!paths) {
      const folder = join(directory, "gradle");
      paths = [
        ...[...BUILD, ...SETTINGS].map((name) => join(directory, name))
          .filter((path) => this.view.has(path)),
        ...this.view.list(folder).map(({ name }) => join(folder, name)).filter(isGradleScript),
      ];
      this.#shared.set(directory, paths);
    }
    return paths;
  }

  /** gradle.properties of a directory; simple pairs, as Gradle's own documentation writes them. */
  properties(directory: string): ReadonlyMap<string, string> {
    let properties = this.#properties.get(directory);
    if (!properties) {
      properties = new Map();
      const source = manifestText(this.view, join(directory, "gradle.properties")) ?? "";
      for (const line of source.split("\n")) {
        const at = line.search(/[=:]/);
        if (at > 0 && !/^\s*[#!]/.test(line)) {
          properties.set(line.slice(0, at).trim(), line.slice(at + 1).trim());
        }
      }
      this.#properties.set(directory, properties);
    }
    return properties;
  }

  /** `$name` and `${a.b}` replaced where the repository defines them literally. */
  interpolate(path: string, text: string): string {
    let left = MAX_PLACEHOLDERS;
    return text.replace(/\$\{([^{}]{1,200})\}|\$([A-Za-z_]\w*)/g, (whole, braced, plain) => {
      if (left-- <= 0) return whole;
      const expression: string = braced ?? plain;
      const quoted = /["']([\w.-]+)["']/.exec(expression)?.[1];
      const name = quoted ?? expression.trim();
      const catalogue = /^(\w+)\.versions\.([\w.]+?)(?:\.get)?(?:\(\))?$/.exec(name);
      if (catalogue) {
        const directory = directoryOf(path);
        const versions = this.catalogue(this.rootOf(directory), directory, catalogue[1]!)?.versions;
        return versions?.get(catalogue[2]!.toLowerCase()) ?? whole;
      }
      return this.variable(path, name) ?? whole;
    });
  }

  /** By the project's lock files; null where they state several versions or none. */
  locked(directory: string, group: string, artifact: string): string | null {
    let versions = this.#locks.get(directory);
    if (!versions) {
      versions = new Map();
      const older = join(directory, "gradle/dependency-locks");
      const files = [
        ...LOCKS.map((name) => join(directory, name)),
        ...this.view.list(older).map(({ name }) => join(older, name)),
      ];
      for (const file of files) {
        for (const line of (manifestText(this.view, file) ?? "").split("\n")) {
          const [, name, version] = /^([^#:\s]+:[^:\s]+):([^=\s]+)/.exec(line) ?? [];
          if (name === undefined) continue;
          const other = versions.get(name);
          versions.set(name, other === undefined || other === version ? version! : null);
        }
      }
      this.#locks.set(directory, versions);
    }
    return versions.get(`${group}:${artifact}`) ?? null;
  }
}
