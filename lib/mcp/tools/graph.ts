import { z } from "zod";
import { DEPTH_MAX, GraphNeighbours, GraphPath } from "../../domain/wire/graph.ts";
import { offsetIn, projectOf, tool, type ToolContext } from "../tool.ts";
import { project } from "./projects.ts";

const of = z.string().min(1).max(4_096).describe("A file's path, or a component's id or root.");

const input = z.object({
  project,
  of,
  depth: z.int().min(1).max(DEPTH_MAX).default(1).describe("1: directly; more: what lies behind."),
  limit: z.int().min(1).max(200).default(50),
  cursor: z.string().max(20).optional(),
});
const output = GraphNeighbours.extend({ next_cursor: z.string().nullable() });

async function neighbours(
  direction: "dependencies" | "dependents",
  { project, of, depth, limit, cursor }: z.output<typeof input>,
  context: ToolContext,
): Promise<z.input<typeof output>> {
  const { id } = await projectOf(project, context);
  const offset = offsetIn(cursor);
  const options = { depth, limit, offset };
  const found = await context.services.graph.neighbours(id, of, direction, options);
  const end = offset + found.items.length;
  return { ...found, next_cursor: end < found.total ? String(end) : null };
}

export const dependenciesOf = tool({
  name: "dependencies_of",
  title: "What it depends on",
  description:
    "Files that a file or a component imports, each with the line of the import, and the packages " +
    "outside the repository. Edges are resolved imports, not calls.",
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
    "whole impact; total and components say how large that is.",
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
  input: z.object({ project, from: of, to: of }),
  output: GraphPath,
  readOnly: true,
  forProject: true,
  async run({ project, from, to }, context) {
    const { id } = await projectOf(project, context);
    return await context.services.graph.path(id, from, to);
  },
});
