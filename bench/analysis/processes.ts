/** Programs run to their end, and what they took. */

export interface Run {
  stdout: string;
  /** Wall time of the whole process, in ms. */
  ms: number;
  /** Peak memory (RSS) of the process itself in MB; null where the system does not tell. */
  peakMb: number | null;
  /** Processor time of it and of its children in ms; null where the system does not tell. */
  cpuMs: number | null;
}

interface RunOptions {
  cwd?: string;
  env?: Record<string, string>;
  /** Keep no more than this of what it prints, for output that nobody reads. */
  discard?: boolean;
}

export function runProgram(program: string, args: string[], options?: RunOptions): Promise<Run>;
export function runProgram(
  program: string,
  args: string[],
  options: RunOptions & { mayFail: true },
): Promise<Run | null>;
/** @returns null where it may fail, and is not there or fails; otherwise that throws */
export async function runProgram(
  program: string,
  args: string[],
  { cwd, env, discard = false, mayFail = false }: RunOptions & { mayFail?: boolean } = {},
): Promise<Run | null> {
  const started = performance.now();
  let child: Deno.ChildProcess;
  try {
    child = new Deno.Command(program, {
      args,
      ...(cwd === undefined ? {} : { cwd }),
      ...(env === undefined ? {} : { env }),
      stdin: "null",
      stdout: discard ? "null" : "piped",
      stderr: "piped",
    }).spawn();
  } catch (error) {
    if (mayFail && error instanceof Deno.errors.NotFound) return null;
    throw error;
  }
  const watched = watch(child.pid);
  const [stdout, stderr, { code }] = await Promise.all([
    discard ? "" : new Response(child.stdout).text(),
    new Response(child.stderr).text(),
    child.status,
  ]);
  const ms = performance.now() - started;
  const usage = await watched.end();
  if (code === 0) return { stdout, ms, ...usage };
  if (mayFail) return null;
  throw new Error(`${program} ${args.join(" ")} ended with ${code}:\n${stderr.slice(-2_000)}`);
}

const LOOK_EVERY_MS = 10;
/** Linux counts processor time in hundredths of a second. */
const TICK_MS = 10;

/**
 * Looks at /proc while a process runs: the peak is the kernel's own high-water mark, the processor
 * time is short of what happened since the last look.
 */
function watch(pid: number): { end(): Promise<Pick<Run, "peakMb" | "cpuMs">> } {
  let over = false;
  let peakMb: number | null = null;
  let cpuMs: number | null = null;
  const looking = (async () => {
    while (!over) {
      try {
        const status = await Deno.readTextFile(`/proc/${pid}/status`);
        const peak = /^VmHWM:\s+(\d+) kB/m.exec(status)?.[1];
        if (peak !== undefined) peakMb = Number(peak) / 1_024;
        const stat = await Deno.readTextFile(`/proc/${pid}/stat`);
        const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
        // utime, stime, cutime, cstime (proc(5), fields 14 to 17)
        cpuMs = fields.slice(11, 15).reduce((sum, ticks) => sum + Number(ticks) * TICK_MS, 0);
      } catch {
        if (peakMb === null) return; // no /proc on this system
      }
      await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
    }
  })();
  return {
    async end() {
      over = true;
      await looking;
      return { peakMb, cpuMs };
    },
  };
}

export function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!;
}

/** What a server that still runs takes, in words. */
export function memoryOf(pid: number): string {
  try {
    const status = Deno.readTextFileSync(`/proc/${pid}/status`);
    const mb = (name: string) =>
      Math.round(Number(new RegExp(`^${name}:\\s+(\\d+)`, "m").exec(status)?.[1]) / 1_024);
    return `server: ${mb("VmRSS")} MB now, ${mb("VmHWM")} MB at most`;
  } catch {
    return "server: this system does not tell its memory";
  }
}
