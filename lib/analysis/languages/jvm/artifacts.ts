/** The artifact that an import of another project's class comes from, where one can be told. */
import { PackageURL } from "packageurl-js";
import type { Coordinates } from "./builds.ts";

/** Packages of artifacts whose coordinates do not show them. */
const KNOWN: readonly (readonly [coordinates: string, ...packages: string[]])[] = [
  ["com.google.guava:guava", "com.google.common"],
  ["junit:junit", "org.junit", "junit"],
  ["org.testng:testng", "org.testng"],
  ["org.projectlombok:lombok", "lombok"],
  ["com.google.code.gson:gson", "com.google.gson"],
  ["com.google.code.findbugs:jsr305", "javax.annotation"],
  ["javax.servlet:javax.servlet-api", "javax.servlet"],
  ["log4j:log4j", "org.apache.log4j"],
  ["commons-lang:commons-lang", "org.apache.commons.lang"],
  ["com.squareup.okhttp3:okhttp", "okhttp3"],
  ["com.squareup.okio:okio", "okio"],
  ["com.squareup.retrofit2:retrofit", "retrofit2"],
  ["io.reactivex.rxjava2:rxjava", "io.reactivex"],
  ["org.mockito:mockito-core", "org.mockito"],
  ["io.insert-koin:koin-core", "org.koin.core"],
  ["org.typelevel:cats-core", "cats"],
  ["org.typelevel:cats-effect", "cats.effect"],
  ["co.fs2:fs2-core", "fs2"],
  ["org.spockframework:spock-core", "spock"],
  ["dev.zio:zio", "zio"],
  ["com.typesafe.play:play", "play"],
  ["com.chuusai:shapeless", "shapeless"],
];
const known = new Map(KNOWN.map(([coordinates, ...packages]) => [coordinates, packages]));

/**
 * The declared artifact that an import plausibly comes from, as a purl without version. The group or
 * the artifact must show in the package's name; of several equally good ones none is taken.
 */
export function artifactOf(name: string, declared: readonly Coordinates[]): string | null {
  const segments = name.toLowerCase().split(".");
  let best: Coordinates | null = null;
  let most = 0;
  let tied = false;
  for (const coordinates of declared) {
    const main = /(?:^|[-_.])(?:core|api)(?:$|[-_.])/.test(coordinates.artifact) ? 1 : 0;
    const score = 2 * likeness(name, segments, coordinates) + main;
    if (score < 2 || score < most) continue;
    const same = best?.group === coordinates.group && best.artifact === coordinates.artifact;
    tied = score === most && !same && (tied || best !== null);
    if (score > most) tied = false;
    if (score > most || best === null) best = coordinates;
    most = score;
  }
  if (best === null || tied) return null;
  return new PackageURL("maven", best.group, best.artifact, undefined, undefined, undefined)
    .toString();
}

/** 0 for none, else the more the better: words of the artifact that the package's name shows. */
function likeness(name: string, segments: readonly string[], { group, artifact }: Coordinates) {
  const packages = known.get(`${group}:${artifact}`);
  if (packages) {
    const own = packages.filter((one) => name === one || name.startsWith(`${one}.`));
    return own.length === 0 ? 0 : 1_000 + Math.max(...own.map((one) => one.length));
  }
  const groupParts = group.toLowerCase().split(".");
  let shared = 0;
  while (shared < groupParts.length && groupParts[shared] === segments[shared]) shared++;
  const words = artifact.toLowerCase().replace(/_\d+(?:\.\d+)*$/, "").split(/[-_.]/)
    .filter((word) => !["core", "api", "java", "jvm", "android", "ktx", ""].includes(word));
  let shown = 0;
  for (const segment of segments) {
    if (shown < words.length && sameWord(words[shown]!, segment)) shown++;
  }
  const whole = shown === words.length;
  // The whole group, or most of it where the artifact's words are all there.
  if (shared === groupParts.length && shared > 1) return 100 * shared + (whole ? 10 + shown : 0);
  if (whole && shown > 0 && shared >= 2) return 100 * shared + shown;
  if (whole && shown >= 2) return 10 + shown;
  return 0;
}

/** `okhttp` shows in `okhttp3`. */
function sameWord(word: string, segment: string): boolean {
  return segment === word || segment.replace(/\d+$/, "") === word.replace(/\d+$/, "");
}
