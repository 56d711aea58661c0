/** The built command line as `deno task cli` starts it: with the permissions of that one call. */
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));

export interface CliResult {
  code: number;
  stdout: string;
  stderr: string;
}

export interface CliOptions {
  /** Where the user is. Default: the project's directory. */
  cwd?: string;
  env?: Record<string, string>;
}

/** Starts a command; its process is the launcher, which passes SIGTERM on. */
export function startCli(args: string[], { cwd = ROOT, env = {} }: CliOptions = {}) {
  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", "-q", "-P=cli", "launch_cli.ts", ...args],
    cwd: ROOT,
    env: { INIT_CWD: cwd, ...env },
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  let stdout = "";
  const waiting: { pattern: RegExp; found: () => void }[] = [];
  const read = async () => {
    for await (const text of child.stdout.pipeThrough(new TextDecoderStream())) {
      stdout += text;
      for (const { pattern, found } of waiting) if (pattern.test(stdout)) found();
    }
  };
  const end = async (): Promise<CliResult> => {
    const [stderr] = await Promise.all([new Response(child.stderr).text(), read()]);
    return { code: (await child.status).code, stdout, stderr };
  };
  return {
    child,
    result: end(),
    /** Resolves once what it has printed matches. */
    printed: (pattern: RegExp) =>
      new Promise<void>((found) => void waiting.push({ pattern, found })),
  };
}

/** Runs a command to its end. */
export function runCli(args: string[], options?: CliOptions): Promise<CliResult> {
  return startCli(args, options).result;
}
