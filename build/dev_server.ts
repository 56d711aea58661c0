/**
 * `deno task dev`: builds on every change, restarts the server and reloads the browser. The browser
 * talks to a proxy, which adds one script of its own origin to each page: the server and its
 * content security policy are those of production.
 */
import * as esbuild from "esbuild";
import { fileURLToPath } from "node:url";
import { type ClientOptions, clientOptions, PACKAGE_FILES, writeClient } from "./client.ts";
import { createDevProxy, type DevState } from "./dev_proxy.ts";
import { type Child, startChild } from "./dev_child.ts";
import { islandFiles, writeManifest } from "./manifest.ts";
import type { BuildOptions } from "./mod.ts";
import { copyResources, serverOptions } from "./server.ts";

/** Editors write a file in several steps; what comes within this many ms is one change. */
const SETTLE_MS = 25;
const WATCHED =
  /^(?:(?:components|islands|jobs|lib|migrations|routes|static)\/|deno\.json$|(?:main|server|worker|parse_worker|git_worker|upkeep_worker|map_worker)\.ts$)/;

/** Serves until SIGINT or SIGTERM. */
export async function serveDevelopment({ root, out }: BuildOptions): Promise<void> {
  const proxy = createDevProxy();
  const rebuild = createIncrementalBuild({ root, out });
  /** Paths below `root` that changed since the last build; null: whatever there is. */
  const changes: { since: Set<string> | null } = { since: null };
  let child: Child | null = null;

  async function update(): Promise<void> {
    const started = performance.now();
    let state: DevState;
    const { since } = changes;
    changes.since = new Set();
    try {
      await rebuild(since);
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
    const paths = event.paths.map((path) => path.slice(base.length))
      .filter((path) => WATCHED.test(path));
    if (paths.length === 0) continue;
    for (const path of paths) changes.since?.add(path);
    clearTimeout(timer);
    timer = setTimeout(() => running = running.then(update), SETTLE_MS);
  }
}

/**
 * A build that keeps what did not change; a new or removed island starts the client afresh. Bundles
 * of threads are large, and most changes are in none of them: each entry is built on its own.
 */
function createIncrementalBuild({ root, out }: BuildOptions) {
  const options: ClientOptions = {
    root,
    out: new URL("static/", out),
    production: false,
    packageFiles: PACKAGE_FILES,
  };
  type ClientContext = esbuild.BuildContext<Awaited<ReturnType<typeof clientOptions>>>;
  let client: { islands: string; context: ClientContext } | null = null;
  const entries = serverOptions(root, out).entryPoints.map((entry) =>
    createEntry(root, out, entry)
  );

  return async (changed: ReadonlySet<string> | null): Promise<void> => {
    // dist/ is no production build any more.
    await Deno.mkdir(out, { recursive: true });
    await Deno.writeTextFile(new URL("stamp", out), "development");
    await writeManifest(root);
    const islands = (await islandFiles(root)).join();
    if (client?.islands !== islands) {
      await client?.context.dispose();
      client = { islands, context: await esbuild.context(await clientOptions(options)) };
    }
    const [result] = await Promise.all([
      client.context.rebuild(),
      copyResources(root, out),
      ...entries.map((rebuild) => rebuild(changed)),
    ]);
    await writeClient(result, (css) => Promise.resolve(css), options);
  };
}

/** One bundle, built again where one of the files that it was made of changed, or it had failed. */
function createEntry(root: URL, out: URL, entry: string) {
  const options = {
    ...serverOptions(root, out),
    entryPoints: [entry],
    // Each entry is built for itself, and would leave parts behind with every change.
    splitting: false,
    metafile: true as const,
  };
  let context: esbuild.BuildContext<typeof options> | null = null;
  let inputs: ReadonlySet<string> | null = null;
  return async (changed: ReadonlySet<string> | null): Promise<void> => {
    if (changed !== null && inputs?.isDisjointFrom(changed)) return;
    inputs = null;
    context ??= await esbuild.context(options);
    const { metafile } = await context.rebuild();
    inputs = new Set(Object.keys(metafile.inputs));
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
