/** Which dependencies the component graph draws, so that its lines can still be told apart. */
interface Edge {
  from: string;
  to: string;
  count: number;
}

/** Strongest edges drawn per box, and in all. */
export const EDGES_PER_NODE = 1.6;
export const MAX_EDGES = 56;
/** A graph this small is drawn whole. */
export const WHOLE_UP_TO = 16;
/** An edge that others lead along anyway (a→b→c says much of a→c) counts this much of its strength. */
const IMPLIED = 0.3;
/** Of the drawn edges, at most this share points back: the strongest cycles, not all of them. */
const BACK_SHARE = 0.2;

/**
 * First the strongest edge of each component, so that nothing connected looks lonely; then the
 * strongest that close a cycle; then the strongest of the others.
 * @param isBack whether an edge runs against the reading order
 */
export function chooseEdges<E extends Edge>(
  edges: readonly E[],
  nodes: number,
  isBack: (edge: E) => boolean,
): E[] {
  const limit = Math.min(MAX_EDGES, Math.max(WHOLE_UP_TO, Math.ceil(nodes * EDGES_PER_NODE)));
  if (edges.length <= limit) return [...edges].sort(byEnds);
  const strength = strengthsOf(edges.filter((edge) => !isBack(edge)));
  const ranked = edges.filter((edge) => !isBack(edge))
    .sort((a, b) => strength(b) - strength(a) || byEnds(a, b));
  const back = edges.filter(isBack).sort((a, b) => b.count - a.count || byEnds(a, b));

  const kept = new Set<E>();
  const served = new Set<string>();
  for (const edge of [...ranked, ...back]) {
    if (served.has(edge.from) && served.has(edge.to)) continue;
    served.add(edge.from).add(edge.to);
    kept.add(edge);
  }
  for (const edge of [...back.slice(0, Math.floor(limit * BACK_SHARE)), ...ranked]) {
    if (kept.size >= limit) break;
    kept.add(edge);
  }
  return [...kept].sort(byEnds);
}

/** The strength of an edge of an acyclic graph; implied edges are discounted. */
function strengthsOf(edges: readonly Edge[]): (edge: Edge) => number {
  const targets = new Map<string, string[]>();
  for (const { from, to } of edges) {
    const list = targets.get(from);
    if (list === undefined) targets.set(from, [to]);
    else list.push(to);
  }
  const reach = new Map<string, Set<string>>();
  const reachOf = (id: string): Set<string> => {
    const known = reach.get(id);
    if (known !== undefined) return known;
    const found = new Set<string>();
    reach.set(id, found);
    for (const target of targets.get(id) ?? []) {
      found.add(target);
      for (const further of reachOf(target)) found.add(further);
    }
    return found;
  };
  const strengths = new Map(edges.map((edge) => {
    const implied = (targets.get(edge.from) ?? []).some((via) =>
      via !== edge.to && reachOf(via).has(edge.to)
    );
    return [edge, implied ? edge.count * IMPLIED : edge.count];
  }));
  return (edge) => strengths.get(edge) ?? 0;
}

function byEnds(a: Edge, b: Edge): number {
  return compare(a.from, b.from) || compare(a.to, b.to);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
