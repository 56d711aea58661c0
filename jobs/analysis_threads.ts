import type { AnalysisStage } from "../lib/domain/job.ts";
import type { ReportProgress } from "../lib/domain/ports.ts";
import type { LogOptions } from "../lib/platform/log.ts";
import { moduleUrl } from "../lib/platform/resources.ts";
import { ownThreads, type ThreadOwner } from "../lib/platform/thread_pool.ts";
import { startThread, type Thread } from "../lib/platform/threads.ts";
import type { Claim } from "../lib/store/jobs.ts";
import type { AnalyzeRepoDependencies } from "./analyze_repo.ts";
import type { CommitOrder, Parsers } from "./map_commit.ts";

/** Where the map goes, if the job still holds its claim. */
export interface PublishOrder {
  databasePath: string;
  claim: Claim;
}

/** What worker.ts is asked: one analysis. */
export interface ThreadOrder extends CommitOrder {
  /** null: the map is handed back as JSON, and no database is touched. */
  publish: PublishOrder | null;
  log: LogOptions;
  parsers: Parsers;
}

export interface ThreadProgress {
  stage: AnalysisStage;
  fraction: number;
  message: string;
}

export interface ThreadOptions {
  log: LogOptions;
  /** Parse threads of one analysis, at most: none is started where the cache knows everything. */
  parsers: number;
}

interface RunOptions {
  signal: AbortSignal;
  report: ReportProgress;
}

/**
 * Ceiling of a parse thread's JavaScript heap. The largest file that is read (4 MB) takes a tenth of
 * it.
 */
const PARSE_HEAP_MB = 512;

/** More parse threads gain little, because one thread feeds them. */
const MOST_PARSERS = 4;

/**
 * Parse threads for one of `analyses` at a time on this machine: they share the processors, because
 * threads that only wait for one hold up the thread that answers requests. One processor is left to
 * the thread that leads, to git and to the compilation of what runs often: on two, a second parse
 * thread costs a third more processor time, most of it for compiling the same code again.
 */
export function parsersHere(analyses: number, processors = navigator.hardwareConcurrency): number {
  return Math.max(1, Math.min(MOST_PARSERS, Math.floor(processors / analyses) - 1));
}

/**
 * How long threads wait for the next analysis. One that comes meanwhile is spared their start, finds
 * the code compiled and, of the same project, what the last one left (lib/analysis/memory.ts).
 * Afterwards their memory is given back.
 */
const IDLE_MS = 5 * 60_000;

/** However often they are asked: what they hold is bound to grow. */
const LONGEST_LIFE_MS = 60 * 60_000;

/** Threads do not wait where the whole process has more memory than this, in bytes. */
const KEEP_BELOW = 700_000_000;

/** A thread that leads and writes, and threads that parse for it: one analysis at a time. */
interface Crew {
  lead: Thread;
  parsers: ThreadOwner;
  /** When it was started, in ms since 1970. */
  since: number;
  /** Whether it has made a map. */
  used: boolean;
  alive: boolean;
}

export interface AnalysisThreads {
  /** Starts the threads of an analysis to come, so that they are ready once its commit is. */
  prepare(): void;
  /** An analysis of a job: it publishes its map in the database. */
  analyse: AnalyzeRepoDependencies["threads"]["analyse"];
  /** Ends the threads that wait. */
  close(): void;
}

export function createAnalysisThreads(
  { databasePath, log, idleMs = IDLE_MS }: {
    databasePath: string;
    log: LogOptions;
    idleMs?: number;
  },
): AnalysisThreads {
  let running = 0;
  const crews = keepCrew(idleMs);
  return {
    prepare: () => crews.giveBack(crews.take(), parsersHere(running + 1)),
    async analyse({ claim, ...order }, run) {
      running++;
      const crew = crews.take();
      try {
        const options = { log, parsers: parsersHere(running) };
        const done = await ask<{ mapId: string }>(
          crew,
          order,
          { databasePath, claim },
          options,
          run,
        );
        crew.used = true;
        if (mayWait(crew)) crews.giveBack(crew, 1);
        else end(crew);
        return done;
      } catch (error) {
        // What it was at is not known: a crash or a cancel must leave the next one alone.
        end(crew);
        throw error;
      } finally {
        running--;
      }
    },
    close: () => crews.close(),
  };
}

export interface MapThreads {
  /** Maps a commit without a database; resolves with the canonical JSON of its map. */
  map(order: CommitOrder, run: RunOptions): Promise<Uint8Array<ArrayBuffer>>;
  close(): void;
}

/** Threads for one map without a database. They start at once, beside what fetches the commit. */
export function openMapThreads(options: ThreadOptions): MapThreads {
  const crew = startCrew();
  crew.parsers.prepare(options.parsers);
  return {
    map: async (order, run) =>
      (await ask<{ json: Uint8Array<ArrayBuffer> }>(crew, order, null, options, run)).json,
    close: () => end(crew),
  };
}

/** Keeps one crew that has nothing to do, for a while: the last one that was given back. */
function keepCrew(idleMs: number) {
  let idle: Crew | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let closed = false;
  const forget = () => {
    clearTimeout(timer);
    const crew = idle;
    idle = null;
    return crew;
  };
  const dismiss = () => {
    const crew = forget();
    if (crew !== null) end(crew);
  };
  return {
    take(): Crew {
      if (idle?.alive === false) dismiss();
      return forget() ?? startCrew();
    },
    giveBack(crew: Crew, parsers: number): void {
      dismiss();
      if (closed) return end(crew);
      crew.parsers.prepare(parsers);
      idle = crew;
      timer = setTimeout(dismiss, idleMs);
      Deno.unrefTimer(timer as unknown as number);
    },
    close() {
      closed = true;
      dismiss();
    },
  };
}

function mayWait({ since }: Crew): boolean {
  return Date.now() - since < LONGEST_LIFE_MS && Deno.memoryUsage().rss < KEEP_BELOW;
}

/** Each analysis has threads to itself: a crash or a cancel leaves others and the server alone. */
function startCrew(): Crew {
  const crew: Crew = {
    lead: startThread(moduleUrl("worker"), "analysis", { onCrash: () => crew.alive = false }),
    parsers: ownThreads(moduleUrl("parse_worker"), "parse", {
      heapMb: PARSE_HEAP_MB,
      // What changes from one commit to the next is few files, which one thread reads: a new one,
      // because those that have read a whole repository do not give their memory back.
      onRelease: () => crew.parsers.shrink(crew.used ? 1 : 0),
    }),
    since: Date.now(),
    used: false,
    alive: true,
  };
  return crew;
}

function end(crew: Crew): void {
  crew.lead.terminate();
  crew.parsers.terminate();
}

async function ask<Result>(
  { lead, parsers: owner }: Crew,
  order: CommitOrder,
  publish: PublishOrder | null,
  { log, parsers }: ThreadOptions,
  { signal, report }: RunOptions,
): Promise<Result> {
  const port = owner.lend();
  return await lead.call<Result, ThreadProgress>(
    { ...order, publish, log, parsers: { port, size: parsers } } satisfies ThreadOrder,
    {
      signal,
      transfer: [port],
      onProgress: (at) => report(at.stage, at.fraction, at.message),
    },
  );
}
