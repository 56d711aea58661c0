/**
 * What the graph page shows: a *scene* of boxes and of arcs between them. Its boxes are the
 * components of a map, or the files of one component; where there are more than can be read, folders
 * stand for what is in them.
 */
import { z } from "zod";

/** What of a map's graph is shown; the address of the graph page says it. */
export const SceneQuery = z.object({
  view: z.enum(["graph", "matrix", "files"]).optional().describe(
    "`files` is the graph of a component's files. By default the graph, or the matrix of what is large.",
  ),
  component: z.string().max(1_000).optional().describe("Its files rather than components."),
  group: z.string().max(4_000).optional().describe("Only what lies in this folder or begins so."),
  focus: z.string().max(4_000).optional().describe("A box to look at."),
  to: z.string().max(4_000).optional().describe("With `focus`: the way to this box."),
  part: z.literal("words").optional().describe(
    "Only what is said of it, for who has the picture already.",
  ),
});
export type SceneQuery = z.infer<typeof SceneQuery>;

/** A component or a file, before it is grouped. */
export interface SceneItem {
  id: string;
  name: string;
  /** Where it lies: folders are made from it. */
  path: string;
  /** A component's kind; `file` of a file. */
  kind: string;
  language: string | null;
  files: number;
  /** Lines of code. */
  code: number;
}

/** Imports between two items, by their numbers. */
export interface SceneLink {
  from: number;
  to: number;
  /** Pairs of files between components; imports between files. */
  count: number;
  type_only: boolean;
  /** Lies on a cycle that types alone did not make. */
  cyclic: boolean;
  /** One of the edges without which there is no cycle. */
  breaks: boolean;
}

/** Items that depend on each other, whatever the boxes are. */
export interface SceneCycle {
  /** Ids of items, sorted. */
  members: string[];
  type_only: boolean;
  breaks: { from: string; to: string }[];
}

/** All components of a map and what lies between them, stored with its view. */
export interface ComponentScene {
  items: SceneItem[];
  links: SceneLink[];
  cycles: SceneCycle[];
  /** The smallest components, left out because no page could carry them. */
  omitted: number;
  picture: Picture;
}

/** A box of a scene: an item, or a folder of them (its id then ends with a slash). */
export interface SceneBox extends SceneItem {
  /** Numbers of its items. */
  members: number[];
}

/** Links between two boxes, added up: on a cycle where one of them is. */
export interface SceneArc extends Omit<SceneLink, "from" | "to"> {
  from: string;
  to: string;
}

/** Where the boxes stand and how the drawn arcs run, in CSS pixels. */
export interface Picture {
  width: number;
  height: number;
  nodes: { id: string; x: number; y: number; width: number; height: number }[];
  /** `back`: runs against the reading order, from right to left. */
  edges: { from: string; to: string; points: { x: number; y: number }[]; back: boolean }[];
  /** Boxes that came or went since the places were last chosen anew. */
  drift: number;
}

/** One import between two boxes. */
export interface SceneEvidence {
  /** Distinct pairs of files. */
  total: number;
  /** The first ones, by path and line. */
  items: { from: string; to: string; line: number; kind: string; type_only: boolean }[];
}

/** A way between two boxes. */
export interface SceneWay {
  from: string;
  to: string;
  /** Boxes on a shortest way, both ends among them; null where there is none. */
  ids: string[] | null;
  /** The same in the other direction. */
  reverse: string[] | null;
  /** What each step of it, or of the reverse where there is no other, stands on. */
  steps: (SceneEvidence & { from: string; to: string })[];
  /** A chain of imports all the way, which steps between boxes need not have; null for none. */
  chain: string[] | null;
}

export interface SceneNeighbour {
  id: string;
  name: string;
  count: number;
}

export interface Scene {
  commit_sha: string;
  view: "graph" | "matrix";
  level: "components" | "files";
  /** Whose files these are. */
  component: SceneItem | null;
  /** What is shown of all: prefix of paths, without `*`. */
  within: string;
  /** Items that the boxes stand for. */
  total: number;
  /** True where some boxes stand for several items. */
  grouped: boolean;
  /** Components that no page shows. */
  omitted: number;
  boxes: SceneBox[];
  arcs: SceneArc[];
  cycles: SceneCycle[];
  /** Names of the items that cycles name, by id. */
  cycle_names: [id: string, name: string][];
  /** Of the matrix: what is used first; several ids in one block are a cycle. */
  blocks: string[][];
  /** null for the matrix. */
  picture: Picture | null;
  /** Arcs that the picture leaves out, as they run when somebody asks for them. */
  hidden: Picture["edges"];
  /** The box in focus. */
  focus: string | null;
  way: SceneWay | null;
  /** What was asked for and is not there. */
  missing: string[];
  /** `#rrggbb` by language, as everywhere. */
  colours: [language: string, colour: string][];
  /** Of a component whose files are shown: the components around it. */
  uses: SceneNeighbour[];
  used_by: SceneNeighbour[];
}
