/** `deno task dev`: the development server. `dev.ts build [--if-stale]`: the production build. */
import { isFresh } from "./build/stamp.ts";

const root = new URL("./", import.meta.url);
const out = new URL("dist/", root);

/** esbuild is loaded only where there is something to do: a fresh build costs some 10 ms. */
async function main(args: string[]): Promise<void> {
  if (args[0] !== "build") {
    const { serveDevelopment } = await import("./build/dev_server.ts");
    return await serveDevelopment({ root, out });
  }
  if (args.includes("--if-stale") && await isFresh(root, out)) return;
  const { build } = await import("./build/mod.ts");
  const started = performance.now();
  await build({ root, out });
  console.error(`Built in ${Math.round(performance.now() - started)} ms.`);
}

if (import.meta.main) await main(Deno.args);
