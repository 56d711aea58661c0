/** Lists side by side: what is in one only, and what is in both. */
import { COMPARED_MAX } from "../../domain/wire/compare.ts";
import { compareCodeUnits } from "../paths.ts";

export interface Sides<T> {
  added: T[];
  removed: T[];
  both: { from: T; to: T }[];
}

/** By a key that is unique in each list; in the order of the keys. */
export function sideBySide<T>(
  from: readonly T[],
  to: readonly T[],
  keyOf: (item: T) => string,
): Sides<T> {
  const before = new Map(from.map((item) => [keyOf(item), item]));
  const after = new Map(to.map((item) => [keyOf(item), item]));
  const result: Sides<T> = { added: [], removed: [], both: [] };
  const keys = [...new Set([...before.keys(), ...after.keys()])].sort(compareCodeUnits);
  for (const key of keys) {
    const [old, now] = [before.get(key), after.get(key)];
    if (old === undefined) result.added.push(now!);
    else if (now === undefined) result.removed.push(old);
    else result.both.push({ from: old, to: now });
  }
  return result;
}

/** A list of the wire: the first items, and how many there are. */
export function some<T>(items: readonly T[]): { total: number; items: T[] } {
  return { total: items.length, items: items.slice(0, COMPARED_MAX) };
}
