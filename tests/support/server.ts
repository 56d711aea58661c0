/** The built server as a process of its own, started as `deno task start` does. */
const ROOT = new URL("../../", import.meta.url);

export interface ServerProcess {
  /** e.g. http://127.0.0.1:41234 */
  url: string;
  pid: number;
  /** What it has logged so far. */
  log(): string;
  /** Resolves with the exit code. */
  kill(signal: Deno.Signal): Promise<number>;
}

/** Starts the server on a free port and waits until it says where it is. */
export async function startServer(
  environment: Record<string, string>,
  options: { port?: number } = {},
): Promise<ServerProcess> {
  const env = { PORT: String(options.port ?? 0), LOG_FORMAT: "json", ...environment };
  const launch = await new Deno.Command(Deno.execPath(), {
    args: ["run", "-P=launch", "launch.ts"],
    cwd: ROOT,
    env,
    stderr: "inherit",
  }).output();
  const config = new TextDecoder().decode(launch.stdout).trim();
  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", "--config", config, "-P=server", "dist/main.js"],
    cwd: ROOT,
    env,
    stdout: "piped",
    stderr: "piped",
  }).spawn();

  let text = "";
  const { promise: listening, resolve, reject } = Promise.withResolvers<string>();
  const read = async (stream: ReadableStream<Uint8Array>) => {
    const decoder = new TextDecoder();
    for await (const chunk of stream) {
      text += decoder.decode(chunk, { stream: true });
      const url = /"url":"(http:[^"]+)"/.exec(text)?.[1];
      if (url !== undefined) resolve(url);
    }
  };
  const reading = Promise.all([read(child.stdout), read(child.stderr)]);
  void child.status.then(async () => {
    await reading;
    reject(new Error(`The server ended before it listened:\n${text}`));
  });
  return {
    url: await listening,
    pid: child.pid,
    log: () => text,
    async kill(signal) {
      child.kill(signal);
      const { code } = await child.status;
      await reading;
      return code;
    },
  };
}
