/** The production build: `build()` reads as the list of its steps. */
import * as esbuild from "esbuild";
import { clientOptions, PACKAGE_FILES, writeClient } from "./client.ts";
import { writeManifest } from "./manifest.ts";
import { copyResources, removeOldChunks, serverOptions } from "./server.ts";
import { fingerprint } from "./stamp.ts";

export interface BuildOptions {
  /** The source tree. */
  root: URL;
  /** dist/ */
  out: URL;
}

/** Builds dist/ from the sources. Rejects with esbuild's BuildFailure where they do not compile. */
export async function build({ root, out }: BuildOptions): Promise<void> {
  const stamp = new URL("stamp", out);
  await Deno.mkdir(out, { recursive: true });
  await Deno.writeTextFile(stamp, "unfinished");
  await writeManifest(root);
  const sources = await fingerprint(root);
  try {
    const options = {
      root,
      out: new URL("static/", out),
      production: true,
      packageFiles: PACKAGE_FILES,
    };
    const [client, server] = await Promise.all([
      esbuild.build(await clientOptions(options)),
      esbuild.build({ ...serverOptions(root, out), metafile: true }),
      copyResources(root, out),
    ]);
    await removeOldChunks(out, server.metafile);
    await writeClient(client, minifyCss, options);
  } finally {
    await esbuild.stop();
  }
  // Last, so that a build that was broken off is never taken for a finished one.
  await Deno.writeTextFile(stamp, sources);
}

async function minifyCss(text: string): Promise<string> {
  return (await esbuild.transform(text, { loader: "css", minify: true, target: "es2022" })).code;
}
