/**
 * Places the component graph for the project page: who depends on whom, read from left to right.
 *
 * A picture of everything is a hairball, so the best connected components and the strongest edges
 * are drawn and the rest is counted. The same graph always gets the same picture.
 */
import type { ELK as Elk, ElkNode } from "elkjs/lib/elk.bundled.js";
import type { ViewComponent, ViewComponentEdge, ViewLayout } from "../domain/wire/map_view.ts";
import type { AnalysisMemory } from "./memory.ts";
import { chooseEdges } from "./layout/choose_edges.ts";
import { readingOrder } from "./layout/reading_order.ts";

/** Beyond this many boxes people stop following lines. */
export const MAX_NODES = 40;
/** Up to this many boxes, tests are drawn too; above, their arrows to everything hide the rest. */
const TESTS_UP_TO = 12;

export const NODE_HEIGHT = 46;
const NODE_MIN_WIDTH = 152;
const NODE_MAX_WIDTH = 240;
/** Generous advance of a 13 px semi-bold system font, and the box's padding. */
const CHARACTER_WIDTH = 8;
const NODE_PADDING = 34;
export const MARGIN = 12;
export const GAP = 16;
/** Lonely components wrap into rows of at least this width. */
const GRID_MIN_WIDTH = 900;

type Box = ViewLayout["nodes"][number];

/** @returns coordinates in CSS pixels, the origin at the top left, everything inside width × height. */
export async function layoutComponents(
  components: readonly ViewComponent[],
  edges: readonly ViewComponentEdge[],
  memory?: AnalysisMemory,
): Promise<ViewLayout> {
  const drawn = withoutTests(components).sort(byConnection).slice(0, MAX_NODES);
  const ids = new Set(drawn.map((component) => component.id));
  const inside = edges.filter((edge) => ids.has(edge.from) && ids.has(edge.to));
  const picture = await drawBoxes(drawn, inside, memory);
  return {
    ...picture,
    omitted: components.length - drawn.length,
    omitted_edges: inside.length - picture.edges.length,
  };
}

/** A box to be drawn; its name decides how wide it is. */
export interface DrawnBox {
  id: string;
  name: string;
}
/** What is between two boxes; the stronger it is, the sooner it is drawn. */
export interface DrawnEdge {
  from: string;
  to: string;
  count: number;
}

/**
 * Draws all of these boxes, in layers from left to right, and the strongest edges between them; boxes
 * without any in rows below.
 */
export async function drawBoxes(
  drawn: readonly DrawnBox[],
  edges: readonly DrawnEdge[],
  memory?: AnalysisMemory,
): Promise<Pick<ViewLayout, "width" | "height" | "nodes" | "edges">> {
  const order = readingOrder(drawn.map(({ id }) => id), edges);
  const isBack = (edge: DrawnEdge) => order.get(edge.from)! > order.get(edge.to)!;
  const strong = chooseEdges(edges, drawn.length, isBack);
  const linked = new Set(strong.flatMap((edge) => [edge.from, edge.to]));
  const graph = await placeLinked(
    drawn.filter((node) => linked.has(node.id)),
    strong,
    isBack,
    memory,
  );
  const grid = placeLonely(
    drawn.filter((node) => !linked.has(node.id)),
    graph.nodes.length === 0 ? 0 : graph.height,
    graph.width,
  );
  return {
    width: Math.max(graph.width, grid.width),
    height: Math.max(graph.height, grid.height),
    nodes: [...graph.nodes, ...grid.nodes],
    edges: graph.edges,
  };
}

function withoutTests(components: readonly ViewComponent[]): ViewComponent[] {
  const others = components.filter((component) => component.kind !== "tests");
  return components.length <= TESTS_UP_TO || others.length === 0 ? [...components] : others;
}

/** Best connected first, then largest; ties by id, so that the choice is stable. */
function byConnection(a: ViewComponent, b: ViewComponent): number {
  return (b.fan_in + b.fan_out) - (a.fan_in + a.fan_out) || b.source.code - a.source.code ||
    compare(a.id, b.id);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

export function boxWidth(name: string): number {
  const text = Math.ceil(name.length * CHARACTER_WIDTH) + NODE_PADDING;
  return Math.min(NODE_MAX_WIDTH, Math.max(NODE_MIN_WIDTH, text));
}

async function placeLinked(
  components: readonly DrawnBox[],
  edges: readonly DrawnEdge[],
  isBack: (edge: DrawnEdge) => boolean,
  memory?: AnalysisMemory,
): Promise<Pick<ViewLayout, "width" | "height" | "nodes" | "edges">> {
  if (components.length === 0) return { width: 0, height: 0, nodes: [], edges: [] };
  const placed = await place(toElk(components, edges, isBack), memory);
  return {
    width: Math.ceil(placed.width ?? 0),
    height: Math.ceil(placed.height ?? 0),
    nodes: (placed.children ?? []).map((node) => ({
      id: node.id,
      x: round(node.x ?? 0),
      y: round(node.y ?? 0),
      width: node.width ?? 0,
      height: node.height ?? 0,
    })),
    edges: edges.map((edge, index) => {
      const section = placed.edges?.[index]?.sections?.[0];
      const points = section === undefined
        ? []
        : [section.startPoint, ...(section.bendPoints ?? []), section.endPoint];
      const back = isBack(edge);
      return {
        from: edge.from,
        to: edge.to,
        points: (back ? points.reverse() : points)
          .map((point) => ({ x: round(point.x), y: round(point.y) })),
        back,
      };
    }),
  };
}

/** Places a graph, unless it is the one that was placed last. */
async function place(graph: ElkNode, memory?: AnalysisMemory): Promise<ElkNode> {
  const last = memory?.slot("placed", (): { key: string; placed: ElkNode | null } => ({
    key: "",
    placed: null,
  }));
  const key = JSON.stringify(graph);
  if (last !== undefined && last.placed !== null && last.key === key) return last.placed;
  const placed = await (await theElk()).layout(graph);
  if (last !== undefined) Object.assign(last, { key, placed });
  return placed;
}

function toElk(
  components: readonly DrawnBox[],
  edges: readonly DrawnEdge[],
  isBack: (edge: DrawnEdge) => boolean,
): ElkNode {
  return {
    id: "graph",
    layoutOptions: {
      "elk.algorithm": "layered",
      "elk.direction": "RIGHT",
      "elk.edgeRouting": "SPLINES",
      "elk.randomSeed": "1",
      // Parts that nothing connects stand below each other, so that each begins at the left.
      "elk.aspectRatio": "0.01",
      "elk.padding": `[top=${MARGIN},left=${MARGIN},bottom=${MARGIN},right=${MARGIN}]`,
      "elk.spacing.nodeNode": "16",
      "elk.spacing.edgeNode": "8",
      "elk.spacing.edgeEdge": "6",
      "elk.layered.spacing.edgeNodeBetweenLayers": "14",
      "elk.layered.spacing.nodeNodeBetweenLayers": "46",
      "elk.layered.nodePlacement.strategy": "BRANDES_KOEPF",
      "elk.layered.nodePlacement.bk.fixedAlignment": "BALANCED",
    },
    children: components.map((component) => ({
      id: component.id,
      width: boxWidth(component.name),
      height: NODE_HEIGHT,
      // Summed up over each part: the part with the most boxes comes first.
      layoutOptions: { "elk.priority": "1" },
    })),
    edges: edges.map((edge, index) => ({
      id: `edge ${index}`,
      // Placed as if it ran forward, then drawn backwards: the order decides who stands left.
      sources: [isBack(edge) ? edge.to : edge.from],
      targets: [isBack(edge) ? edge.from : edge.to],
      layoutOptions: { "elk.layered.priority.straightness": String(Math.min(10, edge.count)) },
    })),
  };
}

/** Components without a drawn edge, in rows below the graph. */
function placeLonely(
  components: readonly DrawnBox[],
  top: number,
  graphWidth: number,
): { width: number; height: number; nodes: Box[] } {
  const limit = Math.max(graphWidth, GRID_MIN_WIDTH);
  const nodes: Box[] = [];
  let x = MARGIN;
  let y = top === 0 ? MARGIN : top + GAP;
  let right = 0;
  for (const component of components) {
    const width = boxWidth(component.name);
    if (x > MARGIN && x + width + MARGIN > limit) {
      x = MARGIN;
      y += NODE_HEIGHT + GAP;
    }
    nodes.push({ id: component.id, x, y, width, height: NODE_HEIGHT });
    right = Math.max(right, x + width + MARGIN);
    x += width + GAP;
  }
  return { width: right, height: nodes.length === 0 ? 0 : y + NODE_HEIGHT + MARGIN, nodes };
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}

let elk: Promise<Elk> | null = null;

/** One for the life of the thread. Loaded on demand: it is large, and most threads never draw. */
function theElk(): Promise<Elk> {
  return elk ??= createElk();
}

/**
 * elkjs takes over `onmessage` of the thread that it runs in where it believes to be alone in a
 * worker, and does so while its first instance is made. Ours belongs to the worker's own protocol: it
 * is put back before anything arrives, or the thread would hear of nothing any more.
 */
async function createElk(): Promise<Elk> {
  const { default: ELK } = await import("elkjs/lib/elk.bundled.js");
  const thread = globalThis as { onmessage?: unknown };
  const had = "onmessage" in thread;
  const before = thread.onmessage;
  try {
    // Its types describe a CommonJS default export; at run time the class is the default itself.
    return new (ELK as unknown as new () => Elk)();
  } finally {
    if (had) thread.onmessage = before;
    else delete thread.onmessage;
  }
}
