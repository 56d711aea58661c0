/** Versions fixed by poetry.lock, uv.lock, pdm.lock, pylock.toml (PEP 751) and Pipfile.lock. */
import type { RepositoryView } from "../languages/contract.ts";
import { manifestText } from "./contract.ts";
import { readJson, stringOf } from "./json.ts";
import { baseName, join, upwards } from "../paths.ts";
import { normalisePypi } from "./purl.ts";

const PROJECT_LOCKS = ["uv.lock", "poetry.lock", "pdm.lock", "pylock.toml"];
/** What each manifest is locked by; a requirements file stands for itself. */
const LOCKS: Record<string, readonly string[]> = {
  "pyproject.toml": PROJECT_LOCKS,
  "setup.cfg": PROJECT_LOCKS,
  "setup.py": PROJECT_LOCKS,
  "Pipfile": ["Pipfile.lock"],
};

export function isPypiLock(path: string): boolean {
  return [...PROJECT_LOCKS, "Pipfile.lock"].includes(baseName(path));
}

export function pypiLocks(view: RepositoryView) {
  const parsed = new Map<string, Map<string, string | null>>();
  const open = (path: string) => {
    let versions = parsed.get(path);
    if (!versions) {
      const text = manifestText(view, path) ?? "";
      versions = path.endsWith("Pipfile.lock") ? pipfileLock(text) : tomlLock(text);
      parsed.set(path, versions);
    }
    return versions;
  };
  return {
    /** By the nearest lock file above the manifest; null where it names several versions. */
    version(directory: string, manifest: string, name: string): string | null {
      const files = LOCKS[manifest] ?? [];
      for (const at of files.length > 0 ? upwards(directory) : []) {
        const path = files.map((file) => join(at, file)).find((file) => view.has(file));
        if (path) return open(path).get(normalisePypi(name)) ?? null;
      }
      return null;
    },
  };
}

/** `[[package]]` tables with `name` and `version`; read textually, since they may be megabytes. */
function tomlLock(text: string): Map<string, string | null> {
  const versions = new Map<string, string | null>();
  let name: string | null = null;
  for (const line of text.split("\n")) {
    if (line.startsWith("[")) name = /^\[\[packages?\]\]/.test(line) ? "" : null;
    const pair = name === null ? null : /^(name|version) = "([^"]+)"/.exec(line);
    if (pair?.[1] === "name") name = normalisePypi(pair[2]!);
    else if (pair && name) {
      // uv forks by platform: with two versions of one name none is *the* resolved one.
      const other = versions.get(name);
      versions.set(name, other === undefined || other === pair[2] ? pair[2]! : null);
    }
  }
  return versions;
}

function pipfileLock(text: string): Map<string, string | null> {
  const json = readJson(text);
  const versions = new Map<string, string | null>();
  for (const section of json.members()) {
    if (section.key === "_meta") continue;
    for (const { key, node } of json.membersOf(section.node)) {
      const pinned = json.membersOf(node).find((one) => one.key === "version");
      const version = stringOf(pinned?.node);
      if (version?.startsWith("==")) versions.set(normalisePypi(key), version.slice(2));
    }
  }
  return versions;
}
