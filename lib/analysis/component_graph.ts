/** The graph of components: files' edges added up, and what follows from it for each component. */
import type {
  MapComponent,
  MapComponentCycle,
  MapComponentDependency,
  MapDependency,
  MapFile,
} from "../domain/wire/system_map.ts";
import { arcOf, cyclesOf, groupsOf } from "./cycles.ts";
import { allStronglyConnected, type Arc, stronglyConnected } from "./graph/strongly_connected.ts";
import { compareCodeUnits } from "./paths.ts";

/** A component before its neighbours are known. */
export type PlainComponent = Omit<MapComponent, "fan_in" | "fan_out" | "instability" | "depth">;

export interface ComponentGraph {
  components: MapComponent[];
  /** Sorted by from, then to. */
  dependencies: MapComponentDependency[];
  cycles: MapComponentCycle[];
}

/** Counts distinct pairs of files: two imports of one file by another are one edge. */
export function buildComponentGraph(
  plain: readonly PlainComponent[],
  files: readonly MapFile[],
  imports: readonly MapDependency[],
): ComponentGraph {
  const edges = addUp(files, imports);
  const runtimeGroup = groupsOf(
    stronglyConnected(edges.filter((edge) => !edge.type_only).map(arcOf)),
  );
  const dependencies = edges.map((edge): MapComponentDependency => ({
    ...edge,
    cyclic: !edge.type_only && runtimeGroup.has(edge.from) &&
      runtimeGroup.get(edge.from) === runtimeGroup.get(edge.to),
  }));
  const cycles = cyclesOf(
    edges.map(({ from, to, edges, type_only }) => ({
      from,
      to,
      weight: edges,
      typeOnly: type_only,
    })),
  );
  const fanIn = countBy(edges.map((edge) => edge.to));
  const fanOut = countBy(edges.map((edge) => edge.from));
  const depths = depthsOf(plain.map((one) => one.id), edges.map(arcOf));
  return {
    dependencies,
    cycles: cycles.map(({ members, type_only, break_edges }) => ({
      components: members,
      type_only,
      break_edges,
    })),
    components: plain.map((one): MapComponent => {
      const [ca, ce] = [fanIn.get(one.id) ?? 0, fanOut.get(one.id) ?? 0];
      return {
        ...one,
        fan_in: ca,
        fan_out: ce,
        // Martin, "OO Design Quality Metrics" (1994), with components in the place of classes.
        instability: ca + ce === 0 ? null : Math.round(ce / (ca + ce) * 1_000) / 1_000,
        depth: depths.get(one.id) ?? 0,
      };
    }),
  };
}

function addUp(
  files: readonly MapFile[],
  imports: readonly MapDependency[],
): Omit<MapComponentDependency, "cyclic">[] {
  const componentOf = new Map(files.map((file) => [file.path, file.component]));
  const pairs = new Set<string>();
  const edges = new Map<string, Omit<MapComponentDependency, "cyclic">>();
  for (const { from, to, resolution, type_only } of imports) {
    if (resolution !== "file" || to === null) continue;
    const source = componentOf.get(from);
    const target = componentOf.get(to);
    if (source === undefined || target === undefined || source === target) continue;
    const key = `${source}\0${target}`;
    let edge = edges.get(key);
    if (!edge) edges.set(key, edge = { from: source, to: target, edges: 0, type_only: true });
    edge.type_only &&= type_only;
    const pair = `${from}\0${to}`;
    if (!pairs.has(pair)) edge.edges++;
    pairs.add(pair);
  }
  return [...edges.values()]
    .sort((a, b) => compareCodeUnits(a.from, b.from) || compareCodeUnits(a.to, b.to));
}

/** The longest way down from each node in the condensation, where a cycle is one node. */
function depthsOf(ids: readonly string[], arcs: readonly Arc[]): Map<string, number> {
  const sets = allStronglyConnected(ids, arcs);
  const group = groupsOf(sets);
  const targets = Map.groupBy(arcs, ([from]) => group.get(from)!);
  const depths: number[] = [];
  // Tarjan gives a set after all that it leads to, so that their depths are known.
  sets.forEach((_, number) => {
    let depth = 0;
    for (const [, to] of targets.get(number) ?? []) {
      const other = group.get(to)!;
      if (other !== number) depth = Math.max(depth, depths[other]! + 1);
    }
    depths[number] = depth;
  });
  return new Map(ids.map((id) => [id, depths[group.get(id)!]!]));
}

function countBy(keys: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1);
  return counts;
}
