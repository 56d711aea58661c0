/** Routes of Rust: axum's and actix's `.route()`, and the attributes of actix and Rocket. */
import { argumentAt, isMark, namedArgument, reads, wordAt } from "./code.ts";
import { type FoundRoute, type RouteRule, verbOf } from "./contract.ts";
import type { Code } from "../lexer.ts";

/** `.route("/path", get(handler).post(other))`; in actix `web::get().to(handler)`. */
function routeCalls(code: Code): FoundRoute[] {
  const found: FoundRoute[] = [];
  for (let at = 1; at < code.tokens.length; at++) {
    const word = wordAt(code, at);
    if (!isMark(code, at + 1, "(")) continue;
    const path = argumentAt(code, at + 2);
    if (path === null) continue;
    if (word === "route" && isMark(code, at - 1, ".") && isMark(code, at + 3, ",")) {
      for (const method of verbsIn(code, at + 4, code.closing(at + 1))) {
        found.push({ method, path, index: at + 2 });
      }
    } else if (word === "resource" && reads(code, at - 3, "web", ":", ":")) {
      found.push(...resource(code, code.closing(at + 1), path, at + 2));
    }
  }
  return found;
}

/** `web::resource("/path").route(web::get().to(handler)).route(…)` */
function resource(code: Code, close: number, path: string, index: number): FoundRoute[] {
  const found: FoundRoute[] = [];
  let end = close;
  for (let steps = 0; steps < 20 && isMark(code, end + 1, "."); steps++) {
    const open = end + 3;
    if (!isMark(code, open, "(")) break;
    const word = wordAt(code, end + 2);
    end = code.closing(open);
    const verbs = word === "route" ? verbsIn(code, open + 1, end) : word === "to" ? ["ANY"] : [];
    found.push(...verbs.map((method) => ({ method, path, index })));
  }
  return found;
}

/** Verbs that are called, not inside of the brackets of others. */
function verbsIn(code: Code, start: number, end: number): string[] {
  const verbs: string[] = [];
  for (let at = start; at < Math.min(end, start + 2_000); at++) {
    if (isMark(code, at, "(") || isMark(code, at, "{")) at = code.closing(at);
    else if (isMark(code, at + 1, "(")) {
      const verb = verbOf(wordAt(code, at)?.replace(/_service$/, "") ?? "");
      if (verb !== null) verbs.push(verb);
    }
  }
  return verbs;
}

/** `#[get("/path")]`, `#[route("/path", method = "GET", method = "POST")]` */
function attributes(code: Code): FoundRoute[] {
  const found: FoundRoute[] = [];
  for (let at = 0; at < code.tokens.length; at++) {
    if (!reads(code, at, "#", "[")) continue;
    let word = at + 2;
    while (isMark(code, word + 1, ":") && isMark(code, word + 2, ":")) word += 3;
    if (!isMark(code, word + 1, "(")) continue;
    const path = argumentAt(code, word + 2);
    if (path === null) continue;
    const name = wordAt(code, word) ?? "";
    const verb = verbOf(name);
    if (verb !== null) found.push({ method: verb, path, index: word + 2 });
    else if (name === "route") {
      const method = namedArgument(code, word + 1, ["method"]);
      const literal = method < 0 ? null : argumentAt(code, method);
      found.push({ method: literal?.toUpperCase() ?? "ANY", path, index: word + 2 });
    }
  }
  return found;
}

function rule(framework: string, crate: string, find: RouteRule["find"]): RouteRule {
  return {
    framework,
    languages: ["Rust"],
    marks: [crate],
    evidence: new RegExp(
      String
        .raw`\b(?:use|extern crate)\s+(?:::)?${crate}\b|\b${crate}::|#\[macro_use\]\s*extern\s+crate\s+${crate}\b`,
    ),
    find,
  };
}

export const RUST_ROUTES: readonly RouteRule[] = [
  rule("Axum", "axum", routeCalls),
  rule("Actix Web", "actix_web", (code) => [...routeCalls(code), ...attributes(code)]),
  rule("Rocket", "rocket", attributes),
];
