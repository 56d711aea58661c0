/** Cycles of files: strongly connected components of the import graph. */
import type { MapCycle, MapDependency } from "../domain/wire/system_map.ts";
import { compareCodeUnits } from "./paths.ts";

/**
 * Every strongly connected set of two or more files; a file that imports itself is no cycle here.
 * `type_only` is true where no cycle is left once type-only imports are taken out. Sorted by the
 * first file.
 */
export function findCycles(dependencies: readonly MapDependency[]): MapCycle[] {
  const edges = dependencies.filter((edge) => edge.resolution === "file" && edge.to !== edge.from);
  const inRuntimeCycle = new Set(
    stronglyConnected(edges.filter((edge) => !edge.type_only)).flat(),
  );
  return stronglyConnected(edges)
    .map((files) => ({
      files: files.sort(compareCodeUnits),
      type_only: !files.some((file) => inRuntimeCycle.has(file)),
    }))
    .sort((a, b) => compareCodeUnits(a.files[0]!, b.files[0]!));
}

/**
 * Tarjan's algorithm with a stack of its own: a chain of 100,000 imports must not end the thread's.
 * Returns the sets with at least two members.
 */
function stronglyConnected(edges: readonly MapDependency[]): string[][] {
  const targets = new Map<string, string[]>();
  for (const { from, to } of edges) {
    const list = targets.get(from);
    if (list) list.push(to!);
    else targets.set(from, [to!]);
  }
  const index = new Map<string, number>();
  const low = new Map<string, number>();
  const open: string[] = [];
  const isOpen = new Set<string>();
  const components: string[][] = [];

  function enter(node: string): { node: string; next: number } {
    index.set(node, index.size);
    low.set(node, index.get(node)!);
    open.push(node);
    isOpen.add(node);
    return { node, next: 0 };
  }

  for (const root of targets.keys()) {
    if (index.has(root)) continue;
    const path = [enter(root)];
    while (path.length > 0) {
      const step = path.at(-1)!;
      const target = targets.get(step.node)?.[step.next++];
      if (target !== undefined) {
        if (!index.has(target)) path.push(enter(target));
        else if (isOpen.has(target)) lower(low, step.node, index.get(target)!);
        continue;
      }
      path.pop();
      const parent = path.at(-1);
      if (parent) lower(low, parent.node, low.get(step.node)!);
      if (low.get(step.node) !== index.get(step.node)) continue;
      const members: string[] = [];
      let member: string;
      do {
        member = open.pop()!;
        isOpen.delete(member);
        members.push(member);
      } while (member !== step.node);
      if (members.length > 1) components.push(members);
    }
  }
  return components;
}

function lower(low: Map<string, number>, node: string, value: number): void {
  if (value < low.get(node)!) low.set(node, value);
}
