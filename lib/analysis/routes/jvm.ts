/** Routes of Java and Kotlin: annotations of Spring, JAX-RS and Micronaut, and Ktor's calls. */
import {
  argumentAt,
  declares,
  isMark,
  joinPaths,
  literalsAt,
  namedArgument,
  wordAt,
} from "./code.ts";
import { type FoundRoute, type RouteRule, verbOf } from "./contract.ts";
import type { Code } from "../lexer.ts";

/** The prefix of a class, while its body lasts; null where it is no literal. */
interface Scope {
  end: number;
  prefix: string | null;
}

interface Annotations {
  /** Annotations that give a path, to a class or to a method. */
  path: readonly string[];
  /** Those of methods that also say the verb. */
  verbs: Readonly<Record<string, string>>;
}

/** Clients are declared by the same annotations; what they ask is no route of this program. */
const CLIENT = /@(?:FeignClient|RegisterRestClient|HttpExchange|Client)\b/;

function annotated({ path: pathNames, verbs }: Annotations): RouteRule["find"] {
  return (code, text) => {
    if (CLIENT.test(text)) return [];
    const found: FoundRoute[] = [];
    const scopes: Scope[] = [];
    const { tokens } = code;
    for (let at = 0; at < tokens.length; at++) {
      while (scopes.length > 0 && at > scopes.at(-1)!.end) scopes.pop();
      if (!isMark(code, at, "@")) continue;
      const name = wordAt(code, at + 1) ?? "";
      const verb = verbs[name];
      if (verb === undefined && !pathNames.includes(name)) continue;
      const hasArguments = isMark(code, at + 2, "(");
      const paths = hasArguments ? pathsOf(code, at + 2) : [""];
      const after = hasArguments ? code.closing(at + 2) + 1 : at + 2;
      const target = declares(code, after, false);
      if (target.kind === "class") {
        if (verb === undefined) {
          scopes.push({ end: bodyEnd(code, target.name), prefix: paths?.[0] ?? null });
        }
        continue;
      }
      const scope = scopes.at(-1);
      // JAX-RS says verb and path apart; the verb's annotation stands for both.
      const own = verb !== undefined && !hasArguments ? siblingPath(code, at, pathNames) : paths;
      const methods = verb !== undefined
        ? [verb]
        : hasArguments && name === "RequestMapping"
        ? requestMethods(code, at + 2)
        : [];
      for (const method of methods) {
        for (const path of own ?? []) {
          const prefix = scope === undefined ? "" : scope.prefix;
          if (prefix !== null) found.push({ method, path: joinPaths(prefix, path), index: at + 1 });
          else if (path !== "") found.push({ method, path, index: at + 1 });
        }
      }
    }
    return found;
  };
}

/** Literal paths; [""] where none is given, null where one is no literal. */
function pathsOf(code: Code, open: number): string[] | null {
  if (isMark(code, open + 1, ")")) return [""];
  const named = namedArgument(code, open, ["value", "path", "uri"]);
  const plain = !isMark(code, open + 2, "=");
  const at = named >= 0 ? named : plain ? open + 1 : -1;
  if (at < 0) return [""];
  const paths = literalsAt(code, at);
  return paths.length > 0 ? paths : null;
}

/** `method = RequestMethod.GET`, or a list of such; without one, every verb is answered. */
function requestMethods(code: Code, open: number): string[] {
  const at = namedArgument(code, open, ["method"]);
  if (at < 0) return ["ANY"];
  const end = isMark(code, at, "{") || isMark(code, at, "[") ? code.closing(at) : at + 3;
  const verbs: string[] = [];
  for (let index = at; index < Math.min(end, at + 60); index++) {
    const word = wordAt(code, index);
    if (word !== null && word !== "RequestMethod" && verbOf(word)) verbs.push(word.toUpperCase());
  }
  return verbs;
}

/** The path that another annotation of the same method gives, before or after `@GET`. */
function siblingPath(code: Code, at: number, names: readonly string[]): string[] | null {
  for (let index = at + 2, steps = 0; steps < 8 && isMark(code, index, "@"); steps++) {
    const open = isMark(code, index + 2, "(") ? index + 2 : -1;
    if (names.includes(wordAt(code, index + 1) ?? "") && open > 0) return pathsOf(code, open);
    index = open > 0 ? code.closing(open) + 1 : index + 2;
  }
  // Backwards: annotations end with a name or a bracket, right before this one.
  for (let index = at - 1, steps = 0; index > 0 && steps < 40; index--, steps++) {
    if (isMark(code, index, ";") || isMark(code, index, "}") || isMark(code, index, "{")) break;
    if (isMark(code, index, "@") && names.includes(wordAt(code, index + 1) ?? "")) {
      return isMark(code, index + 2, "(") ? pathsOf(code, index + 2) : [""];
    }
  }
  return [""];
}

function bodyEnd(code: Code, name: number): number {
  for (let at = name; at < name + 200; at++) {
    if (isMark(code, at, "{")) return code.closing(at);
    if (isMark(code, at, "(")) at = code.closing(at);
  }
  return name;
}

/** Ktor's `get("/path") { … }`; what `route("/prefix")` adds is left out. */
function ktorCalls(code: Code): FoundRoute[] {
  const found: FoundRoute[] = [];
  for (let at = 0; at < code.tokens.length; at++) {
    const method = verbOf(wordAt(code, at) ?? "");
    if (method === null || isMark(code, at - 1, ".") || !isMark(code, at + 1, "(")) continue;
    const path = argumentAt(code, at + 2);
    if (path !== null && isMark(code, code.closing(at + 1) + 1, "{")) {
      found.push({ method, path, index: at + 2 });
    }
  }
  return found;
}

const JVM = ["Java", "Kotlin"];
const CAPITALISED = { Get: "GET", Post: "POST", Put: "PUT", Patch: "PATCH", Delete: "DELETE" };

export const JVM_ROUTES: readonly RouteRule[] = [
  {
    framework: "Spring",
    languages: JVM,
    marks: ["springframework"],
    evidence: /^[ \t]*import\s+org\.springframework\.web\./m,
    find: annotated({
      path: ["RequestMapping"],
      verbs: Object.fromEntries(
        Object.entries(CAPITALISED).map(([name, verb]) => [`${name}Mapping`, verb]),
      ),
    }),
  },
  {
    framework: "JAX-RS",
    languages: JVM,
    marks: [".ws.rs"],
    evidence: /^[ \t]*import\s+(?:jakarta|javax)\.ws\.rs\./m,
    find: annotated({
      path: ["Path"],
      verbs: Object.fromEntries(Object.values(CAPITALISED).map((verb) => [verb, verb])),
    }),
  },
  {
    framework: "Micronaut",
    languages: JVM,
    marks: ["io.micronaut"],
    evidence: /^[ \t]*import\s+io\.micronaut\.http\.annotation\./m,
    find: annotated({ path: ["Controller"], verbs: CAPITALISED }),
  },
  {
    framework: "Ktor",
    languages: ["Kotlin"],
    marks: ["io.ktor"],
    evidence: /^[ \t]*import\s+io\.ktor\.(?:server\.)?routing\./m,
    find: ktorCalls,
  },
];
