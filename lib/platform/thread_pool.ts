/**
 * Threads of which any one may die, hang or run out of memory at the cost of the request that it was
 * at, and of nothing else. The *owner* (the main thread, see threads.ts for why) starts them when it
 * is asked to and says when one has crashed; the *user* (the thread that leads an analysis) spreads
 * its requests over them, limits the time of each, and has a lost thread started anew.
 */
import { FactoryError } from "../domain/errors.ts";
import { askThrough, type EndableCaller, startThread, type Thread } from "./threads.ts";

/** `generation` tells a thread from those that had its index before. */
interface Member {
  index: number;
  generation: number;
}
type Asked = Member | "release";
type Notice =
  | Member & { kind: "started"; port: MessagePort }
  | Member & { kind: "crashed"; reason: string };

export interface ThreadOwner {
  /**
   * A port to be transferred to the next thread that uses the pool; the one before must be through
   * with it. Threads that run are kept for it.
   */
  lend(): MessagePort;
  /** Starts so many threads ahead of who asks for them. */
  prepare(threads: number): void;
  /** Ends all threads but so many; nobody may be using them, see `onRelease`. */
  shrink(threads: number): void;
  terminate(): void;
}

interface Owned {
  thread: Thread;
  /** Of the user's request that it was given to. */
  generation: number;
  /** False where it waits for a user. */
  given: boolean;
}

/**
 * The owner's side. No thread is started before it is prepared or the user asks for it.
 * @param heapMb ceiling of each thread's JavaScript heap, in MB
 * @param onRelease is told that the user needs no thread any more
 */
export function ownThreads(
  module: URL,
  name: string,
  { heapMb, onRelease = () => {} }: { heapMb: number; onRelease?: () => void },
): ThreadOwner {
  const running = new Map<number, Owned>();
  let channel: MessagePort | null = null;
  const tell = (notice: Notice, transfer: Transferable[] = []) =>
    channel?.postMessage(notice, transfer);

  function begin(index: number): Owned {
    const thread = startThread(module, name, {
      heapMb,
      onCrash({ message }) {
        if (running.get(index) === owned) running.delete(index);
        const { generation, given } = owned;
        if (given) tell({ kind: "crashed", index, generation, reason: message });
      },
    });
    const owned: Owned = { thread, generation: 0, given: false };
    running.set(index, owned);
    return owned;
  }

  /** The user's second request for an index means that it has lost the thread of the first. */
  function give({ index, generation }: Member): void {
    let owned = running.get(index);
    if (owned?.given) {
      owned.thread.terminate();
      owned = undefined;
    }
    owned ??= begin(index);
    Object.assign(owned, { generation, given: true });
    const port = owned.thread.connect();
    tell({ kind: "started", index, generation, port }, [port]);
  }

  return {
    lend() {
      channel?.close();
      for (const owned of running.values()) owned.given = false;
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = ({ data }: MessageEvent<Asked>) =>
        data === "release" ? onRelease() : give(data);
      channel = port1;
      return port2;
    },
    prepare(threads) {
      for (let index = 0; index < threads; index++) if (!running.has(index)) begin(index);
    },
    shrink(threads) {
      for (const [index, { thread }] of running) {
        if (index < threads) continue;
        thread.terminate();
        running.delete(index);
      }
    },
    terminate() {
      channel?.close();
      for (const { thread } of running.values()) thread.terminate();
      running.clear();
    },
  };
}

/** Why a request was lost: its thread died, took too long (or ran out of memory), or threw. */
export type LossReason = "crashed" | "slow" | "failed";

/** The request was lost with its thread; another thread can be asked. */
export class ThreadLost extends FactoryError {
  constructor(readonly why: LossReason, message: string, options: { cause?: unknown } = {}) {
    super("worker_crashed", message, options);
  }
}

export interface PoolOptions {
  /** Threads at most. */
  size: number;
  /** A request that every sound thread answers at once; each new thread gets it first. */
  hello: unknown;
}

interface PoolCallOptions {
  signal: AbortSignal;
  /** Longest time for this request, in ms; its thread is then ended. */
  limitMs: number;
}

export interface ThreadPool {
  /**
   * Resolves with a thread's answer. Rejects with `ThreadLost` where the request cost its thread (a
   * thread that answers with an error counts as broken), with `worker_crashed` where threads do not
   * even start, with the signal's reason where that aborts.
   */
  call<Result>(body: unknown, options: PoolCallOptions): Promise<Result>;
  /** Starts so many threads ahead of the calls to come. */
  prepare(threads: number, signal: AbortSignal): void;
  /** Tells the owner that no call is to come; none may be under way. */
  release(): void;
  close(): void;
}

interface Seat extends Member {
  /** Its thread, once that has answered `hello`; null: to be started with the next call. */
  caller: Promise<EndableCaller> | null;
  /** Ends the call under way, or what waits for the start. */
  fail: (error: ThreadLost) => void;
  started: (port: MessagePort) => void;
}

/** The user's side, behind the port of `ownThreads`. */
export function usePool(port: MessagePort, { size, hello }: PoolOptions): ThreadPool {
  const seats = Array.from({ length: size }, (_, index): Seat => ({
    index,
    generation: 0,
    caller: null,
    fail: () => {},
    started: () => {},
  }));
  // Taken and given back at the end: threads that run are asked before others are started.
  const free = [...seats].reverse();
  const waiting: (() => void)[] = [];

  port.onmessage = ({ data }: MessageEvent<Notice>) => {
    const seat = seats[data.index];
    if (seat === undefined || seat.generation !== data.generation) return;
    if (data.kind === "started") seat.started(data.port);
    else seat.fail(new ThreadLost("crashed", data.reason));
  };

  async function start(seat: Seat, signal: AbortSignal): Promise<EndableCaller> {
    const { promise, resolve, reject } = Promise.withResolvers<MessagePort>();
    seat.started = resolve;
    seat.fail = reject;
    seat.generation++;
    port.postMessage({ index: seat.index, generation: seat.generation } satisfies Member);
    try {
      const caller = askThrough(await promise);
      seat.fail = (error) => caller.end(error);
      await withinLimit(START_LIMIT_MS, caller, hello, signal);
      return caller;
    } catch (error) {
      // Not ThreadLost: another thread would fare no better.
      if (!(error instanceof ThreadLost)) throw error;
      throw new FactoryError("worker_crashed", error.message, { cause: error });
    }
  }

  async function withinLimit<Result>(
    ms: number,
    caller: EndableCaller,
    body: unknown,
    signal: AbortSignal,
  ): Promise<Result> {
    let timer = setTimeout(() => {
      // If this thread itself was busy, the answer may already wait behind this timer.
      timer = setTimeout(() => {
        caller.end(new ThreadLost("slow", `A thread took more than ${ms / 1_000} s.`));
      }, ANSWER_GRACE_MS);
    }, ms);
    try {
      return await caller.call<Result>(body, { signal });
    } finally {
      clearTimeout(timer);
    }
  }

  return {
    async call<Result>(body: unknown, { signal, limitMs }: PoolCallOptions): Promise<Result> {
      while (free.length === 0) await new Promise<void>((resolve) => waiting.push(resolve));
      const seat = free.pop()!;
      try {
        const caller = await (seat.caller ??= start(seat, signal));
        try {
          return await withinLimit(limitMs, caller, body, signal);
        } catch (error) {
          if (signal.aborted) throw error;
          seat.caller = null;
          if (error instanceof ThreadLost) throw error;
          throw new ThreadLost("failed", wordsOf(error), { cause: error });
        }
      } finally {
        free.push(seat);
        waiting.shift()?.();
      }
    },

    prepare(threads, signal) {
      for (const seat of seats.slice(0, threads)) {
        // Who calls next hears of a failure.
        (seat.caller ??= start(seat, signal)).catch(() => {});
      }
    },

    release: () => port.postMessage("release" satisfies Asked),
    close: () => port.close(),
  };
}

/** A busy machine may be slow to start threads, which is no fault of what they are asked. */
const START_LIMIT_MS = 120_000;
const ANSWER_GRACE_MS = 1_000;

function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
