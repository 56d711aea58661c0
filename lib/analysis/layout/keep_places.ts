/**
 * A picture that follows a change: what stays keeps its place to the pixel, what is new takes a free
 * place beside its neighbours. Layout libraries, also when given the former places, move boxes by
 * hundreds of pixels when one is added (docs/adr/0018-graph-page.md has the figures).
 */
import type { Picture } from "../../domain/wire/graph_scene.ts";
import { boxWidth, type DrawnBox, type DrawnEdge, GAP, MARGIN, NODE_HEIGHT } from "../layout.ts";
import { chooseEdges } from "./choose_edges.ts";
import { type Place, routeEdge, runsThrough } from "./route.ts";

/** Beyond this share of boxes that came or went, a picture made anew reads better. */
const DRIFT_SHARE = 0.25;
/** So many changes in any case. */
const DRIFT_LEAST = 3;
/** Share of drawn edges, by weight, that may run backwards because the order has changed. */
const BACK_SHARE = 0.25;
const BETWEEN_COLUMNS = 46;
const ROW_WIDTH = 900;

/** @returns null where the picture has changed too much: then it is to be drawn anew */
export function keepPlaces(
  previous: Picture,
  boxes: readonly DrawnBox[],
  edges: readonly DrawnEdge[],
): Picture | null {
  const before = new Map(previous.nodes.map((node) => [node.id, node]));
  const added = boxes.filter(({ id }) => !before.has(id));
  const gone = before.size - (boxes.length - added.length);
  const drift = previous.drift + added.length + gone;
  if (drift > Math.max(DRIFT_LEAST, boxes.length * DRIFT_SHARE)) return null;

  let places = boxes.flatMap(({ id }) => before.get(id) ?? []);
  let shift = 0;
  for (const box of added) {
    const found = placeFor(box, edges, places);
    if (found.x < MARGIN) {
      const by = MARGIN - found.x;
      shift += by;
      places = [...places, found].map((place) => ({ ...place, x: place.x + by }));
    } else places = [...places, found];
  }
  const at = new Map(places.map((place) => [place.id, place]));
  const isBack = (edge: DrawnEdge) => at.get(edge.from)!.x > at.get(edge.to)!.x;
  const was = new Map(previous.edges.map((edge) => [`${edge.from}\0${edge.to}`, edge]));

  const chosen = chooseEdges(edges, boxes.length, isBack);
  const isNew = new Set(added.map(({ id }) => id));
  const drawn = [
    ...chosen.filter(({ from, to }) => isNew.has(from) || isNew.has(to)),
    ...edges.filter((edge) => was.has(keyOf(edge))),
    ...chosen,
  ].filter((edge, index, all) => all.indexOf(edge) === index)
    .slice(0, Math.max(chosen.length, previous.edges.length));
  const weight = (list: readonly DrawnEdge[]) => list.reduce((sum, { count }) => sum + count, 0);
  const turned = drawn.filter((edge) => isBack(edge) && !was.get(keyOf(edge))?.back);
  if (weight(turned) > weight(drawn) * BACK_SHARE) return null;
  const newPlaces = places.filter(({ id }) => isNew.has(id));
  return {
    width: Math.max(...places.map(({ x, width }) => x + width), 0) + MARGIN,
    height: Math.max(...places.map(({ y, height }) => y + height), 0) + MARGIN,
    nodes: places,
    edges: drawn.sort((a, b) => compare(a.from, b.from) || compare(a.to, b.to)).map((edge) => {
      const { from, to } = edge;
      const known = was.get(keyOf(edge))?.points.map(({ x, y }) => ({ x: x + shift, y }));
      const points = known === undefined || newPlaces.some((place) => runsThrough(known, place))
        ? routeEdge(at.get(from)!, at.get(to)!, places)
        : known;
      return { from, to, points, back: isBack(edge) };
    }),
    drift,
  };
}

/** Right of who uses it, left of what it uses, near to both; alone below the rest. */
function placeFor(box: DrawnBox, edges: readonly DrawnEdge[], places: readonly Place[]): Place {
  const size = { id: box.id, width: boxWidth(box.name), height: NODE_HEIGHT };
  const at = new Map(places.map((place) => [place.id, place]));
  const near = (list: (string | null)[]) => list.flatMap((id) => at.get(id ?? "") ?? []);
  const users = near(edges.map(({ from, to }) => to === box.id ? from : null));
  const used = near(edges.map(({ from, to }) => from === box.id ? to : null));
  if (users.length + used.length === 0) return { ...size, ...placeBelow(size.width, places) };
  const columns = [...new Set(places.map(({ x }) => x))].sort((a, b) => a - b);
  const after = Math.max(-Infinity, ...users.map(({ x, width }) => x + width));
  const until = Math.min(Infinity, ...used.map(({ x }) => x));
  const x = users.length > 0
    ? columns.find((one) => one > after) ?? after + BETWEEN_COLUMNS
    : columns.findLast((one) => one + size.width + GAP < until) ??
      until - size.width - BETWEEN_COLUMNS;
  const heights = [...users, ...used].map(({ y }) => y).sort((a, b) => a - b);
  const beside = places.filter((one) =>
    one.x < x + size.width + GAP && one.x + one.width + GAP > x
  );
  return { ...size, x, y: freePlace(heights[heights.length >> 1]!, beside) };
}

/** The height nearest to the wanted one at which a box touches none of those beside it. */
function freePlace(wanted: number, beside: readonly Place[]): number {
  const isFree = (y: number) =>
    y >= MARGIN &&
    beside.every((one) => y + NODE_HEIGHT + GAP <= one.y || y >= one.y + one.height + GAP);
  return [
    wanted,
    ...beside.flatMap((one) => [one.y - NODE_HEIGHT - GAP, one.y + one.height + GAP]),
  ].filter(isFree).sort((a, b) => Math.abs(a - wanted) - Math.abs(b - wanted))[0]!;
}

/** The end of the last row, or a new row. */
function placeBelow(width: number, places: readonly Place[]): { x: number; y: number } {
  if (places.length === 0) return { x: MARGIN, y: MARGIN };
  const right = Math.max(ROW_WIDTH, ...places.map((one) => one.x + one.width));
  const bottom = Math.max(...places.map((one) => one.y));
  const x = Math.max(...places.filter((one) => one.y === bottom).map((one) => one.x + one.width)) +
    GAP;
  const beside = places.filter((one) => one.y + one.height > bottom && one.y !== bottom);
  return x + width <= right && beside.every((one) => one.x + one.width < x || one.x > x + width)
    ? { x, y: bottom }
    : { x: MARGIN, y: Math.max(...places.map((one) => one.y + one.height)) + GAP };
}

function keyOf({ from, to }: { from: string; to: string }): string {
  return `${from}\0${to}`;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
