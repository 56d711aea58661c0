/** The order in which components are read, from who depends on much to what much depends on. */

interface Edge {
  from: string;
  to: string;
  /** Its strength; the order gives up weak edges before strong ones. */
  count: number;
}

/**
 * An order of `ids` that few and weak edges run against; where nothing is cyclic, none does. By the
 * greedy heuristic of Eades, Lin and Smyth, "A fast and effective heuristic for the feedback arc
 * set problem" (1993), with weights. Ties go by place in `ids`.
 */
export function readingOrder(ids: readonly string[], edges: readonly Edge[]): Map<string, number> {
  const left = new Set(ids);
  const first: string[] = [];
  const last: string[] = [];
  while (left.size > 0) {
    const uses = strengths(left, edges, "from");
    const users = strengths(left, edges, "to");
    const sink = [...left].find((id) => !uses.has(id));
    const source = [...left].find((id) => !users.has(id));
    const next = sink ?? source ?? mostOutgoing(left, uses, users);
    left.delete(next);
    if (next === sink) last.unshift(next);
    else first.push(next);
  }
  return new Map([...first, ...last].map((id, index) => [id, index]));
}

function strengths(
  left: ReadonlySet<string>,
  edges: readonly Edge[],
  end: "from" | "to",
): Map<string, number> {
  const sums = new Map<string, number>();
  for (const edge of edges) {
    if (!left.has(edge.from) || !left.has(edge.to) || edge.from === edge.to) continue;
    sums.set(edge[end], (sums.get(edge[end]) ?? 0) + edge.count);
  }
  return sums;
}

function mostOutgoing(
  left: ReadonlySet<string>,
  uses: ReadonlyMap<string, number>,
  users: ReadonlyMap<string, number>,
): string {
  let best = "";
  let surplus = -Infinity;
  for (const id of left) {
    const value = (uses.get(id) ?? 0) - (users.get(id) ?? 0);
    if (value > surplus) [best, surplus] = [id, value];
  }
  return best;
}
