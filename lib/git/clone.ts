/** What is done inside one bare clone: receive a ref and all blobs of its commit, repack. */
import { FactoryError } from "../domain/errors.ts";
import type { CommitInfo } from "../domain/ports.ts";
import { isoTime } from "../platform/clock.ts";
import { CLONE_REF as REF } from "./clones.ts";
import { exists } from "../platform/files.ts";
import { readGit, runGit } from "./command.ts";
import { gitFailure, safeLine } from "./errors.ts";
import type { ProgressBar, Share } from "./progress.ts";
import type { Target } from "./refs.ts";
import type { Remote } from "./remote.ts";

/** Each changed analysis adds two packs; git slows down with their number. */
const PACKS_MAX = 40;
/**
 * Commits, trees and blobs on demand: the whole history (hotspots, owners) at a fraction of its
 * size. A server that knows no filters sends everything, which serves as well.
 */
const BLOBLESS = "--filter=blob:none";

export interface CloneStep {
  gitDir: string;
  remote: Remote;
  signal: AbortSignal;
  progress: ProgressBar;
  /** Takes git's own lines, without secrets. */
  say(line: string): void;
}

export async function createBare(
  gitDir: string,
  oid: string | null,
  signal: AbortSignal,
): Promise<void> {
  const format = oid?.length === 64 ? "sha256" : "sha1";
  await readGit(
    [
      "init",
      "--bare",
      "--quiet",
      // No template: it would bring hooks.
      "--template=",
      "--initial-branch=main",
      `--object-format=${format}`,
      "--end-of-options",
      gitDir,
    ],
    { gitDir: null, signal },
  );
}

/** The commit that the clone was last brought to; null for none. */
export async function currentCommit(gitDir: string, signal: AbortSignal): Promise<string | null> {
  const args = ["rev-parse", "--verify", "--quiet", "--end-of-options", `${REF}^{commit}`];
  const { code, stdout } = await runGit(args, { gitDir, signal, alone: true });
  return code === 0 ? new TextDecoder().decode(stdout).trim() : null;
}

/**
 * Fetches `target`, whatever its history was before, with the whole of its history.
 * @throws FactoryError `git_…`
 */
export async function receiveHistory(
  step: CloneStep,
  target: Target,
  { blobless }: { blobless: boolean },
): Promise<string> {
  const share: Share = blobless
    ? { from: 0.05, to: 0.5, what: "history" }
    : { from: 0.05, to: 0.98, what: "history and files" };
  await fetchObjects(step, share, {
    args: blobless ? [BLOBLESS] : [],
    refspecs: [`+${target.refName}:${REF}`],
  });
  const sha = await currentCommit(step.gitDir, step.signal);
  if (sha !== null) return sha;
  throw new FactoryError(
    "git_ref_not_found",
    `${JSON.stringify(target.branch ?? "HEAD")} does not point at a commit.`,
    { remedy: "Choose a branch, or a tag of a commit." },
  );
}

/** Fetches all blobs of the commit that the clone lacks, in one request. */
export async function receiveBlobs(step: CloneStep, sha: string): Promise<void> {
  const missing = await missingObjects(step.gitDir, sha, step.signal);
  if (missing.length === 0) return;
  const count = missing.length.toLocaleString("en");
  step.progress.reach(0.5, `Receiving files: ${count} missing`);
  await fetchObjects(step, { from: 0.5, to: 0.98, what: "files" }, {
    args: [BLOBLESS, "--stdin"],
    // Nothing to negotiate: what is asked for is not there.
    config: { "fetch.negotiationAlgorithm": "noop" },
    stdin: new TextEncoder().encode(missing.join("\n") + "\n"),
  });
  if ((await missingObjects(step.gitDir, sha, step.signal)).length > 0) {
    throw new FactoryError("git_failed", "The server did not send all files of the commit.");
  }
}

async function fetchObjects(
  { gitDir, remote, signal, progress, say }: CloneStep,
  share: Share,
  { args, refspecs = [], config = {}, stdin }: {
    args: string[];
    refspecs?: string[];
    config?: Record<string, string>;
    stdin?: Uint8Array;
  },
): Promise<void> {
  const read = progress.reader(share);
  const { code, errors } = await runGit([
    "fetch",
    "--progress",
    "--no-tags",
    "--no-write-fetch-head",
    "--no-auto-maintenance",
    "--no-recurse-submodules",
    "--update-shallow",
    ...args,
    "--end-of-options",
    "origin",
    ...refspecs,
  ], {
    gitDir,
    signal,
    // The address is given for this call only: it is in no file of the clone.
    config: { ...remote.route.config, ...config, "remote.origin.url": remote.route.url },
    env: remote.route.env,
    ...(stdin === undefined ? {} : { stdin }),
    onStderrLine(line) {
      read(line);
      if (isNews(line)) say(safeLine(line, remote.route.secrets));
    },
  });
  if (code !== 0) throw gitFailure(errors, remote.route.secrets);
}

/** Not git's counting, but what it came to, and what the server says. */
function isNews(line: string): boolean {
  return /, done\.$/.test(line) || !/\d+% \(\d+\/\d+\)|^(remote: )?\w+ing objects: \d+$/.test(line);
}

/** Objects of the commit's tree that are not there. */
async function missingObjects(
  gitDir: string,
  sha: string,
  signal: AbortSignal,
): Promise<string[]> {
  const listed = await readGit([
    "rev-list",
    "--objects",
    "--no-object-names",
    "--no-walk",
    "--missing=print",
    "--end-of-options",
    sha,
  ], { gitDir, signal, alone: true });
  return listed.split("\n").filter((line) => line.startsWith("?")).map((line) => line.slice(1));
}

/** The commit's own date beside what is known of it. @throws FactoryError `git_failed` */
export async function commitInfo(
  gitDir: string,
  sha: string,
  branch: string | null,
  signal: AbortSignal,
): Promise<CommitInfo> {
  const args = ["--no-pager", "log", "-1", "--format=%ct", "--end-of-options", sha, "--"];
  const seconds = Number(await readGit(args, { gitDir, signal, alone: true }));
  return { sha, branch, committedAt: isoTime(seconds * 1000) };
}

/** True where the clone's history is cut off. */
export async function isShallow(gitDir: string): Promise<boolean> {
  const path = `${gitDir}/shallow`;
  return await exists(path) && (await Deno.stat(path)).size > 0;
}

/** Joins packs once there are many; nobody else uses the clone while it is being fetched. */
export async function repackIfNeeded(gitDir: string, signal: AbortSignal): Promise<void> {
  let packs = 0;
  for await (const { name } of Deno.readDir(`${gitDir}/objects/pack`)) {
    if (name.endsWith(".pack")) packs++;
  }
  if (packs > PACKS_MAX) await readGit(["repack", "-a", "-d", "-q"], { gitDir, signal });
}
