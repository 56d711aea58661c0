/** Questions about a map's dependency graph, and their answers. */
import { z } from "zod";
import { DEPENDENCY_KINDS, RESOLUTIONS } from "./map_terms.ts";

/** Files behind others are followed so far. */
export const DEPTH_MAX = 20;

/** One import, as the map has it. */
export const GraphEdge = z.object({
  from: z.string().describe("The importing file."),
  to: z.string().describe("The imported file."),
  line: z.int().min(1).describe("Line of the import in `from`."),
  kind: z.enum(DEPENDENCY_KINDS),
  type_only: z.boolean(),
});
export type GraphEdge = z.infer<typeof GraphEdge>;

/** Something that lies outside the repository's files. */
export const OutsideEdge = z.object({
  name: z.string().describe("A purl, a builtin's name, or what is written in the import."),
  line: z.int().min(1),
  resolution: z.enum(RESOLUTIONS),
});
export type OutsideEdge = z.infer<typeof OutsideEdge>;

export const GraphNeighbour = z.object({
  path: z.string(),
  component: z.string().nullable().describe("Its component's id."),
  distance: z.int().min(1).describe("1: directly."),
  edge: GraphEdge.describe("One import through which it was reached."),
});
export type GraphNeighbour = z.infer<typeof GraphNeighbour>;

/** A file, or a component, which stands for all of its files. */
export const GraphTarget = z.object({
  kind: z.enum(["file", "component"]),
  path: z.string().nullable().describe("Of a file."),
  component: z.string().nullable().describe("Id of the component, or of the file's."),
  files: z.int(),
});
export type GraphTarget = z.infer<typeof GraphTarget>;

export const GraphNeighbours = z.object({
  commit_sha: z.string(),
  target: GraphTarget,
  total: z.int().min(0).describe("Files that were found."),
  components: z.array(z.object({ id: z.string(), files: z.int() })).describe(
    "The same by component, most files first; the first 50.",
  ),
  items: z.array(GraphNeighbour).describe("The nearest first, then by path."),
  outside: z.array(OutsideEdge).describe(
    "Of a file's own dependencies: packages, builtins and what is unresolved.",
  ),
});
export type GraphNeighbours = z.infer<typeof GraphNeighbours>;

export const GraphPath = z.object({
  commit_sha: z.string(),
  from: GraphTarget,
  to: GraphTarget,
  edges: z.array(GraphEdge).nullable().describe(
    "A shortest way along imports; null where there is none.",
  ),
});
export type GraphPath = z.infer<typeof GraphPath>;
