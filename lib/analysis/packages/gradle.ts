/**
 * Gradle's build scripts, which are programs and never run: literal notations, catalogue accessors
 * and variables with literal values are read. Versions come from the project's lock file alone, since
 * Gradle may choose a higher one than a script asks for.
 */
import type { MapPackageDependency, Scope } from "../../domain/wire/system_map.ts";
import type { PackageReader } from "./contract.ts";
import { packageOf } from "./dependency.ts";
import {
  type GradleBuilds,
  gradleBuilds,
  isGradleBuild,
  isGradleScript,
  isGradleSetting,
} from "./gradle_build.ts";
import { type GradleDependency, readNotation } from "./gradle_notation.ts";
import type { GradlePlugin, GradleScript, GradleStatement } from "./gradle_script.ts";
import { baseName, directoryOf } from "../paths.ts";
import { gradlePluginPurl, mavenPurl, npmPurl } from "./purl.ts";
import { accessorOf } from "./version_catalogue.ts";

export const gradleReader: PackageReader = {
  isManifest: isGradleScript,
  isLock: isGradleSetting,
  open(view) {
    const builds = gradleBuilds(view);
    const conventions = new Set(
      view.paths.filter(isGradleScript).map((path) =>
        baseName(path).replace(/\.gradle(?:\.kts)?$/, "")
      ),
    );
    return (path) => {
      const script = builds.script(path);
      const directory = directoryOf(path);
      const dependencies = [
        ...script.dependencies.flatMap((statement) =>
          readNotation(builds, path, statement).map((one) =>
            dependencyOf(builds, directory, statement, one)
          )
        ),
        ...pluginsOf(builds, path, script)
          .filter(({ id }) => !conventions.has(id)).map(pluginDependency),
      ];
      const own = isGradleBuild(path) ||
        baseName(path).replace(/\.gradle(?:\.kts)?$/, "") === baseName(directory);
      if (!own && dependencies.length === 0) return null;
      return packageOf(path, "gradle", own ? identityOf(builds, path) : NOBODY, dependencies);
    };
  },
};

/** A script that others apply has no name of its own. */
const NOBODY = { name: null, version: null };

function identityOf(builds: GradleBuilds, path: string) {
  const name = builds.projectName(directoryOf(path));
  const group = builds.variable(path, "group");
  const version = builds.variable(path, "version");
  return {
    name: name !== null && group ? `${builds.interpolate(path, group)}:${name}` : name,
    version: version ? builds.interpolate(path, version) : null,
  };
}

function dependencyOf(
  builds: GradleBuilds,
  directory: string,
  statement: GradleStatement,
  { kind, group, name, requirement, platform, line }: GradleDependency,
): MapPackageDependency {
  const scope = scopeOf(statement, platform);
  if (kind !== "module") {
    const purl = kind === "npm" ? npmPurl(name) : null;
    return { name, purl, requirement, resolved: null, scope, line };
  }
  const resolved = builds.locked(directory, group, name);
  return {
    name: group === "" ? name : `${group}:${name}`,
    purl: group === "" ? null : mavenPurl(group, name, resolved),
    requirement,
    resolved,
    scope,
    line,
  };
}

function scopeOf({ configuration, blocks }: GradleStatement, platform: boolean): Scope {
  const places = blocks.filter((name) => name !== "dependencies");
  if (configuration === "classpath" || places.includes("buildscript") || platform) return "build";
  if (/(?:annotationProcessor|kapt|ksp)/i.test(configuration)) return "build";
  const test = /^(?:androidTest|test|integrationTest|functionalTest|jmh)|Test(?=[A-Z]|$)/;
  if (test.test(configuration) || places.some((name) => /\b(?:test|\w*Test)\b/.test(name))) {
    return "development";
  }
  if (
    /^(?:developmentOnly|detekt\w*|checkstyle|pmd|spotbugs\w*|ktlint\w*|lintChecks|jacoco\w*)$/
      .test(configuration)
  ) {
    return "development";
  }
  return /(?:compileOnly|provided)/i.test(configuration) ? "peer" : "runtime";
}

function pluginsOf(builds: GradleBuilds, path: string, script: GradleScript): GradlePlugin[] {
  const directory = directoryOf(path);
  const root = builds.rootOf(directory);
  const managed = builds.settings(root)?.plugins ?? [];
  const aliased = script.pluginAliases.flatMap(({ accessor, line }) => {
    const [catalogue, plugins, ...alias] = accessor.split(".");
    const known = plugins === "plugins"
      ? builds.catalogue(root, directory, catalogue!)?.plugins.get(accessorOf(alias.join(".")))
      : undefined;
    return known ? [{ ...known, line }] : [];
  });
  // Gradle's own plugins have no dots but in their optional prefix, and no version.
  const external = script.plugins.filter(({ id, applied }) =>
    !applied && id.includes(".") && !/^org\.gradle\.[\w-]+$/.test(id)
  );
  return [...external, ...aliased].map(({ id, version, line }) => {
    const stated = version ?? managed.find((one) => one.id === id)?.version ?? null;
    return { id, version: stated === null ? null : builds.interpolate(path, stated), line };
  });
}

/** Without a version it comes from the build's own logic or its classpath, and may be no published one. */
function pluginDependency({ id, version, line }: GradlePlugin): MapPackageDependency {
  return {
    name: id,
    purl: version === null ? null : gradlePluginPurl(id),
    requirement: version,
    resolved: null,
    scope: "build",
    line,
  };
}
