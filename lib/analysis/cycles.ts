/** Cycles of files: strongly connected components of the import graph. */
import type { MapCycle, MapDependency } from "../domain/wire/system_map.ts";
import { feedbackArcs, type WeightedArc } from "./graph/feedback_arcs.ts";
import { type Arc, stronglyConnected } from "./graph/strongly_connected.ts";
import { compareCodeUnits } from "./paths.ts";

/**
 * Every strongly connected set of two or more files; a file that imports itself is no cycle here.
 * `type_only` is true where no cycle is left once type-only imports are taken out. Sorted by the
 * first file. An edge weighs as much as it has imports.
 */
export function findCycles(dependencies: readonly MapDependency[]): MapCycle[] {
  const links = dependencies.flatMap(({ from, to, resolution, type_only }) =>
    resolution === "file" && to !== null && to !== from ? [{ from, to, typeOnly: type_only }] : []
  );
  // Nearly all edges of a real repository lie on no cycle: they are not looked at again.
  const sets = stronglyConnected(links.map(arcOf));
  const group = groupsOf(sets);
  const edges = new Map<string, GraphEdge>();
  for (const { from, to, typeOnly } of links) {
    if (!group.has(from) || group.get(from) !== group.get(to)) continue;
    const key = `${from}\0${to}`;
    const edge = edges.get(key);
    if (edge === undefined) edges.set(key, { from, to, weight: 1, typeOnly });
    else {
      edge.weight++;
      edge.typeOnly &&= typeOnly;
    }
  }
  return cyclesOf([...edges.values()], sets).map(({ members, runtime, ...cycle }) => ({
    files: members,
    runtime_files: runtime,
    ...cycle,
  }));
}

export interface GraphEdge extends WeightedArc {
  typeOnly: boolean;
}

export interface GraphCycle {
  /** Sorted. */
  members: string[];
  type_only: boolean;
  /** Members that lie on a cycle of edges that are not type-only; sorted. */
  runtime: string[];
  break_edges: MapCycle["break_edges"];
}

/**
 * Cycles of any graph whose edges may be of types alone; sorted by their first member.
 * @param edges each pair once
 * @param sets the graph's strongly connected sets, where they are known
 */
export function cyclesOf(
  edges: readonly GraphEdge[],
  sets: readonly string[][] = stronglyConnected(edges.map(arcOf)),
): GraphCycle[] {
  const atRunTime = edges.filter((edge) => !edge.typeOnly);
  const group = groupsOf(sets);
  const runtimeGroup = atRunTime.length === edges.length
    ? group
    : groupsOf(stronglyConnected(atRunTime.map(arcOf)));
  // A cycle lies within one strongly connected set: the edges between sets break none.
  const inside = (list: readonly GraphEdge[], groups: Map<string, number>) =>
    list.filter(({ from, to }) => groups.has(from) && groups.get(from) === groups.get(to));
  const bySet = Map.groupBy(inside(edges, group), (edge) => group.get(edge.from)!);
  const runtimeBySet = Map.groupBy(
    inside(atRunTime, runtimeGroup),
    (edge) => group.get(edge.from)!,
  );
  return sets.map((set, number): GraphCycle => {
    const members = set.toSorted(compareCodeUnits);
    const runtime = members.filter((member) => runtimeGroup.has(member));
    const cyclic = runtimeBySet.get(number) ?? bySet.get(number) ?? [];
    return {
      members,
      type_only: runtime.length === 0,
      runtime,
      break_edges: feedbackArcs(cyclic).map(([from, to]) => ({ from, to })),
    };
  }).sort((a, b) => compareCodeUnits(a.members[0]!, b.members[0]!));
}

/** An edge without what it weighs. */
export function arcOf({ from, to }: { from: string; to: string }): Arc {
  return [from, to];
}

/** Each member's set, by number. */
export function groupsOf(sets: readonly string[][]): Map<string, number> {
  return new Map(sets.flatMap((set, number) => set.map((member) => [member, number] as const)));
}
