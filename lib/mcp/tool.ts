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

/**
 * What no schema forbids: text that SQLite and file systems cut at a NUL, or that is no Unicode.
 * @throws FactoryError `invalid_fields`
 */
export function checkTexts(args: Readonly<Record<string, unknown>>): void {
  const errors = Object.entries(args).filter(([, value]) =>
    typeof value === "string" && (value.includes("\0") || !value.isWellFormed())
  ).map(([name]) => ({ pointer: `/${name}`, detail: "must be well-formed text without NUL" }));
  if (errors.length === 0) return;
  throw new FactoryError("invalid_fields", "Not valid:", { errors });
}

/** Types a tool by its schemas. */
export function tool<I extends z.ZodObject, O extends z.ZodObject>(definition: Tool<I, O>): Tool {
  return definition as unknown as Tool;
}

/** Those whose name holds the given one; more hold it only where it is very short. */
const PROJECTS_LOOKED_AT = 200;
/** In a remedy. */
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
  const { items } = await services.projects.list({ q, limit: PROJECTS_LOOKED_AT });
  const named = given === undefined ? items : items.filter(({ name }) => same(name, given));
  if (named.length === 1) return named[0]!;
  const known = items.length > 0
    ? items
    : (await services.projects.list({ limit: PROJECTS_NAMED })).items;
  throw notFound(given, known.slice(0, PROJECTS_NAMED).map(({ name, id }) => `${name} (${id})`));
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
