/**
 * Versions that a lock file fixes for a package.json: package-lock.json v1–v3, npm-shrinkwrap.json,
 * yarn.lock (classic and berry), pnpm-lock.yaml v5–v9 and bun.lock. The nearest lock file above the
 * manifest counts; of several in one directory the first of that order that knows the name.
 */
import { parse as parseJsonc } from "jsonc-parser";
import { parse as parseYaml, YAMLParseError } from "yaml";
import type { RepositoryView } from "../languages/contract.ts";
import { manifestText } from "./contract.ts";
import { baseName, join, upwards } from "../paths.ts";

interface Lock {
  /** @param from the manifest's directory, relative to the lock file's */
  version(from: string, name: string, requirement: string): string | null;
}

const PARSERS: Record<string, (text: string) => Lock> = {
  "package-lock.json": packageLock,
  "npm-shrinkwrap.json": packageLock,
  "yarn.lock": yarnLock,
  "pnpm-lock.yaml": pnpmLock,
  "bun.lock": bunLock,
};
const NAMES = Object.keys(PARSERS);

export function isNpmLock(path: string): boolean {
  return NAMES.includes(baseName(path));
}

/** Lock files are parsed on first need and once. */
export function npmLocks(view: RepositoryView) {
  const parsed = new Map<string, Lock | null>();
  const open = (path: string): Lock | null => {
    let lock = parsed.get(path);
    if (lock === undefined) {
      const text = manifestText(view, path);
      lock = text === null ? null : PARSERS[baseName(path)]!(text);
      parsed.set(path, lock);
    }
    return lock;
  };
  return {
    /** Null where no lock file covers the manifest or the package is one of the repository. */
    version(directory: string, name: string, requirement: string): string | null {
      for (const at of upwards(directory)) {
        const present = NAMES.map((file) => join(at, file)).filter((path) => view.has(path));
        const from = at === "" ? directory : directory.slice(at.length + 1);
        for (const path of present) {
          const version = open(path)?.version(from, name, requirement);
          if (version) return version;
        }
        if (present.length > 0) return null;
      }
      return null;
    },
  };
}

// deno-lint-ignore no-explicit-any -- the shapes of lock files are probed, never trusted
type Json = any;

function packageLock(text: string): Lock {
  const lock = parseStrict(text);
  return {
    version(from, name) {
      if (typeof lock?.packages === "object") {
        for (const at of upwards(from)) {
          const entry = own(lock.packages, join(at, `node_modules/${name}`));
          // A workspace member is a link without a version.
          if (entry !== undefined) return versionText(entry?.version);
        }
      }
      return from === "" ? versionText(own(lock?.dependencies, name)?.version) : null;
    },
  };
}

/** Both yarn formats list `descriptor[, descriptor]:` and, below it, `version`. */
function yarnLock(text: string): Lock {
  const versions = new Map<string, string>();
  let descriptors: string[] = [];
  for (const line of text.split("\n")) {
    if (/^[^\s#].*:\s*$/.test(line)) {
      descriptors = line.trimEnd().slice(0, -1).split(",").map((part) =>
        part.trim().replace(/^"|"$/g, "")
      );
      continue;
    }
    const version = /^ {2}version:? "?([^"\s]+)"?\s*$/.exec(line)?.[1];
    if (version === undefined) continue;
    for (const descriptor of descriptors) versions.set(descriptor, version);
    descriptors = [];
  }
  return {
    version(_from, name, requirement) {
      const version = versions.get(`${name}@${requirement}`) ??
        versions.get(`${name}@npm:${requirement}`) ?? null;
      return version === "0.0.0-use.local" ? null : version;
    },
  };
}

/** Only the sections that state direct dependencies are parsed: the rest may be many megabytes. */
function pnpmLock(text: string): Lock {
  const wanted = /^(?:importers|dependencies|devDependencies|optionalDependencies):/;
  const sections: string[] = [];
  let inside = false;
  for (const line of text.split("\n")) {
    // A second YAML document holds pnpm's own lock in v9; only the first describes the project.
    if (line.startsWith("---") && sections.length > 0) break;
    if (/^[^\s#]/.test(line)) inside = wanted.test(line);
    if (inside) sections.push(line);
  }
  const lock = parseYamlOrNull(sections.join("\n"));
  return {
    version(from, name) {
      const importer = lock?.importers
        ? own(lock.importers, from === "" ? "." : from)
        : from === ""
        ? lock
        : undefined;
      for (const field of ["dependencies", "devDependencies", "optionalDependencies"]) {
        const entry = own(importer?.[field], name);
        const version = versionText(typeof entry === "object" ? entry?.version : entry);
        if (version) return pnpmVersion(version);
      }
      return null;
    },
  };
}

/** `1.2.3(react@18.0.0)`, `1.2.3_react@18.0.0` and `/alias/1.2.3` name the version 1.2.3. */
function pnpmVersion(text: string): string | null {
  if (/^(?:link|file|workspace):|^https?:/.test(text)) return null;
  const plain = text.replace(/[(_].*$/s, "");
  return /(?:^|[@/])v?(\d[^@/]*)$/.exec(plain)?.[1] ?? null;
}

function bunLock(text: string): Lock {
  const lock: Json = parseJsonc(text, [], { allowTrailingComma: true });
  return {
    version(from, name) {
      const workspace = own(own(lock?.workspaces, from), "name");
      const entry = own(lock?.packages, `${workspace}/${name}`) ?? own(lock?.packages, name);
      const spec = Array.isArray(entry) ? versionText(entry[0]) : null;
      return spec ? /@(\d[^@/]*)$/.exec(spec)?.[1] ?? null : null;
    },
  };
}

function own(value: Json, key: string): Json {
  return value !== null && typeof value === "object" && Object.hasOwn(value, key)
    ? value[key]
    : undefined;
}

function versionText(value: unknown): string | null {
  return typeof value === "string" && value !== "" ? value : null;
}

function parseStrict(text: string): Json {
  try {
    return JSON.parse(text);
  } catch (error) {
    // A broken lock file resolves nothing; the manifest is still listed with its requirements.
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

function parseYamlOrNull(text: string): Json {
  try {
    return parseYaml(text, { logLevel: "silent" });
  } catch (error) {
    // RangeError: nesting that no lock file has; ReferenceError: an alias bomb.
    const broken = error instanceof YAMLParseError || error instanceof RangeError ||
      error instanceof ReferenceError;
    if (broken) return null;
    throw error;
  }
}
