/**
 * What a runner does to jobs: ends and claims them, in one transaction a turn, so that the queue
 * costs one commit however many jobs end at once. Every write names the state that it expects and
 * the claim (holder and fence): a late worker's update matches no row and changes nothing.
 */
import { sql } from "kysely";
import type { PublicError } from "../../domain/errors.ts";
import type { JobEventKind, JobStatus, JobType, StageTimings } from "../../domain/job.ts";
import type { Database } from "../database.ts";
import {
  type Claim,
  type ClaimedJob,
  type ClaimedRow,
  heldBy,
  nextRunAt,
  type Queries,
  RUNNING,
  toClaimed,
  touched,
} from "./rows.ts";

/** How an attempt ended. */
export type Outcome =
  | { kind: "completed"; result: Record<string, unknown> }
  | { kind: "failed"; error: PublicError }
  /** Another attempt follows at `runAt`; the error stays visible until then. */
  | { kind: "retried"; error: PublicError; runAt: string }
  /** The same, but nothing failed: the attempt is not charged. */
  /** `error`: where it was the other side that asked for the wait, in its words. */
  | { kind: "snoozed"; reason: string; runAt: string; error?: PublicError }
  /** This process stops: the attempt is not charged. */
  | { kind: "released" }
  | { kind: "cancelled" }
  /** Whatever it was doing was refused: it is cancelled if that was asked for, else nobody's. */
  | { kind: "lost" };

export interface EndedJob {
  claim: Claim;
  outcome: Outcome;
  /** Milliseconds that the attempt ran. */
  runMs: number;
  timings: StageTimings;
}

export interface Turn {
  ended: readonly EndedJob[];
  /** How many jobs of each type may be claimed. */
  free: ReadonlyMap<JobType, number>;
  lockedBy: string;
  leaseUntil: string;
  /** By the engine's clock: which jobs are due. */
  due: string;
  now: string;
}

export interface TurnResult {
  /** For each ended job, whether its claim still held; if not, nothing was written. */
  kept: boolean[];
  claimed: ClaimedJob[];
  /** When the next pending job becomes due that is not yet; null where none waits for its time. */
  nextRunAt: string | null;
}

export interface Report {
  stage: string;
  /** Ordinal of the stage, from 1. */
  ordinal: number;
  progress: number;
  message: string;
  secondsLeft: number | null;
}

export function createTurns({ kysely: db }: Database) {
  return {
    /** Ends what ended, then claims what is due. All of it, or (where this throws) nothing. */
    async turn(turn: Turn): Promise<TurnResult> {
      return await db.transaction().execute(async (tx) => {
        const kept = await end(tx, turn);
        const claimed: ClaimedJob[] = [];
        for (const [type, count] of turn.free) {
          if (count > 0) claimed.push(...await claim(tx, type, count, turn));
        }
        await takeTurns(tx, claimed);
        return { kept, claimed, nextRunAt: await nextRunAt(tx, turn.due) };
      });
    },

    /** Extends leases, and tells of each claim whether it is lost or a cancel was asked for. */
    async heartbeat(
      claims: readonly Claim[],
      leaseUntil: string,
    ): Promise<("held" | "cancel" | "lost")[]> {
      const rows = await db.updateTable("background_jobs").set({ lease_expires_at: leaseUntil })
        .where("status", "=", RUNNING).where(
          sql<boolean>`(id, locked_by, fence) in (select value ->> 'jobId', value ->> 'lockedBy',
            value ->> 'fence' from json_each(${JSON.stringify(claims)}))`,
        ).returning(["id", "fence", "cancel_requested_at"]).execute();
      const held = new Map(rows.map((row) => [`${row.id} ${row.fence}`, row.cancel_requested_at]));
      return claims.map(({ jobId, fence }) => {
        const cancel = held.get(`${jobId} ${fence}`);
        return cancel === undefined ? "lost" : cancel === null ? "held" : "cancel";
      });
    },

    /**
     * Where a job is, and what it said. Progress never runs backwards, also not over a retry; a job
     * that gets further than ever before has put its crashes behind it.
     * @returns false where the claim is lost
     */
    async report(
      claim: Claim,
      at: Report | null,
      events: readonly { at: string; kind: JobEventKind; message: string }[],
      now: string,
    ): Promise<boolean> {
      return await db.transaction().execute(async (tx) => {
        const update = at === null ? { updated_at: now } : {
          stage: at.stage,
          message: at.message,
          progress: sql<number>`max(progress, ${at.progress})`,
          seconds_left: at.secondsLeft,
          crashes: sql<number>`case when stages_begun < ${at.ordinal} then 0 else crashes end`,
          stages_begun: sql<number>`max(stages_begun, ${at.ordinal})`,
          updated_at: now,
        };
        if (!touched(await heldBy(tx, claim).set(update).executeTakeFirst())) return false;
        if (events.length > 0) {
          await sql`insert into job_events (job_id, id, at, kind, message)
            select ${claim.jobId},
              (select coalesce(max(id), 0) from job_events where job_id = ${claim.jobId}) + key + 1,
              value ->> 'at', value ->> 'kind', value ->> 'message'
            from json_each(${JSON.stringify(events)}) order by key`.execute(tx);
        }
        return true;
      });
    },

    /** Leaves something for the next attempt. @returns false where the claim is lost */
    async checkpoint(claim: Claim, data: unknown): Promise<boolean> {
      return touched(
        await heldBy(db, claim).set({ checkpoint: JSON.stringify(data) }).executeTakeFirst(),
      );
    },

    /** Milliseconds by stage of the project's last job of this type that was no short cut. */
    async lastTimings(projectId: string, type: JobType): Promise<StageTimings | null> {
      const row = await db.selectFrom("background_jobs").select("timings")
        .where("project_id", "=", projectId).where("status", "=", "completed")
        .where("job_type", "=", type).where(sql<boolean>`timings ->> '$.publish' is not null`)
        .orderBy("id", "desc").limit(1).executeTakeFirst();
      return row?.timings == null ? null : JSON.parse(row.timings);
    },
  };
}

/** What an outcome makes of a row, beside what every end does. */
function columnsOf(outcome: Outcome, now: string) {
  const columns = {
    status: "pending",
    message: null as string | null,
    result: null as string | null,
    error: null as string | null,
    run_at: null as string | null,
    finished_at: null as string | null,
    /** Attempts that are not charged. */
    free: 0,
    /** 1: only where a cancel was asked for. */
    if_cancelled: 0,
  };
  switch (outcome.kind) {
    case "completed":
      return { ...columns, ...final("completed"), result: JSON.stringify(outcome.result) };
    case "failed":
      return { ...columns, ...final("failed"), error: JSON.stringify(outcome.error) };
    case "cancelled":
      return { ...columns, ...final("cancelled") };
    case "lost":
      return { ...columns, ...final("cancelled"), if_cancelled: 1 };
    case "retried":
      return {
        ...columns,
        message: "Waiting to try again",
        error: JSON.stringify(outcome.error),
        run_at: outcome.runAt,
      };
    case "snoozed":
      return {
        ...columns,
        message: outcome.reason,
        error: outcome.error === undefined ? null : JSON.stringify(outcome.error),
        run_at: outcome.runAt,
        free: 1,
      };
    case "released":
      return { ...columns, message: "Waiting for the server to start again", free: 1 };
  }
  function final(status: JobStatus) {
    return { status, finished_at: now };
  }
}

/** One statement, however many end. @returns for each whether its claim still held */
async function end(
  tx: Queries,
  { ended, due, now }: Pick<Turn, "ended" | "due" | "now">,
): Promise<boolean[]> {
  if (ended.length === 0) return [];
  const rows = ended.map(({ claim, outcome, runMs, timings }) => ({
    ...claim,
    ...columnsOf(outcome, now),
    waits_ms: "runAt" in outcome ? Math.max(0, Date.parse(outcome.runAt) - Date.parse(due)) : 0,
    run_ms: Math.max(0, Math.round(runMs)),
    timings: JSON.stringify(timings),
  }));
  // A cancel that came while the end was waiting to be stored is not lost: what would have waited for
  // another attempt is cancelled instead.
  const cancelled = sql`(one.value ->> 'status' = 'pending' and cancel_requested_at is not null)`;
  // The plus keeps the planner from stepping through all running jobs for each that has ended.
  const { rows: kept } = await sql<{ id: string; fence: number }>`
    update background_jobs set
      status = case when ${cancelled} then 'cancelled' else one.value ->> 'status' end,
      progress = case one.value ->> 'status' when 'completed' then 100 else progress end,
      message = case when ${cancelled} then null else one.value ->> 'message' end,
      result = one.value ->> 'result',
      error = one.value ->> 'error',
      checkpoint = case one.value ->> 'status' when 'completed' then null else checkpoint end,
      run_at = coalesce(one.value ->> 'run_at', run_at),
      delayed = one.value ->> 'run_at' is not null and not ${cancelled},
      waits_ms = case when ${cancelled} then 0 else one.value ->> 'waits_ms' end,
      attempt = attempt - (one.value ->> 'free'),
      run_ms = run_ms + (one.value ->> 'run_ms'),
      timings = one.value ->> 'timings',
      locked_by = null, lease_expires_at = null, seconds_left = null,
      finished_at = case when ${cancelled} then ${now} else one.value ->> 'finished_at' end,
      updated_at = ${now}
    from json_each(${JSON.stringify(rows)}) as one
    where background_jobs.id = one.value ->> 'jobId' and +background_jobs.status = 'running'
      and locked_by = one.value ->> 'lockedBy' and fence = one.value ->> 'fence'
      and (one.value ->> 'if_cancelled' = 0 or cancel_requested_at is not null)
    returning background_jobs.id, fence`.execute(tx);
  const held = new Set(kept.map((row) => `${row.id} ${row.fence}`));
  return ended.map(({ claim }) => held.delete(`${claim.jobId} ${claim.fence}`));
}

/**
 * Due jobs of one type, at most one a project, and none of a project that has one running: the
 * higher priority first, then the project that was served longest ago, then the longest due. The
 * recursion steps from project to project by the index: it costs the number of projects that wait,
 * not of jobs.
 */
async function claim(
  tx: Queries,
  type: JobType,
  count: number,
  { due, lockedBy, leaseUntil, now }: Turn,
): Promise<ClaimedJob[]> {
  const { rows } = await sql<ClaimedRow>`
    with recursive waiting (project_id) as (
      select min(project_id) from background_jobs where status = 'pending' and job_type = ${type}
      union all
      select (select min(project_id) from background_jobs
        where status = 'pending' and job_type = ${type} and project_id > waiting.project_id)
      from waiting where waiting.project_id is not null
    ),
    heads as (
      select head.rowid from waiting
      join background_jobs as head on head.rowid = (
        select rowid from background_jobs
        where status = 'pending' and job_type = ${type} and project_id = waiting.project_id
          and run_at <= ${due}
        order by priority desc, run_at, id limit 1)
      left join job_turns on job_turns.project_id = waiting.project_id
      where not exists (select 1 from background_jobs as busy where busy.status = 'running'
        and busy.project_id = waiting.project_id and busy.job_type = ${type})
      order by head.priority desc, coalesce(job_turns.turn, 0), head.run_at, head.id
      limit ${count}
    )
    update background_jobs set status = 'running', attempt = attempt + 1, fence = fence + 1,
      locked_by = ${lockedBy}, lease_expires_at = ${leaseUntil}, timings = null,
      started_at = coalesce(started_at, ${now}), message = 'Starting', error = null,
      delayed = 0, waits_ms = 0, updated_at = ${now}
    where rowid in (select rowid from heads)
    returning id, project_id, job_type, params, attempt, max_attempts, fence, checkpoint`.execute(
    tx,
  );
  return rows.map((row) => toClaimed(row, lockedBy));
}

async function takeTurns(tx: Queries, claimed: readonly ClaimedJob[]): Promise<void> {
  if (claimed.length === 0) return;
  const projects = JSON.stringify(claimed.map((job) => job.projectId));
  await sql`insert into job_turns (project_id, turn)
    select value, (select coalesce(max(turn), 0) from job_turns) + 1 from json_each(${projects})
    where true on conflict (project_id) do update set turn = excluded.turn`.execute(tx);
}
