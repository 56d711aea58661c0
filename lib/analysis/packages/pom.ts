/** pom.xml as it is written (https://maven.apache.org/pom.html); pom_model.ts puts poms together. */
import type { Scope } from "../../domain/wire/system_map.ts";
import { childOf, childrenOf, type Element, readXml, textAt } from "./xml.ts";

export interface PomDependency {
  group: string;
  artifact: string;
  version: string | null;
  /** `type` and `classifier`: what a managed version is for, beside the name. */
  kind: string;
  /** As written; null for the default. */
  mavenScope: string | null;
  optional: boolean;
  line: number;
}

export interface Pom {
  group: string | null;
  artifact: string | null;
  version: string | null;
  packaging: string;
  parent: PomDependency | null;
  /** The parent's place; "" where the pom says that it is not in the repository. */
  parentPath: string;
  properties: ReadonlyMap<string, string>;
  /** Directories or poms, relative to the pom; those of profiles too. */
  modules: readonly string[];
  /** Of the pom and of its profiles. */
  dependencies: readonly PomDependency[];
  managed: readonly PomDependency[];
  /** Plugins with what they depend on, and extensions. */
  plugins: readonly PomDependency[];
  managedPlugins: readonly PomDependency[];
  licenses: readonly string[];
  /** Classes that plugins are told to start. */
  mainClasses: readonly string[];
}

const DEFAULT_PLUGIN_GROUP = "org.apache.maven.plugins";

/** Null where the text is no pom. */
export function readPom(source: string): Pom | null {
  const root = readXml(source);
  if (root?.name !== "project") return null;
  const profiles = childrenOf(childOf(root, "profiles"), "profile");
  const parts = [root, ...profiles];
  // What a profile defines by default holds where nobody chooses another one.
  const defaults = profiles.filter((one) =>
    textAt(one, "activation", "activeByDefault") === "true"
  );
  const builds = parts.flatMap((part) => childOf(part, "build") ?? []);
  const managing = builds.flatMap((build) => childOf(build, "pluginManagement") ?? []);
  const reporting = parts.flatMap((part) => childOf(part, "reporting") ?? []);
  const parent = childOf(root, "parent");
  const plugins = [...builds, ...reporting].flatMap(pluginsOf);
  return {
    group: textAt(root, "groupId"),
    artifact: textAt(root, "artifactId"),
    version: textAt(root, "version"),
    packaging: textAt(root, "packaging") ?? "jar",
    parent: parent ? dependencyOf(parent) : null,
    parentPath: parent && childOf(parent, "relativePath")
      ? textAt(parent, "relativePath") ?? ""
      : "../pom.xml",
    properties: new Map(
      [root, ...defaults].flatMap((part) =>
        childOf(part, "properties")?.children.map(({ name, text }) => [name, text] as const) ?? []
      ),
    ),
    modules: parts.flatMap((part) => [
      ...childrenOf(childOf(part, "modules"), "module"),
      ...childrenOf(childOf(part, "subprojects"), "subproject"),
    ]).map((one) => one.text),
    dependencies: parts.flatMap((part) => dependenciesOf(part)),
    managed: [root, ...defaults].flatMap((part) =>
      dependenciesOf(childOf(part, "dependencyManagement"))
    ),
    plugins: [
      ...plugins.map((plugin) => dependencyOf(plugin, DEFAULT_PLUGIN_GROUP)),
      ...[...plugins, ...managing.flatMap(pluginsOf)].flatMap((plugin) => dependenciesOf(plugin)),
      ...builds.flatMap((build) => childrenOf(childOf(build, "extensions"), "extension"))
        .map((extension) => dependencyOf(extension)),
    ],
    managedPlugins: managing.flatMap(pluginsOf)
      .map((plugin) => dependencyOf(plugin, DEFAULT_PLUGIN_GROUP)),
    licenses: childrenOf(childOf(root, "licenses"), "license")
      .flatMap((one) => textAt(one, "name") ?? textAt(one, "url") ?? []),
    mainClasses: [...plugins, ...managing.flatMap(pluginsOf)].flatMap(mainClassesOf),
  };
}

function pluginsOf(holder: Element): readonly Element[] {
  return childrenOf(childOf(holder, "plugins"), "plugin");
}

function dependenciesOf(holder: Element | undefined): PomDependency[] {
  return childrenOf(childOf(holder, "dependencies"), "dependency").map((one) => dependencyOf(one));
}

function dependencyOf(element: Element, defaultGroup = ""): PomDependency {
  return {
    group: textAt(element, "groupId") ?? defaultGroup,
    artifact: textAt(element, "artifactId") ?? "",
    version: textAt(element, "version"),
    kind: `${textAt(element, "type") ?? "jar"}:${textAt(element, "classifier") ?? ""}`,
    mavenScope: textAt(element, "scope"),
    optional: textAt(element, "optional") === "true",
    line: element.line,
  };
}

/** `configuration` of the plugin and of its executions. */
function mainClassesOf(plugin: Element): string[] {
  const executions = childrenOf(childOf(plugin, "executions"), "execution");
  return [plugin, ...executions].flatMap((holder) => {
    const configuration = childOf(holder, "configuration");
    return [
      textAt(configuration, "mainClass"),
      textAt(configuration, "archive", "manifest", "mainClass"),
      ...childrenOf(childOf(configuration, "transformers"), "transformer")
        .map((transformer) => textAt(transformer, "mainClass")),
    ].filter((name) => name !== null);
  });
}

/** What the environment provides is needed, but not brought along. */
export function scopeOf(dependency: PomDependency, managedScope: string | null): Scope {
  const stated = dependency.mavenScope ?? managedScope;
  if (stated === "test") return "development";
  if (dependency.optional) return "optional";
  if (stated === "provided" || stated === "system") return "peer";
  return stated === "import" ? "build" : "runtime";
}
