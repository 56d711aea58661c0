/** Manifests that the resolver reads. They are hostile: whatever is not as expected is absent. */
import { parse } from "jsonc-parser";
import { parse as parseYaml } from "yaml";
import type { RepositoryView } from "../contract.ts";
import { BUNDLER_CONFIG } from "./literal_aliases.ts";
import { baseName } from "../../paths.ts";

export type Json = { readonly [key: string]: unknown };

const NAMES = new Set([
  "package.json",
  "deno.json",
  "deno.jsonc",
  "import_map.json",
  "importmap.json",
  "pnpm-workspace.yaml",
  "lerna.json",
  "rush.json",
]);
/** A package of shared compiler settings may name its files as it likes. */
const SHARED_CONFIG = /(?:^|\/)(?:ts-?config|typescript-config)[^/]*\/[^/]+\.json$/;
const MAX_LENGTH = 2_000_000;
/** Names and paths are shorter; whatever is longer is not read. */
const MAX_STRING = 4_096;

export function isJavaScriptManifest(path: string): boolean {
  const name = baseName(path);
  return NAMES.has(name) || BUNDLER_CONFIG.test(name) || /^[tj]sconfig[^/]*\.json$/.test(name) ||
    SHARED_CONFIG.test(path);
}

/** A JSON (with comments) object, or null: absent, malformed beyond repair, or no object. */
export function readJson(view: RepositoryView, path: string): Json | null {
  const text = readText(view, path);
  return text === null ? null : asObject(parse(text, [], { allowTrailingComma: true }));
}

export function readYaml(view: RepositoryView, path: string): Json | null {
  const text = readText(view, path);
  if (text === null) return null;
  try {
    return asObject(parseYaml(text, { maxAliasCount: 100, logLevel: "silent" }));
  } catch {
    return null; // translated: a malformed manifest says nothing
  }
}

function readText(view: RepositoryView, path: string): string | null {
  if (!view.has(path)) return null;
  const text = view.text(path);
  return text === null || text.length > MAX_LENGTH || tooDeep(text) ? null : text;
}

/** jsonc-parser and yaml recurse: brackets nested this deep would exhaust the stack. */
export function tooDeep(text: string): boolean {
  let depth = 0;
  for (let at = 0; at < text.length; at++) {
    const c = text.charCodeAt(at);
    if (c === 123 || c === 91) {
      if (++depth > 500) return true;
    } else if (c === 125 || c === 93) depth--;
  }
  return false;
}

export function asObject(value: unknown): Json | null {
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? value as Json
    : null;
}

export function asString(value: unknown): string | null {
  return typeof value === "string" && value !== "" && value.length <= MAX_STRING ? value : null;
}

export function asStrings(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === "string") : [];
}
