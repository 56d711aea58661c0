/** What a health signal is computed from, and how it is written down. */
import type { CommitInfo } from "../../domain/ports.ts";
import type {
  Evidence,
  HealthSignal,
  MapCycle,
  MapDependency,
  MapFile,
  MapHotspot,
  MapOwner,
  MapPackage,
} from "../../domain/wire/system_map.ts";
import type { HistoryFacts } from "../history.ts";

export interface HealthInput {
  /** Paths of all regular files, sorted. */
  paths: readonly string[];
  files: readonly MapFile[];
  dependencies: readonly MapDependency[];
  cycles: readonly MapCycle[];
  packages: readonly MapPackage[];
  hotspots: readonly MapHotspot[];
  owners: readonly MapOwner[];
  history: HistoryFacts;
  commit: CommitInfo;
}

/** Null where a signal does not apply: it is left out, never scored. */
export type Signal = (input: HealthInput) => HealthSignal | null;

/** Of each signal so many places are named. */
const MAX_EVIDENCE = 20;

/** @param score any number; rounded and kept within 0–100 */
export function signal(
  parts: Omit<HealthSignal, "score" | "remedy" | "evidence"> & {
    score: number;
    remedy: string;
    evidence: readonly Evidence[];
  },
): HealthSignal {
  const score = Math.round(Math.min(100, Math.max(0, parts.score)));
  return {
    id: parts.id,
    title: parts.title,
    score,
    weight: parts.weight,
    detail: parts.detail,
    remedy: score === 100 ? null : parts.remedy,
    evidence: parts.evidence.slice(0, MAX_EVIDENCE),
  };
}

/** A file as a whole, as evidence. */
export function atFile(path: string): Evidence {
  return { path, line: null };
}

/** A share (0–1) as people read it. */
export function percent(share: number): string {
  return `${Math.round(share * 1_000) / 10}%`;
}

/** `1 file`, `1,200 files`. */
export function count(number: number, one: string, many = `${one}s`): string {
  return `${number.toLocaleString("en")} ${number === 1 ? one : many}`;
}
