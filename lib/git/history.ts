import { FactoryError } from "../domain/errors.ts";
import type { HistoryCommit, HistoryReader } from "../domain/ports.ts";
import { readFailure, startGit } from "./command.ts";
import { splitAtNul } from "./paths.ts";
import { createRawLogParser, RAW_LOG_FORMAT } from "./raw_log.ts";

/** Enough for all but a handful of repositories; the walk ends there. */
export const HISTORY_MAX_COMMITS = 50_000;
/**
 * git says nothing before it has compared a commit's trees: one of them built to have billions of
 * entries would fill the memory first (measured: 150 MB a second). Real commits take far less.
 */
const SILENCE_MS = 20_000;

/**
 * Walks the history of a commit by its trees alone: line counts, similar (not equal) contents and
 * what a merge changed would need blobs that a blobless clone does not have.
 */
export function createHistoryReader(
  gitDir: string,
  sha: string,
  { shallow, maxCommits = HISTORY_MAX_COMMITS, silenceMs = SILENCE_MS }: {
    shallow: boolean;
    maxCommits?: number;
    silenceMs?: number;
  },
): HistoryReader {
  return {
    shallow,
    maxCommits,
    log: (signal, since) => walk(gitDir, sha, { maxCommits, silenceMs, since }, signal),
    basis: async () => [...await cutCommits(gitDir)].sort().join(" "),
  };
}

async function* walk(
  gitDir: string,
  sha: string,
  { maxCommits, silenceMs, since }: { maxCommits: number; silenceMs: number; since?: string },
  signal: AbortSignal,
): AsyncGenerator<HistoryCommit> {
  using silence = watchSilence(silenceMs);
  // A cut commit seems to add the whole repository: its author did not.
  const cut = await cutCommits(gitDir);
  const errors: string[] = [];
  const process = startGit([
    "--no-pager",
    "log",
    "-z",
    "--raw",
    "--no-abbrev",
    "--no-renames",
    // A commit that this clone no longer has excludes nothing.
    "--ignore-missing",
    `--max-count=${maxCommits}`,
    `--format=${RAW_LOG_FORMAT}`,
    "--end-of-options",
    sha,
    ...since === undefined ? [] : [`^${since}`],
    "--",
  ], {
    gitDir,
    signal: AbortSignal.any([signal, silence.signal]),
    alone: true,
    // A bare repository has no .mailmap but the commit's own.
    config: { "mailmap.blob": `${sha}:.mailmap` },
    onStderrLine: (line) => errors.push(line),
  });
  let complete = false;
  try {
    const parser = createRawLogParser();
    for await (const tokens of splitAtNul(process.stdout)) {
      silence.heard();
      for (const token of tokens) {
        const commit = parser.next(token);
        if (commit !== null && !cut.has(commit.sha)) yield commit;
      }
    }
    silence.signal.throwIfAborted();
    const last = parser.end();
    if (last !== null && !cut.has(last.sha)) yield last;
    complete = true;
  } finally {
    if (!complete) await process.stop();
  }
  const { code } = await process.exit;
  if (code !== 0) throw readFailure("log", errors, code);
}

/** `signal` is aborted once nothing was heard for so long. */
function watchSilence(ms: number) {
  const abort = new AbortController();
  const giveUp = () =>
    abort.abort(
      new FactoryError("git_failed", "A commit of the history changes too much to be read.", {
        remedy: "Analyse a branch whose history is without it.",
      }),
    );
  let timer = setTimeout(giveUp, ms);
  return {
    signal: abort.signal,
    heard(): void {
      clearTimeout(timer);
      timer = setTimeout(giveUp, ms);
    },
    [Symbol.dispose]: () => clearTimeout(timer),
  };
}

/** Commits whose parents a shallow clone does not have. */
export async function cutCommits(gitDir: string): Promise<Set<string>> {
  try {
    return new Set(
      (await Deno.readTextFile(`${gitDir}/shallow`)).split("\n").filter((line) => line !== ""),
    );
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return new Set();
    throw error;
  }
}
