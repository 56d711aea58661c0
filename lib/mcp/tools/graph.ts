import { z } from "zod";
import { DEPTH_MAX, GraphNeighbours, GraphPath } from "../../domain/wire/graph.ts";
import { offsetIn, tokens, withinTokens } from "../pages.ts";
import { projectOf, tool, type ToolContext } from "../tool.ts";
import { project } from "./projects.ts";

const of = z.string().min(1).max(4_096).describe("A file's path, or a component's id or root.");

const input = z.object({
  project,
  of,
  depth: z.int().min(1).max(DEPTH_MAX).default(1).describe("1: directly; more: what lies behind."),
  limit: z.int().min(1).max(200).default(50),
  max_tokens: tokens,
  cursor: z.string().max(20).optional(),
});
const output = GraphNeighbours.extend({
  outside_omitted: z.int().describe("How many of outside are left out."),
  next_cursor: z.string().nullable(),
});

async function neighbours(
  direction: "dependencies" | "dependents",
  { project, of, depth, limit, max_tokens, cursor }: z.output<typeof input>,
  context: ToolContext,
): Promise<z.input<typeof output>> {
  const { id } = await projectOf(project, context);
  const offset = offsetIn(cursor);
  const options = { depth, limit, offset };
  const found = await context.services.graph.neighbours(id, of, direction, options);
  // What is about the whole is told once, with the first page, and takes less than half of it.
  const first = offset === 0;
  const outside = first ? withinTokens(found.outside, 0, max_tokens / 4).items : [];
  const components = first ? withinTokens(found.components, 0, max_tokens / 8).items : [];
  const { items } = withinTokens(found.items, 0, first ? max_tokens / 2 : max_tokens);
  const end = offset + items.length;
  return {
    ...found,
    items,
    components,
    outside,
    outside_omitted: found.outside.length - outside.length,
    next_cursor: items.length > 0 && end < found.total ? String(end) : null,
  };
}

export const dependenciesOf = tool({
  name: "dependencies_of",
  title: "What it depends on",
  description:
    "Files that a file or a component imports, each with the line of the import, and the packages " +
    "outside the repository. Edges are resolved imports, not calls. The first page also tells which " +
    "components they belong to.",
  input,
  output,
  readOnly: true,
  forProject: true,
  run: (args, context) => neighbours("dependencies", args, context),
});

export const dependentsOf = tool({
  name: "dependents_of",
  title: "What depends on it",
  description:
    "Files that import a file or a component: what a change of it may touch. With a depth of 20 the " +
    "whole impact; total and, on the first page, components say how large that is.",
  input,
  output,
  readOnly: true,
  forProject: true,
  run: (args, context) => neighbours("dependents", args, context),
});

export const pathBetween = tool({
  name: "path_between",
  title: "How one reaches the other",
  description:
    "A shortest chain of imports from one file or component to another, with the line of each; null " +
    "where there is none. Ask the other way round as well: imports have a direction.",
  input: z.object({
    project,
    from: of,
    to: of,
    max_tokens: tokens,
    cursor: z.string().max(20).optional(),
  }),
  output: GraphPath.extend({
    total: z.int().describe("Imports on the way; 0 where there is none."),
    next_cursor: z.string().nullable(),
  }),
  readOnly: true,
  forProject: true,
  async run({ project, from, to, max_tokens, cursor }, context) {
    const { id } = await projectOf(project, context);
    const found = await context.services.graph.path(id, from, to);
    const { edges } = found;
    if (edges === null) return { ...found, total: 0, next_cursor: null };
    const page = withinTokens(edges, offsetIn(cursor), max_tokens);
    return { ...found, edges: page.items, total: edges.length, next_cursor: page.next_cursor };
  },
});
