/** Components and the edges between them, where a component may have got another id. */
import type { Comparison } from "../../domain/wire/compare.ts";
import type { MapComponent, SystemMap } from "../../domain/wire/system_map.ts";
import { compareCodeUnits } from "../paths.ts";
import { sideBySide, some } from "./lists.ts";

/** Part of either component's files that has to be in both for a move. */
const SHARED_OF_MOVE = 0.5;

/**
 * Which new component an old one has become: by id, else the one that shares most of its files,
 * if that is more than half of the files of both.
 * @param movedTo new path by old path, of files that have moved
 */
export function matchComponents(
  from: SystemMap,
  to: SystemMap,
  movedTo: ReadonlyMap<string, string>,
): Map<string, string> {
  const sides = sideBySide(from.components, to.components, ({ id }) => id);
  const became = new Map(sides.both.map((pair) => [pair.from.id, pair.to.id]));
  const removed = new Map(sides.removed.map((component) => [component.id, component]));
  const added = new Map(sides.added.map((component) => [component.id, component]));
  const componentOf = new Map(to.files.map((file) => [file.path, file.component]));
  const shared = new Map<string, number>();
  for (const file of from.files) {
    const now = componentOf.get(movedTo.get(file.path) ?? file.path);
    if (!removed.has(file.component) || now === undefined || !added.has(now)) continue;
    const key = `${file.component}\0${now}`;
    shared.set(key, (shared.get(key) ?? 0) + 1);
  }
  const taken = new Set<string>();
  const pairs = [...shared].sort(([a, x], [b, y]) => y - x || compareCodeUnits(a, b));
  for (const [key, count] of pairs) {
    const [old, now] = key.split("\0") as [string, string];
    const enough = (component: MapComponent) => count > component.files * SHARED_OF_MOVE;
    if (became.has(old) || taken.has(now)) continue;
    if (!enough(removed.get(old)!) || !enough(added.get(now)!)) continue;
    became.set(old, now);
    taken.add(now);
  }
  return became;
}

export function compareComponents(
  from: SystemMap,
  to: SystemMap,
  became: ReadonlyMap<string, string>,
): Comparison["components"] {
  const nowOf = (component: MapComponent) => became.get(component.id);
  const after = new Map(to.components.map((component) => [component.id, component]));
  const kept = from.components.flatMap((component) => {
    const now = after.get(nowOf(component) ?? "");
    return now === undefined ? [] : [{ from: component, to: now }];
  });
  const known = new Set(became.values());
  const place = ({ id, name, root }: MapComponent) => ({ id, name, root });
  return {
    added: some(sorted(to.components.filter(({ id }) => !known.has(id))).map(figures)),
    removed: some(sorted(from.components.filter((one) => nowOf(one) === undefined)).map(figures)),
    moved: some(
      kept.filter(({ from, to }) =>
        from.id !== to.id || from.root !== to.root || from.name !== to.name
      ).map(({ from, to }) => ({ from: place(from), to: place(to) }))
        .sort((a, b) => compareCodeUnits(a.to.id, b.to.id)),
    ),
    changed: some(
      kept.filter(({ from, to }) => from.files !== to.files || from.lines.code !== to.lines.code)
        .map(({ from, to }) => ({
          id: to.id,
          name: to.name,
          files: { from: from.files, to: to.files },
          code: { from: from.lines.code, to: to.lines.code },
        })).sort((a, b) => compareCodeUnits(a.id, b.id)),
    ),
  };
}

function figures({ id, name, kind, root, files, lines }: MapComponent) {
  return { id, name, kind, root, files, code: lines.code };
}

function sorted(components: readonly MapComponent[]): MapComponent[] {
  return [...components].sort((a, b) => compareCodeUnits(a.id, b.id));
}

export function compareComponentEdges(
  from: SystemMap,
  to: SystemMap,
  became: ReadonlyMap<string, string>,
): Comparison["component_edges"] {
  const before = componentEdges(from, (id) => became.get(id) ?? id);
  const after = componentEdges(to, (id) => id);
  const sides = sideBySide(before, after, (edge) => `${edge.from}\0${edge.to}`);
  return {
    added: some(sides.added),
    removed: some(sides.removed),
    changed: some(
      sides.both.filter((pair) => pair.from.count !== pair.to.count).map((pair) => ({
        from: pair.to.from,
        to: pair.to.to,
        count: { from: pair.from.count, to: pair.to.count },
      })),
    ),
  };
}

function componentEdges(map: SystemMap, idOf: (id: string) => string) {
  const componentOf = new Map(map.files.map((file) => [file.path, idOf(file.component)]));
  const counts = new Map<string, { from: string; to: string; count: number }>();
  for (const edge of map.dependencies) {
    if (edge.resolution !== "file" || edge.to === null) continue;
    const [from, to] = [componentOf.get(edge.from), componentOf.get(edge.to)];
    if (from === undefined || to === undefined || from === to) continue;
    const key = `${from}\0${to}`;
    const known = counts.get(key);
    if (known === undefined) counts.set(key, { from, to, count: 1 });
    else known.count++;
  }
  return [...counts.values()];
}
