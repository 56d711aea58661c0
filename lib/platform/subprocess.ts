/**
 * Other programs: started without a shell, with no environment but what is given, and ended with
 * everything they started.
 */
import { joinBytes } from "../domain/bytes.ts";

/** Between asking a group to end and killing it: git removes its lock files in that time. */
const GRACE_MS = 1_000;
/** A longer line of stderr is cut into pieces. */
const LINE_MAX = 8_192;

export interface ProcessOptions {
  args: readonly string[];
  /** The whole environment, but for PATH, which is ours. */
  env: Record<string, string>;
  cwd?: string;
  /** Bytes for its stdin, as fast as it takes them; it is closed after the last. Default: none. */
  stdin?: Uint8Array | AsyncIterable<Uint8Array>;
  /** Each line of stderr, split at line feeds and carriage returns, without them. */
  onStderrLine?(line: string): void;
  /**
   * True for a program that starts no other. It needs no process group, which is what makes a start
   * slow: the system then copies this process' page tables (`fork`), 30 ms for a server of 400 MB and
   * 100 ms for one of 1 GB, in which no thread of it goes on; else 5 ms.
   */
  alone?: boolean;
  /** Ends it, and the whole of its group. */
  signal: AbortSignal;
}

export interface Exit {
  /** 128 + the signal's number where a signal ended it. */
  code: number;
}

export interface RunningProcess {
  pid: number;
  /** Nothing is read ahead of the reader: an unread process waits. */
  stdout: ReadableStream<Uint8Array<ArrayBuffer>>;
  /**
   * Resolves once it has ended and its stderr is read; read `stdout` (or cancel it) before.
   * @throws the signal's reason where that ended it; what `stdin` threw
   */
  exit: Promise<Exit>;
  /** Ends it and its group, whatever they do; resolves when they have. */
  stop(): Promise<void>;
}

const running = new Set<{ stop(): Promise<void> }>();

/**
 * Starts a program.
 * @throws Deno.errors.NotFound where there is no such program; the signal's reason
 */
export function start(program: string, options: ProcessOptions): RunningProcess {
  const { signal, alone = false } = options;
  signal.throwIfAborted();
  const path = Deno.env.get("PATH");
  const child = new Deno.Command(program, {
    args: [...options.args],
    env: path === undefined ? options.env : { PATH: path, ...options.env },
    clearEnv: true,
    ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
    stdin: options.stdin === undefined ? "null" : "piped",
    stdout: "piped",
    stderr: "piped",
    // A group of its own, so that one signal reaches its children too; git has several.
    detached: !alone,
  }).spawn();

  let stopping: Promise<void> | null = null;
  let ended = false;
  // Once it has ended, its number may be another group's.
  const stop = () =>
    ended ? Promise.resolve() : stopping ??= end(child, alone ? signalLeader : signalGroup);
  const entry = { stop };
  running.add(entry);
  const onAbort = () => void stop();
  signal.addEventListener("abort", onAbort, { once: true });

  const stderr = readLines(child.stderr, options.onStderrLine ?? (() => {}));
  const stdin = options.stdin === undefined
    ? Promise.resolve()
    : feed(child.stdin, options.stdin).catch(async (error) => {
      await stop();
      throw error;
    });

  // Both are awaited once the process has ended; they may fail before.
  for (const part of [stderr, stdin]) part.catch(() => {});

  async function waitForExit(): Promise<Exit> {
    try {
      const status = await child.status;
      if (stopping !== null) await stopping;
      else if (status.signal === "SIGTERM" || status.signal === "SIGINT") {
        // Whoever stops the server from a terminal or by its control group stops this as well, and
        // this may be seen first.
        await within(GRACE_MS, aborted(signal));
      }
      await stderr;
      signal.throwIfAborted();
      await stdin;
      return { code: status.code };
    } finally {
      ended = true;
      signal.removeEventListener("abort", onAbort);
      running.delete(entry);
    }
  }
  const exit = waitForExit();
  // Whoever stops reading early may never ask how it ended.
  exit.catch(() => {});
  return { pid: child.pid, stdout: child.stdout, exit, stop };
}

/**
 * Runs a program to its end and collects its output.
 * @param maxStdoutBytes more than this ends it with a RangeError
 */
export async function run(
  program: string,
  options: ProcessOptions & { maxStdoutBytes: number },
): Promise<Exit & { stdout: Uint8Array }> {
  return await collect(start(program, options), options.maxStdoutBytes);
}

/**
 * Reads a started program's output to its end.
 * @throws RangeError beyond `maxBytes`, which ends it; what `exit` throws
 */
export async function collect(
  process: RunningProcess,
  maxBytes: number,
): Promise<Exit & { stdout: Uint8Array }> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of process.stdout) {
    length += chunk.length;
    if (length > maxBytes) {
      await process.stop();
      throw new RangeError(`A program wrote more than ${maxBytes} bytes`);
    }
    chunks.push(chunk);
  }
  const { code } = await process.exit;
  return { code, stdout: joinBytes(chunks) };
}

/** Ends everything that this thread has started: the server's last act. */
export async function killAll(): Promise<void> {
  await Promise.all([...running].map((process) => process.stop()));
}

type Signal = (child: Deno.ChildProcess, signal: "TERM" | "KILL") => Promise<void> | void;

/** Asks it to end, then kills it: what of a group outlives its leader is killed as well. */
async function end(child: Deno.ChildProcess, signal: Signal): Promise<void> {
  await signal(child, "TERM");
  await within(GRACE_MS, child.status);
  await signal(child, "KILL");
  await child.status;
}

/** Resolves with the promise, or after `ms`. */
async function within(ms: number, promise: Promise<unknown>): Promise<void> {
  const { promise: late, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, ms);
  await Promise.race([promise, late]);
  clearTimeout(timer);
}

function aborted(signal: AbortSignal): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  if (signal.aborted) resolve();
  signal.addEventListener("abort", () => resolve(), { once: true });
  return promise;
}

/**
 * By the `kill` program: permission to run that is narrower than permission to signal anything.
 * Small container images have none; then the leader alone is signalled, and its children end when
 * their pipes to it break.
 */
async function signalGroup(child: Deno.ChildProcess, signal: "TERM" | "KILL"): Promise<void> {
  try {
    // Fails where the group has ended already, which is what was wanted.
    await new Deno.Command("kill", {
      args: [`-${signal}`, "--", `-${child.pid}`],
      stdin: "null",
      stdout: "null",
      stderr: "null",
    }).output();
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound || error instanceof Deno.errors.NotCapable)) {
      throw error;
    }
    signalLeader(child, signal);
  }
}

function signalLeader(child: Deno.ChildProcess, signal: "TERM" | "KILL"): void {
  try {
    child.kill(`SIG${signal}`);
  } catch (error) {
    // It has ended already.
    if (!(error instanceof TypeError || error instanceof Deno.errors.NotFound)) throw error;
  }
}

async function feed(
  stdin: WritableStream<Uint8Array>,
  source: Uint8Array | AsyncIterable<Uint8Array>,
): Promise<void> {
  const writer = stdin.getWriter();
  try {
    if (source instanceof Uint8Array) await writer.write(source);
    else for await (const chunk of source) await writer.write(chunk);
    await writer.close();
  } catch (error) {
    // It needs no more input: how it ended tells whether that was right.
    if (error instanceof Deno.errors.BrokenPipe) return;
    await writer.abort(error).catch(() => {});
    throw error;
  }
}

async function readLines(
  stream: ReadableStream<Uint8Array>,
  onLine: (line: string) => void,
): Promise<void> {
  const decoder = new TextDecoder();
  let rest = "";
  for await (const chunk of stream) {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split(/[\r\n]/);
    rest = lines.pop() ?? "";
    while (rest.length > LINE_MAX) {
      lines.push(rest.slice(0, LINE_MAX));
      rest = rest.slice(LINE_MAX);
    }
    for (const line of lines) if (line !== "") onLine(line);
  }
  rest += decoder.decode();
  if (rest !== "") onLine(rest);
}
