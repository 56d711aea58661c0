/** Fetches one commit without the git program: depth 1, one ref, no tags. */
import { promises } from "node:fs";
import { fetch as fetchPack, listServerRefs, readCommit } from "isomorphic-git";
import { FactoryError } from "../../domain/errors.ts";
import type { CommitInfo } from "../../domain/ports.ts";
import { parseRepoUrl, type RepoUrl } from "../../domain/repo_url.ts";
import { isoTime } from "../../platform/clock.ts";
import {
  CLONE_REF,
  clonedCommit,
  markFetchedWithoutGit,
  replaceClone,
  wasFetchedWithoutGit,
} from "../clones.ts";
import type { Fetched, FetchOptions, FetchSource, Git, GitDependencies } from "../fetch.ts";
import { createProgress, type ProgressBar } from "../progress.ts";
import { chooseTarget, isSafeRefName, type RemoteRefs, type Target } from "../refs.ts";
import { followRedirects, withLogin } from "../remote.ts";
import { authorizationOf, type Credentials, findGitDir, proxyFor, secretsOf } from "../route.ts";
import { tooLarge } from "../size.ts";
import { fencedDisk } from "./fence.ts";
import { fetchFailure, needsGit } from "./failures.ts";
import { createPinnedHttp, type HttpOptions, type PinnedServer, Redirected } from "./http.ts";
import { checkLocalRepository, PACK_MAX_BYTES, readLocalRefs } from "./local.ts";
import { checkPack } from "./pack_check.ts";

const DEFAULT_STALL_SECONDS = 60;
/** How large a pack will be nobody says: at this size its half of the bar is half full. */
const USUAL_PACK_BYTES = 10_000_000;

interface Remote {
  at: RepoUrl;
  server: PinnedServer;
  secrets: string[];
  refs: RemoteRefs;
}

/** `Git["fetch"]` in the calling thread, which unpacking keeps busy for seconds. */
export function createIsomorphicFetch(deps: GitDependencies): Git["fetch"] {
  const maxBytes = Math.min(deps.maxBytes, PACK_MAX_BYTES);
  const stallSeconds = deps.stallSeconds ?? DEFAULT_STALL_SECONDS;

  async function pin(at: RepoUrl, login: Credentials | null, signal: AbortSignal) {
    if (proxyFor(at, deps.environment).proxy !== null) throw needsGit("The way through a proxy");
    const port = at.port ?? (at.kind === "https" ? 443 : 80);
    const { addresses } = await deps.guard.checkHost(at.host, signal, port);
    const authorities = deps.environment["GIT_SSL_CAINFO"] ?? deps.environment["SSL_CERT_FILE"];
    return {
      origin: new URL(at.url).origin,
      addresses,
      authorization: login === null ? null : authorizationOf(login),
      authorities: authorities === undefined ? null : await Deno.readTextFile(authorities),
    } satisfies PinnedServer;
  }

  async function contact(
    repository: RepoUrl,
    credentials: Credentials | null,
    options: HttpOptions,
  ): Promise<Remote> {
    return await followRedirects<Remote>(repository, credentials, async (at, login) => {
      const server = await pin(at, login, options.signal);
      const secrets = login === null ? [] : secretsOf(login);
      try {
        const listed = await listServerRefs({
          http: createPinnedHttp(server, options),
          url: at.url,
          protocolVersion: 1,
          symrefs: true,
          peelTags: true,
        });
        return { arrived: { at, server, secrets, refs: toRemoteRefs(listed) } };
      } catch (error) {
        if (error instanceof Redirected) return { location: error.location };
        throw fetchFailure(error, secrets);
      }
    });
  }

  async function bring(
    directory: string,
    { at, server, secrets }: Remote,
    target: Target,
    options: HttpOptions,
    progress: ProgressBar,
  ): Promise<void> {
    await createLayout(directory);
    try {
      const { fetchHead } = await fetchPack({
        fs: fencedDisk(directory, checkPack),
        http: createPinnedHttp(server, options),
        gitdir: directory,
        url: at.url,
        remote: "origin",
        ref: target.refName,
        remoteRef: target.refName,
        singleBranch: true,
        tags: false,
        depth: 1,
        onProgress({ phase, loaded, total }) {
          const unpacking = /^Receiving/.test(phase) ? 0.5 : /^Resolving/.test(phase) ? 0.9 : null;
          if (unpacking === null || !(total > 0)) return;
          const span = unpacking === 0.5 ? 0.4 : 0.08;
          progress.reach(
            unpacking + span * loaded / total,
            `Unpacking files: ${loaded.toLocaleString("en")} of ${
              total.toLocaleString("en")
            } objects`,
          );
        },
      });
      if (fetchHead === null) throw new Error("the server sent no commit");
      await Deno.mkdir(`${directory}/refs/factory`);
      const { sha } = await readCommitInfo(directory, fetchHead, target);
      await Deno.writeTextFile(`${directory}/${CLONE_REF}`, `${sha}\n`);
      await markFetchedWithoutGit(directory);
    } catch (error) {
      throw fetchFailure(error, secrets);
    }
  }

  async function fetchRemote(
    source: FetchSource,
    repository: RepoUrl,
    { gitDir, signal, known }: FetchOptions,
    progress: ProgressBar,
  ): Promise<Fetched> {
    const options: HttpOptions = {
      signal,
      stallSeconds,
      maxBytes,
      tooLarge: () =>
        maxBytes === deps.maxBytes ? tooLarge(maxBytes) : needsGit("A fetch of more than 200 MB"),
      onReceived(bytes) {
        const megabytes = (bytes / 1_000_000).toFixed(1);
        const share = bytes / (bytes + USUAL_PACK_BYTES);
        progress.reach(0.05 + 0.45 * share, `Receiving files: ${megabytes} MB`);
      },
    };
    const remote = await withLogin(
      repository,
      source.credentials,
      deps.login,
      signal,
      (credentials) => contact(repository, credentials, options),
    );
    const target = chooseTarget(remote.refs, source.ref);
    if (target.oid?.length === 64) throw needsGit("A SHA-256 repository");
    const before = await clonedCommit(gitDir);
    // Whether git had brought every file of its commit before it went away is not to be seen.
    const complete = before === known || await wasFetchedWithoutGit(gitDir);
    if (before === null || before !== target.oid || !complete) {
      await replaceClone(
        gitDir,
        signal,
        (directory) => bring(directory, remote, target, options, progress),
      );
    }
    const sha = await clonedCommit(gitDir);
    const commit = await readCommitInfo(gitDir, sha ?? "", target);
    return { gitDir, commit, shallow: true, changed: sha !== before, program: "isomorphic-git" };
  }

  async function fetchLocal(source: FetchSource, { path }: RepoUrl): Promise<Fetched> {
    const gitDir = await findGitDir(await deps.guard.checkPath(path), deps.guard);
    if (!await checkLocalRepository(gitDir)) {
      throw new FactoryError("git_not_found", "There is no git repository at this address.", {
        remedy: "Check the path: it is the one that `git clone` takes.",
      });
    }
    const target = chooseTarget(await readLocalRefs(gitDir), source.ref);
    const commit = await readCommitInfo(gitDir, target.oid ?? "", target);
    return { gitDir, commit, shallow: true, changed: true, program: "isomorphic-git" };
  }

  return async (source, options) => {
    const repository = parseRepoUrl(source.url);
    if (repository.kind === "ssh") throw needsGit("An address of ssh");
    const progress = createProgress(options.onProgress);
    progress.reach(0.01, "Contacting the repository");
    const fetched = repository.kind === "local"
      ? await fetchLocal(source, repository)
      : await fetchRemote(source, repository, options, progress);
    progress.reach(1, "The repository is here");
    return fetched;
  };
}

function toRemoteRefs(listed: Awaited<ReturnType<typeof listServerRefs>>): RemoteRefs {
  const refs: RemoteRefs = { defaultBranch: null, oids: new Map(), peeled: new Map() };
  for (const { ref, oid, target, peeled } of listed) {
    if (ref === "HEAD") {
      refs.defaultBranch = /^refs\/heads\/(.+)$/.exec(target ?? "")?.[1] ?? null;
    } else if (!ref.startsWith("refs/")) continue;
    if (!isSafeRefName(ref) || !/^([0-9a-f]{40}|[0-9a-f]{64})$/.test(oid)) continue;
    refs.oids.set(ref, oid);
    if (peeled !== undefined) refs.peeled.set(ref, peeled);
  }
  return refs;
}

/** What `git init --bare` would write, so that git can read the clone once it is installed. */
async function createLayout(directory: string): Promise<void> {
  await Deno.mkdir(`${directory}/objects/pack`, { recursive: true });
  await Deno.mkdir(`${directory}/refs/remotes/origin`, { recursive: true });
  await Deno.writeTextFile(`${directory}/HEAD`, "ref: refs/heads/main\n");
  await Deno.writeTextFile(
    `${directory}/config`,
    "[core]\n\trepositoryformatversion = 0\n\tbare = true\n" +
      '[remote "origin"]\n\tfetch = +refs/heads/*:refs/remotes/origin/*\n',
  );
}

/** @param oid a commit, or a tag of one */
async function readCommitInfo(gitDir: string, oid: string, target: Target): Promise<CommitInfo> {
  try {
    const found = await readCommit({ fs: { promises }, gitdir: gitDir, oid });
    const { timestamp } = found.commit.committer;
    return { sha: found.oid, branch: target.branch, committedAt: isoTime(timestamp * 1_000) };
  } catch (cause) {
    throw new FactoryError(
      "git_ref_not_found",
      `${JSON.stringify(target.branch ?? "HEAD")} does not point at a commit.`,
      { cause, remedy: "Choose a branch, or a tag of a commit." },
    );
  }
}
