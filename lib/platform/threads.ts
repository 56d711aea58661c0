/**
 * Threads that answer requests over messages. Both ends of the protocol stand in this file: a
 * thread is started by `startThread`, asked by `call`, and answers by `serveThread`. A port to it can be
 * handed to another thread (`connect`), which then asks it without passing through the first.
 *
 * Why ports rather than threads that start threads: with Deno 2.9 a worker started by a worker
 * takes one second to answer, one started by the main thread 10 ms.
 */
import { parentPort, Worker as LimitedWorker } from "node:worker_threads";
import { FactoryError, toPublicError } from "../domain/errors.ts";

type Request =
  | { kind: "request"; body: unknown }
  | { kind: "abort" }
  | { kind: "connect"; port: MessagePort };
type Reply =
  | { kind: "progress"; body: unknown }
  | { kind: "done"; body: unknown }
  | { kind: "failed"; error: ReturnType<typeof toPublicError>; trace: string };

interface Channel {
  postMessage(message: Request, transfer: Transferable[]): void;
  onmessage: ((event: MessageEvent<Reply>) => void) | null;
}

export interface CallOptions<Progress = never> {
  signal?: AbortSignal;
  onProgress?: (progress: Progress) => void;
  /** Moved rather than copied. */
  transfer?: Transferable[];
}

/** Something that answers one request at a time. */
export interface Caller {
  /** Rejects with what the other side threw, or with the signal's reason. */
  call<Result, Progress = never>(body: unknown, options?: CallOptions<Progress>): Promise<Result>;
}

/** A caller that can be told that no answer will come. */
export interface EndableCaller extends Caller {
  /** Rejects the call under way and all later ones with `error`. */
  end(error: unknown): void;
}

export interface Thread extends Caller {
  /** A port to this thread, to be transferred to another. */
  connect(): MessagePort;
  terminate(): void;
}

/** How long an aborted thread may tidy up (stop its children) before it is ended. */
const ABORT_GRACE_MS = 1_000;

export interface ThreadOptions {
  /** Is told of a crash, which also rejects the call under way. */
  onCrash?: (error: FactoryError) => void;
  /**
   * Ceiling of the thread's JavaScript heap in MB. Without one, a thread that runs out of memory ends
   * the whole process; with one, it ends alone and *silently*: whoever asks it needs a time limit.
   */
  heapMb?: number;
}

/**
 * Starts a module as a thread. A crash rejects the call under way with `worker_crashed`; it never
 * ends the process.
 * @param name what errors call it
 */
export function startThread(module: URL, name: string, options: ThreadOptions = {}): Thread {
  const { onCrash = () => {}, heapMb } = options;
  const crash = (reason: string) => {
    worker.terminate();
    const error = new FactoryError("worker_crashed", `The ${name} thread ended: ${reason}`, {
      remedy: "It is tried again. If it comes back, the server's log has the details.",
    });
    asked.end(error);
    onCrash(error);
  };
  const worker = heapMb === undefined
    ? plainWorker(module, name, crash)
    : limitedWorker(module, heapMb, crash);
  const asked = createCaller(worker, () => worker.terminate());
  return {
    call: asked.call,
    connect() {
      const { port1, port2 } = new MessageChannel();
      worker.postMessage({ kind: "connect", port: port1 }, [port1]);
      return port2;
    },
    terminate() {
      worker.terminate();
      asked.end(new FactoryError("worker_crashed", `The ${name} thread was ended.`));
    },
  };
}

interface StartedWorker extends Channel {
  terminate(): void;
}

function plainWorker(module: URL, name: string, crash: (reason: string) => void): StartedWorker {
  const worker = new Worker(module, { type: "module", name });
  worker.onerror = (event) => {
    event.preventDefault(); // without it the error would end the whole process
    crash(event.message);
  };
  worker.onmessageerror = () => crash("a message could not be read");
  return worker;
}

/** Node's workers take a heap limit, Deno's own do not; they need 25 ms more to start. */
function limitedWorker(
  module: URL,
  heapMb: number,
  crash: (reason: string) => void,
): StartedWorker {
  const worker = new LimitedWorker(module, {
    resourceLimits: { maxOldGenerationSizeMb: heapMb },
  });
  const started: StartedWorker = {
    onmessage: null,
    postMessage: (message, transfer) => {
      // Node's types know their own MessagePort only; in Deno it is the web's.
      worker.postMessage(message, transfer as unknown as Parameters<typeof worker.postMessage>[1]);
    },
    terminate: () => void worker.terminate(),
  };
  worker.on("message", (data) => started.onmessage?.({ data } as MessageEvent<Reply>));
  worker.on("error", (error) => crash(error instanceof Error ? error.message : String(error)));
  worker.on("messageerror", () => crash("a message could not be read"));
  return started;
}

/** Asks a thread through a port that its owner made by `connect`. */
export function askThrough(port: MessagePort): EndableCaller {
  return createCaller(port, () => {});
}

/** The other side: answers each request with what `handle` returns or throws. */
export function serveThread<Body, Result>(
  handle: (
    body: Body,
    context: { signal: AbortSignal; progress: (body: unknown) => void },
  ) => Promise<Result> | Result,
): void {
  interface Peer {
    postMessage(reply: Reply): void;
    onmessage: ((event: MessageEvent<Request>) => void) | null;
  }
  const serve = (peer: Peer) => {
    let abort = new AbortController();
    peer.onmessage = async ({ data }) => {
      if (data.kind === "connect") return serve(data.port as Peer);
      if (data.kind === "abort") {
        return abort.abort(new FactoryError("job_cancelled", "The work was stopped."));
      }
      abort = new AbortController();
      try {
        const body = await handle(data.body as Body, {
          signal: abort.signal,
          progress: (progress) => peer.postMessage({ kind: "progress", body: progress }),
        });
        peer.postMessage({ kind: "done", body });
      } catch (error) {
        const trace = error instanceof Error ? error.stack ?? error.message : String(error);
        peer.postMessage({ kind: "failed", error: toPublicError(error), trace });
      }
    };
  };
  serve((parentPort ?? globalThis) as unknown as Peer);
}

function createCaller(
  channel: Channel,
  giveUp: () => void,
): EndableCaller {
  let pending: ((error: unknown) => void) | null = null;
  let ended: unknown = null;
  return {
    end(error) {
      ended ??= error;
      pending?.(error);
    },
    async call<Result, Progress>(body: unknown, options: CallOptions<Progress> = {}) {
      const { signal, onProgress, transfer = [] } = options;
      if (ended !== null) throw ended;
      signal?.throwIfAborted();
      const { promise, resolve, reject } = Promise.withResolvers<Result>();
      let graceTimer: ReturnType<typeof setTimeout> | undefined;
      const onAbort = () => {
        channel.postMessage({ kind: "abort" }, []);
        graceTimer = setTimeout(() => {
          giveUp();
          reject(signal?.reason);
        }, ABORT_GRACE_MS);
      };
      pending = reject;
      signal?.addEventListener("abort", onAbort, { once: true });
      channel.onmessage = ({ data }) => {
        if (data.kind === "progress") onProgress?.(data.body as Progress);
        else if (data.kind === "done") resolve(data.body as Result);
        else reject(toError(data));
      };
      channel.postMessage({ kind: "request", body }, transfer);
      try {
        return await promise;
      } finally {
        pending = null;
        clearTimeout(graceTimer);
        signal?.removeEventListener("abort", onAbort);
      }
    },
  };
}

function toError(reply: Extract<Reply, { kind: "failed" }>): Error {
  const { code, message, remedy } = reply.error;
  const cause = new Error(reply.trace);
  return new FactoryError(code, message, remedy === null ? { cause } : { remedy, cause });
}
