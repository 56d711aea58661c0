/** Strongly connected components of a directed graph. */

/** From, to. */
export type Arc = readonly [string, string];

/**
 * Tarjan's algorithm with a stack of its own: a chain of 100,000 imports must not end the thread's.
 * Returns the sets with at least two members; every one comes after those that it leads to.
 */
export function stronglyConnected(arcs: readonly Arc[]): string[][] {
  return allStronglyConnected([], arcs).filter((members) => members.length > 1);
}

/** The same with single nodes, those named in `nodes` and those that arcs name. */
export function allStronglyConnected(
  nodes: readonly string[],
  arcs: readonly Arc[],
): string[][] {
  const targets = new Map<string, string[]>(nodes.map((node) => [node, []]));
  for (const [from, to] of arcs) {
    const list = targets.get(from);
    if (list) list.push(to);
    else targets.set(from, [to]);
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
      components.push(members);
    }
  }
  return components;
}

function lower(low: Map<string, number>, node: string, value: number): void {
  if (value < low.get(node)!) low.set(node, value);
}
