/** Routes that JavaScript's frameworks declare by calls on a router, and Nest's by decorators. */
import {
  afterGenerics,
  argumentAt,
  isMark,
  joinPaths,
  literalsAt,
  namedArgument,
  wordAt,
} from "./code.ts";
import { type FoundRoute, type RouteRule, verbOf } from "./contract.ts";
import type { Code } from "../lexer.ts";

const LANGUAGES = ["JavaScript", "TypeScript", "TSX"];

/** Names that routers have by convention, where the file does not say what they are. */
const ROUTER =
  /^(?:app|application|router|routes?|server|api|fastify|instance|\w*(?:Router|Routes|App|Server))$/;
/** What a variable of such a name was made of where it is no router. */
const CLIENT =
  /axios|client|fetch|request|supertest|agent|ky|got|nock|mock|cache|storage|session|redis|superagent|inject/i;

/** What the text says the variables of a file are. */
interface Variables {
  routers: Set<string>;
  others: Set<string>;
}

/**
 * `router.get("/path", handler)` and its kin.
 * @param makers functions and classes that make routers; and types that routers have
 */
function verbCalls(makers: readonly string[]): RouteRule["find"] {
  return (code) => {
    const { tokens } = code;
    const variables = variablesOf(code, new Set(makers));
    const found: FoundRoute[] = [];
    /** By the closing bracket of a call: whether it ends on a router, and `.route("/path")`'s path. */
    const chains = new Map<number, { router: boolean; path: string | null }>();
    for (let at = 0; at < tokens.length; at++) {
      const word = wordAt(code, at);
      if (word === null) continue;
      const open = afterGenerics(code, at + 1);
      if (!isMark(code, open, "(")) continue;
      const close = code.closing(open);
      if (!isMark(code, at - 1, ".")) {
        if (makers.includes(word)) chains.set(close, { router: true, path: null });
        continue;
      }
      const receiver = wordAt(code, at - 2);
      const chain = receiver === null
        ? chains.get(at - 2)
        : { router: isRouter(receiver, variables), path: null };
      // `express.Router()`
      if (makers.includes(word)) chains.set(close, { router: true, path: null });
      if (!chain?.router) continue;
      if (word === "route" && isMark(code, open + 1, "{")) {
        found.push(...fromObject(code, open + 1));
      } else if (word === "route" && isMark(code, open + 1, "[")) {
        for (let item = open + 2; isMark(code, item, "{"); item = code.closing(item) + 2) {
          found.push(...fromObject(code, item));
        }
      }
      const single = argumentAt(code, open + 1);
      const path = word === "route" && single !== null && close === open + 2 ? single : chain.path;
      chains.set(close, { router: true, path });
      const method = verbOf(word);
      if (word === "on") found.push(...fromOn(code, open));
      else if (method !== null) {
        if (path !== null) found.push({ method, path, index: at });
        else {for (const one of pathsAt(code, open + 1)) {
            found.push({ method, path: one, index: at });
          }}
      }
    }
    return found;
  };
}

/** A path, or several, that a handler follows: `app.get("title")` reads a setting. */
function pathsAt(code: Code, index: number): string[] {
  const list = isMark(code, index, "[");
  const end = list ? code.closing(index) : index;
  if (!isMark(code, end + 1, ",") || isMark(code, end + 2, ")")) return [];
  return literalsAt(code, index).filter((path) => /^[/*]/.test(path));
}

/** Hono's `app.on("GET", "/path", handler)`. */
function fromOn(code: Code, open: number): FoundRoute[] {
  const methods = literalsAt(code, open + 1);
  const end = isMark(code, open + 1, "[") ? code.closing(open + 1) : open + 1;
  return methods.every((method) => /^[A-Z]+$/.test(method))
    ? methods.flatMap((method) =>
      pathsAt(code, end + 2).map((path) => ({ method, path, index: end + 2 }))
    )
    : [];
}

/** Fastify's and hapi's `{ method: "GET", url: "/path" }`. */
function fromObject(code: Code, open: number): FoundRoute[] {
  const methods = namedArgument(code, open, ["method"]);
  const paths = namedArgument(code, open, ["url", "path"]);
  if (methods < 0 || paths < 0) return [];
  const path = argumentAt(code, paths);
  return path === null ? [] : literalsAt(code, methods).map((method) => ({
    method: method === "*" ? "ANY" : method.toUpperCase(),
    path,
    index: paths,
  }));
}

function isRouter(name: string, { routers, others }: Variables): boolean {
  return routers.has(name) || ROUTER.test(name) && !others.has(name);
}

function variablesOf(code: Code, makers: ReadonlySet<string>): Variables {
  const routers = new Set<string>();
  const others = new Set<string>();
  for (let at = 0; at < code.tokens.length; at++) {
    const word = wordAt(code, at);
    if (word === null) continue;
    if (isMark(code, at + 1, "=") && !isMark(code, at + 2, "=") && !isMark(code, at + 2, ">")) {
      const words = code.tokens.slice(at + 2, at + 12).filter(({ kind }) => kind === "word");
      if (words.some(({ text }) => makers.has(text))) routers.add(word);
      else if (words.some(({ text }) => CLIENT.test(text))) others.add(word);
    }
    if (makers.has(word) && isMark(code, at - 1, ":") && wordAt(code, at - 2) !== null) {
      routers.add(wordAt(code, at - 2)!);
    }
  }
  return { routers, others };
}

/** `@Controller("cats")` and its methods' `@Get(":id")`. */
function nestDecorators(code: Code): FoundRoute[] {
  const found: FoundRoute[] = [];
  let prefix: string | null = null;
  for (let at = 0; at < code.tokens.length; at++) {
    if (!isMark(code, at, "@")) continue;
    const word = wordAt(code, at + 1);
    if (word === null || !isMark(code, at + 2, "(")) continue;
    const empty = isMark(code, at + 3, ")");
    if (word === "Controller") {
      const named = isMark(code, at + 3, "{") ? namedArgument(code, at + 3, ["path"]) : at + 3;
      const versioned = isMark(code, at + 3, "{") && named < 0;
      prefix = empty || versioned ? "" : argumentAt(code, named);
    }
    const method = /^[A-Z]/.test(word) ? verbOf(word) : null;
    if (method === null) continue;
    for (const path of empty ? [""] : literalsAt(code, at + 3)) {
      // The prefix of a class is part of the path by Nest's own rule, where it is known.
      if (prefix !== null) found.push({ method, path: joinPaths(prefix, path), index: at + 1 });
      else if (path !== "") found.push({ method, path, index: at + 1 });
    }
  }
  return found;
}

/** The import of a package, or of one of its modules, in any of JavaScript's forms. */
function imports(...names: string[]): RegExp {
  const any = names.map((name) => name.replace(/[.]/g, "\\$&")).join("|");
  return new RegExp(
    String
      .raw`(?:\bfrom|\bimport|\brequire\s*\(|\bimport\s*\()\s*["'\`](?:npm:|jsr:)?(?:${any})(?:@[\w.^~-]+)?(?:/[\w./-]*)?["'\`]`,
  );
}

function rule(
  framework: string,
  packages: readonly string[],
  makers: readonly string[],
): RouteRule {
  return {
    framework,
    languages: LANGUAGES,
    marks: packages,
    evidence: imports(...packages),
    find: verbCalls(makers),
  };
}

export const JAVASCRIPT_ROUTES: readonly RouteRule[] = [
  rule("Express", ["express", "express-promise-router"], [
    "express",
    "Router",
    "PromiseRouter",
    "Express",
    "Application",
    "IRouter",
  ]),
  rule("Fastify", ["fastify"], [
    "fastify",
    "Fastify",
    "FastifyInstance",
    "FastifyPluginAsync",
  ]),
  rule("Hono", ["hono", "@hono/hono", "@hono/zod-openapi"], ["Hono", "OpenAPIHono"]),
  rule("Koa", ["koa-router", "@koa/router"], ["Router", "KoaRouter"]),
  rule("hapi", ["@hapi/hapi", "hapi"], ["Server", "server"]),
  rule("Polka", ["polka"], ["polka"]),
  rule("Restify", ["restify"], ["createServer"]),
  {
    framework: "NestJS",
    languages: ["TypeScript", "JavaScript"],
    marks: ["@nestjs/common"],
    evidence: imports("@nestjs/common"),
    find: nestDecorators,
  },
];

/** Files that get their router as a parameter: the manifest says which framework's it is. */
export const JAVASCRIPT_UNPROVEN = {
  languages: LANGUAGES,
  marks: ["app.", "router.", "fastify.", "server.", "Router."],
  evidence:
    /\b(?:app|router|server|fastify|\w+Router)\s*\.\s*(?:get|post|put|patch|delete|all|route)\b/,
  find: verbCalls([]),
  packages: {
    "npm:express": "Express",
    "npm:fastify": "Fastify",
    "npm:hono": "Hono",
    "npm:koa-router": "Koa",
    "npm:@koa/router": "Koa",
    "npm:@hapi/hapi": "hapi",
    "npm:restify": "Restify",
    "npm:polka": "Polka",
  },
} as const;

/**
 * `export async function GET` and its kin, which file routes give a path; see file_routes.ts. The
 * default export is among them: it tells a page of Remix from a route that only answers requests.
 */
export function exportedHandlers(code: Code): FoundRoute[] {
  const found: FoundRoute[] = [];
  const add = (index: number) => {
    const word = wordAt(code, index);
    if (word !== null && HANDLERS.has(word)) found.push({ method: word, path: "", index });
  };
  for (let at = 0; at < code.tokens.length; at++) {
    if (wordAt(code, at) !== "export") continue;
    let name = at + 1;
    while (DECLARING.has(wordAt(code, name) ?? "")) name++;
    if (name > at + 1 || wordAt(code, name) === "default") add(name);
    // export { GET, post as POST }, export const { GET, POST } = handlers
    if (!isMark(code, name, "{")) continue;
    const end = Math.min(code.closing(name), name + 100);
    for (let inner = name + 1; inner < end; inner++) {
      // What comes last is the name that others see.
      if (isMark(code, inner + 1, ",") || isMark(code, inner + 1, "}")) add(inner);
    }
  }
  return found;
}

const DECLARING = new Set(["async", "function", "const", "let"]);
const HANDLERS = new Set([
  "GET",
  "POST",
  "PUT",
  "PATCH",
  "DELETE",
  "HEAD",
  "OPTIONS",
  "ALL",
  "loader",
  "action",
  "actions",
  "default",
]);
