/** The built server as a process of its own, started as `deno task start` does. */
import { ENVIRONMENT_NAMES } from "../../lib/platform/config.ts";

const ROOT = new URL("../../", import.meta.url);

export interface ServerOptions {
  /** Default: a free one. */
  port?: number;
  /** True: by `deno task start` itself, as a person does. */
  task?: boolean;
}

export interface ServerProcess extends AsyncDisposable {
  /** e.g. http://127.0.0.1:41234 */
  url: string;
  port: number;
  /** Of the server, or of the task that holds it. */
  pid: number;
  /** What it has logged so far. */
  log(): string;
  /** Resolves as soon as the log has a match, or the server has ended. */
  logged(pattern: RegExp): Promise<void>;
  /** Resolves with the exit code, once it has ended and all its words are read. */
  kill(signal: Deno.Signal): Promise<number>;
}

/** Starts the server and waits until it says where it is. */
export async function startServer(
  environment: Record<string, string>,
  options: ServerOptions = {},
): Promise<ServerProcess> {
  const { child, text, ended, listening, logged } = await spawn(environment, options);
  const url = await Promise.race([listening, ended.then(() => null)]);
  if (url === null) throw new Error(`The server ended before it listened:\n${text()}`);
  let over = false;
  void ended.then(() => over = true);
  const kill = async (signal: Deno.Signal) => {
    child.kill(signal);
    return await ended;
  };
  return {
    url,
    port: Number(new URL(url).port),
    pid: child.pid,
    log: text,
    logged: (pattern) => Promise.race([logged(pattern), ended.then(() => {})]),
    kill,
    async [Symbol.asyncDispose]() {
      // A killed task would leave its server behind.
      if (!over) await kill(options.task ? "SIGTERM" : "SIGKILL");
    },
  };
}

/** Runs a server that cannot start; throws where it does. */
export async function failToStart(
  environment: Record<string, string>,
  options: ServerOptions = {},
): Promise<{ code: number; output: string }> {
  const { child, text, ended, listening } = await spawn(environment, options);
  const code = await Promise.race([ended, listening.then(() => null)]);
  if (code !== null) return { code, output: text() };
  child.kill("SIGKILL");
  await ended;
  throw new Error(`The server started:\n${text()}`);
}

async function spawn(environment: Record<string, string>, { port = 0, task }: ServerOptions) {
  const env = { ...inherited(), PORT: String(port), LOG_FORMAT: "json", ...environment };
  const command = (args: string[]) =>
    new Deno.Command(Deno.execPath(), {
      args,
      cwd: ROOT,
      env,
      clearEnv: true,
      stdout: "piped",
      stderr: "piped",
    });
  const launch = await command(["run", "-q", "-P=launch", "launch.ts"]).output();
  const config = new TextDecoder().decode(launch.stdout).trim();
  const child = command(
    task ? ["task", "start"] : ["run", "-q", "--config", config, "-P=server", "dist/main.js"],
  ).spawn();

  let text = "";
  const waiting = new Map<RegExp, () => void>();
  const look = () => {
    for (const [pattern, found] of waiting) {
      if (!pattern.test(text)) continue;
      waiting.delete(pattern);
      found();
    }
  };
  const logged = (pattern: RegExp) =>
    new Promise<void>((resolve) => {
      waiting.set(pattern, resolve);
      look();
    });
  const { promise: listening, resolve } = Promise.withResolvers<string>();
  const read = async (stream: ReadableStream<Uint8Array>) => {
    const decoder = new TextDecoder();
    for await (const chunk of stream) {
      text += decoder.decode(chunk, { stream: true });
      const url = /"url":"(http:[^"]+)"/.exec(text)?.[1];
      if (url !== undefined) resolve(url);
      look();
    }
  };
  const reading = Promise.all([read(child.stdout), read(child.stderr)]);
  const end = async () => {
    const { code } = await child.status;
    await reading;
    await Deno.remove(new URL(config, ROOT)).catch(() => {}); // another start had the same
    return code;
  };
  return { child, text: () => text, ended: end(), listening, logged };
}

/** What this machine has set for a server of its own is none of the test's. */
function inherited(): Record<string, string> {
  const env = Deno.env.toObject();
  for (const name of ENVIRONMENT_NAMES) if (name !== "PATH") delete env[name];
  return env;
}

export interface DataDirectory extends AsyncDisposable {
  path: string;
  /** The clones in it, finished or not. */
  clones(): Promise<string[]>;
}

/** An empty DATA_DIR. */
export async function dataDirectory(): Promise<DataDirectory> {
  const path = await Deno.makeTempDir({ prefix: "factory-data-" });
  return {
    path,
    clones: async () =>
      (await Array.fromAsync(Deno.readDir(`${path}/repositories`))).map(({ name }) => name),
    [Symbol.asyncDispose]: () => Deno.remove(path, { recursive: true }),
  };
}
