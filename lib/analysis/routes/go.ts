/** Routes of Go: net/http's patterns and the methods of the common routers. */
import { argumentAt, isMark, literalsAt, wordAt } from "./code.ts";
import type { FoundRoute, RouteRule } from "./contract.ts";
import type { Code } from "../lexer.ts";

const VERBS = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"];
const upper = new Map([...VERBS.map((verb) => [verb, verb] as const), ["Any", "ANY"]]);
const capital = new Map([
  ...VERBS.map((verb) => [verb[0] + verb.slice(1).toLowerCase(), verb] as const),
  ["All", "ANY"] as const,
]);

/** `r.GET("/path", handler)` in the router's own spelling of verbs. */
function verbs(spelling: ReadonlyMap<string, string>): RouteRule["find"] {
  return (code) => {
    const found: FoundRoute[] = [];
    for (let at = 2; at < code.tokens.length; at++) {
      const method = spelling.get(wordAt(code, at) ?? "");
      if (method === undefined || !isMark(code, at - 1, ".")) continue;
      // http.Get and http.Post ask others.
      if (wordAt(code, at - 2) === "http" || !isMark(code, at + 1, "(")) continue;
      const path = argumentAt(code, at + 2);
      if (path === null || !isMark(code, at + 3, ",") || !/^(?:\/|$)/.test(path)) continue;
      found.push({ method, path, index: at + 2 });
    }
    return found;
  };
}

/** `mux.HandleFunc("GET /path", handler)`, and Gorilla's `.Methods("GET")` behind it. */
function patterns(code: Code): FoundRoute[] {
  const found: FoundRoute[] = [];
  for (let at = 2; at < code.tokens.length; at++) {
    const word = wordAt(code, at);
    if (word !== "HandleFunc" && word !== "Handle" || !isMark(code, at - 1, ".")) continue;
    if (!isMark(code, at + 1, "(") || !isMark(code, at + 3, ",")) continue;
    const pattern = argumentAt(code, at + 2);
    const [, verb, path] = /^(?:([A-Z]+)[ \t]+)?([^ \t]*\/.*)$/.exec(pattern ?? "") ?? [];
    if (path === undefined) continue;
    const close = code.closing(at + 1);
    const methods = wordAt(code, close + 2) === "Methods" && isMark(code, close + 3, "(")
      ? methodsOf(code, close + 3)
      : [verb ?? "ANY"];
    for (const method of methods) found.push({ method, path, index: at + 2 });
  }
  return found;
}

/** Literals, and the constants of net/http. */
function methodsOf(code: Code, open: number): string[] {
  const methods: string[] = [];
  for (let at = open + 1; at < Math.min(code.closing(open), open + 60); at++) {
    const constant = /^Method(\w+)$/.exec(wordAt(code, at) ?? "")?.[1];
    const literal = literalsAt(code, at)[0];
    if (constant ?? literal) methods.push((constant ?? literal)!.toUpperCase());
  }
  return methods.length > 0 ? methods : ["ANY"];
}

function rule(framework: string, module: string, find: RouteRule["find"]): RouteRule {
  const path = module.replaceAll(".", "\\.");
  return {
    framework,
    languages: ["Go"],
    marks: [module],
    evidence: new RegExp(
      String.raw`^[ \t]*(?:import[ \t]+)?(?:[\w.]+\s+)?"${path}(?:/v\d+)?"`,
      "m",
    ),
    find,
  };
}

export const GO_ROUTES: readonly RouteRule[] = [
  rule("Gin", "github.com/gin-gonic/gin", verbs(upper)),
  rule("Echo", "github.com/labstack/echo", verbs(upper)),
  rule("Chi", "github.com/go-chi/chi", (code) => [...verbs(capital)(code, ""), ...patterns(code)]),
  rule("Fiber", "github.com/gofiber/fiber", verbs(capital)),
  rule("Gorilla Mux", "github.com/gorilla/mux", patterns),
  rule("net/http", "net/http", patterns),
];
