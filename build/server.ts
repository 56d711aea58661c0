/**
 * The server's part: one bundle per entry with its source map, and beside them what they open while
 * they run. dist/ then needs neither the source tree nor node_modules.
 */
import { fileURLToPath } from "node:url";
import type * as esbuild from "esbuild";
import { ENTRIES } from "./entries.ts";
import { listFiles, writeFile } from "./files.ts";

/** Below dist/: parts that several entries share, or that are loaded on demand. */
export const CHUNKS = "chunks";

/** How esbuild bundles the entries into `out`. */
export function serverOptions(root: URL, out: URL) {
  return {
    absWorkingDir: fileURLToPath(root),
    entryPoints: ENTRIES,
    bundle: true,
    // What only some calls need (the picture's layout, the pure-JavaScript git) is a file of its own,
    // which no thread reads before it asks for it.
    splitting: true,
    chunkNames: `${CHUNKS}/[name]-[hash]`,
    format: "esm",
    platform: "node",
    target: "esnext",
    mainFields: ["module", "main"],
    conditions: ["deno"],
    jsx: "automatic",
    jsxImportSource: "preact",
    sourcemap: "linked",
    outdir: fileURLToPath(out),
    // elkjs asks for it only to start a worker of its own, which it is never told to do.
    external: ["web-worker"],
    // Its build for Node reads LOG_TOKENS from the environment, which the server may not.
    alias: { yaml: fileURLToPath(new URL("node_modules/yaml/browser/index.js", root)) },
    define: {
      "process.env.NODE_ENV": '"production"',
      // A part of isomorphic-git asks for it, and the server may not read it.
      "process.env.IGNORE_TEST_WIN32": "undefined",
    },
    // CommonJS packages ask for Node's own modules by require().
    banner: {
      js: 'import { createRequire as $createRequire } from "node:module";\n' +
        "const require = $createRequire(import.meta.url);",
    },
    plugins: [withoutLocales],
    logLevel: "silent",
  } satisfies esbuild.BuildOptions;
}

/** zod brings its messages in 50 languages, of which only English is ever asked for. */
const withoutLocales: esbuild.Plugin = {
  name: "zod in English only",
  setup(build) {
    build.onLoad({ filter: /\/zod\/v4\/locales\/index\.js$/ }, () => ({
      contents: 'export { default as en } from "./en.js";',
      loader: "js",
    }));
  },
};

/** Removes the parts of builds before. */
export async function removeOldChunks(out: URL, { outputs }: esbuild.Metafile): Promise<void> {
  const made = Object.keys(outputs);
  const directory = new URL(`${CHUNKS}/`, out);
  for (const file of await listFiles(directory)) {
    if (!made.some((path) => path.endsWith(`/${CHUNKS}/${file}`))) {
      await Deno.remove(new URL(file, directory));
    }
  }
}

/** Copies migrations. */
export async function copyResources(root: URL, out: URL): Promise<void> {
  const migrations = new URL("migrations/", root);
  const kept = new Set<string>();
  for (const file of await listFiles(migrations)) {
    await writeFile(
      new URL(`migrations/${file}`, out),
      await Deno.readFile(new URL(file, migrations)),
    );
    kept.add(file);
  }
  for (const file of await listFiles(new URL("migrations/", out))) {
    if (!kept.has(file)) await Deno.remove(new URL(`migrations/${file}`, out));
  }
}
