import { FactoryError, toPublicError } from "../domain/errors.ts";
import type { GitHubPort } from "../domain/github.ts";
import { parseRepoUrl, type RepoUrl } from "../domain/repo_url.ts";
import {
  type ProjectBulkCreate,
  type ProjectBulkItem,
  ProjectCreate,
  ProjectQuery,
} from "../domain/wire/project.ts";
import type { Clock } from "../platform/clock.ts";
import type { PortfolioStore } from "../store/portfolio.ts";
import type { ProjectStore } from "../store/projects.ts";
import type { PortfolioService, ProjectsService } from "./contract.ts";
import { nextPage, placeOf } from "./project_pages.ts";

/** Maps that a trend is drawn of. */
const TREND_MAPS = 20;
/** Addresses whose hosts are looked up at a time. */
const AT_A_TIME = 64;
/** Longest time of all look-ups: what stands before a server often gives up after a minute. */
export const BULK_MS = 45_000;

/** All projects at a glance, and how many come in at once. */
export function createPortfolioService(
  { projects, store, portfolio, github, clock }: {
    projects: ProjectsService;
    store: ProjectStore;
    portfolio: PortfolioStore;
    /** null: GitHub is switched off. */
    github: GitHubPort | null;
    clock: Clock;
  },
): PortfolioService {
  /** One address, which no other of the same request names. */
  async function add(
    index: number,
    text: string,
    { url, identity }: RepoUrl,
    tags: string[],
    signal: AbortSignal,
  ): Promise<ProjectBulkItem> {
    try {
      const body = ProjectCreate.parse({ repo_url: text, tags });
      const { project, job } = await projects.register(body, signal);
      return item(index, {
        repo_url: url,
        outcome: "added",
        project_id: project.id,
        name: project.name,
        job_id: job?.id ?? null,
      });
    } catch (error) {
      const existing = error instanceof FactoryError && error.code === "repository_taken"
        ? await store.findByIdentity(identity)
        : null;
      if (existing === null) return refused(index, error, url);
      return item(index, {
        repo_url: url,
        outcome: "exists",
        project_id: existing.id,
        name: existing.name,
      });
    }
  }

  /** The project that this address is registered as. */
  async function idOf(address: string): Promise<string | null> {
    try {
      return (await store.findByIdentity(parseRepoUrl(address).identity))?.id ?? null;
    } catch (error) {
      // GitHub says where it is; whether that can be registered is told once somebody tries.
      if (error instanceof FactoryError && error.code === "url_invalid") return null;
      throw error;
    }
  }

  return {
    async view(query) {
      const parsed = ProjectQuery.parse(query);
      const { items, last } = await store.list(parsed, placeOf(parsed));
      const ids = items.map(({ id }) => id);
      const [found, trends, active, failures, tags, languages] = await Promise.all([
        store.count(parsed),
        portfolio.trends(ids, TREND_MAPS),
        portfolio.active(ids),
        portfolio.failures(ids),
        portfolio.tags(),
        portfolio.languages(),
      ]);
      return {
        items: items.map((project) => ({
          project,
          trend: trends.get(project.id) ?? [],
          job: active.get(project.id) ?? null,
          failure: failures.get(project.id) ?? null,
        })),
        next_cursor: nextPage(parsed, last),
        found,
        tags,
        languages,
      };
    },

    async importable({ token, ...query }, signal) {
      if (github === null) {
        throw new FactoryError("github_off", "This server has no GitHub to ask.", {
          remedy: "Its GITHUB_API_URL is `off`; addresses can be pasted at /projects/add.",
        });
      }
      const { items, next_page } = await github.list({ ...query, token: token ?? null }, signal);
      const known = items.map(async (one) => ({ ...one, project_id: await idOf(one.clone_url) }));
      return { items: await Promise.all(known), next_page };
    },

    async addMany({ repo_urls, tags }: ProjectBulkCreate, signal) {
      const items: ProjectBulkItem[] = [];
      const first = new Map<string, number>();
      const again: { index: number; as: number }[] = [];
      const open: { index: number; text: string; repository: RepoUrl }[] = [];
      for (const [index, text] of repo_urls.entries()) {
        try {
          const repository = parseRepoUrl(text);
          const as = first.get(repository.identity);
          if (as === undefined) {
            first.set(repository.identity, index);
            open.push({ index, text, repository });
          } else again.push({ index, as });
        } catch (error) {
          items[index] = refused(index, error, null);
        }
      }
      const limit = new AbortController();
      const cancel = clock.setTimer(() => limit.abort(tooLate()), BULK_MS);
      const waiting = open.values();
      // What nobody expected ends all of them, before it is told.
      const failed = new AbortController();
      const ended = AbortSignal.any([signal, failed.signal]);
      const addInTurn = async () => {
        for (const { index, text, repository } of waiting) {
          ended.throwIfAborted();
          items[index] = limit.signal.aborted
            ? refused(index, limit.signal.reason, repository.url)
            : await add(index, text, repository, tags, AbortSignal.any([ended, limit.signal]));
        }
      };
      try {
        await Promise.allSettled(
          Array.from(
            { length: AT_A_TIME },
            () => addInTurn().catch((error) => failed.abort(error)),
          ),
        );
        ended.throwIfAborted();
      } finally {
        cancel();
      }
      for (const { index, as } of again) {
        const same = items[as] as ProjectBulkItem;
        items[index] = same.outcome === "refused"
          ? { ...same, index }
          : { ...same, index, outcome: "exists", job_id: null };
      }
      const count = (outcome: ProjectBulkItem["outcome"]) =>
        items.filter((one) => one.outcome === outcome).length;
      return { items, added: count("added"), exists: count("exists"), refused: count("refused") };
    },
  };
}

function item(
  index: number,
  fields: Pick<ProjectBulkItem, "outcome"> & Partial<ProjectBulkItem>,
): ProjectBulkItem {
  return {
    index,
    repo_url: null,
    project_id: null,
    name: null,
    job_id: null,
    error: null,
    ...fields,
  };
}

function tooLate(): FactoryError {
  return new FactoryError("git_unreachable", "There was no time left to look up its host.", {
    remedy: "Send it again: those that are added by then cost no time.",
  });
}

/** @throws what is no refusal of this one address */
function refused(index: number, error: unknown, url: string | null): ProjectBulkItem {
  if (!(error instanceof FactoryError) || error.code === "internal") throw error;
  return item(index, { repo_url: url, outcome: "refused", error: toPublicError(error) });
}
