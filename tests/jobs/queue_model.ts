/**
 * The queue as a few lines of plain state, and the commands that are played to it and to the real
 * store alike. After each command every row is compared, and what must always hold is checked.
 * One file, though long: every command reads and changes the one state.
 */
import assert from "node:assert/strict";
import fc from "fast-check";
import type { JobStatus } from "../../lib/domain/job.ts";
import { isoTime } from "../../lib/platform/clock.ts";
import { type Claim, CRASHES_MAX, type JobStore, type Outcome } from "../../lib/store/jobs.ts";
import type { ScratchDatabase } from "../support/database.ts";

const PROJECTS = ["p1", "p2", "p3"];
const MAX_ATTEMPTS = 3;
const WORDS = { code: "git_unreachable", message: "No answer.", remedy: null } as const;

interface ModelJob {
  id: string;
  project: string;
  key: string;
  status: JobStatus;
  priority: number;
  attempt: number;
  maxAttempts: number;
  fence: number;
  holder: string | null;
  cancelAsked: boolean;
  crashes: number;
  stagesBegun: number;
  progress: number;
  /** By the engine's clock. */
  runAt: number;
}

export interface Model {
  jobs: Map<string, ModelJob>;
  turns: Map<string, number>;
  turn: number;
  /** Claims that somebody still believes to hold, right or wrong. */
  claims: Claim[];
  serial: number;
  process: number;
}

export interface Real {
  scratch: ScratchDatabase;
  store: JobStore;
  /** Milliseconds of the engine's clock, and how far the wall clock is off. */
  steady: number;
  offset: number;
}

export function newModel(): Model {
  return { jobs: new Map(), turns: new Map(), turn: 0, claims: [], serial: 0, process: 1 };
}

type Command = fc.AsyncCommand<Model, Real>;

const due = (real: Real) => isoTime(real.steady);
const wall = (real: Real) => isoTime(real.steady + real.offset);
const waitMs = (crashes: number) => crashes < 2 ? 0 : crashes * 1_000;
const rescuing = (real: Real) => ({ due: due(real), now: wall(real), waitMs });
const holder = (model: Model) => `process-${model.process}`;
const isActive = (job: ModelJob) => job.status === "pending" || job.status === "running";

/** A command by its name and two small numbers, so that a failure can be read. */
function command(
  name: string,
  run: (model: Model, real: Real) => Promise<void>,
): Command {
  return {
    check: () => true,
    async run(model, real) {
      await run(model, real);
      await compare(model, real, name);
    },
    toString: () => name,
  };
}

/** The job that is meant by a number; null where there is none yet. */
function pick<T>(items: Iterable<T>, n: number): T | null {
  const all = [...items];
  return all[n % Math.max(1, all.length)] ?? null;
}

/** The job of a claim, if the claim still holds. */
function held(model: Model, claim: Claim): ModelJob | null {
  const job = model.jobs.get(claim.jobId);
  const holds = job?.status === "running" && job.holder === claim.lockedBy &&
    job.fence === claim.fence;
  return holds ? job : null;
}

const enqueue = (project: number, ref: number, priority: number, delay: number) =>
  command(
    `enqueue(p${project}, ${ref}, priority ${priority}, in ${delay} ms)`,
    async (model, real) => {
      const id = `j${String(model.serial++).padStart(4, "0")}`;
      const projectId = PROJECTS[project]!;
      const key = `analyze_repo:${projectId}:${ref}`;
      const runAt = real.steady + delay;
      const answer = await real.store.enqueue({
        id,
        project_id: projectId,
        job_type: "analyze_repo",
        params: {},
        dedupe_key: key,
        max_attempts: MAX_ATTEMPTS,
        priority,
        run_at: isoTime(runAt),
        now: wall(real),
      });
      const same = [...model.jobs.values()].find((job) =>
        job.key === key && isActive(job) && !job.cancelAsked
      );
      assert.equal(answer.created, same === undefined, "one active job a key");
      assert.equal(answer.job.id, same?.id ?? id);
      if (same === undefined) {
        model.jobs.set(id, {
          id,
          project: projectId,
          key,
          status: "pending",
          priority,
          attempt: 0,
          maxAttempts: MAX_ATTEMPTS,
          fence: 0,
          holder: null,
          cancelAsked: false,
          crashes: 0,
          stagesBegun: 0,
          progress: 0,
          runAt,
        });
      } else if (same.status === "pending" && same.priority < priority) {
        same.priority = priority;
        same.runAt = Math.min(same.runAt, runAt);
      }
    },
  );

/** Ends some claims, valid or not, and claims up to `free`: one turn of a runner. */
const turn = (free: number, ends: readonly { n: number; how: Outcome["kind"]; delay: number }[]) =>
  command(`turn(free ${free}, ends ${JSON.stringify(ends)})`, async (model, real) => {
    const ended: { claim: Claim; how: Outcome["kind"]; delay: number }[] = [];
    for (const { n, how, delay } of ends) {
      const claim = pick(model.claims, n);
      // A runner ends an attempt once.
      if (claim === null || ended.some((one) => one.claim === claim)) continue;
      ended.push({ claim, how, delay });
    }
    const result = await real.store.turn({
      ended: ended.map(({ claim, how, delay }) => ({
        claim,
        outcome: outcome(how, real.steady + delay),
        runMs: 5,
        timings: {},
      })),
      free: new Map([["analyze_repo", free]]),
      lockedBy: holder(model),
      leaseUntil: wall(real),
      due: due(real),
      now: wall(real),
    });
    const kept = ended.map(({ claim, how, delay }) => end(model, claim, how, real.steady + delay));
    assert.deepEqual(result.kept, kept, "only a holder's end is stored");
    const expected = next(model, real.steady, free);
    assert.deepEqual(
      result.claimed.map((job) => job.claim.jobId).sort(),
      expected.map((job) => job.id).sort(),
      "the due jobs, in their order",
    );
    if (expected.length > 0) model.turn++;
    for (const job of expected) {
      job.status = "running";
      job.attempt++;
      job.fence++;
      job.holder = holder(model);
      model.turns.set(job.project, model.turn);
    }
    model.claims.push(...result.claimed.map((job) => job.claim));
  });

function outcome(kind: Outcome["kind"], runAt: number): Outcome {
  switch (kind) {
    case "completed":
      return { kind, result: {} };
    case "failed":
      return { kind, error: WORDS };
    case "retried":
      return { kind, error: WORDS, runAt: isoTime(runAt) };
    case "snoozed":
      return { kind, reason: "later", runAt: isoTime(runAt) };
    default:
      return { kind };
  }
}

function end(model: Model, claim: Claim, how: Outcome["kind"], runAt: number): boolean {
  const job = held(model, claim);
  if (job === null || (how === "lost" && !job.cancelAsked)) return false;
  job.holder = null;
  if (how === "completed") job.progress = 100;
  if (how === "completed" || how === "failed" || how === "cancelled") job.status = how;
  else if (how === "lost") job.status = "cancelled";
  else {
    job.status = job.cancelAsked ? "cancelled" : "pending";
    if (how !== "retried") job.attempt--;
    if (how !== "released") job.runAt = runAt;
  }
  return true;
}

/** What should start now. */
function next(model: Model, now: number, free: number): ModelJob[] {
  const jobs = [...model.jobs.values()];
  const heads = PROJECTS.flatMap((project) => {
    const mine = jobs.filter((job) => job.project === project);
    if (mine.some((job) => job.status === "running")) return [];
    const ready = mine.filter((job) => job.status === "pending" && job.runAt <= now);
    ready.sort((a, b) => b.priority - a.priority || a.runAt - b.runAt || (a.id < b.id ? -1 : 1));
    return ready.slice(0, 1);
  });
  const turnOf = (job: ModelJob) => model.turns.get(job.project) ?? 0;
  heads.sort((a, b) =>
    b.priority - a.priority || turnOf(a) - turnOf(b) || a.runAt - b.runAt || (a.id < b.id ? -1 : 1)
  );
  return heads.slice(0, free);
}

const report = (n: number, ordinal: number) =>
  command(`report(claim ${n}, stage ${ordinal})`, async (model, real) => {
    const claim = pick(model.claims, n);
    if (claim === null) return;
    const progress = ordinal * 10;
    const at = { stage: `s${ordinal}`, ordinal, progress, message: "", secondsLeft: null };
    const stored = await real.store.report(claim, at, [], wall(real));
    const job = held(model, claim);
    assert.equal(stored, job !== null, "only a holder reports");
    if (job === null) return;
    if (job.stagesBegun < ordinal) [job.crashes, job.stagesBegun] = [0, ordinal];
    job.progress = Math.max(job.progress, progress);
  });

const heartbeat = (n: number) =>
  command(`heartbeat(claim ${n})`, async (model, real) => {
    const claim = pick(model.claims, n);
    if (claim === null) return;
    const job = held(model, claim);
    assert.deepEqual(await real.store.heartbeat([claim], wall(real)), [
      job === null ? "lost" : job.cancelAsked ? "cancel" : "held",
    ]);
  });

/** The process dies, or only loses some claims; what it held is taken back by the next. */
const crash = (all: boolean, n: number) =>
  command(all ? "crash" : `lose(job ${n})`, async (model, real) => {
    if (all) model.process++;
    const running = await real.store.running();
    const lost = all
      ? running.filter((job) => job.lockedBy !== holder(model))
      : running.slice(n % 3, n % 3 + 1);
    assert.equal(await real.store.rescue(lost, rescuing(real)), lost.length);
    for (const { id } of lost) {
      const job = model.jobs.get(id)!;
      job.holder = null;
      job.crashes++;
      if (job.cancelAsked) job.status = "cancelled";
      else if (job.crashes >= CRASHES_MAX) job.status = "failed";
      else {
        job.status = "pending";
        job.attempt = Math.max(0, job.attempt - 1);
        job.runAt = real.steady + waitMs(job.crashes);
      }
    }
  });

/** A rescuer that looked before others acted: what has changed since is none of its business. */
const lateRescue = (n: number) =>
  command(`late rescue(claim ${n})`, async (model, real) => {
    const claim = pick(model.claims, n);
    if (claim === null || held(model, claim) !== null) return;
    const { jobId: id, lockedBy, fence } = claim;
    const leaseExpiresAt = wall(real);
    const seen = [{ id, lockedBy, fence, leaseExpiresAt }];
    assert.equal(await real.store.rescue(seen, rescuing(real)), 0);
  });

const cancel = (n: number) =>
  command(`cancel(job ${n})`, async (model, real) => {
    const job = pick(model.jobs.values(), n);
    if (job === null) return;
    assert.equal(await real.store.requestCancel(job.id, wall(real)), job.status);
    if (isActive(job)) job.cancelAsked = true;
    if (job.status === "pending") job.status = "cancelled";
  });

const cancelPending = (project: number) =>
  command(`cancel all of p${project}`, async (model, real) => {
    const waiting = [...model.jobs.values()].filter((job) =>
      job.project === PROJECTS[project] && job.status === "pending"
    );
    const count = await real.store.cancelPending(PROJECTS[project]!, wall(real));
    assert.equal(count, waiting.length);
    for (const job of waiting) [job.status, job.cancelAsked] = ["cancelled", true];
  });

const retry = (n: number) =>
  command(`retry(job ${n})`, async (model, real) => {
    const job = pick(model.jobs.values(), n);
    if (job === null) return;
    const answer = await real.store.retry(job.id, {
      maxAttempts: MAX_ATTEMPTS,
      priority: 10,
      runAt: due(real),
      now: wall(real),
    });
    if (isActive(job) || job.status === "completed") {
      return assert.deepEqual(answer, { kind: "refused", status: job.status });
    }
    const other = [...model.jobs.values()].find((one) =>
      one.key === job.key && isActive(one) && !one.cancelAsked
    );
    if (other !== undefined) {
      return assert.deepEqual(answer, { kind: "superseded", by: other.id });
    }
    assert.deepEqual(answer, { kind: "enqueued" });
    Object.assign(job, {
      status: "pending",
      priority: 10,
      cancelAsked: false,
      crashes: 0,
      stagesBegun: 0,
      progress: 0,
      maxAttempts: job.attempt + MAX_ATTEMPTS,
      runAt: real.steady,
    });
  });

const pass = (ms: number) =>
  command(`${ms} ms pass`, (_model, real) => {
    real.steady += ms;
    return Promise.resolve();
  });

const jump = (ms: number) =>
  command(`the clock is set by ${ms} ms`, (_model, real) => {
    real.offset += ms;
    return Promise.resolve();
  });

/** Random courses of all that can happen to a queue. */
export const courses = (() => {
  const n = fc.nat(20);
  const how = fc.constantFrom<Outcome["kind"]>(
    "completed",
    "failed",
    "retried",
    "snoozed",
    "released",
    "cancelled",
    "lost",
  );
  const ends = fc.array(fc.record({ n, how, delay: fc.constantFrom(0, 5_000) }), { maxLength: 2 });
  const project = fc.nat(PROJECTS.length - 1);
  const delay = fc.constantFrom(0, 0, 5_000);
  return fc.commands([
    fc.tuple(project, fc.nat(2), fc.constantFrom(0, 10), delay).map((a) => enqueue(...a)),
    fc.tuple(fc.nat(3), ends).map((a) => turn(...a)),
    fc.tuple(fc.nat(3), ends).map((a) => turn(...a)),
    fc.tuple(n, fc.integer({ min: 1, max: 7 })).map((a) => report(...a)),
    n.map(heartbeat),
    fc.tuple(fc.boolean(), n).map((a) => crash(...a)),
    n.map(lateRescue),
    n.map(cancel),
    project.map(cancelPending),
    n.map(retry),
    fc.constantFrom(1, 5_000, 60_000).map(pass),
    fc.constantFrom(-3_600_000, 3_600_000).map(jump),
  ], { size: "large", maxCommands: 60 });
})();

/** Every row is as the model says, and the table as a whole is possible. */
async function compare(model: Model, real: Real, after: string): Promise<void> {
  const rows = await real.scratch.database.kysely.selectFrom("background_jobs").selectAll()
    .orderBy("id").execute();
  assert.deepEqual(
    rows.map((row) => ({
      id: row.id,
      status: row.status,
      attempt: row.attempt,
      maxAttempts: row.max_attempts,
      priority: row.priority,
      fence: row.fence,
      holder: row.locked_by,
      cancelAsked: row.cancel_requested_at !== null,
      crashes: row.crashes,
      progress: row.progress,
      runAt: row.run_at,
    })),
    [...model.jobs.values()].map((job) => ({
      id: job.id,
      status: job.status,
      attempt: job.attempt,
      maxAttempts: job.maxAttempts,
      priority: job.priority,
      fence: job.fence,
      holder: job.holder,
      cancelAsked: job.cancelAsked,
      crashes: job.crashes,
      progress: job.progress,
      runAt: isoTime(job.runAt),
    })),
    after,
  );
  const running = rows.filter((row) => row.status === "running").map((row) => row.project_id);
  assert.equal(new Set(running).size, running.length, "one running job a project");
  const counts = await real.store.counts();
  for (const [status, count] of Object.entries(counts)) {
    assert.equal(
      count,
      rows.filter((row) => row.status === status).length,
      `${status} are counted`,
    );
  }
}
