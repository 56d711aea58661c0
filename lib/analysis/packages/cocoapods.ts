/** Podfile, a Ruby program that is never run: literal `pod` lines; versions from Podfile.lock. */
import type { MapPackageDependency } from "../../domain/wire/system_map.ts";
import { baseName, directoryOf, join } from "../paths.ts";
import { manifestText, type PackageReader } from "./contract.ts";
import { packageOf } from "./dependency.ts";
import { cocoapodsPurl } from "./purl.ts";
import { rubyTokens } from "./ruby_tokens.ts";

/** https://guides.cocoapods.org/syntax/podfile.html */
export const cocoapodsReader: PackageReader = {
  isManifest: (path) => baseName(path) === "Podfile",
  isLock: (path) => baseName(path) === "Podfile.lock",
  open(view) {
    return (path) => {
      const lock = manifestText(view, join(directoryOf(path), "Podfile.lock")) ?? "";
      const versions = new Map(lockedPods(lock));
      const dependencies = podsOf(manifestText(view, path) ?? "").map((pod) =>
        dependencyOf(pod, versions)
      );
      return packageOf(path, "cocoapods", { name: null, version: null }, dependencies);
    };
  },
};

interface Pod {
  name: string;
  requirement: string | null;
  /** From a path or a repository: not the registry's. */
  elsewhere: boolean;
  /** From a directory, mostly of this repository. */
  local: boolean;
  line: number;
}

function dependencyOf(
  { name, requirement, elsewhere, line }: Pod,
  versions: ReadonlyMap<string, string>,
): MapPackageDependency {
  const resolved = versions.get(name) ?? null;
  const [root, ...subspec] = name.split("/");
  return {
    name,
    purl: elsewhere ? null : cocoapodsPurl(root!, resolved, subspec.join("/")),
    requirement,
    resolved,
    scope: "runtime",
    line,
  };
}

/** `pod "Name", "~> 1.0", :path => "…"`, on one line or several. */
function podsOf(text: string): Pod[] {
  const tokens = rubyTokens(text);
  const pods: Pod[] = [];
  for (let at = 0; at < tokens.length; at++) {
    const starts = at === 0 || tokens[at - 1]!.kind === "line" || tokens[at - 1]!.text === ";";
    if (!starts || tokens[at]!.kind !== "word" || tokens[at]!.text !== "pod") continue;
    const open = tokens[at + 1]?.text === "(" ? at + 2 : at + 1;
    const name = tokens[open];
    if (name?.kind !== "string" || name.computed || name.text === "") continue;
    const requirements: string[] = [];
    let elsewhere = false;
    let local = false;
    let requirement: string | null = null;
    for (let next = open + 1; next < tokens.length; next++) {
      const token = tokens[next]!;
      const before = tokens[next - 1]!;
      if (token.kind === "line" && before.text !== ",") break;
      if (token.kind === "string" && before.text === "," && !token.computed) {
        requirements.push(token.text);
      }
      if (/^(?:path|git|podspec|http)$/.test(token.text) && /label|symbol/.test(token.kind)) {
        elsewhere = true;
        local ||= token.text === "path";
        const value = tokens.slice(next + 1, next + 4).find(({ kind }) => kind === "string");
        requirement ??= value?.text ?? null;
      }
    }
    requirement ??= requirements.join(", ") || null;
    pods.push({ name: name.text, requirement, elsewhere, local, line: tokens[at]!.line });
  }
  return pods;
}

/** `  - Name (1.0):` below PODS; each pod with the version that is installed. */
function lockedPods(text: string): [name: string, version: string][] {
  const pods: [string, string][] = [];
  let inside = false;
  for (const line of text.split(/\r?\n/)) {
    if (/^\S/.test(line)) inside = line.startsWith("PODS:");
    const found = inside ? /^ {2}- "?([^\s"(]+) \(([^()=<>~\s]+)\)"?:?$/.exec(line) : null;
    if (found) pods.push([found[1]!, found[2]!]);
  }
  return pods;
}

/** Pods that a lock file has from a directory: `  Name:` with `    :path: …`, below EXTERNAL SOURCES. */
function localPods(text: string): Set<string> {
  const pods = new Set<string>();
  let inside = false;
  let name = "";
  for (const line of text.split(/\r?\n/)) {
    if (/^\S/.test(line)) inside = line.startsWith("EXTERNAL SOURCES:");
    else if (inside) {
      name = /^ {2}"?([^\s":]+)"?:$/.exec(line)?.[1] ?? name;
      if (/^ {4}:path:/.test(line)) pods.add(name);
    }
  }
  return pods;
}

/** Names of the pods of a Podfile or Podfile.lock that come from elsewhere, subspecs as written. */
export function podNames(text: string, file: "Podfile" | "Podfile.lock"): string[] {
  if (file === "Podfile") {
    return podsOf(text).filter(({ local }) => !local).map(({ name }) => name);
  }
  const local = localPods(text);
  return lockedPods(text).map(([name]) => name).filter((name) => !local.has(name.split("/")[0]!));
}
