import { FactoryError } from "../domain/errors.ts";
import type { HistoryCommit, HistoryReader } from "../domain/ports.ts";
import { readFailure, startGit } from "./command.ts";
import { pathText, splitAtNul } from "./paths.ts";

/** Enough for hotspots and owners of any repository; the walk ends there. */
export const HISTORY_MAX_COMMITS = 50_000;
/** One commit that touches more paths than this is an import or a reformat; the rest is not read. */
const PATHS_MAX = 20_000;
/**
 * git says nothing before it has compared a commit's trees: one of them built to have billions of
 * entries would fill the memory first (measured: 150 MB a second). Real commits take far less.
 */
const SILENCE_MS = 20_000;
// The empty field before each commit, and the one after its e-mail, tell where paths end.
const FORMAT = "tformat:%x00%H%x00%at%x00%aN%x00%aE%x00";

/**
 * Walks the history of a commit, newest first, without merges and without asking what was renamed:
 * either would need blobs that the clone does not have.
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
  return { shallow, log: (signal) => walk(gitDir, sha, { maxCommits, silenceMs }, signal) };
}

async function* walk(
  gitDir: string,
  sha: string,
  { maxCommits, silenceMs }: { maxCommits: number; silenceMs: number },
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
    "--name-only",
    "--no-renames",
    "--no-merges",
    `--max-count=${maxCommits}`,
    `--format=${FORMAT}`,
    "--end-of-options",
    sha,
    "--",
  ], {
    gitDir,
    signal: AbortSignal.any([signal, silence.signal]),
    // A bare repository has no .mailmap but the commit's own.
    config: { "mailmap.blob": `${sha}:.mailmap` },
    onStderrLine: (line) => errors.push(line),
  });
  let complete = false;
  try {
    const parser = createParser();
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
  if (code !== 0) throw readFailure("log", errors);
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

/**
 * Takes the tokens of `log -z --name-only` in FORMAT:
 * `"" sha time name email ""`, then `"\n" + path, path … ""` where the commit has paths.
 */
function createParser() {
  const text = new TextDecoder();
  let fields: string[] = [];
  let paths: string[] = [];
  let inPaths = false;

  function finish(): HistoryCommit | null {
    const [sha, time, authorName, authorEmail] = fields;
    if (sha === undefined || authorName === undefined || authorEmail === undefined) return null;
    const commit = { sha, time: Number(time), authorName, authorEmail, paths };
    fields = [];
    paths = [];
    inPaths = false;
    return commit;
  }

  return {
    next(token: Uint8Array): HistoryCommit | null {
      if (fields.length === 0) {
        if (token.length > 0) fields.push(text.decode(token));
        return null;
      }
      if (fields.length < 4) {
        fields.push(text.decode(token));
        return null;
      }
      // The terminator of FORMAT.
      if (fields.length === 4) {
        fields.push("");
        return null;
      }
      if (token.length === 0) return finish();
      if (paths.length < PATHS_MAX) paths.push(pathText(inPaths ? token : token.subarray(1)).path);
      inPaths = true;
      return null;
    },
    end: finish,
  };
}

async function cutCommits(gitDir: string): Promise<Set<string>> {
  try {
    return new Set((await Deno.readTextFile(`${gitDir}/shallow`)).split("\n"));
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return new Set();
    throw error;
  }
}
