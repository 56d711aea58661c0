/** Hotspots: files that are large and change often, where a defect is most likely to appear. */
import type { MapFile, MapHotspot } from "../domain/wire/system_map.ts";
import type { HistoryFacts } from "./history.ts";
import { isSource } from "./components.ts";
import { compareCodeUnits } from "./paths.ts";

const MAX_HOTSPOTS = 50;
/** A file that changed once tells nothing yet. */
const MIN_COMMITS = 2;

/**
 * Score = commits × code lines, as a share of the worst file's (0–1): Tornhill's measure of a
 * hotspot ("Your Code as a Crime Scene"), with lines standing for complexity. Own source files only.
 */
export function findHotspots(files: readonly MapFile[], history: HistoryFacts): MapHotspot[] {
  const candidates = files.filter(isSource).flatMap((file) => {
    const changes = history.files.get(file.path);
    if (!changes || changes.recentCommits < MIN_COMMITS || file.lines.code === 0) return [];
    return [{
      path: file.path,
      commits: changes.recentCommits,
      authors: changes.recentAuthors,
      lines: file.lines.code,
      weight: changes.recentCommits * file.lines.code,
    }];
  });
  candidates.sort((a, b) => b.weight - a.weight || compareCodeUnits(a.path, b.path));
  const worst = candidates[0]?.weight ?? 1;
  return candidates.slice(0, MAX_HOTSPOTS).map(({ weight, ...hotspot }) => ({
    ...hotspot,
    score: Math.round(weight / worst * 1_000) / 1_000,
  }));
}
