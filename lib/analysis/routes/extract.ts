/** The routes that one file declares, from its text alone; runs in parse workers. */
import type { RawRoute } from "../facts.ts";
import { exportedHandlers } from "./javascript.ts";
import type { FoundRoute, RouteRule } from "./contract.ts";
import { type Code, readCode } from "../lexer.ts";
import { LEXIS } from "./lexis.ts";
import { ROUTE_RULES, UNPROVEN_RULES } from "./rules.ts";

/** A longer text is a bundle or data. */
const MAX_LENGTH = 1_000_000;
/** Of one file; more are made by a program. */
const MAX_ROUTES = 1_000;
/** What the handlers of file routes are called, in an export or in a list of them. */
const HANDLER =
  /^export\b(?:.{0,40}|\s{0,9}(?:(?:const|let)\s{1,9})?\{[^}]{0,400})\b(?:GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS|ALL|loader|actions?)\b/m;

/**
 * Routes in the order of the text, each declaration once; [] for most files, at the cost of looking
 * for a few words. A route without `framework` needs the manifest's word, one without `path` the
 * file's place.
 */
export function findRoutes(text: string, language: string): RawRoute[] {
  const lexis = LEXIS[language];
  if (lexis === undefined || text.length > MAX_LENGTH) return [];
  let read: Code | null = null;
  const code = () => read ??= readCode(text, lexis);
  const routes: RawRoute[] = [];
  const seen = new Set<string>();
  const add = (found: readonly FoundRoute[], framework: string | null, hasPath = true) => {
    for (const { method, path, index } of found) {
      // Two rules, or two declarations on one line, may say the same.
      const line = code().line(index);
      const key = hasPath ? `${line} ${method} ${path}` : method;
      if (seen.has(key) || routes.length >= MAX_ROUTES) continue;
      seen.add(key);
      routes.push({ method, path: hasPath ? path : null, line, framework });
    }
  };
  const applies = (
    rule: Pick<RouteRule, "languages" | "marks" | "evidence" | "calls">,
  ) =>
    rule.languages.includes(language) && rule.marks.some((mark) => text.includes(mark)) &&
    rule.evidence.test(text) && (rule.calls?.test(text) ?? true);
  const proven = ROUTE_RULES.filter(applies);
  for (const { find, framework } of proven) add(find(code(), text), framework);
  if (proven.length === 0) {
    for (const { find } of UNPROVEN_RULES.filter(applies)) add(find(code(), text), null);
  }
  if (/Script|TSX/.test(language) && text.includes("export") && HANDLER.test(text)) {
    add(exportedHandlers(code()), null, false);
  }
  return routes.sort((a, b) => a.line - b.line);
}
