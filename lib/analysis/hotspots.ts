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
  const candidates: { path: string; commits: number; lines: number; weight: number }[] = [];
  for (const file of files) {
    const commits = file.history?.recent_commits ?? 0;
    const lines = file.lines.code;
    if (commits < MIN_COMMITS || lines === 0 || !isSource(file)) continue;
    candidates.push({ path: file.path, commits, lines, weight: commits * lines });
  }
  candidates.sort((a, b) => b.weight - a.weight || compareCodeUnits(a.path, b.path));
  const worst = candidates[0]?.weight ?? 1;
  return candidates.slice(0, MAX_HOTSPOTS).map(({ weight, ...hotspot }) => ({
    ...hotspot,
    authors: history.files.get(hotspot.path)!.recentAuthors,
    score: Math.round(weight / worst * 1_000) / 1_000,
  }));
}
