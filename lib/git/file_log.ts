import { FactoryError } from "../domain/errors.ts";
import type { FileCommit } from "../domain/wire/file_commits.ts";
import { readFailure, runGit } from "./command.ts";
import type { GitProgram } from "./fetch.ts";
import { cutCommits } from "./history.ts";

/** git looks at every commit until it has found enough: at a file that hardly changed, at all. */
const LOG_MAX_MS = 10_000;
/** A name in git's C-quoted form with bytes above ASCII. */
const NOT_UTF8 = /^".*\\[23][0-7]{2}.*"$/s;
const FIELDS = 4;
const TEXT_MAX = 300;

/** Lists the commits that changed one file, by its name then and now: renames would need blobs. */
export function createFileLogPort(
  program: GitProgram,
  cloneOf: (projectId: string) => string,
  maxMs = LOG_MAX_MS,
) {
  return {
    /**
     * Newest first, at most `limit`.
     * @returns null where there is no git, or the clone has no such commit
     * @throws FactoryError `git_failed` where it takes too long, or the name is not UTF-8
     */
    async read(
      projectId: string,
      { commit, path, limit }: { commit: string; path: string; limit: number },
      signal: AbortSignal,
    ): Promise<FileCommit[] | null> {
      if (program !== "git") return null;
      // git quotes such a name; as an argument its bytes cannot be given.
      if (NOT_UTF8.test(path)) {
        throw new FactoryError("git_failed", "The name of this file is not UTF-8.", {
          remedy: "Its commits cannot be asked for by name; rename it in the repository.",
        });
      }
      const gitDir = cloneOf(projectId);
      const time = AbortSignal.timeout(maxMs);
      try {
        const cut = await cutCommits(gitDir);
        const { code, stdout, errors } = await runGit([
          "--no-pager",
          // The name as it is, not a pattern.
          "--literal-pathspecs",
          "log",
          "-z",
          "--no-renames",
          "--no-merges",
          // Those that a shallow clone is cut at seem to add every file, and are left out below.
          `--max-count=${limit + cut.size}`,
          "--format=tformat:%H%n%at%n%aN%n%s",
          "--end-of-options",
          commit,
          "--",
          path,
        ], {
          gitDir,
          signal: AbortSignal.any([signal, time]),
          alone: true,
          config: { "mailmap.blob": `${commit}:.mailmap` },
        });
        if (code !== 0) {
          if (/bad object|unknown revision|not a git repository/i.test(errors.join("\n"))) {
            return null;
          }
          throw readFailure("log", errors);
        }
        return new TextDecoder().decode(stdout).split("\0").flatMap((record) => {
          const [sha, at, author, ...subject] = record.split("\n", FIELDS);
          if (sha === undefined || at === undefined || author === undefined || cut.has(sha)) {
            return [];
          }
          return [{
            sha,
            authored_at: new Date(Math.max(0, Number(at) || 0) * 1_000).toISOString(),
            author: author.slice(0, TEXT_MAX),
            subject: (subject[0] ?? "").slice(0, TEXT_MAX),
          }];
        }).slice(0, limit);
      } catch (cause) {
        signal.throwIfAborted();
        if (!time.aborted) throw cause;
        throw new FactoryError("git_failed", "To read the history of this file takes too long.", {
          cause,
          remedy: `Read it in a clone: git log -- ${path}`,
        });
      }
    },
  };
}
