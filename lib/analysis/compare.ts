/** What is different between two maps. Pure: the same maps give the same comparison. */
import type { Comparison } from "../domain/wire/compare.ts";
import type { MapFile, SystemMap } from "../domain/wire/system_map.ts";
import { compareComponentEdges, compareComponents, matchComponents } from "./compare/components.ts";
import { sideBySide, some } from "./compare/lists.ts";
import { findMoves } from "./compare/moves.ts";
import {
  compareCycles,
  compareFileEdges,
  compareFrameworks,
  compareHealth,
  compareHotspots,
  compareLanguages,
  comparePackages,
} from "./compare/parts.ts";

/**
 * Compares by meaning: a file or component that moved is the same one, so that its edges and cycles
 * are no changes. The other way round, added and removed change places, and so do from and to.
 * @param ids of the stored maps, where they are stored
 */
export function compareMaps(
  from: SystemMap,
  to: SystemMap,
  ids: { from: string | null; to: string | null } = { from: null, to: null },
): Comparison {
  const files = sideBySide(from.files, to.files, ({ path }) => path);
  const moves = findMoves(files.removed, files.added);
  const movedTo = new Map(moves.map((move) => [move.from.path, move.to.path]));
  const [gone, arrived] = [
    new Set(moves.map(({ from }) => from)),
    new Set(moves.map(({ to }) => to)),
  ];
  const became = matchComponents(from, to, movedTo);
  const different = {
    files: {
      added: some(files.added.filter((file) => !arrived.has(file)).map(shownFile)),
      removed: some(files.removed.filter((file) => !gone.has(file)).map(shownFile)),
      moved: some(moves.map(({ from, to, sameContent }) => ({
        from: from.path,
        to: to.path,
        same_content: sameContent,
      }))),
      changed: some(
        files.both.filter(({ from, to }) => from.oid !== to.oid).map(({ from, to }) => ({
          path: to.path,
          code: { from: from.lines.code, to: to.lines.code },
        })),
      ),
    },
    languages: compareLanguages(from, to),
    components: compareComponents(from, to, became),
    component_edges: compareComponentEdges(from, to, became),
    file_edges: compareFileEdges(from, to, movedTo),
    cycles: compareCycles(from, to, movedTo),
    packages: comparePackages(from, to),
    frameworks: compareFrameworks(from, to),
    hotspots: compareHotspots(from, to),
  };
  const health = compareHealth(from, to);
  return {
    from: sideOf(from, ids.from),
    to: sideOf(to, ids.to),
    same_analyzer: from.generator.analyzer_version === to.generator.analyzer_version,
    empty: total(different) === 0 && health.signals.length === 0 &&
      health.score.from === health.score.to && health.status.from === health.status.to,
    ...different,
    health,
  };
}

function shownFile({ path, language, lines }: MapFile) {
  return { path, language, code: lines.code };
}

function sideOf({ commit, generator }: SystemMap, mapId: string | null): Comparison["from"] {
  return {
    map_id: mapId,
    commit_sha: commit.sha,
    committed_at: commit.committed_at,
    analyzer_version: generator.analyzer_version,
  };
}

/** All totals of lists, added up. */
function total(part: object): number {
  if ("total" in part && typeof part.total === "number") return part.total;
  return Object.values(part).reduce((sum, inner) => sum + total(inner), 0);
}
