/** The packages that a repository's manifests declare; a new ecosystem is one line here. */
import type { MapPackage } from "../../domain/wire/system_map.ts";
import type { RepositoryView } from "../languages/contract.ts";
import type { PackageReader } from "./contract.ts";
import { baseName } from "../paths.ts";
import { cargoReader } from "./cargo.ts";
import { cocoapodsReader } from "./cocoapods.ts";
import { composerReader } from "./composer.ts";
import { denoReader } from "./deno.ts";
import { dockerReader } from "./docker.ts";
import { githubActionsReader } from "./github_actions.ts";
import { goReader } from "./go_mod.ts";
import { gradleReader } from "./gradle.ts";
import { mavenReader } from "./maven.ts";
import { npmReader } from "./npm.ts";
import { nugetReader } from "./nuget.ts";
import { pubReader } from "./pub.ts";
import { pypiReader } from "./pypi.ts";
import { rubygemsReader } from "./rubygems.ts";
import { swiftReader } from "./swift.ts";

const READERS: readonly PackageReader[] = [
  npmReader,
  denoReader,
  pypiReader,
  goReader,
  cargoReader,
  mavenReader,
  gradleReader,
  nugetReader,
  composerReader,
  cocoapodsReader,
  rubygemsReader,
  dockerReader,
  githubActionsReader,
  swiftReader,
  pubReader,
];

/** Copies of other people's packages: their manifests say nothing about this repository. */
const INSTALLED =
  /(?:^|\/)(?:node_modules|bower_components|jspm_packages|vendor|site-packages|\.venv|venv)\//;

/**
 * Extensions of code, prose and pictures. Every path of a repository is asked about, so that most are
 * told apart before two dozen patterns are tried; a reader of such a file names it below.
 */
const PLAIN = new Set(
  ("js mjs cjs jsx ts mts cts tsx vue svelte astro py pyi rb go rs java kt scala groovy c h cc cpp hpp " +
    "cs fs vb php swift dart m sh html htm css scss less md mdx rst svg png jpg gif ico woff2 snap po map")
    .split(" "),
);
const PLAIN_MANIFEST = /^(?:setup\.py|gems\.rb|Package\.swift|(?:Docker|Container)file\..+)$/;

function isPlain(path: string): boolean {
  const dot = path.lastIndexOf(".");
  return PLAIN.has(path.slice(dot + 1)) && !PLAIN_MANIFEST.test(baseName(path));
}

/** True for manifests and lock files, i.e. whatever `readPackages` needs the text of. */
export function isPackageManifest(path: string): boolean {
  return !isPlain(path) && !INSTALLED.test(path) &&
    READERS.some((reader) => reader.isManifest(path) || reader.isLock(path));
}

/**
 * Every manifest outside installed or vendored copies, sorted by path. A malformed manifest is listed
 * with what could be read of it; nothing throws.
 */
export function readPackages(view: RepositoryView): MapPackage[] {
  const opened = READERS.map((reader) => ({ reader, read: reader.open(view) }));
  return view.paths.filter((path) => !isPlain(path) && !INSTALLED.test(path)).flatMap((path) => {
    const match = opened.find(({ reader }) => reader.isManifest(path));
    return match?.read(path) ?? [];
  });
}
