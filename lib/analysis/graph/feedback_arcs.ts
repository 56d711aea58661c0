/**
 * Feedback arc sets: few arcs without which a graph has no cycle. The smallest one is hard to find
 * (NP-complete), so it is exact for small graphs and a published heuristic's for larger ones.
 */
import { compareCodeUnits } from "../paths.ts";
import type { Arc } from "./strongly_connected.ts";

export interface WeightedArc {
  from: string;
  to: string;
  /** What it costs to remove it; above 0. */
  weight: number;
}

/** All orders of so many nodes are weighed: 2^8 sets of nodes. */
const EXACT_NODES = 8;
/** Steps of searching which arcs can stay after all; beyond, the rest is removed unsearched. */
const MAX_STEPS = 5_000_000;

/**
 * Arcs of one graph whose removal leaves no cycle, each of them needed: with any of them back there
 * is one (but for graphs that exceed MAX_STEPS). Arcs of a node to itself are not looked at.
 * Up to 8 nodes the sum of weights is the smallest possible. Sorted by from, then to.
 * @param arcs each pair once
 */
export function feedbackArcs(arcs: readonly WeightedArc[], maxSteps = MAX_STEPS): Arc[] {
  const real = arcs.filter(({ from, to }) => from !== to)
    .sort((a, b) => compareCodeUnits(a.from, b.from) || compareCodeUnits(a.to, b.to));
  const names = [...new Set(real.flatMap(({ from, to }) => [from, to]))].sort(compareCodeUnits);
  const numbers = new Map(names.map((name, number) => [name, number]));
  const links = real.map(({ from, to, weight }): Link => ({
    from: numbers.get(from)!,
    to: numbers.get(to)!,
    weight,
  }));
  const order = names.length <= EXACT_NODES
    ? exactOrder(names.length, links)
    : greedyOrder(names.length, links);
  return keepWhatMayStay(names.length, links, order, maxSteps)
    .map(({ from, to }): Arc => [names[from]!, names[to]!]);
}

interface Link {
  from: number;
  to: number;
  weight: number;
}

/**
 * The order whose arcs from right to left weigh least, by dynamic programming over sets of nodes
 * that come first (Lawler 1964). Returns each node's place.
 */
function exactOrder(count: number, links: readonly Link[]): number[] {
  const size = 1 << count;
  const cost = new Float64Array(size).fill(Infinity);
  const last = new Int8Array(size);
  cost[0] = 0;
  const out = Map.groupBy(links, (link) => link.from);
  for (let before = 0; before < size; before++) {
    for (let node = 0; node < count; node++) {
      if (before & (1 << node)) continue;
      // Placing the node makes arcs from it to what came before run backwards.
      let more = cost[before]!;
      for (const { to, weight } of out.get(node) ?? []) if (before & (1 << to)) more += weight;
      const after = before | (1 << node);
      if (more < cost[after]!) {
        cost[after] = more;
        last[after] = node;
      }
    }
  }
  const place = new Array<number>(count);
  for (let set = size - 1, at = count - 1; at >= 0; at--) {
    const node = last[set]!;
    place[node] = at;
    set ^= 1 << node;
  }
  return place;
}

/**
 * Eades, Lin and Smyth (1993), with weights: sinks go to the right end, sources to the left, and else
 * the node that gives most more than it takes goes left. Returns each node's place.
 */
function greedyOrder(count: number, links: readonly Link[]): number[] {
  const out: Link[][] = Array.from({ length: count }, () => []);
  const into: Link[][] = Array.from({ length: count }, () => []);
  const gives = new Float64Array(count);
  const takes = new Float64Array(count);
  for (const link of links) {
    out[link.from]!.push(link);
    into[link.to]!.push(link);
    gives[link.from]! += link.weight;
    takes[link.to]! += link.weight;
  }
  const place = new Array<number>(count).fill(-1);
  const ends = Array.from({ length: count }, (_, node) => node);
  const heap = createHeap(gives, takes);
  for (let node = 0; node < count; node++) heap.push(node);
  let left = 0;
  let right = count - 1;

  function remove(node: number, at: number): void {
    place[node] = at;
    for (const { to, weight } of out[node]!) {
      if (place[to]! >= 0) continue;
      takes[to]! -= weight;
      if (takes[to] === 0) ends.push(to);
      heap.push(to);
    }
    for (const { from, weight } of into[node]!) {
      if (place[from]! >= 0) continue;
      gives[from]! -= weight;
      if (gives[from] === 0) ends.push(from);
      heap.push(from);
    }
  }

  while (left <= right) {
    const end = ends.pop();
    if (end !== undefined) {
      if (place[end]! >= 0) continue;
      if (gives[end] === 0) remove(end, right--);
      else if (takes[end] === 0) remove(end, left++);
      continue;
    }
    const node = heap.pop();
    if (place[node]! < 0) remove(node, left++);
  }
  return place;
}

/** A binary heap of nodes by the difference they had when pushed; stale entries are skipped. */
function createHeap(gives: Float64Array, takes: Float64Array) {
  const entries: { node: number; surplus: number }[] = [];
  type Entry = (typeof entries)[number];
  const before = (a: Entry, b: Entry) =>
    a.surplus > b.surplus || a.surplus === b.surplus && a.node < b.node;
  const swap = (a: number, b: number) => {
    [entries[a], entries[b]] = [entries[b]!, entries[a]!];
  };
  return {
    push(node: number): void {
      let at = entries.push({ node, surplus: gives[node]! - takes[node]! }) - 1;
      while (at > 0) {
        const parent = (at - 1) >> 1;
        if (!before(entries[at]!, entries[parent]!)) break;
        swap(at, parent);
        at = parent;
      }
    },
    pop(): number {
      for (;;) {
        const top = entries[0]!;
        const end = entries.pop()!;
        if (entries.length > 0) entries[0] = end;
        for (let at = 0;;) {
          let first = at;
          for (const child of [2 * at + 1, 2 * at + 2]) {
            if (child < entries.length && before(entries[child]!, entries[first]!)) first = child;
          }
          if (first === at) break;
          swap(at, first);
          at = first;
        }
        if (top.surplus === gives[top.node]! - takes[top.node]!) return top.node;
      }
    },
  };
}

/**
 * Arcs that run from right to left, without those that close no cycle with what stays. The heaviest
 * are tried first. What is returned is minimal, because the graph that stays only grows: an arc that
 * closed a cycle once always does.
 */
function keepWhatMayStay(
  count: number,
  links: readonly Link[],
  place: readonly number[],
  maxSteps: number,
): Link[] {
  const targets: number[][] = Array.from({ length: count }, () => []);
  const backward: Link[] = [];
  for (const link of links) {
    if (place[link.from]! < place[link.to]!) targets[link.from]!.push(link.to);
    else backward.push(link);
  }
  const removed = new Set(backward);
  const seen = new Int32Array(count).fill(-1);
  let steps = 0;
  [...backward].sort((a, b) => b.weight - a.weight).forEach((link, round) => {
    // Whether `from` can be reached from `to`.
    const open = [link.to];
    seen[link.to] = round;
    while (open.length > 0 && steps < maxSteps) {
      const node = open.pop()!;
      if (node === link.from) return;
      steps += 1 + targets[node]!.length;
      for (const target of targets[node]!) {
        if (seen[target] === round) continue;
        seen[target] = round;
        open.push(target);
      }
    }
    if (steps >= maxSteps) return;
    removed.delete(link);
    targets[link.from]!.push(link.to);
  });
  return backward.filter((link) => removed.has(link));
}
