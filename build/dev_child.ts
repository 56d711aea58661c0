/** The server that the development server restarts: the built one, with its own permissions. */
import { fileURLToPath } from "node:url";
import { writeRunConfig } from "../launch.ts";

export interface Child {
  port: number;
  /** SIGTERM, and SIGKILL where that does not end it within 5 s. */
  stop(): Promise<void>;
}

/** Ends the server within a second of its parent's death, however that died. */
const GUARD = "const parent = Deno.ppid; " +
  "Deno.unrefTimer(setInterval(() => { if (Deno.ppid !== parent) Deno.exit(1); }, 500));";
const STARTING_MS = 20_000;

/**
 * Starts the server on a free port and waits until it listens.
 * @throws Error with what it printed where it ends instead
 */
export async function startChild(root: URL): Promise<Child> {
  const cwd = fileURLToPath(root);
  const port = freePort();
  const guard = `data:text/javascript,${encodeURIComponent(GUARD)}`;
  const config = await writeRunConfig((name) => Deno.env.get(name), cwd);
  const process = new Deno.Command(Deno.execPath(), {
    args: ["run", "-q", "--config", config, "-P=server", "--preload", guard, "dist/main.js"],
    cwd,
    env: {
      HOST: "127.0.0.1",
      PORT: String(port),
      LOG_FORMAT: Deno.env.get("LOG_FORMAT") ?? (Deno.stdout.isTerminal() ? "pretty" : "json"),
    },
    stdin: "null",
    stdout: "inherit",
    stderr: "piped",
  }).spawn();
  const words = collect(process.stderr);
  let ended = false;
  const status = process.status.finally(() => ended = true);

  const deadline = performance.now() + STARTING_MS;
  while (!await listens(port)) {
    if (ended || performance.now() > deadline) {
      if (!ended) process.kill("SIGKILL");
      await status;
      throw new Error("The server did not start.\n" + await words());
    }
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  return {
    port,
    async stop() {
      if (ended) return;
      process.kill("SIGTERM");
      const timer = setTimeout(() => process.kill("SIGKILL"), 5_000);
      await status;
      clearTimeout(timer);
    },
  };
}

function freePort(): number {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const { port } = listener.addr;
  listener.close();
  return port;
}

async function listens(port: number): Promise<boolean> {
  try {
    (await Deno.connect({ hostname: "127.0.0.1", port })).close();
    return true;
  } catch (error) {
    if (error instanceof Deno.errors.ConnectionRefused) return false;
    throw error;
  }
}

/** Passes a stream on to our own stderr and keeps its text. */
function collect(stream: ReadableStream<Uint8Array>): () => Promise<string> {
  let text = "";
  const done = (async () => {
    const decoder = new TextDecoder();
    for await (const chunk of stream) {
      text += decoder.decode(chunk, { stream: true });
      await Deno.stderr.write(chunk);
    }
  })();
  return async () => {
    await done;
    return text.trim();
  };
}
