/** What a tool is: a name, words for an agent, the forms of question and answer, and what it does. */
import type { z } from "zod";
import { FactoryError } from "../domain/errors.ts";
import type { Redactor } from "../domain/redact.ts";
import type { Project } from "../domain/wire/project.ts";
import type { AgentScope } from "../services/agent_tokens.ts";
import type { Services } from "../services/contract.ts";

export interface ToolContext {
  services: Services;
  scope: AgentScope;
  redact: Redactor;
  signal: AbortSignal;
}

export interface Tool<I extends z.ZodObject = z.ZodObject, O extends z.ZodObject = z.ZodObject> {
  name: string;
  title: string;
  /** For an agent: when to use it, what it answers. */
  description: string;
  input: I;
  output: O;
  /** False where it starts something. */
  readOnly: boolean;
  /** True where a token for one project may use it. */
  forProject: boolean;
  /** @throws FactoryError, which the agent gets as words */
  run(input: z.output<I>, context: ToolContext): Promise<z.input<O>>;
}

/** Types a tool by its schemas. */
export function tool<I extends z.ZodObject, O extends z.ZodObject>(definition: Tool<I, O>): Tool {
  return definition as unknown as Tool;
}

const PROJECTS_NAMED = 20;

/**
 * The project that is meant: by its id or its name; the only one there is, where none is given. A
 * token for one project knows no other.
 * @throws FactoryError `project_not_found`
 */
export async function projectOf(
  given: string | undefined,
  { services, scope }: Pick<ToolContext, "services" | "scope">,
): Promise<Project> {
  if (scope.kind === "project") {
    const own = await services.projects.get(scope.projectId);
    if (given === undefined || given === own.id || same(given, own.name)) return own;
    throw notFound(given, [own.name]);
  }
  if (given !== undefined && /^[0-9a-f-]{36}$/.test(given)) {
    return await services.projects.get(given);
  }
  const q = given ?? "";
  const { items } = await services.projects.list({ q, limit: PROJECTS_NAMED });
  const named = given === undefined ? items : items.filter(({ name }) => same(name, given));
  if (named.length === 1) return named[0]!;
  const known = items.length > 0
    ? items
    : (await services.projects.list({ limit: PROJECTS_NAMED })).items;
  throw notFound(given, known.map(({ name, id }) => `${name} (${id})`));
}

function same(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}

function notFound(given: string | undefined, known: readonly string[]): FactoryError {
  return new FactoryError(
    "project_not_found",
    given === undefined
      ? "There is not exactly one project, so say which one."
      : `There is no project, or more than one, called ${JSON.stringify(given)}.`,
    { remedy: `Give the id or name of one of: ${known.join(", ") || "none is registered"}.` },
  );
}

/** Characters that an answer should not exceed, for a number of tokens. */
export function charactersFor(tokens: number): number {
  return Math.floor(tokens * 3.5);
}

/** As many items as a number of tokens holds, at least one; and where to go on. */
export function withinTokens<T>(
  items: readonly T[],
  offset: number,
  tokens: number,
): { items: T[]; next_cursor: string | null } {
  let left = charactersFor(tokens);
  let end = offset;
  while (end < items.length && (end === offset || left > 0)) {
    left -= JSON.stringify(items[end]).length;
    if (left >= 0 || end === offset) end++;
  }
  return {
    items: items.slice(offset, end),
    next_cursor: end < items.length ? String(end) : null,
  };
}

/** @throws FactoryError `invalid_fields` */
export function offsetIn(cursor: string | undefined): number {
  if (cursor === undefined) return 0;
  if (/^\d{1,9}$/.test(cursor)) return Number(cursor);
  throw new FactoryError("invalid_fields", "The cursor is none that an answer gave.", {
    remedy: "Leave it out to begin with the first page.",
    errors: [{ pointer: "/cursor", detail: "is none that an answer gave as next_cursor" }],
  });
}
