/**
 * The browser's part: one module per island, the runtime that hydrates them and the chunks they
 * share, with hashes in their names; and the files of static/. All are compressed here once.
 */
import type * as esbuild from "esbuild";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import type { AssetFile, ClientBuild } from "../lib/web/manifest.ts";
import { listFiles, shortHash, writeFile } from "./files.ts";
import { islandFiles, islandName } from "./manifest.ts";

const TYPES: Record<string, string> = {
  css: "text/css; charset=utf-8",
  gif: "image/gif",
  ico: "image/x-icon",
  jpg: "image/jpeg",
  js: "text/javascript; charset=utf-8",
  json: "application/json",
  map: "application/json",
  png: "image/png",
  svg: "image/svg+xml",
  txt: "text/plain; charset=utf-8",
  webmanifest: "application/manifest+json",
  webp: "image/webp",
  woff2: "font/woff2",
};
/** Files of packages that pages load as they are, by the name that `asset()` takes. */
export const PACKAGE_FILES: Readonly<Record<string, string>> = {
  "swagger-ui.css": "node_modules/swagger-ui-dist/swagger-ui.css",
  "swagger-ui.js": "node_modules/swagger-ui-dist/swagger-ui-bundle.js",
};
const BOOT = 'import { boot } from "./lib/web/client.ts"; boot();';
/** Modules of every island, the frame of all pages among them. */
const SHARED = ["preact/jsx-runtime", "preact/hooks"];
/** Bytes. */
const LARGE = 300_000;
/** Not worth compressing again. */
const PACKED = new Set(["gif", "ico", "jpg", "png", "webp", "woff2"]);

export interface ClientOptions {
  root: URL;
  /** Where the files go: dist/static/. */
  out: URL;
  /** Development builds are neither minified nor compressed. */
  production: boolean;
  /** Further files to serve: name to path below `root`. */
  packageFiles?: Readonly<Record<string, string>>;
}

/** The esbuild options of the client; the results are taken from memory by `writeClient`. */
export async function clientOptions({ root, production }: ClientOptions) {
  const islands = await islandFiles(root);
  return {
    absWorkingDir: fileURLToPath(root),
    entryPoints: {
      runtime: "virtual:runtime",
      ...Object.fromEntries(islands.map((file) => [islandName(file), `islands/${file}`])),
    },
    bundle: true,
    splitting: true,
    format: "esm",
    platform: "browser",
    target: "es2022",
    jsx: "automatic",
    jsxImportSource: "preact",
    minify: production,
    // Named by a header (lib/web/assets.ts): a line in each chunk would be 3 % of all scripts.
    sourcemap: "external",
    metafile: true,
    write: false,
    outdir: "assets",
    entryNames: "[name]-[hash]",
    chunkNames: "chunk-[hash]",
    define: { "process.env.NODE_ENV": production ? '"production"' : '"development"' },
    logLevel: "silent",
    plugins: [runtimeEntry()],
  } satisfies esbuild.BuildOptions;
}

/**
 * The one module that does something when it is imported: it boots the runtime. What every island
 * needs is loaded with it, so that it makes one chunk, not one for each set of islands' needs.
 */
function runtimeEntry(): esbuild.Plugin {
  return {
    name: "runtime",
    setup(build) {
      build.onResolve(
        { filter: /^virtual:runtime$/ },
        () => ({ path: "runtime", namespace: "boot" }),
      );
      build.onLoad({ filter: /.*/, namespace: "boot" }, () => ({
        contents: [...SHARED.map((name) => `import "${name}";`), BOOT].join(" "),
        resolveDir: fileURLToPath(new URL("../", import.meta.url)),
        loader: "ts",
      }));
    },
  };
}

/** Writes the client's files, those of static/ and assets.json; removes what a former build left. */
export async function writeClient(
  result: { metafile: esbuild.Metafile; outputFiles: esbuild.OutputFile[] },
  css: (text: string) => Promise<string>,
  options: ClientOptions,
): Promise<ClientBuild> {
  const { root, out, production } = options;
  const build: ClientBuild = { runtime: null, islands: {}, names: {}, files: {} };
  const written = new Set(["assets.json"]);

  async function put(url: string, bytes: Uint8Array<ArrayBuffer>, immutable: boolean) {
    const extension = url.slice(url.lastIndexOf(".") + 1).toLowerCase();
    const file = url.slice(1);
    const packable = production && bytes.length >= 1_024 && !PACKED.has(extension);
    const asset: AssetFile = {
      file,
      type: TYPES[extension] ?? "application/octet-stream",
      hash: await shortHash(bytes),
      immutable,
      encodings: packable ? ["br", "gzip"] : [],
    };
    build.files[url] = asset;
    await writeFile(new URL(file, out), bytes);
    written.add(file);
    if (!packable) return asset;
    // The best quality takes seconds for a megabyte, and gains some percent.
    const quality = bytes.length > LARGE ? 9 : constants.BROTLI_MAX_QUALITY;
    const params = { [constants.BROTLI_PARAM_QUALITY]: quality };
    await writeFile(new URL(file + ".br", out), brotliCompressSync(bytes, { params }));
    await writeFile(new URL(file + ".gz", out), gzipSync(bytes, { level: 9 }));
    written.add(file + ".br").add(file + ".gz");
    return asset;
  }

  for (const output of result.outputFiles) {
    const name = output.path.slice(output.path.lastIndexOf("/") + 1);
    await put(`/assets/${name}`, new Uint8Array(output.contents), true);
  }
  for (const [path, output] of Object.entries(result.metafile.outputs)) {
    if (!output.entryPoint) continue;
    const part = { src: "/" + path, preload: chunksOf(result.metafile, path).map((p) => "/" + p) };
    if (output.entryPoint.startsWith("islands/")) {
      build.islands[islandName(output.entryPoint.slice("islands/".length))] = part;
    } else build.runtime = part;
  }

  async function putHashed(file: string, bytes: Uint8Array<ArrayBuffer>) {
    const hash = await shortHash(bytes);
    const hashed = "/assets/" + file.replace(/(\.\w+)?$/, (extension) => `-${hash}${extension}`);
    await put(hashed, bytes, true);
    build.names["/" + file] = hashed;
  }

  const source = new URL("static/", root);
  for (const file of await listFiles(source)) {
    let bytes = await Deno.readFile(new URL(file, source));
    if (file.endsWith(".css")) {
      bytes = new TextEncoder().encode(await css(new TextDecoder().decode(bytes)));
    }
    // Under its own name too: browsers ask for /favicon.ico, and style sheets name their images.
    await put("/" + file, bytes, false);
    await putHashed(file, bytes);
  }
  for (const [file, path] of Object.entries(options.packageFiles ?? {})) {
    await putHashed(file, await Deno.readFile(new URL(path, root)));
  }
  await writeFile(new URL("assets.json", out), JSON.stringify(build));
  for (const file of await listFiles(out)) {
    if (!written.has(file)) await Deno.remove(new URL(file, out));
  }
  return build;
}

/** The chunks that a module imports, directly or through others; lazy imports are left out. */
function chunksOf(metafile: esbuild.Metafile, entry: string): string[] {
  const found = new Set<string>();
  const open = [entry];
  for (let path = open.pop(); path !== undefined; path = open.pop()) {
    for (const imported of metafile.outputs[path]?.imports ?? []) {
      if (imported.kind !== "import-statement" || imported.external) continue;
      if (found.has(imported.path)) continue;
      found.add(imported.path);
      open.push(imported.path);
    }
  }
  return [...found].sort();
}
