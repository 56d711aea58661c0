/** How an edge runs between two placed boxes: around the others, level where it meets a box. */
import type { Picture } from "../../domain/wire/graph_scene.ts";

export type Place = Picture["nodes"][number];
export interface Point {
  x: number;
  y: number;
}

/** Distance kept from boxes that it passes. */
const CLEAR = 7;
/** How far a loop between boxes above each other swings out. */
const SWING = 34;

/**
 * A curve as its start followed by cubic triples, from the side of `from` that looks towards `to`. It
 * passes each column of boxes between them at the free height nearest to the straight line.
 */
export function routeEdge(from: Place, to: Place, places: readonly Place[]): Point[] {
  const middle = (place: Place) => place.y + place.height / 2;
  const rightOf = (place: Place) => place.x + place.width;
  if (rightOf(from) > to.x && rightOf(to) > from.x) {
    const start = { x: rightOf(from), y: middle(from) };
    const end = { x: rightOf(to), y: middle(to) };
    const out = Math.max(start.x, end.x) + SWING;
    return [start, { x: out, y: start.y }, { x: out, y: end.y }, end];
  }
  const forward = rightOf(from) <= to.x;
  const [left, right] = forward ? [from, to] : [to, from];
  const start = { x: rightOf(left), y: middle(left) };
  const end = { x: right.x, y: middle(right) };
  const points = [start];
  for (const column of columnsBetween(start.x, end.x, places)) {
    const at = (column.left + column.right) / 2;
    const last = points.at(-1)!;
    const wanted = last.y + (end.y - last.y) * (at - last.x) / (end.x - last.x);
    const y = freeHeight(wanted, column.places);
    points.push({ x: column.left - CLEAR, y }, { x: column.right + CLEAR, y });
  }
  points.push(end);
  const curve = points.flatMap((point, index) => {
    const before = points[index - 1];
    if (before === undefined) return [point];
    const bend = (before.x + point.x) / 2;
    return [{ x: bend, y: before.y }, { x: bend, y: point.y }, point];
  }).map(({ x, y }) => ({ x: Math.round(x * 10) / 10, y: Math.round(y * 10) / 10 }));
  return forward ? curve : curve.reverse();
}

interface Column {
  left: number;
  right: number;
  places: Place[];
}

/** Boxes that stand wholly between two heights of x, those above each other together. */
function columnsBetween(left: number, right: number, places: readonly Place[]): Column[] {
  const columns: Column[] = [];
  const between = places.filter((one) => one.x > left + CLEAR && one.x + one.width < right - CLEAR)
    .sort((a, b) => a.x - b.x);
  for (const place of between) {
    const last = columns.at(-1);
    if (last !== undefined && place.x < last.right + 2 * CLEAR) {
      last.right = Math.max(last.right, place.x + place.width);
      last.places.push(place);
    } else columns.push({ left: place.x, right: place.x + place.width, places: [place] });
  }
  return columns;
}

function freeHeight(wanted: number, places: readonly Place[]): number {
  const isFree = (y: number) =>
    places.every((one) => y <= one.y - CLEAR || y >= one.y + one.height + CLEAR);
  const heights = [wanted, ...places.flatMap((one) => [one.y - CLEAR, one.y + one.height + CLEAR])];
  let best = wanted;
  let distance = Infinity;
  for (const y of heights) {
    if (Math.abs(y - wanted) >= distance || !isFree(y)) continue;
    [best, distance] = [y, Math.abs(y - wanted)];
  }
  return best;
}

/** Whether a curve of `routeEdge`'s form runs through a box. */
export function runsThrough(points: readonly Point[], box: Place): boolean {
  for (let index = 0; index + 3 < points.length; index += 3) {
    const [a, b, c, d] = points.slice(index, index + 4) as [Point, Point, Point, Point];
    for (let step = 0; step <= 10; step++) {
      const [t, u] = [step / 10, 1 - step / 10];
      const at = (key: "x" | "y") =>
        u ** 3 * a[key] + 3 * u * u * t * b[key] + 3 * u * t * t * c[key] + t ** 3 * d[key];
      const [x, y] = [at("x"), at("y")];
      if (x > box.x && x < box.x + box.width && y > box.y && y < box.y + box.height) return true;
    }
  }
  return false;
}
