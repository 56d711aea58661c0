/** Routes of PHP: Laravel's `Route::`, Symfony's attributes, Slim's calls. */
import {
  argumentAt,
  declares,
  isMark,
  joinPaths,
  literalsAt,
  namedArgument,
  reads,
  wordAt,
} from "./code.ts";
import { type FoundRoute, type RouteRule, verbOf } from "./contract.ts";
import type { Code } from "../lexer.ts";

/** `Route::get('/path', …)`, also behind `Route::middleware(…)->`; groups' prefixes are left out. */
function laravel(code: Code): FoundRoute[] {
  const found: FoundRoute[] = [];
  /** Closing brackets of calls that began with `Route::`. */
  const chains = new Set<number>();
  for (let at = 3; at < code.tokens.length; at++) {
    const word = wordAt(code, at);
    if (word === null || !isMark(code, at + 1, "(")) continue;
    const start = reads(code, at - 3, "Route", ":", ":");
    const next = reads(code, at - 2, "-", ">") && chains.has(at - 3);
    if (!start && !next) continue;
    chains.add(code.closing(at + 1));
    const path = argumentAt(code, at + 2);
    const verb = verbOf(word);
    const more = isMark(code, at + 3, ",");
    if (verb !== null && path !== null && more) found.push({ method: verb, path, index: at + 2 });
    else if (["view", "redirect"].includes(word) && path !== null && more) {
      found.push({ method: word === "view" ? "GET" : "ANY", path, index: at + 2 });
    } else if (word === "match") found.push(...matched(code, at + 1));
    else if (path !== null && more && RESOURCES[word]) {
      for (const [method, rest] of RESOURCES[word]!) {
        // Laravel names the parameter after the singular, which no rule of ours can tell for sure.
        found.push({ method, path: `${path}${rest}`, index: at + 2 });
      }
    }
  }
  return found;
}

const RESOURCES: Readonly<Record<string, readonly (readonly [string, string])[]>> = {
  apiResource: [["GET", ""], ["POST", ""]],
  resource: [["GET", ""], ["GET", "/create"], ["POST", ""]],
};

/** `Route::match(['get', 'post'], '/path', …)` */
function matched(code: Code, open: number): FoundRoute[] {
  const verbs = literalsAt(code, open + 1);
  const after = isMark(code, open + 1, "[") ? code.closing(open + 1) + 2 : open + 3;
  const path = argumentAt(code, after);
  return path === null
    ? []
    : verbs.map((verb) => ({ method: verb.toUpperCase(), path, index: after }));
}

/** `#[Route('/path', methods: ['GET'])]` of a method, behind that of its class. */
function symfony(code: Code): FoundRoute[] {
  const found: FoundRoute[] = [];
  let prefix: string | null = "";
  for (let at = 0; at < code.tokens.length; at++) {
    if (!reads(code, at, "#", "[") || wordAt(code, at + 2) !== "Route") continue;
    if (!isMark(code, at + 3, "(")) continue;
    const named = namedArgument(code, at + 3, ["path"]);
    const first = code.tokens[at + 4];
    const given = named >= 0 || first?.kind === "string";
    const path = given ? argumentAt(code, named >= 0 ? named : at + 4) : "";
    const target = declares(code, code.closing(at + 1) + 1, true);
    if (target.kind === "class") {
      prefix = path;
      continue;
    }
    if (path === null || prefix === null && path === "") continue;
    const methods = namedArgument(code, at + 3, ["methods"]);
    const verbs = methods < 0 ? ["ANY"] : literalsAt(code, methods);
    for (const verb of verbs) {
      const whole = prefix === null ? path : joinPaths(prefix, path);
      found.push({ method: verb.toUpperCase(), path: whole, index: at + 2 });
    }
  }
  return found;
}

/** `$app->get('/path', …)` */
function slim(code: Code): FoundRoute[] {
  const found: FoundRoute[] = [];
  for (let at = 3; at < code.tokens.length; at++) {
    const method = verbOf(wordAt(code, at) ?? "");
    if (method === null || !reads(code, at - 2, "-", ">") || !isMark(code, at + 1, "(")) continue;
    const path = argumentAt(code, at + 2);
    const router = /^\$(?:app|group|router)$/.test(wordAt(code, at - 3) ?? "");
    if (router && path !== null && /^(?:[/[]|$)/.test(path) && isMark(code, at + 3, ",")) {
      found.push({ method, path, index: at + 2 });
    }
  }
  return found;
}

export const PHP_ROUTES: readonly RouteRule[] = [
  {
    framework: "Laravel",
    languages: ["PHP"],
    marks: ["Route::"],
    evidence: /\bIlluminate\\Support\\Facades\\Route\b/,
    find: laravel,
  },
  {
    framework: "Symfony",
    languages: ["PHP"],
    marks: ["Route("],
    evidence: /\bSymfony\\Component\\Routing\\(?:Attribute|Annotation)\\Route\b/,
    find: symfony,
  },
  {
    framework: "Slim",
    languages: ["PHP"],
    marks: ["Slim\\"],
    evidence: /\bSlim\\(?:App|Factory|Routing|Interfaces)\b/,
    find: slim,
  },
];

/** Older route files use the global alias of the facade. */
export const PHP_UNPROVEN = {
  languages: ["PHP"],
  marks: ["Route::"],
  evidence: /^[ \t]*Route::\w+\(/m,
  find: laravel,
  packages: { "composer:laravel/framework": "Laravel" },
} as const;
