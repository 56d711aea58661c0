/** Routes that Python's frameworks declare: decorators, `add_url_rule` and Django's `path()`. */
import { argumentAt, isMark, literalsAt, namedArgument, wordAt } from "./code.ts";
import { type FoundRoute, type RouteRule, verbOf } from "./contract.ts";
import type { Code } from "../lexer.ts";

/** `@app.get("/path")`, `@blueprint.route("/path", methods=["GET", "POST"])`. */
function decorators(code: Code): FoundRoute[] {
  const found: FoundRoute[] = [];
  for (let at = 0; at < code.tokens.length; at++) {
    if (!isMark(code, at, "@") || wordAt(code, at + 1) === null) continue;
    let word = at + 1;
    while (isMark(code, word + 1, ".") && wordAt(code, word + 2) !== null) word += 2;
    if (word > at + 1 && isMark(code, word + 1, "(")) found.push(...declared(code, word));
  }
  return found;
}

/** `app.add_url_rule("/path", …)` and the like, and Starlette's and aiohttp's tables. */
function calls(code: Code): FoundRoute[] {
  const found: FoundRoute[] = [];
  for (let at = 0; at < code.tokens.length; at++) {
    const word = wordAt(code, at);
    if (word === null || !isMark(code, at + 1, "(")) continue;
    const member = isMark(code, at - 1, ".");
    if (member && ADDERS.has(word) || word === "Route" && !member) {
      found.push(...withMethods(code, at));
    } else if (member && /^add_(?:get|post|put|patch|delete|head)$/.test(word)) {
      const path = argumentAt(code, at + 2);
      if (path?.startsWith("/")) {
        found.push({ method: word.slice(4).toUpperCase(), path, index: at + 2 });
      }
    } else if (member && wordAt(code, at - 2) === "web" && verbOf(word)) {
      const path = argumentAt(code, at + 2);
      if (path?.startsWith("/")) found.push({ method: verbOf(word)!, path, index: at + 2 });
    } else if (member && word === "add_route" && isMark(code, at + 3, ",")) {
      // aiohttp's add_route("GET", "/path", handler), Falcon's add_route("/path", resource)
      const first = argumentAt(code, at + 2);
      const second = argumentAt(code, at + 4);
      if (first?.startsWith("/")) found.push({ method: "ANY", path: first, index: at + 2 });
      else if (first && second?.startsWith("/")) {
        found.push({
          method: first === "*" ? "ANY" : first.toUpperCase(),
          path: second,
          index: at + 4,
        });
      }
    }
  }
  return found;
}

const ADDERS = new Set(["add_url_rule", "add_api_route"]);
const ROUTES = new Set(["route", "api_route"]);

function declared(code: Code, word: number): FoundRoute[] {
  const name = wordAt(code, word)!;
  if (ROUTES.has(name)) return withMethods(code, word);
  const method = verbOf(name);
  const at = pathArgument(code, word + 1);
  const path = at < 0 ? null : argumentAt(code, at);
  return method !== null && path !== null && isPath(path) ? [{ method, path, index: at }] : [];
}

/** Without `methods` only GET is answered, in Flask, Starlette and FastAPI alike. */
function withMethods(code: Code, word: number): FoundRoute[] {
  const open = word + 1;
  const at = pathArgument(code, open);
  const path = at < 0 ? null : argumentAt(code, at);
  if (path === null || !isPath(path)) return [];
  const methods = namedArgument(code, open, ["methods", "method"]);
  if (methods < 0) return [{ method: "GET", path, index: at }];
  const verbs = literalsAt(code, methods).filter((verb) => /^[A-Za-z]+$/.test(verb));
  return (verbs.length === 0 ? ["ANY"] : verbs).map((verb) => ({
    method: verb.toUpperCase(),
    path,
    index: at,
  }));
}

function pathArgument(code: Code, open: number): number {
  if (code.tokens[open + 1]?.kind === "string") return open + 1;
  return namedArgument(code, open, ["path", "rule", "uri"]);
}

function isPath(path: string): boolean {
  return path === "" || path.startsWith("/");
}

/** `path("users/<int:id>/", view)`; what another list is included under is a prefix, and no route. */
function djangoUrls(code: Code): FoundRoute[] {
  const found: FoundRoute[] = [];
  for (let at = 0; at < code.tokens.length; at++) {
    const word = wordAt(code, at);
    if (word === null || !DJANGO.has(word) || isMark(code, at - 1, ".")) continue;
    if (wordAt(code, at - 1) === "def" || !isMark(code, at + 1, "(")) continue;
    const path = argumentAt(code, at + 2);
    if (path === null || !isMark(code, at + 3, ",")) continue;
    if (wordAt(code, at + 4) === "include" || INCLUDED.test(afterDots(code, at + 4))) continue;
    found.push({ method: "ANY", path, index: at + 2 });
  }
  return found;
}

const DJANGO = new Set(["path", "re_path", "url"]);
/** `admin.site.urls` is a list of further routes. */
const INCLUDED = /^(?:include|urls)$/;

/** The last name of `a.b.c`. */
function afterDots(code: Code, index: number): string {
  let at = index;
  while (wordAt(code, at) !== null && isMark(code, at + 1, ".")) at += 2;
  return wordAt(code, at) ?? "";
}

/** @param modules with `|` between */
function rule(framework: string, modules: string, find: RouteRule["find"]): RouteRule {
  const imported = modules.replaceAll(".", String.raw`\.`);
  return {
    framework,
    languages: ["Python"],
    marks: modules.split("|"),
    evidence: new RegExp(String.raw`^[ \t]*(?:from|import)[ \t]+(?:${imported})\b`, "m"),
    find,
  };
}

const both = (code: Code) => [...decorators(code), ...calls(code)];

export const PYTHON_ROUTES: readonly RouteRule[] = [
  rule("FastAPI", "fastapi", both),
  rule("Flask", "flask|flask_restx|flask_openapi3", both),
  rule("Quart", "quart", both),
  rule("Sanic", "sanic", decorators),
  rule("Bottle", "bottle", both),
  rule("aiohttp", "aiohttp", both),
  rule("Falcon", "falcon", calls),
  rule("Starlette", "starlette", calls),
  {
    ...rule("Django", "django.urls|django.conf.urls", djangoUrls),
    // Most tests import `reverse` from there, and declare nothing.
    calls: /\b(?:re_path|path|url)\s{0,100}\(/,
  },
];

/** `from .app import app` hides what `app` is. */
export const PYTHON_UNPROVEN = {
  languages: ["Python"],
  marks: ["@"],
  // `@mock.patch` stands in every other test.
  evidence: /^[ \t]*@(?!mock\b)\w+\.(?:route|get|post|put|patch|delete|api_route)\(/m,
  find: decorators,
  packages: {
    "pypi:flask": "Flask",
    "pypi:fastapi": "FastAPI",
    "pypi:quart": "Quart",
    "pypi:sanic": "Sanic",
    "pypi:bottle": "Bottle",
  },
} as const;
