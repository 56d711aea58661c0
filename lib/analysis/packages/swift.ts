/** Package.swift, a program that is never run: literal `.package(…)` calls, and Package.resolved. */
import type { MapPackageDependency } from "../../domain/wire/system_map.ts";
import type { RepositoryView } from "../languages/contract.ts";
import { manifestText, type PackageReader } from "./contract.ts";
import { packageOf } from "./dependency.ts";
import { readJson, stringOf } from "./json.ts";
import { baseName, directoryOf, join } from "../paths.ts";
import { lineAt, lineStarts } from "../text_lines.ts";
import { swiftPurl } from "./purl.ts";

/** One call's arguments; more than this is no list of versions. */
const MAX_CALL_CHARS = 1_000;

export const swiftReader: PackageReader = {
  isManifest: (path) => baseName(path) === "Package.swift",
  isLock: (path) => baseName(path) === "Package.resolved",
  open(view) {
    return (path) => {
      const text = withoutComments(manifestText(view, path) ?? "");
      const starts = lineStarts(text);
      const pins = readPins(view, directoryOf(path));
      const dependencies: MapPackageDependency[] = [];
      for (const match of text.matchAll(/\.package\s*\(/g)) {
        const from = match.index + match[0].length;
        const call = argumentsOf(text.slice(from, from + MAX_CALL_CHARS));
        const found = dependencyOf(call, lineAt(starts, match.index), pins);
        if (found) dependencies.push(found);
      }
      const head = /\bPackage\s*\(\s*name\s*:\s*"([^"\n]+)"/.exec(text);
      return packageOf(path, "swift", { name: head?.[1] ?? null, version: null }, dependencies);
    };
  },
};

function dependencyOf(
  call: string,
  line: number,
  pins: ReadonlyMap<string, string>,
): MapPackageDependency | null {
  const label = (name: string) =>
    new RegExp(`(?:^|[(,])\\s*${name}\\s*:\\s*"([^"\\n]*)"`).exec(call)?.[1] ?? null;
  const path = label("path");
  const url = label("url");
  const id = label("id");
  if (path !== null) {
    const name = label("name") ?? baseName(path);
    return { name, purl: null, requirement: path, resolved: null, scope: "runtime", line };
  }
  const location = url === null ? null : locationOf(url);
  const name = location === null ? id : baseName(location);
  if (!name) return null;
  const resolved = pins.get((location ?? id!).toLowerCase()) ?? null;
  // What follows the place: `from: "1.0"`, `.upToNextMajor(from: "1.0")`, `"1.0"..<"2.0"`.
  const rest = call.replace(
    /^[^"]*(?:name\s*:\s*"[^"]*"\s*,\s*)?(?:url|id)\s*:\s*"[^"]*"\s*,?/s,
    "",
  );
  const requirement = rest.replace(/,\s*traits\s*:.*/s, "").replace(/\s+/g, " ").trim() || null;
  return {
    name,
    purl: location === null ? null : swiftPurl(location, resolved),
    requirement,
    resolved,
    scope: "runtime",
    line,
  };
}

/** `github.com/apple/swift-nio` of any way to write its URL. */
function locationOf(url: string): string {
  return url.replace(/^\w+:\/\/(?:[^@/]*@)?/, "").replace(/^[\w.-]+@([^:/]+):/, "$1/")
    .replace(/\.git\/?$|\/$/, "");
}

/** Locations of the packages that a Package.swift asks for by URL. */
export function remotesOf(view: RepositoryView, path: string): string[] {
  const text = withoutComments(manifestText(view, path) ?? "");
  return [...text.matchAll(/\burl\s*:\s*"([^"\n]+)"/g)].map((match) => locationOf(match[1]!));
}

/** Locations of the packages that a Package.resolved pins. */
export function pinsOf(view: RepositoryView, path: string): string[] {
  return [...readPins(view, directoryOf(path)).keys()];
}

/**
 * How a map names a package of Swift that a file imports: the purl without a version, which the type
 * does not allow, so that it is written here.
 * @param location without scheme and `.git`, e.g. `github.com/apple/swift-nio`
 */
export function swiftKey(location: string): string {
  return `pkg:swift/${location}`;
}

/** Versions by lower-case location or identity; formats 1 to 3. */
function readPins(view: RepositoryView, directory: string): ReadonlyMap<string, string> {
  const pins = new Map<string, string>();
  const json = readJson(manifestText(view, join(directory, "Package.resolved")) ?? "");
  for (const holder of [json.members(), json.members("object")]) {
    const list = holder.find(({ key }) => key === "pins")?.node;
    for (const pin of list?.type === "array" ? list.children! : []) {
      const members = new Map(json.membersOf(pin).map(({ key, node }) => [key, node]));
      const state = json.membersOf(members.get("state"));
      const version = stringOf(state.find(({ key }) => key === "version")?.node) ??
        stringOf(state.find(({ key }) => key === "revision")?.node);
      const place = stringOf(members.get("location")) ?? stringOf(members.get("repositoryURL"));
      const key = place === null ? stringOf(members.get("identity")) : locationOf(place);
      if (version !== null && key !== null) pins.set(key.toLowerCase(), version);
    }
  }
  return pins;
}

/** Up to the bracket that closes the call. */
function argumentsOf(text: string): string {
  let depth = 0;
  for (let at = 0; at < text.length; at++) {
    if (text[at] === "(") depth++;
    else if (text[at] === ")" && depth-- === 0) return text.slice(0, at);
  }
  return text;
}

/** Comments blanked, line ends kept; `//` inside of a string is part of a URL. */
function withoutComments(text: string): string {
  return text.replace(
    /"[^"\\\n]*(?:\\.[^"\\\n]*)*"|\/\/[^\n]*|\/\*[^]*?(?:\*\/|$)/g,
    (part) => part.startsWith("/") ? part.replace(/[^\n]/g, " ") : part,
  );
}
