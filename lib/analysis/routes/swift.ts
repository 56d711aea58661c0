/** Routes of Vapor: `app.get("users", ":id") { … }`, with the groups of the same file. */
import { argumentAt, isMark, joinPaths, reads, wordAt } from "./code.ts";
import { type FoundRoute, type RouteRule, verbOf, VERBS } from "./contract.ts";
import type { Code } from "../lexer.ts";

/** What an application and its routes are called in Vapor's own documentation. */
const BUILDERS = ["app", "application", "routes", "router"];
/** Types, and what is called after one. */
const MIDDLEWARE = /^\p{Lu}|(?:[Mm]iddlewares?|[Aa]uthenticator|[Aa]uth|[Gg]uard|[Ss]essions?)$/u;
const MAX_COMPONENTS = 20;
const MAX_CHAIN = 20;
/** A longer path of a group is a program's. */
const MAX_PREFIX = 1_000;

/** The arguments from `start` on as parts of a path; null where one is computed. */
function componentsOf(code: Code, start: number, end: number): string[] | null {
  const components: string[] = [];
  for (let at = start; at < end; at++) {
    // `use:`, `body:`: what follows is no part of the path
    if (wordAt(code, at) !== null && isMark(code, at + 1, ":")) break;
    if (isMark(code, at, ",")) continue;
    let component = argumentAt(code, at);
    if (component === null) {
      const call = isMark(code, at, ".") && isMark(code, at + 2, "(") ? at + 2 : -1;
      const text = call < 0 ? null : argumentAt(code, call + 1);
      const kind = wordAt(code, at + 1);
      if (text !== null && kind === "constant") component = text;
      else if (text !== null && kind === "parameter") component = `:${text}`;
      else if (isMark(code, at, ".") && kind === "anything") component = "*";
      else if (isMark(code, at, ".") && kind === "catchall") component = "**";
      else return null;
      at = call < 0 ? at + 1 : code.closing(call);
    }
    if (components.length >= MAX_COMPONENTS) return null;
    components.push(component);
  }
  return components;
}

function vapor(code: Code): FoundRoute[] {
  const found: FoundRoute[] = [];
  /** Names that routes are declared on, with the path of their group; null: computed. */
  const prefixes = new Map<string, string | null>(BUILDERS.map((name) => [name, ""]));
  for (let at = 0; at < code.tokens.length; at++) {
    const word = wordAt(code, at);
    if (word === null || isMark(code, at - 1, ".")) continue;
    const typed = wordAt(code, at + 2) === "any" || wordAt(code, at + 2) === "some" ? 3 : 2;
    if (isMark(code, at + 1, ":") && wordAt(code, at + typed) === "RoutesBuilder") {
      prefixes.set(word, "");
      continue;
    }
    if (!prefixes.has(word) || !isMark(code, at + 1, ".")) continue;
    let prefix = prefixes.get(word) ?? null;
    for (let dot = at + 1, steps = 0; isMark(code, dot, ".") && steps < MAX_CHAIN; steps++) {
      const name = wordAt(code, dot + 1);
      const called = isMark(code, dot + 2, "(");
      if (called && (name === "grouped" || name === "group")) {
        const close = code.closing(dot + 2);
        prefix = within(prefix, code, dot + 2);
        if (name === "group") {
          const inside = wordAt(code, close + 2);
          if (inside && reads(code, close + 1, "{", inside, "in")) prefixes.set(inside, prefix);
          break;
        }
        const own = wordAt(code, at - 2);
        if (own && isMark(code, at - 1, "=")) prefixes.set(own, prefix);
        dot = close + 1;
        continue;
      }
      found.push(...declared(code, dot, prefix));
      break;
    }
  }
  return found;
}

/** The path of a group, to which middlewares add nothing; a value of another name may be a part of it. */
function within(prefix: string | null, code: Code, open: number): string | null {
  if (MIDDLEWARE.test(wordAt(code, open + (isMark(code, open + 1, "[") ? 2 : 1)) ?? "")) {
    return prefix;
  }
  const components = componentsOf(code, open + 1, code.closing(open));
  if (prefix === null || components === null) return null;
  const path = [prefix, ...components].join("/");
  return path.length > MAX_PREFIX ? null : path;
}

/** `.get("a") {`, `.get {`, `.get(use: f)`, `.on(.GET, "a") {` */
function declared(code: Code, dot: number, prefix: string | null): FoundRoute[] {
  const name = wordAt(code, dot + 1) ?? "";
  const open = dot + 2;
  if (prefix === null) return [];
  const isVerb = (VERBS as readonly string[]).includes(name);
  if (isVerb && isMark(code, open, "{")) {
    return [{ method: name.toUpperCase(), path: joinPaths(prefix, ""), index: dot + 1 }];
  }
  if (!isMark(code, open, "(")) return [];
  const on = name === "on" && isMark(code, open + 1, ".") ? wordAt(code, open + 2) : null;
  const method = isVerb ? name.toUpperCase() : on === null ? null : verbOf(on);
  if (method === null) return [];
  const components = componentsOf(code, open + (on === null ? 1 : 3), code.closing(open));
  if (components === null) return [];
  return [{ method, path: joinPaths(prefix, components.join("/")), index: dot + 1 }];
}

export const SWIFT_ROUTES: readonly RouteRule[] = [{
  framework: "Vapor",
  languages: ["Swift"],
  marks: ["Vapor"],
  evidence: /^[ \t]*(?:@\w+[ \t]+)*import[ \t]+Vapor\b/m,
  find: vapor,
}];
