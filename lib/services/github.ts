import { factsOf, type GitHubPort } from "../domain/github.ts";
import { parseRepoUrl } from "../domain/repo_url.ts";
import type { Project } from "../domain/wire/project.ts";
import { type Clock, isoTime } from "../platform/clock.ts";
import { getLogger } from "../platform/log.ts";
import type { GitHubStore } from "../store/github.ts";
import type { GitHubService } from "./contract.ts";

const log = getLogger("github");

/** @param github null: GitHub is switched off, and what it once said is not shown */
export function createGitHubService(
  { github, store, clock }: { github: GitHubPort | null; store: GitHubStore; clock: Clock },
): GitHubService {
  const stopping = new AbortController();
  const waiting = new Set<string>();
  /** One project after the other: GitHub asks for no requests at the same time. */
  let last: Promise<void> = Promise.resolve();

  async function read(github: GitHubPort, project: Project): Promise<void> {
    if (project.repo_url === null) return;
    const repository = github.locate(parseRepoUrl(project.repo_url));
    if (repository === null) return;
    const before = await store.find(project.id);
    const reading = await github.read(repository, before?.answers ?? null, stopping.signal);
    switch (reading.kind) {
      case "answers":
        return await store.put(project.id, reading.answers, isoTime(clock.now()));
      case "absent":
        // What was public once may be nobody's business any more.
        log.debug("GitHub shows no such repository");
        return await store.remove(project.id);
      case "paused":
        return log.info("{reason}; it is left alone until {until}", {
          reason: reading.reason,
          until: isoTime(reading.until),
        });
      case "failed":
        return log.warn("{reason}", { reason: reading.reason });
    }
  }

  return {
    async facts(projectId) {
      const found = github === null ? null : await store.find(projectId);
      return found === null ? null : factsOf(found.answers, found.fetchedAt);
    },

    refresh(project) {
      if (github === null || stopping.signal.aborted || waiting.has(project.id)) return;
      waiting.add(project.id);
      last = last.then(async () => {
        waiting.delete(project.id);
        if (!stopping.signal.aborted) await read(github, project);
      }).catch((error) => {
        // The facts of a project are a courtesy: the old ones stay, with their date.
        if (!stopping.signal.aborted) log.error("GitHub could not be read: {error}", { error });
      });
    },

    async stop() {
      stopping.abort();
      await last;
    },
  };
}
