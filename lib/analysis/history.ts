/**
 * What the history says about the last 12 months: how often each file changed and by whom. The
 * window ends at the analysed commit's own date, so that the same commit always gives the same
 * figures.
 */
import type { CommitInfo, HistoryReader } from "../domain/ports.ts";
import type { MapHistory } from "../domain/wire/system_map.ts";

const WINDOW_DAYS = 365;
const DAY_SECONDS = 86_400;
/** Commits that touch more files are moves, reformats and imports: they say nothing about a file. */
const MASS_CHANGE_FILES = 100;

const BOT =
  /\[bot\]|^(dependabot|renovate|greenkeeper|github-actions|semantic-release-bot|pre-commit-ci|snyk-bot|web-flow|imgbot|allcontributors|mergify|codecov|weblate|transifex|pyup-bot|depfu|k8s-ci-robot)\b|\bbot$/i;

/** Commits per author's name. */
export type Authors = Map<string, number>;

export interface HistoryFacts {
  summary: MapHistory;
  /** By path, commits inside the window only; bots and mass changes are left out. */
  files: Map<string, { commits: number; authors: Authors }>;
  /** Every counted commit with its paths that still exist, newest first. */
  commits: { author: string; paths: string[] }[];
}

/** @param exists paths of the analysed commit; others are forgotten */
export async function readHistory(
  history: HistoryReader,
  commit: CommitInfo,
  exists: (path: string) => boolean,
  signal: AbortSignal,
): Promise<HistoryFacts> {
  const end = Math.floor(Date.parse(commit.committedAt) / 1_000);
  const start = end - WINDOW_DAYS * DAY_SECONDS;
  const facts: HistoryFacts = {
    summary: { commits: 0, shallow: history.shallow, since: null },
    files: new Map(),
    commits: [],
  };
  for await (const { authorName, authorEmail, time, paths } of history.log(signal)) {
    facts.summary.commits++;
    if (time < start || time > end) continue;
    if (paths.length > MASS_CHANGE_FILES || isBot(authorName, authorEmail)) continue;
    const kept = [...new Set(paths)].filter(exists);
    facts.commits.push({ author: authorName, paths: kept });
    for (const path of kept) {
      let file = facts.files.get(path);
      if (!file) facts.files.set(path, file = { commits: 0, authors: new Map() });
      file.commits++;
      file.authors.set(authorName, (file.authors.get(authorName) ?? 0) + 1);
    }
  }
  signal.throwIfAborted();
  if (facts.summary.commits > 0) {
    facts.summary.since = new Date(start * 1_000).toISOString().replace(".000Z", "Z");
  }
  return facts;
}

/** An account that a program commits with. */
function isBot(name: string, email: string): boolean {
  return BOT.test(name) || /\[bot\]@|^(bot|noreply)@github\.com$/i.test(email);
}
