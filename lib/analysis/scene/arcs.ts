/** What lies between the boxes of a scene, their order in a matrix, and ways through them. */
import type {
  SceneArc,
  SceneBox,
  SceneCycle,
  SceneItem,
  SceneLink,
} from "../../domain/wire/graph_scene.ts";
import { arcOf, cyclesOf, groupsOf } from "../cycles.ts";
import { allStronglyConnected, stronglyConnected } from "../graph/strongly_connected.ts";
import { readingOrder } from "../layout/reading_order.ts";
import { compareCodeUnits } from "../paths.ts";

/** A link of which it is not known yet whether it lies on a cycle. */
export type PlainLink = Omit<SceneLink, "cyclic" | "breaks">;

/** Finds the cycles of items, and marks the links on them. */
export function markCycles(
  items: readonly SceneItem[],
  plain: readonly PlainLink[],
): { links: SceneLink[]; cycles: SceneCycle[] } {
  const edges = plain.map(({ from, to, count, type_only }) => ({
    from: items[from]!.id,
    to: items[to]!.id,
    weight: count,
    typeOnly: type_only,
  }));
  const cycles = cyclesOf(edges);
  const runtime = groupsOf(stronglyConnected(edges.filter((edge) => !edge.typeOnly).map(arcOf)));
  const broken = new Set(
    cycles.flatMap(({ break_edges }) => break_edges.map(({ from, to }) => `${from}\0${to}`)),
  );
  return {
    links: plain.map((link, index): SceneLink => {
      const { from, to, typeOnly } = edges[index]!;
      return {
        ...link,
        cyclic: !typeOnly && runtime.has(from) && runtime.get(from) === runtime.get(to),
        breaks: broken.has(`${from}\0${to}`),
      };
    }),
    cycles: cycles.map(({ members, type_only, break_edges }) => ({
      members,
      type_only,
      breaks: break_edges,
    })),
  };
}

/** Adds links up between boxes; what lies within one box is none. Sorted by from, then to. */
export function arcsBetween(
  boxes: readonly SceneBox[],
  links: readonly SceneLink[],
): SceneArc[] {
  const boxOf = new Map(boxes.flatMap((box) => box.members.map((member) => [member, box.id])));
  const sums = new Map<string, SceneArc>();
  for (const link of links) {
    const [from, to] = [boxOf.get(link.from), boxOf.get(link.to)];
    if (from === undefined || to === undefined || from === to) continue;
    const key = `${from}\0${to}`;
    const arc = sums.get(key);
    if (arc === undefined) sums.set(key, { ...link, from, to });
    else {
      arc.count += link.count;
      arc.type_only &&= link.type_only;
      arc.cyclic ||= link.cyclic;
      arc.breaks ||= link.breaks;
    }
  }
  return [...sums.values()].sort((a, b) =>
    compareCodeUnits(a.from, b.from) || compareCodeUnits(a.to, b.to)
  );
}

/**
 * The order of a design structure matrix (Steward 1981): what is used stands before its users, so
 * that arcs lie below the diagonal, and boxes of one cycle stand together. By depth, then id; within
 * a cycle few and weak arcs lie above the diagonal.
 * @returns blocks of ids; one with several members is a cycle
 */
export function matrixOrder(ids: readonly string[], arcs: readonly SceneArc[]): string[][] {
  const known = ids.toSorted(compareCodeUnits);
  // Each set comes after those that it leads to.
  const sets = allStronglyConnected(known, arcs.map(arcOf));
  const setOf = groupsOf(sets);
  const targets = sets.map(() => new Set<number>());
  for (const { from, to } of arcs) targets[setOf.get(from)!]!.add(setOf.get(to)!);
  const depths: number[] = [];
  for (const [set, below] of targets.entries()) {
    let depth = 0;
    for (const other of below) if (other !== set) depth = Math.max(depth, depths[other]! + 1);
    depths.push(depth);
  }
  return sets.map((members, set) => {
    const sorted = members.toSorted(compareCodeUnits);
    const inside = arcs.filter((arc) => setOf.get(arc.from) === set && setOf.get(arc.to) === set);
    const place = readingOrder(sorted, inside);
    return {
      depth: depths[set]!,
      first: sorted[0]!,
      members: sorted.sort((a, b) => place.get(b)! - place.get(a)!),
    };
  }).sort((a, b) => a.depth - b.depth || compareCodeUnits(a.first, b.first))
    .map(({ members }) => members);
}

/**
 * A shortest way along arcs, the heaviest of equals at each step; ids with both ends, null where
 * there is none.
 */
export function shortestWay(
  arcs: readonly SceneArc[],
  from: string,
  to: string,
): string[] | null {
  const out = Map.groupBy(
    arcs.toSorted((a, b) => b.count - a.count || compareCodeUnits(a.to, b.to)),
    (arc) => arc.from,
  );
  const cameFrom = new Map<string, string | null>([[from, null]]);
  let wave = [from];
  while (wave.length > 0 && !cameFrom.has(to)) {
    const next: string[] = [];
    for (const id of wave) {
      for (const arc of out.get(id) ?? []) {
        if (cameFrom.has(arc.to)) continue;
        cameFrom.set(arc.to, id);
        next.push(arc.to);
      }
    }
    wave = next;
  }
  if (!cameFrom.has(to)) return null;
  const way: string[] = [];
  for (let at: string | null = to; at !== null; at = cameFrom.get(at)!) way.unshift(at);
  return way;
}
