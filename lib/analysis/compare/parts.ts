/** Single parts of two maps side by side. */
import type { Comparison } from "../../domain/wire/compare.ts";
import type { MapCycle, MapPackageDependency, SystemMap } from "../../domain/wire/system_map.ts";
import { sideBySide, some } from "./lists.ts";

const CYCLE_FILES_SHOWN = 20;

export function compareLanguages(from: SystemMap, to: SystemMap): Comparison["languages"] {
  const nothing = (name: string) => ({
    name,
    files: 0,
    bytes: 0,
    lines: { code: 0, comment: 0, blank: 0 },
  });
  const { added, removed, both } = sideBySide(from.languages, to.languages, ({ name }) => name);
  const pairs = [
    ...added.map((to) => ({ from: nothing(to.name), to })),
    ...removed.map((from) => ({ from, to: nothing(from.name) })),
    ...both,
  ].filter(({ from, to }) =>
    from.files !== to.files || from.lines.code !== to.lines.code ||
    from.lines.comment !== to.lines.comment || from.lines.blank !== to.lines.blank
  ).sort((a, b) => a.to.name < b.to.name ? -1 : 1);
  return some(pairs.map(({ from, to }) => ({
    name: to.name,
    files: { from: from.files, to: to.files },
    from: from.lines,
    to: to.lines,
  })));
}

/** @param movedTo new path by old path, of files that have moved */
export function compareFileEdges(
  from: SystemMap,
  to: SystemMap,
  movedTo: ReadonlyMap<string, string>,
): Comparison["file_edges"] {
  const now = (path: string) => movedTo.get(path) ?? path;
  const { added, removed } = sideBySide(
    fileEdges(from, now),
    fileEdges(to, (path) => path),
    (edge) => `${edge.from}\0${edge.to}`,
  );
  return { added: some(added), removed: some(removed) };
}

function fileEdges(map: SystemMap, now: (path: string) => string) {
  return map.dependencies.flatMap((edge) =>
    edge.resolution === "file" && edge.to !== null
      ? [{ from: now(edge.from), to: now(edge.to) }]
      : []
  );
}

/** A cycle is the same one while it has the same files; a moved file is the same file. */
export function compareCycles(
  from: SystemMap,
  to: SystemMap,
  movedTo: ReadonlyMap<string, string>,
): Comparison["cycles"] {
  const moved = from.cycles.map((cycle) => ({
    ...cycle,
    files: cycle.files.map((path) => movedTo.get(path) ?? path).sort(),
  }));
  const keyOf = ({ files, type_only }: MapCycle) => [type_only, ...files].join("\0");
  const { added, removed } = sideBySide(moved, to.cycles, keyOf);
  const shown = ({ files, type_only }: MapCycle) => ({
    files: files.slice(0, CYCLE_FILES_SHOWN),
    total: files.length,
    type_only,
  });
  return { added: some(added.map(shown)), removed: some(removed.map(shown)) };
}

export function comparePackages(from: SystemMap, to: SystemMap): Comparison["packages"] {
  const { added, removed, both } = sideBySide(
    dependencies(from),
    dependencies(to),
    ({ key }) => key,
  );
  const versions = ({ requirement, resolved }: MapPackageDependency) => ({ requirement, resolved });
  return {
    added: some(added.map(({ shown, of }) => ({ ...shown, to: versions(of) }))),
    removed: some(removed.map(({ shown, of }) => ({ ...shown, from: versions(of) }))),
    changed: some(
      both.filter(({ from, to }) =>
        from.of.requirement !== to.of.requirement || from.of.resolved !== to.of.resolved
      ).map(({ from, to }) => ({ ...to.shown, from: versions(from.of), to: versions(to.of) })),
    ),
  };
}

/** One manifest may name a package twice in a scope: the second is told apart by its number. */
function dependencies(map: SystemMap) {
  const seen = new Map<string, number>();
  return map.packages.flatMap(({ path, ecosystem, dependencies }) =>
    dependencies.map((of) => {
      const shown = { path, ecosystem, name: of.name, scope: of.scope };
      const name = [path, ecosystem, of.name, of.scope].join("\0");
      const number = seen.get(name) ?? 0;
      seen.set(name, number + 1);
      return { key: `${name}\0${number}`, shown, of };
    })
  );
}

export function compareFrameworks(from: SystemMap, to: SystemMap): Comparison["frameworks"] {
  const names = (map: SystemMap) => map.frameworks.map(({ name }) => ({ name }));
  const { added, removed } = sideBySide(names(from), names(to), ({ name }) => name);
  return { added: some(added), removed: some(removed) };
}

export function compareHotspots(from: SystemMap, to: SystemMap): Comparison["hotspots"] {
  const spots = (map: SystemMap) => map.hotspots.map(({ path, score }) => ({ path, score }));
  const { added, removed, both } = sideBySide(spots(from), spots(to), ({ path }) => path);
  return {
    added: some(added),
    removed: some(removed),
    changed: some(
      both.filter(({ from, to }) => from.score !== to.score)
        .map(({ from, to }) => ({ path: to.path, score: { from: from.score, to: to.score } })),
    ),
  };
}

export function compareHealth({ health: from }: SystemMap, { health: to }: SystemMap) {
  const { added, removed, both } = sideBySide(from.signals, to.signals, ({ id }) => id);
  const signals = [
    ...added.map(({ id, title, score }) => ({ id, title, from: null, to: score })),
    ...removed.map(({ id, title, score }) => ({ id, title, from: score, to: null })),
    ...both.filter(({ from, to }) => from.score !== to.score)
      .map(({ from, to }) => ({ id: to.id, title: to.title, from: from.score, to: to.score })),
  ].sort((a, b) => a.id < b.id ? -1 : 1);
  return {
    status: { from: from.status, to: to.status },
    score: { from: from.score, to: to.score },
    signals,
  };
}
