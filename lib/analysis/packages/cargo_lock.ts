/** Cargo.lock: which version of a crate each package of the workspace uses. */
import type { RepositoryView } from "../languages/contract.ts";
import { manifestText } from "./contract.ts";
import { join, upwards } from "../paths.ts";

interface LockedPackage {
  version: string;
  /** False for packages of the workspace and for paths. */
  published: boolean;
  /** `name`, `name version` or `name version (source)`, as short as is unambiguous. */
  dependencies: string[];
}

type Lock = Map<string, LockedPackage[]>;

/** Lock files are parsed on first need and once. */
export function cargoLocks(view: RepositoryView) {
  const parsed = new Map<string, Lock>();
  const lockOf = (directory: string): Lock | null => {
    for (const at of upwards(directory)) {
      const path = join(at, "Cargo.lock");
      if (!view.has(path)) continue;
      const lock = parsed.get(path) ?? readLock(manifestText(view, path) ?? "");
      parsed.set(path, lock);
      return lock;
    }
    return null;
  };
  return {
    /**
     * By the nearest lock file above; null where it does not know the crate, where several of its
     * versions fit, or where the crate is one of the repository.
     *
     * @param member the name of the package that requires it
     */
    version(
      directory: string,
      member: string | null,
      crate: string,
      requirement: string | null,
    ): string | null {
      const lock = lockOf(directory);
      const candidates = lock?.get(crate) ?? [];
      const own = (member === null ? [] : lock?.get(member) ?? []).filter((one) => !one.published);
      const named = new Set(
        own.flatMap((one) => one.dependencies)
          .filter((entry) => entry.split(" ")[0] === crate),
      );
      const used = candidates.filter(({ version }) =>
        named.has(crate) || named.has(`${crate} ${version}`) ||
        [...named].some((entry) => entry.startsWith(`${crate} ${version} `))
      );
      const known = used.length > 0 ? used : candidates;
      const fitting = known.length > 1
        ? known.filter(({ version }) => satisfies(version, requirement ?? "*"))
        : known;
      const [only, another] = fitting;
      return only && !another && only.published ? only.version : null;
    },
  };
}

/** Read by lines, since it may be megabytes and cargo alone writes it. */
function readLock(source: string): Lock {
  const lock: Lock = new Map();
  let current: LockedPackage | null = null;
  let inList = false;
  for (const line of source.split("\n")) {
    if (line.startsWith("[")) {
      current = line.startsWith("[[package]]")
        ? { version: "", published: false, dependencies: [] }
        : null;
      inList = false;
      continue;
    }
    if (!current) continue;
    if (inList) {
      const entry = /^\s*"([^"]+)"/.exec(line)?.[1];
      if (entry !== undefined) current.dependencies.push(entry);
      else if (line.startsWith("]")) inList = false;
      continue;
    }
    const [, key, value] = /^(name|version|source) = "([^"]*)"/.exec(line) ?? [];
    if (key === "name") {
      const known = lock.get(value!);
      if (known) known.push(current);
      else lock.set(value!, [current]);
    } else if (key === "version") current.version = value!;
    else if (key === "source") current.published = true;
    else if (line.startsWith("dependencies = [")) inList = !line.includes("]");
  }
  return lock;
}

/**
 * Cargo's requirements: `1.2` is `^1.2`, clauses are joined by commas. Only to tell apart versions
 * that a lock file names, so that a pre-release needs no rule of its own.
 */
function satisfies(version: string, requirement: string): boolean {
  const actual = numbers(version);
  return requirement.split(",").every((clause) => {
    const [, operator, wanted] = /^\s*(\^|~|>=|<=|>|<|=)?\s*([\w.*+-]*)/.exec(clause)!;
    const parts = numbers(wanted!);
    const order = compare(actual, parts);
    if (operator === ">=") return order >= 0;
    if (operator === ">") return order > 0;
    if (operator === "<=") return order <= 0;
    if (operator === "<") return order < 0;
    if (parts.length === 0) return true;
    if (operator === "=" || /\*/.test(wanted!)) return startsWith(actual, parts, parts.length);
    if (order < 0) return false;
    if (operator === "~") return startsWith(actual, parts, Math.min(parts.length, 2));
    // The leftmost number that is not zero must stay.
    const significant = parts.findIndex((part) => part > 0);
    return startsWith(actual, parts, significant < 0 ? parts.length : significant + 1);
  });
}

function numbers(version: string): number[] {
  const plain = /^v?(\d+(?:\.\d+){0,2})/.exec(version)?.[1];
  return plain === undefined ? [] : plain.split(".").map(Number);
}

function compare(actual: number[], wanted: number[]): number {
  for (let at = 0; at < 3; at++) {
    const difference = (actual[at] ?? 0) - (wanted[at] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

function startsWith(actual: number[], wanted: number[], length: number): boolean {
  return wanted.slice(0, length).every((part, at) => actual[at] === part);
}
