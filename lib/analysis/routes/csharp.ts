/** Routes of ASP.NET Core: attributes of controllers, and `MapGet` and its kin. */
import {
  argumentAt,
  declares,
  isMark,
  joinPaths,
  literalAt,
  literalsAt,
  reads,
  wordAt,
} from "./code.ts";
import { type FoundRoute, type RouteRule, verbOf } from "./contract.ts";
import type { Code } from "../lexer.ts";

interface Controller {
  end: number;
  name: string;
  /** "" where the class has no template; null where it is no literal. */
  prefix: string | null;
}

function routes(code: Code): FoundRoute[] {
  const found: FoundRoute[] = [];
  const classes: Controller[] = [];
  for (let at = 0; at < code.tokens.length; at++) {
    while (classes.length > 0 && at > classes.at(-1)!.end) classes.pop();
    const mapped = /^Map(Get|Post|Put|Patch|Delete)$/.exec(wordAt(code, at) ?? "");
    if (mapped && isMark(code, at - 1, ".") && isMark(code, at + 1, "(")) {
      const path = argumentAt(code, at + 2);
      if (path !== null && isMark(code, at + 3, ",")) {
        found.push({ method: mapped[1]!.toUpperCase(), path, index: at + 2 });
      }
    } else if (isMark(code, at, "[") && wordAt(code, at + 1) !== null) {
      found.push(...attributes(code, at, classes));
    }
  }
  return found;
}

/** One `[…]`, which may hold several attributes: `[HttpGet, Route("x")]`. */
function attributes(code: Code, open: number, classes: Controller[]): FoundRoute[] {
  const end = code.closing(open);
  const verbs: { method: string; template: string | null }[] = [];
  let route: string | null | undefined;
  for (let at = open + 1; at < Math.min(end, open + 200); at++) {
    const word = wordAt(code, at);
    if (word === null) continue;
    const hasArguments = isMark(code, at + 1, "(");
    const template = !hasArguments ? "" : templateAt(code, at + 2);
    const verb = /^Http(\w+)$/.exec(word);
    if (verb && verbOf(verb[1]!)) verbs.push({ method: verbOf(verb[1]!)!, template });
    else if (word === "AcceptVerbs" && hasArguments) {
      for (const method of literalsAt(code, at + 2)) verbs.push({ method, template: "" });
    } else if (word === "Route") route = template;
    if (hasArguments) at = code.closing(at + 1);
  }
  if (verbs.length === 0 && route === undefined) return [];
  const target = declares(code, end + 1, true);
  if (target.kind === "class") {
    if (route !== undefined) {
      const name = wordAt(code, target.name) ?? "";
      classes.push({ name, prefix: route, end: bodyEnd(code, target.name) });
    }
    return [];
  }
  const controller = classes.at(-1);
  const action = actionAt(code, target.at);
  // `[Route]` beside a verb gives that verb's template.
  const given = verbs.length > 0 || route === undefined
    ? verbs.map(({ method, template }) => ({ method, template: template || route || template }))
    : [{ method: "ANY", template: route }];
  return given.flatMap(({ method, template }) => {
    if (template === null) return [];
    const path = pathOf(template, controller, action);
    return path === null ? [] : [{ method, path, index: open + 1 }];
  });
}

/** A template from its root on: "/x" and "~/x" stand for themselves. */
function pathOf(
  template: string,
  controller: Controller | undefined,
  action: string,
): string | null {
  const own = template.replace(/^~/, "");
  if (own.startsWith("/")) return own;
  if (controller === undefined) return own === "" ? null : joinPaths("", own);
  if (controller.prefix === null) return own === "" ? null : own;
  const name = controller.name.replace(/Controller$/, "");
  const path = joinPaths(controller.prefix, own)
    .replaceAll("[controller]", name).replaceAll("[action]", action);
  return path.includes("[area]") ? null : path;
}

function templateAt(code: Code, index: number): string | null {
  if (code.tokens[index]?.kind === "string") return literalAt(code, index);
  // [HttpGet(Name = "x")] has no template.
  return isMark(code, index + 1, "=") || isMark(code, index, ")") ? "" : null;
}

/** The method's name: the word before its first round bracket. */
function actionAt(code: Code, index: number): string {
  for (let at = index; at < index + 40; at++) {
    if (isMark(code, at, "(")) return wordAt(code, at - 1) ?? "";
  }
  return "";
}

function bodyEnd(code: Code, name: number): number {
  for (let at = name; at < name + 100; at++) {
    if (isMark(code, at, "(")) at = code.closing(at);
    else if (isMark(code, at, "{")) return code.closing(at);
    else if (reads(code, at, ";")) return at;
  }
  return name;
}

export const C_SHARP_ROUTES: readonly RouteRule[] = [{
  framework: "ASP.NET Core",
  languages: ["C#"],
  marks: ["[Http", "[Route", ".Map", "[AcceptVerbs"],
  // With implicit usings a minimal program names no namespace.
  evidence:
    /\bMicrosoft\.AspNetCore\b|\bWebApplication\b|\b(?:IEndpointRouteBuilder|RouteGroupBuilder|ControllerBase)\b|\[ApiController\]|:\s*Controller\b/,
  find: routes,
}];
