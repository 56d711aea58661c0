/**
 * Threads that answer requests. A thread takes one request at a time; one that crashes fails its
 * request with `worker_crashed` and is replaced.
 *
 * The other side is `serveWorker`, so both ends of the protocol stand in this file.
 */
import { FactoryError, toPublicError } from "../domain/errors.ts";

type Request = { kind: "request"; body: unknown } | { kind: "abort" };
type Reply =
  | { kind: "progress"; body: unknown }
  | { kind: "done"; body: unknown }
  | { kind: "failed"; error: ReturnType<typeof toPublicError>; trace: string };

export interface CallOptions<Progress> {
  signal?: AbortSignal;
  onProgress?: (progress: Progress) => void;
  transfer?: Transferable[];
}

/** How long an aborted thread may tidy up (stop its children) before it is ended. */
const ABORT_GRACE_MS = 1_000;

/** A thread for one request after another. */
export interface WorkerThread {
  call<Result, Progress = never>(body: unknown, options?: CallOptions<Progress>): Promise<Result>;
  terminate(): void;
}

/** Starts a module as a thread. `name` is what errors call it. */
export function startWorker(module: URL, name: string): WorkerThread {
  const worker = new Worker(module, { type: "module", name });
  let settle: { reject: (error: unknown) => void } | null = null;
  let ended = false;

  function crash(reason: string): void {
    ended = true;
    worker.terminate();
    settle?.reject(
      new FactoryError("worker_crashed", `The ${name} thread ended: ${reason}`, {
        remedy: "It is tried again. If it comes back, the server's log has the details.",
      }),
    );
  }
  worker.onerror = (event) => {
    // Without this the error would end the whole process.
    event.preventDefault();
    crash(event.message);
  };
  worker.onmessageerror = () => crash("a message could not be read");

  return {
    call<Result, Progress>(body: unknown, options: CallOptions<Progress> = {}): Promise<Result> {
      const { signal, onProgress, transfer } = options;
      if (ended) return Promise.reject(new FactoryError("worker_crashed", `${name} has ended.`));
      signal?.throwIfAborted();
      const { promise, resolve, reject } = Promise.withResolvers<Result>();
      let graceTimer: ReturnType<typeof setTimeout> | undefined;
      const onAbort = () => {
        worker.postMessage({ kind: "abort" } satisfies Request);
        graceTimer = setTimeout(() => {
          ended = true;
          worker.terminate();
          reject(signal?.reason);
        }, ABORT_GRACE_MS);
      };
      settle = { reject };
      signal?.addEventListener("abort", onAbort, { once: true });
      worker.onmessage = ({ data }: MessageEvent<Reply>) => {
        if (data.kind === "progress") onProgress?.(data.body as Progress);
        else if (data.kind === "done") resolve(data.body as Result);
        else reject(toError(data));
      };
      worker.postMessage({ kind: "request", body } satisfies Request, transfer ?? []);
      return promise.finally(() => {
        settle = null;
        clearTimeout(graceTimer);
        signal?.removeEventListener("abort", onAbort);
      });
    },
    terminate() {
      ended = true;
      worker.terminate();
    },
  };
}

/** A fixed number of threads, started when first needed. */
export function createWorkerPool(start: () => WorkerThread, size: number) {
  const free: WorkerThread[] = [];
  const waiting: (() => void)[] = [];
  let started = 0;
  return {
    size,
    async call<Result>(body: unknown, options: CallOptions<never> = {}): Promise<Result> {
      while (free.length === 0 && started >= size) {
        await new Promise<void>((resolve) => waiting.push(resolve));
      }
      options.signal?.throwIfAborted();
      let thread = free.pop();
      if (thread === undefined) {
        thread = start();
        started++;
      }
      try {
        const result = await thread.call<Result>(body, options);
        free.push(thread);
        return result;
      } catch (error) {
        // In doubt about its state: a fresh thread takes its place.
        thread.terminate();
        started--;
        throw error;
      } finally {
        waiting.shift()?.();
      }
    },
    terminate(): void {
      for (const thread of free) thread.terminate();
      free.length = 0;
    },
  };
}

/** The other side: answers each request with what `handle` returns or throws. */
export function serveWorker<Body, Result>(
  handle: (
    body: Body,
    context: { signal: AbortSignal; progress: (body: unknown) => void },
  ) => Promise<Result>,
): void {
  const scope = globalThis as unknown as {
    onmessage: (event: MessageEvent<Request>) => void;
    postMessage: (reply: Reply) => void;
  };
  let abort = new AbortController();
  scope.onmessage = async ({ data }) => {
    if (data.kind === "abort") {
      abort.abort(new FactoryError("job_cancelled", "The work was stopped."));
      return;
    }
    abort = new AbortController();
    try {
      const body = await handle(data.body as Body, {
        signal: abort.signal,
        progress: (progress) => scope.postMessage({ kind: "progress", body: progress }),
      });
      scope.postMessage({ kind: "done", body });
    } catch (error) {
      const trace = error instanceof Error ? error.stack ?? error.message : String(error);
      scope.postMessage({ kind: "failed", error: toPublicError(error), trace });
    }
  };
}

function toError(reply: Extract<Reply, { kind: "failed" }>): Error {
  const { code, message, remedy } = reply.error;
  const cause = new Error(reply.trace);
  return new FactoryError(code, message, remedy === null ? { cause } : { remedy, cause });
}
