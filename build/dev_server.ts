/**
 * `deno task dev`: builds on every change, restarts the server and reloads the browser. The browser
 * talks to a proxy, which adds one script of its own origin to each page: the server and its
 * content security policy are those of production.
 */
import * as esbuild from "esbuild";
import { fileURLToPath } from "node:url";
import { type ClientOptions, clientOptions, writeClient } from "./client.ts";
import { createDevProxy, type DevState } from "./dev_proxy.ts";
import { type Child, startChild } from "./dev_child.ts";
import { islandFiles, writeManifest } from "./manifest.ts";
import type { BuildOptions } from "./mod.ts";
import { copyResources, serverOptions } from "./server.ts";

/** Editors write a file in several steps; what comes within this many ms is one change. */
const SETTLE_MS = 25;
const WATCHED =
  /^(?:(?:components|islands|jobs|lib|migrations|routes|static)\/|deno\.json$|(?:main|server|worker|parse_worker)\.ts$)/;

/** Serves until SIGINT or SIGTERM. */
export async function serveDevelopment({ root, out }: BuildOptions): Promise<void> {
  const proxy = createDevProxy();
  const rebuild = createIncrementalBuild({ root, out });
  let child: Child | null = null;

  async function update(): Promise<void> {
    const started = performance.now();
    let state: DevState;
    try {
      await rebuild();
      await child?.stop();
      child = await startChild(root);
      state = { kind: "ready", port: child.port };
    } catch (error) {
      state = { kind: "error", message: wordsOf(error) };
    }
    proxy.show(state);
    const ms = Math.round(performance.now() - started);
    console.error(state.kind === "ready" ? `Ready in ${ms} ms.` : state.message);
  }

  const port = Number(Deno.env.get("PORT") || 8000);
  const hostname = Deno.env.get("HOST") || "127.0.0.1";
  const http = Deno.serve({
    port,
    hostname,
    onListen: (at) => console.error(`Development server: http://${at.hostname}:${at.port}`),
  }, proxy.fetch);
  // Before the first build: it may write the manifest, and no change may be missed meanwhile.
  const watcher = Deno.watchFs(fileURLToPath(root));
  const stop = async () => {
    watcher.close();
    await child?.stop();
    await esbuild.stop();
    await Promise.race([http.shutdown(), new Promise((resolve) => setTimeout(resolve, 500))]);
    Deno.exit(0);
  };
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    Deno.addSignalListener(signal, () => void stop());
  }

  await update();
  // One update at a time; whatever changes during one leads to one more.
  let timer: ReturnType<typeof setTimeout> | undefined;
  let running = Promise.resolve();
  const base = fileURLToPath(root);
  for await (const event of watcher) {
    if (event.kind === "access") continue;
    if (!event.paths.some((path) => WATCHED.test(path.slice(base.length)))) continue;
    clearTimeout(timer);
    timer = setTimeout(() => running = running.then(update), SETTLE_MS);
  }
}

/** A build that keeps what did not change; a new or removed island starts the client afresh. */
function createIncrementalBuild({ root, out }: BuildOptions): () => Promise<void> {
  const options: ClientOptions = { root, out: new URL("static/", out), production: false };
  let server: esbuild.BuildContext | null = null;
  let client: { islands: string; context: ClientContext } | null = null;
  type ClientContext = esbuild.BuildContext<Awaited<ReturnType<typeof clientOptions>>>;

  return async () => {
    // dist/ is no production build any more.
    await Deno.mkdir(out, { recursive: true });
    await Deno.writeTextFile(new URL("stamp", out), "development");
    await writeManifest(root);
    const islands = (await islandFiles(root)).join();
    if (client?.islands !== islands) {
      await client?.context.dispose();
      client = { islands, context: await esbuild.context(await clientOptions(options)) };
    }
    server ??= await esbuild.context(serverOptions(root, out));
    const [result] = await Promise.all([
      client.context.rebuild(),
      server.rebuild(),
      copyResources(root, out),
    ]);
    await writeClient(result, (css) => Promise.resolve(css), options);
  };
}

function wordsOf(error: unknown): string {
  if (error instanceof Error && "errors" in error && Array.isArray(error.errors)) {
    return (error.errors as esbuild.Message[]).map(({ text, location }) =>
      location === null
        ? text
        : `${location.file}:${location.line}:${location.column}: ${text}\n    ${location.lineText}`
    ).join("\n");
  }
  return error instanceof Error ? error.message : String(error);
}
