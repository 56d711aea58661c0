/**
 * Which frameworks a repository uses, each with the manifest lines, importing lines and files that
 * prove it. What stands in vendored copies and fixtures only is not used by the repository.
 */
import type {
  Evidence,
  MapDependency,
  MapFramework,
  MapPackage,
  MapPackageDependency,
} from "../domain/wire/system_map.ts";
import { type FrameworkRule, FRAMEWORKS } from "./frameworks/rules.ts";
import type { RepositoryView } from "./languages/contract.ts";
import { compareCodeUnits } from "./paths.ts";
import {
  cargoPurl,
  cocoapodsPurl,
  composerPurl,
  dockerPurl,
  gemPurl,
  goPurl,
  mavenPurl,
  npmPurl,
  nugetPurl,
  pubPurl,
  pypiPurl,
} from "./packages/purl.ts";
import { swiftKey } from "./packages/swift.ts";

/** Of each kind of evidence so many are shown: they prove, they do not count. */
const EVIDENCE_LIMIT = 5;

const FOREIGN =
  /(?:^|\/)(?:node_modules|bower_components|vendor|vendored|_vendor|third[_-]party|site-packages|__fixtures__|fixtures?|testdata|test[_-]data|__mocks__|__snapshots__)\//;

/** True for what is kept for tests or copied from elsewhere: it says nothing of this repository. */
export function isForeign(path: string): boolean {
  return FOREIGN.test(path);
}

/** All of these patterns in one, which most paths fail at a fraction of the cost. */
function anyOf(rules: readonly FrameworkRule[]): RegExp {
  return new RegExp(rules.map(({ files }) => `(?:${files!.source})`).join("|"), "i");
}
const WITH_FILES = FRAMEWORKS.filter(({ files }) => files);
const ANY_FILE = anyOf(WITH_FILES);
const ANY_TEXT = anyOf(WITH_FILES.filter(({ content }) => content));

/** True for files whose text the rules have to read. */
export function isFrameworkFile(path: string): boolean {
  return ANY_TEXT.test(path) && !FOREIGN.test(path) &&
    FRAMEWORKS.some(({ files, content }) => content && files?.test(path));
}

/** Sorted by name; evidence is manifests first, then imports, then files, each sorted by path. */
export function detectFrameworks(
  view: RepositoryView,
  packages: readonly MapPackage[],
  dependencies: readonly MapDependency[],
): MapFramework[] {
  const declared = declarations(packages);
  const imported = imports(dependencies);
  const files = filesByRule(view);
  return FRAMEWORKS.flatMap((rule) => {
    const keys = (rule.packages ?? []).flatMap(purlOf);
    const uses = keys.flatMap((key) => imported.get(key) ?? []);
    const evidence = [
      ...first(keys.flatMap((key) => declared.get(key) ?? [])),
      ...first(uses.filter(({ path }) => rule.testing || !view.isTest(path))),
      ...first(files.get(rule) ?? []),
    ];
    return evidence.length > 0 ? [{ name: rule.name, evidence }] : [];
  }).sort((a, b) => compareCodeUnits(a.name, b.name));
}

function first(evidence: Evidence[]): Evidence[] {
  const unique = new Map(evidence.map((one) => [`${one.path}\n${one.line}`, one]));
  return [...unique.values()]
    .sort((a, b) => compareCodeUnits(a.path, b.path) || (a.line ?? 0) - (b.line ?? 0))
    .slice(0, EVIDENCE_LIMIT);
}

type Index = Map<string, Evidence[]>;

/** An indirect requirement of Go is somebody else's choice. */
function declarations(packages: readonly MapPackage[]): Index {
  const index: Index = new Map();
  for (const { path, ecosystem, dependencies } of packages) {
    if (FOREIGN.test(path)) continue;
    for (const dependency of dependencies) {
      if (dependency.scope === "indirect") continue;
      for (const key of keysOf(keyOf(ecosystem, dependency))) {
        add(index, key, { path, line: dependency.line });
      }
    }
  }
  return index;
}

function imports(dependencies: readonly MapDependency[]): Index {
  const index: Index = new Map();
  for (const { from, to, line, resolution } of dependencies) {
    if (to === null || FOREIGN.test(from)) continue;
    // Apple's frameworks are no packages, and what an app is built with all the same.
    const isApple = resolution === "builtin" && from.endsWith(".swift");
    if (resolution !== "package" && !isApple) continue;
    for (const key of isApple ? [`apple:${to}`] : keysOf(to)) add(index, key, { path: from, line });
  }
  return index;
}

function filesByRule(view: RepositoryView): Map<FrameworkRule, Evidence[]> {
  const found = new Map<FrameworkRule, Evidence[]>();
  for (const path of view.paths) {
    if (!ANY_FILE.test(path) || FOREIGN.test(path)) continue;
    for (const rule of WITH_FILES) {
      const known = found.get(rule) ?? [];
      // Paths are sorted, so that the first ones are the ones shown.
      if (known.length >= EVIDENCE_LIMIT || !rule.files!.test(path)) continue;
      const line = rule.content ? matchingLine(view.text(path), rule.content) : null;
      if (!rule.content || line !== null) found.set(rule, [...known, { path, line }]);
    }
  }
  return found;
}

/** 1-based line of the first pattern's match, if every pattern matches. */
function matchingLine(text: string | null, patterns: readonly RegExp[]): number | null {
  if (text === null || !patterns.every((pattern) => pattern.test(text))) return null;
  return text.slice(0, text.search(patterns[0]!)).split("\n").length;
}

function add(index: Index, key: string, evidence: Evidence) {
  const known = index.get(key);
  if (known) known.push(evidence);
  else index.set(key, [evidence]);
}

function keyOf(ecosystem: MapPackage["ecosystem"], dependency: MapPackageDependency): string {
  // A replaced or forked module still is the framework that the code imports.
  if (ecosystem === "go") return goPurl(dependency.name) ?? dependency.name;
  const purl = dependency.purl?.replace(/[?#].*$/, "").replace(/@[^/]*$/, "");
  return purl ?? (ecosystem === "npm" ? npmPurl(dependency.name) : null) ?? dependency.name;
}

/** `pkg:golang/github.com/go-chi/chi/v5` is chi; other ecosystems have no such suffix. */
function withoutMajor(to: string): string {
  return to.startsWith("pkg:golang/") ? to.replace(/\/v\d+$/, "") : to;
}

/** A shorthand's type and the package URL that it means. */
const PURLS: Readonly<Record<string, (name: string) => string | null>> = {
  npm: npmPurl,
  pypi: pypiPurl,
  go: goPurl,
  cargo: cargoPurl,
  maven: (name) => {
    const [group, artifact] = name.split(":");
    return artifact === undefined ? groupKey(group!) : mavenPurl(group!, artifact);
  },
  nuget: (name) => nugetPurl(name.toLowerCase()),
  composer: composerPurl,
  gem: gemPurl,
  docker: (name) => dockerPurl(null, name),
  swift: (name) => swiftKey(name.toLowerCase()),
  cocoapods: cocoapodsPurl,
  pub: pubPurl,
};

function purlOf(shorthand: string): string[] {
  const [, registry, name] = /^(\w+):(.+)$/.exec(shorthand)!;
  const purl = PURLS[registry!]?.(name!) ?? (registry! in PURLS ? null : shorthand);
  return purl === null ? [] : [purl];
}

/** Frameworks of the JVM are many artifacts of one group, so that a rule may name the group alone. */
function groupKey(group: string): string {
  return `pkg:maven/${group}`;
}

/** Every key that a rule may name a package by. */
function keysOf(purl: string): string[] {
  const plain = withoutMajor(purl);
  // NuGet's names and the places of Swift's packages are written in any case.
  if (/^pkg:(?:nuget|swift)\//.test(plain)) return [plain.toLowerCase()];
  const group = /^(pkg:maven\/[^/]+)\//.exec(plain)?.[1];
  return group === undefined ? [plain] : [plain, group];
}
