/** Signals about the project's upkeep: what every maintained repository has beside its code. */
import type { Ecosystem, MapFile, MapPackage } from "../../domain/wire/system_map.ts";
import { isSource } from "../components.ts";
import { linguistTables } from "../linguist.ts";
import { isTestPath, isVendored } from "../origin.ts";
import { baseName, directoryOf, join, upwards } from "../paths.ts";
import { atFile, count, percent, type Signal, signal } from "./contract.ts";

/** Test code per line of source code at which the score is full. */
const TEST_RATIO_GOOD = 0.5;
/** Dependencies that nobody looked at for so long are called stale. */
const STALE_DAYS = 365;
const DAY = 86_400;
const README_MIN_LINES = 10;
const CI = [
  /^\.github\/workflows\/[^/]+\.ya?ml$/,
  /^\.gitlab-ci\.ya?ml$/,
  /^\.circleci\/config\.ya?ml$/,
  /^(Jenkinsfile|azure-pipelines\.ya?ml|bitbucket-pipelines\.ya?ml|appveyor\.ya?ml|\.appveyor\.ya?ml)$/,
  /^\.(travis|drone|cirrus|woodpecker|semaphore\/semaphore|builds?)\.ya?ml$/,
  /^\.(woodpecker|buildkite|forgejo\/workflows|gitea\/workflows|azure-pipelines|builds)\/[^/]+\.ya?ml$/,
  /^cloudbuild\.ya?ml$|^\.ci\/[^/]+$/,
];
const LICENCE = /^(LICEN[CS]ES?|COPYING|UNLICENSE)([.-][\w.-]+)?$|^LICENSES\//i;

export const tests: Signal = ({ files }) => {
  const source = codeLines(files.filter(isSource));
  if (source === 0) return null;
  const testFiles = files.filter((file) =>
    file.test && !file.vendored && !file.generated && isProgram(file)
  );
  const ratio = codeLines(testFiles) / source;
  return signal({
    id: "tests",
    title: "Tests beside the code",
    score: 100 * ratio / TEST_RATIO_GOOD,
    weight: 3,
    detail: testFiles.length === 0
      ? `There is no test code for ${count(source, "line")} of source code.`
      : `${count(testFiles.length, "test file")} with ${
        count(codeLines(testFiles), "line")
      } of code ` +
        `for ${count(source, "line")} of source code (${percent(ratio)}).`,
    remedy: "Add tests, first for the hotspots and the most-depended-on files; half as much test " +
      "code as source code scores 100.",
    evidence: [...testFiles].sort((a, b) => b.lines.code - a.lines.code)
      .map((file) => atFile(file.path)),
  });
};

export const continuousIntegration: Signal = ({ paths }) => {
  const found = paths.filter((path) => CI.some((pattern) => pattern.test(path)));
  return signal({
    id: "ci",
    title: "Checked on every change",
    score: found.length > 0 ? 100 : 0,
    weight: 1.5,
    detail: found.length > 0
      ? `${count(found.length, "continuous integration file")} found.`
      : "No configuration of a continuous integration service was found.",
    remedy: "Run the tests on every push, e.g. with a workflow in .github/workflows.",
    evidence: found.map(atFile),
  });
};

export const readme: Signal = ({ files, paths }) => {
  const path = paths.find((one) => /^(\.github\/|docs\/)?readme(\.[\w-]+)*$/i.test(one));
  const file = files.find((one) => one.path === path);
  const lines = file ? file.lines.code + file.lines.comment : 0;
  return signal({
    id: "readme",
    title: "A README",
    score: path === undefined ? 0 : lines >= README_MIN_LINES ? 100 : 50,
    weight: 1,
    detail: path === undefined
      ? "There is no README in the repository's root."
      : `${path} has ${count(lines, "line")} of text.`,
    remedy: `Say what the project is, how to start it and how to work on it, in at least ` +
      `${README_MIN_LINES} lines.`,
    evidence: path === undefined ? [] : [atFile(path)],
  });
};

export const licence: Signal = ({ paths }) => {
  const found = paths.filter((path) => LICENCE.test(path));
  return signal({
    id: "licence",
    title: "A licence",
    score: found.length > 0 ? 100 : 0,
    weight: 1,
    detail: found.length > 0
      ? `${found[0]} states the terms.`
      : "No licence file was found in the repository's root.",
    remedy: "Add a LICENSE file: without one nobody may know what they are allowed to do.",
    evidence: found.map(atFile),
  });
};

/** By ecosystem; one whose builds are fixed by other means than a lock file is not judged. */
const LOCKS: Readonly<Partial<Record<Ecosystem, readonly string[]>>> = {
  npm: [
    "package-lock.json",
    "npm-shrinkwrap.json",
    "yarn.lock",
    "pnpm-lock.yaml",
    "bun.lock",
    "bun.lockb",
    "deno.lock",
  ],
  deno: ["deno.lock"],
  pypi: ["uv.lock", "poetry.lock", "pdm.lock", "Pipfile.lock", "pixi.lock"],
  go: ["go.sum"],
  cargo: ["Cargo.lock"],
  composer: ["composer.lock"],
  rubygems: ["Gemfile.lock", "gems.locked"],
  swift: ["Package.resolved"],
};

export const lockFile: Signal = ({ packages, paths }) => {
  const known = new Set(paths);
  const manifests = packages.filter((one) => LOCKS[one.ecosystem] !== undefined && declares(one));
  if (manifests.length === 0) return null;
  const open = manifests.filter((one) => !isPinned(one) && lockOf(one, known) === null);
  const anyVersion = open.flatMap((one) => one.dependencies)
    .filter(({ requirement }) => acceptsAny(requirement)).length;
  return signal({
    id: "lock_file",
    title: "Dependencies are locked",
    score: 100 * (1 - open.length / manifests.length),
    weight: 1,
    detail: open.length === 0
      ? manifests.length === 1
        ? "The one manifest with dependencies has its versions locked."
        : `All ${count(manifests.length, "manifest")} with dependencies have their versions locked.`
      : `${open.length} of ${count(manifests.length, "manifest")} with dependencies ` +
        `${open.length === 1 ? "has" : "have"} no lock file` +
        (anyVersion === 0
          ? "."
          : `; ${count(anyVersion, "dependency", "dependencies")} there would take any newer ` +
            "version."),
    remedy: "Commit the package manager's lock file, so that every build uses the same versions.",
    evidence: open.map((one) => atFile(one.path)),
  });
};

/**
 * Stale dependencies, told without asking a registry: nobody touched the manifest or its lock file
 * for a year. Only where the history is long enough to tell.
 */
export const dependencyUpdates: Signal = ({ packages, paths, history, commit }) => {
  const known = new Set(paths);
  const end = Date.parse(commit.committedAt) / 1_000;
  const dated = packages.filter(declares).flatMap((one) => {
    const lock = lockOf(one, known);
    const changes = [one.path, ...lock === null ? [] : [lock]]
      .flatMap((path) => history.files.get(path)?.last ?? []);
    return changes.length === 0
      ? []
      : [{ path: one.path, days: (end - Math.max(...changes)) / DAY }];
  });
  const first = [...history.files.values()].reduce((min, file) => Math.min(min, file.first), end);
  if (dated.length === 0 || (end - first) / DAY < STALE_DAYS) return null;
  const stale = dated.filter(({ days }) => days > STALE_DAYS).sort((a, b) => b.days - a.days);
  const oldest = Math.floor((stale[0]?.days ?? 0) / 30);
  return signal({
    id: "dependency_updates",
    title: "Dependencies are looked after",
    score: 100 * (1 - stale.length / dated.length),
    weight: 1,
    detail: stale.length === 0
      ? `Every one of ${count(dated.length, "manifest")} with dependencies, or its lock file, ` +
        "changed in the last 12 months."
      : `${stale.length} of ${count(dated.length, "manifest")} with dependencies did not change ` +
        `in the last 12 months, nor did ${stale.length === 1 ? "its" : "their"} lock files; ` +
        `${oldest} months at most.`,
    remedy: "Look through the newer versions of these packages at least once a year, or let a " +
      "program propose them (Renovate, Dependabot).",
    evidence: stale.map(({ path }) => atFile(path)),
  });
};

/** A manifest of this project's own that needs packages. */
function declares(one: MapPackage): boolean {
  return one.dependencies.length > 0 && !isTestPath(one.path) && !isVendored(one.path);
}

/** Every requirement names one version. */
function isPinned(manifest: MapPackage): boolean {
  return baseName(manifest.path).endsWith(".txt") &&
    manifest.dependencies.every((one) => one.requirement?.startsWith("=="));
}

/** The lock file beside a manifest or above it (workspaces). */
function lockOf(manifest: MapPackage, paths: ReadonlySet<string>): string | null {
  for (const directory of upwards(directoryOf(manifest.path))) {
    const lock = LOCKS[manifest.ecosystem]?.map((name) => join(directory, name))
      .find((path) => paths.has(path));
    if (lock !== undefined) return lock;
  }
  return null;
}

/** No requirement, or one without an upper end. */
function acceptsAny(requirement: string | null): boolean {
  return requirement === null || /^(\*|x|latest|>=?[^<,|]*)$/i.test(requirement.trim());
}

function isProgram(file: MapFile): boolean {
  return file.language !== null && linguistTables().types.get(file.language) === "programming";
}

function codeLines(files: readonly MapFile[]): number {
  return files.reduce((sum, file) => sum + file.lines.code, 0);
}
