/** The notations of a dependency in a Gradle script, and what each stands for. */
import type { GradleBuilds } from "./gradle_build.ts";
import { type GradleStatement, pathAt } from "./gradle_script.ts";
import type { Token } from "./gradle_tokens.ts";
import { baseName, directoryOf } from "../paths.ts";
import { accessorOf } from "./version_catalogue.ts";

export interface GradleDependency {
  kind: "module" | "project" | "file" | "npm";
  /** "" but for modules. */
  group: string;
  name: string;
  requirement: string | null;
  /** A BOM: it states versions and brings no code. */
  platform: boolean;
  line: number;
}

/** @returns every dependency that the statement names literally; [] for one that is computed */
export function readNotation(
  builds: GradleBuilds,
  path: string,
  statement: GradleStatement,
): GradleDependency[] {
  const { tokens } = statement;
  const found: GradleDependency[] = [];
  const named = new Map<string, string>();
  let platform = statement.configuration === "mavenBom";
  let rich: string | null = null;
  let closures = 0;
  const add = (one: Partial<GradleDependency> & { name: string }, line: number) => {
    found.push({ kind: "module", group: "", requirement: null, platform, line, ...one });
  };
  const addModule = (text: string, line: number) => {
    const [group, name, version] = builds.interpolate(path, text).replace(/@\w+$/, "").split(":");
    if (!group || !name || /[\s/\\]/.test(group + name)) return;
    add({ group, name, requirement: version || null }, line);
  };
  for (let at = 0; at < tokens.length; at++) {
    const { kind, text, line } = tokens[at]!;
    if (kind === "mark") {
      if (text === "{") closures++;
      else if (text === "}") closures = Math.max(0, closures - 1);
      continue;
    }
    const argument = () => stringsAfter(tokens, at);
    if (closures > 0) {
      if (/^(?:strictly|require|prefer)$/.test(text)) rich ??= argument()[0] ?? null;
      continue;
    }
    if (kind === "string") {
      let whole = text;
      // `"group:name:" + version`
      for (; tokens[at + 1]?.text === "+" && tokens[at + 2]; at += 2) {
        const next = tokens[at + 2]!;
        whole += next.kind === "string" ? next.text : pathAt(tokens, at + 2, true) ?? "";
        if (next.kind !== "string") break;
      }
      addModule(whole, line);
      continue;
    }
    const key = /^[:=]$/.test(tokens[at + 1]?.text ?? "") &&
      /^(?:group|name|version|ext|path|configuration|classifier|transitive|changing)$/.test(text);
    if (key) {
      const value = tokens[at + 2];
      const stated = value?.kind === "string" ? value.text : pathAt(tokens, at + 2, true);
      if (stated !== null && !named.has(text)) named.set(text, builds.interpolate(path, stated));
      at += 2;
      while (tokens[at + 1]?.text === "." && tokens[at + 2]) at += 2;
      continue;
    }
    if (text === "platform" || text === "enforcedPlatform") platform = true;
    else if (text === "project") {
      const stated = argument().find((one) => one.startsWith(":")) ?? argument()[0] ?? "$";
      const target = builds.interpolate(path, stated);
      if (!target.includes("$")) add(projectOf(target), line);
      break;
    } else if (text === "kotlin") {
      const [module, version] = argument();
      if (module) {
        const requirement = version ? builds.interpolate(path, version) : null;
        add({ group: "org.jetbrains.kotlin", name: `kotlin-${module}`, requirement }, line);
      }
      break;
    } else if (/^(?:npm|devNpm|peerNpm|optionalNpm)$/.test(text)) {
      const [name, requirement] = argument();
      if (name) add({ kind: "npm", name, requirement: requirement ?? null }, line);
      break;
    } else if (text === "files") {
      for (const file of argument()) {
        add({ kind: "file", name: baseName(file), requirement: file }, line);
      }
      break;
    } else if (
      /^(?:fileTree|gradleApi|localGroovy|gradleTestKit|gradleKotlinDsl|exclude)$/.test(text)
    ) {
      break;
    } else if (text === "findLibrary" || text === "findBundle") {
      const alias = argument()[0] ?? "";
      const accessor = `libs.${text === "findBundle" ? "bundles." : ""}${alias}`;
      for (const one of fromCatalogue(builds, path, accessor)) add(one, line);
      break;
    } else {
      const accessor = pathAt(tokens, at)!;
      at += 2 * (accessor.split(".").length - 1);
      if (accessor.startsWith("projects.")) {
        add(projectOf(projectAt(builds, path, accessor.slice(9))), line);
      } else if (accessor.includes(".")) {
        const known = fromCatalogue(builds, path, accessor);
        for (const one of known) add(one, line);
        if (known.length === 0) addModule(builds.variable(path, accessor) ?? "", line);
      } else if (tokens[at + 1]?.text !== "(") addModule(builds.variable(path, text) ?? "", line);
    }
  }
  const name = named.get("name");
  if (name) {
    const requirement = named.get("version") ?? null;
    add({ group: named.get("group") ?? "", name, requirement }, tokens[0]!.line);
  } else if (named.has("path")) add(projectOf(named.get("path")!), tokens[0]!.line);
  if (rich !== null) { for (const one of found) one.requirement ??= rich; }
  return found;
}

function projectOf(target: string) {
  const name = target.slice(target.lastIndexOf(":") + 1) || target;
  return { kind: "project" as const, name, requirement: target };
}

/** `projects.featureHome.api` is `:feature-home:api` where settings include such a project. */
function projectAt(builds: GradleBuilds, path: string, accessor: string): string {
  const root = builds.rootOf(directoryOf(path));
  const known = root === null ? undefined : builds.projectAccessors(root);
  const names = accessor.toLowerCase().split(".");
  // The root project's own name may come first.
  return known?.get(names.join(".")) ?? known?.get(names.slice(1).join(".")) ??
    `:${accessor.replaceAll(".", ":")}`;
}

function fromCatalogue(builds: GradleBuilds, path: string, accessor: string) {
  const [name, ...rest] = accessor.split(".");
  const directory = directoryOf(path);
  const catalogue = builds.catalogue(builds.rootOf(directory), directory, name!);
  if (!catalogue) return [];
  // `.get()` and `.asProvider()` end an accessor.
  const alias = accessorOf(rest.join(".")).replace(/\.(?:get|asprovider|orelse|map)$/, "");
  const libraries = alias.startsWith("bundles.")
    ? catalogue.bundles.get(alias.slice(8)) ?? []
    : [catalogue.libraries.get(alias) ?? []].flat();
  return libraries.map(({ group, artifact, version }) => ({
    group,
    name: artifact,
    requirement: version,
  }));
}

/** Strings in the brackets behind a word, or right behind it as Groovy allows. */
function stringsAfter(tokens: readonly Token[], at: number): string[] {
  const found: string[] = [];
  let depth = 0;
  for (let i = at + 1; i < tokens.length; i++) {
    const { kind, text } = tokens[i]!;
    if (kind === "string") found.push(text);
    else if (text === "(") depth++;
    else if (text === ")" && --depth <= 0) break;
    else if (text === "{") break;
  }
  return found;
}
