/** Walks a history, or what is new of it where the last walk is remembered. */
import type { HistoryCache, HistoryReader } from "../../domain/ports.ts";
import { AnalysisMemory } from "../memory.ts";
import { decodeRecords, encodeRecords, RECORD_FORMAT } from "./record_bytes.ts";
import { createRecorder, type HistoryRecords } from "./records.ts";

/** Changes that are kept, 4 bytes each; real histories of 50,000 commits have some 300,000. */
const MAX_CHANGES = 4_000_000;

/** What is missing from a walk that was written down before is quickly walked. */
const SAVE_EVERY = 100;

export interface WalkedHistory {
  records: HistoryRecords;
  /** False where older commits were left out, or the clone is cut. */
  complete: boolean;
}

export interface WalkOptions {
  /** The commit under analysis. */
  sha: string;
  /** Names the content of .mailmap; it changes authors of all commits. */
  mailmap: string | null;
  cache: HistoryCache;
  memory?: AnalysisMemory;
  signal: AbortSignal;
  maxChanges?: number;
  /** New commits after which a walk is written down again. */
  saveEvery?: number;
}

interface Remembered {
  sha: string;
  basis: string;
  records: HistoryRecords;
  /** Commits of the walk that is written down. */
  saved: number;
}

/**
 * The same records' content whether or not a walk was remembered: one is continued only from an
 * ancestor, with the same .mailmap, from a clone that is cut at the same commits, and while the
 * whole stays within the limits.
 */
export async function walkHistory(
  reader: HistoryReader,
  { sha, mailmap, cache, memory = new AnalysisMemory(), signal, ...limits }: WalkOptions,
): Promise<WalkedHistory> {
  const { maxChanges = MAX_CHANGES, saveEvery = SAVE_EVERY } = limits;
  const cut = await reader.basis();
  const slot = memory.slot("walk", (): { last: Remembered | null } => ({ last: null }));
  const basis = cut === null ? null : `${RECORD_FORMAT};${mailmap ?? ""};${cut}`;
  const walk = async (since?: { sha: string; records: HistoryRecords }) => {
    const recorder = createRecorder(since?.records ?? null);
    let joined = since === undefined;
    for await (const commit of reader.log(signal, since?.sha)) {
      recorder.add(commit);
      joined ||= commit.parents.includes(since!.sha);
      if (recorder.changes >= maxChanges) break;
    }
    signal.throwIfAborted();
    const whole = recorder.commits < reader.maxCommits && recorder.changes < maxChanges;
    return { recorder, whole, joined };
  };

  const remembered = basis === null ? null : await recall(basis);
  if (remembered !== null) {
    if (remembered.sha === sha) {
      return { records: remembered.records, complete: !reader.shallow };
    }
    const { recorder, whole, joined } = await walk(remembered);
    // After a force-push the remembered commit is no ancestor. Beyond a limit another set of commits
    // would be left out than by a walk of all.
    if (whole && joined) return await keep(recorder.finish(), true, remembered.saved);
  }
  const { recorder, whole } = await walk();
  return await keep(recorder.finish(), whole, -Infinity);

  async function recall(basis: string) {
    return slot.last?.basis === basis ? slot.last : await load(basis);
  }

  async function load(basis: string): Promise<Remembered | null> {
    const last = await cache.load();
    if (last === null || last.basis !== basis) return null;
    const records = decodeRecords(last.records);
    return records === null ? null : { sha: last.sha, basis, records, saved: records.commits };
  }

  async function keep(
    records: HistoryRecords,
    whole: boolean,
    before: number,
  ): Promise<WalkedHistory> {
    // What was left out cannot be told from what is new: such a walk is made again each time.
    if (basis !== null && whole) {
      const saves = records.commits - before >= saveEvery;
      slot.last = { sha, basis, records, saved: saves ? records.commits : before };
      if (saves) await cache.save({ sha, basis, records: encodeRecords(records) });
    }
    return { records, complete: whole && !reader.shallow };
  }
}
