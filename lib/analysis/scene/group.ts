/** Folders, and names that begin alike, in the place of what is in them: where there is too much to read. */
import type { SceneBox, SceneItem } from "../../domain/wire/graph_scene.ts";
import { compareCodeUnits } from "../paths.ts";

/** What begins alike: `packages/`, `packages/babel-plugin-`. */
interface Group {
  prefix: string;
  members: number[];
  groups: Group[];
  /** Items that are in none of its groups. */
  own: number[];
}

/** A part of a path or of a name, with the separators that end it. */
const PART = /[^/\-_.]+[/\-_.]*|[/\-_.]+/g;
/** With this share of the limit unused, a group is opened although not all of it fits. */
const UNUSED_SHARE = 0.5;

/**
 * At most `limit` boxes for the items whose paths begin with `within`: all of them where they fit;
 * else groups, of which the one with most in it is opened first, as long as what is in it fits. What
 * has more parts side by side than fit shows its largest ones, and the rest as one box. Ordered by path.
 * @returns boxes of single items have the item's id; those of groups the prefix with `*`, the rest
 *   one with `…`
 */
export function groupItems(
  items: readonly SceneItem[],
  limit: number,
  { grouped = limit, within = "" }: { grouped?: number; within?: string } = {},
): SceneBox[] {
  const chosen = items.map((_, number) => number)
    .filter((number) => items[number]!.path.startsWith(within));
  if (chosen.length <= limit) return chosen.map((number) => single(items, number)).sort(byPath);
  const root = groupOf(items, chosen, within);
  let shut = [root];
  const loose: number[] = [];
  const size = (group: Group) => group.groups.length + group.own.length;
  for (;;) {
    const next = shut.filter((group) => loose.length + shut.length - 1 + size(group) <= grouped)
      .sort(byMembers)[0];
    if (next === undefined) break;
    shut = [...shut.filter((group) => group !== next), ...next.groups];
    loose.push(...next.own);
  }
  const boxes: SceneBox[] = [];
  const large = shut.sort(byMembers)[0];
  const room = grouped - loose.length - shut.length;
  if (large !== undefined && large.members.length > room && room > grouped * UNUSED_SHARE) {
    shut = shut.filter((group) => group !== large);
    const parts = [...large.groups, ...large.own].map((part) =>
      typeof part === "number" ? single(items, part) : box(items, `${part.prefix}*`, part.members)
    ).sort((a, b) => b.members.length - a.members.length || b.code - a.code || byPath(a, b));
    const rest = parts.slice(room).flatMap(({ members }) => members);
    boxes.push(...parts.slice(0, room), box(items, `${large.prefix}…`, rest));
  }
  return [
    ...boxes,
    ...shut.map((group) => box(items, `${group.prefix}*`, group.members)),
    ...loose.map((number) => single(items, number)),
  ].sort(byPath);
}

/** The groups of what begins with `prefix`; where all of it begins alike, one longer prefix. */
function groupOf(items: readonly SceneItem[], members: readonly number[], prefix: string): Group {
  const own: number[] = [];
  const byPart = new Map<string, number[]>();
  for (const number of members) {
    const parts = items[number]!.path.slice(prefix.length).match(PART) ?? [];
    if (parts.length <= 1) {
      own.push(number);
      continue;
    }
    const list = byPart.get(parts[0]!);
    if (list === undefined) byPart.set(parts[0]!, [number]);
    else list.push(number);
  }
  const groups: Group[] = [];
  for (const [part, inside] of byPart) {
    if (inside.length === 1) own.push(inside[0]!);
    else groups.push(groupOf(items, inside, prefix + part));
  }
  const [only] = groups;
  if (own.length === 0 && groups.length === 1 && only !== undefined) return only;
  return { prefix, members: [...members], groups, own };
}

function single(items: readonly SceneItem[], number: number): SceneBox {
  return { ...items[number]!, members: [number] };
}

function box(items: readonly SceneItem[], id: string, members: readonly number[]): SceneBox {
  const all = members.map((number) => items[number]!);
  const code = new Map<string, number>();
  for (const { language, code: lines } of all) {
    if (language !== null) code.set(language, (code.get(language) ?? 0) + lines);
  }
  const [main] = [...code].sort((a, b) => b[1] - a[1] || compareCodeUnits(a[0], b[0]));
  return {
    id,
    name: id.endsWith("…") ? "smaller ones" : /[^/]*\/?\*$/.exec(id)![0],
    path: id.slice(0, -1),
    kind: "group",
    language: main?.[0] ?? null,
    files: all.reduce((sum, one) => sum + one.files, 0),
    code: all.reduce((sum, one) => sum + one.code, 0),
    members: [...members].sort((a, b) => a - b),
  };
}

function byMembers(a: Group, b: Group): number {
  return b.members.length - a.members.length || compareCodeUnits(a.prefix, b.prefix);
}

function byPath(a: { path: string; id: string }, b: { path: string; id: string }): number {
  return compareCodeUnits(a.path, b.path) || compareCodeUnits(a.id, b.id);
}
