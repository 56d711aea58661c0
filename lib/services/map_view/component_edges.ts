/** Edges between components, added up from their files' dependencies. */
import type { ViewComponentEdge } from "../../domain/wire/map_view.ts";
import type { SystemMap } from "../../domain/wire/system_map.ts";
import { compare } from "./order.ts";

/** Distinct file-to-file pairs between components, strongest first. */
export function componentEdges(map: SystemMap): ViewComponentEdge[] {
  const componentOf = new Map(map.files.map((file) => [file.path, file.component]));
  const pairs = new Set<string>();
  const counts = new Map<string, { from: string; to: string; count: number; runtime: boolean }>();
  for (const { from, to, resolution, type_only } of map.dependencies) {
    if (resolution !== "file" || to === null) continue;
    const source = componentOf.get(from);
    const target = componentOf.get(to);
    if (source === undefined || target === undefined || source === target) continue;
    const key = `${source}\0${target}`;
    const edge = counts.get(key) ?? { from: source, to: target, count: 0, runtime: false };
    counts.set(key, edge);
    if (!type_only) edge.runtime = true;
    const pair = `${from}\0${to}`;
    if (!pairs.has(pair)) edge.count += 1;
    pairs.add(pair);
  }
  const edges = [...counts.values()];
  const groups = cycleGroups(edges.filter((edge) => edge.runtime));
  return edges
    .map(({ from, to, count, runtime }) => ({
      from,
      to,
      count,
      cyclic: runtime && groups.get(from) !== undefined && groups.get(from) === groups.get(to),
    }))
    .sort((a, b) => b.count - a.count || compare(a.from, b.from) || compare(a.to, b.to));
}

/**
 * Strongly connected groups by Kosaraju's two passes, iterative: a deep chain of components must
 * not overflow the stack. Every node gets its group's first node as the group's name.
 */
function cycleGroups(edges: readonly { from: string; to: string }[]): Map<string, string> {
  const forward = new Map<string, string[]>();
  const backward = new Map<string, string[]>();
  for (const { from, to } of edges) {
    push(forward, from, to);
    push(backward, to, from);
  }
  const finished: string[] = [];
  const seen = new Set<string>();
  for (const start of new Set([...forward.keys(), ...backward.keys()])) {
    if (seen.has(start)) continue;
    seen.add(start);
    const path = [{ node: start, next: 0 }];
    for (let top = path.at(-1); top !== undefined; top = path.at(-1)) {
      const target = forward.get(top.node)?.[top.next++];
      if (target === undefined) {
        finished.push(top.node);
        path.pop();
      } else if (!seen.has(target)) {
        seen.add(target);
        path.push({ node: target, next: 0 });
      }
    }
  }
  const groups = new Map<string, string>();
  for (const root of finished.reverse()) {
    const waiting = [root];
    for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
      if (groups.has(node)) continue;
      groups.set(node, root);
      waiting.push(...backward.get(node) ?? []);
    }
  }
  return groups;
}

function push(lists: Map<string, string[]>, key: string, value: string): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [value]);
  else list.push(value);
}
