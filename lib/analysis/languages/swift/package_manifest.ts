/**
 * The targets of a Package.swift, a program that is never run: calls with literal arguments, wherever
 * they stand (https://docs.swift.org/package-manager/PackageDescription/PackageDescription.html).
 */
import { Code, Mark } from "../scanning/code.ts";
import { Kind } from "../scanning/lexicon.ts";
import { SWIFT } from "./lexicon.ts";

export type TargetKind = "source" | "test" | "plugin" | "macro" | "system" | "binary";

export interface DeclaredTarget {
  name: string;
  kind: TargetKind;
  /** A program, not a library. */
  runs: boolean;
  /** Relative to the package; null: by custom. */
  path: string | null;
  /** Relative to the target; null: all. */
  sources: string[] | null;
  exclude: string[];
  publicHeaders: string | null;
  /** Products and targets that it names; `package` where it says whose. */
  dependencies: { name: string; package: string | null }[];
}

export interface DeclaredPackage {
  name: string | null;
  targets: DeclaredTarget[];
  /** It has a product that others can import. */
  library: boolean;
  /** Paths of packages beside it, as written. */
  locals: string[];
}

const KINDS: Readonly<Record<string, TargetKind>> = {
  target: "source",
  executableTarget: "source",
  macro: "macro",
  testTarget: "test",
  plugin: "plugin",
  systemLibrary: "system",
  binaryTarget: "binary",
};

/** Of one list; a longer one is made by a program. */
const MAX_LIST = 1_000;

export function readPackageManifest(text: string): DeclaredPackage {
  const code = new Code(text, SWIFT);
  const found: DeclaredPackage = { name: null, targets: [], library: false, locals: [] };
  for (let at = 0; at < code.end;) {
    const called = code.code(at + 1) === Mark.ParenOpen;
    const word = called ? code.word(at) : "";
    if (word === "Package" && code.code(at - 1) !== Mark.Dot) {
      found.name ??= literal(code, argumentsOf(code, at + 1).get("name"));
    }
    if (code.code(at - 1) !== Mark.Dot || word === "") {
      at++;
      continue;
    }
    const values = Object.hasOwn(KINDS, word) || word === "package" || word === "library"
      ? argumentsOf(code, at + 1)
      : null;
    const name = literal(code, values?.get("name"));
    const path = literal(code, values?.get("path"));
    if (word === "package") {
      if (path !== null) found.locals.push(path);
    } else if (word === "library") {
      found.library ||= values?.has("targets") === true;
    } else if (values && name !== null && !values.has("targets")) {
      found.targets.push({
        name,
        kind: KINDS[word]!,
        runs: word === "executableTarget",
        path,
        sources: literals(code, values.get("sources")),
        exclude: literals(code, values.get("exclude")) ?? [],
        publicHeaders: literal(code, values.get("publicHeadersPath")),
        dependencies: dependencies(code, values.get("dependencies")),
      });
    }
    // what stands in a target's arguments is no target of the package
    at = values ? code.next(at + 1) : at + 1;
  }
  return found;
}

/** First and last token of each labelled argument's value; none where the call is never closed. */
function argumentsOf(code: Code, open: number): Map<string, [number, number]> {
  const values = new Map<string, [number, number]>();
  const close = code.close(open);
  if (close === code.end) return values;
  for (let at = open + 1; at < close;) {
    const label = code.code(at + 1) === Mark.Colon ? code.name(at) : "";
    const first = label === "" ? at : at + 2;
    let end = first;
    while (end < close && code.code(end) !== Mark.Comma) end = code.next(end);
    if (label !== "" && end > first) values.set(label, [first, end - 1]);
    at = end + 1;
  }
  return values;
}

type Range = [number, number] | undefined;

/** A value that is one plain string. */
function literal(code: Code, range: Range): string | null {
  if (!range || range[0] !== range[1] || code.kind(range[0]) !== Kind.String) return null;
  const text = code.read(range[0]);
  return /^"[^"\\]*"$/.test(text) ? text.slice(1, -1) : null;
}

/** The plain strings of a list; null where there is no list. */
function literals(code: Code, range: Range): string[] | null {
  if (!range || code.code(range[0]) !== Mark.BracketOpen) return null;
  const found: string[] = [];
  const close = code.close(range[0]);
  for (let at = range[0] + 1; at < close && found.length < MAX_LIST; at = code.next(at)) {
    const text = literal(code, [at, at]);
    if (text !== null) found.push(text);
  }
  return found;
}

/** `"A"`, `.target(name: "A")`, `.product(name: "A", package: "b")`, also in lists that are added. */
function dependencies(code: Code, range: Range): DeclaredTarget["dependencies"] {
  const found: DeclaredTarget["dependencies"] = [];
  for (let at = range?.[0] ?? 0; range && at <= range[1] && found.length < MAX_LIST; at++) {
    const text = literal(code, [at, at]);
    if (text !== null) found.push({ name: text, package: null });
    if (code.code(at) !== Mark.ParenOpen) continue;
    const values = argumentsOf(code, at);
    const name = literal(code, values.get("name"));
    if (name !== null) {
      found.push({ name, package: literal(code, values.get("package")) });
    }
    at = code.close(at);
  }
  return found;
}
