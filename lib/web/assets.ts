/**
 * Static files of the build. A request's path is only ever a key of the build's own list, so no
 * path can lead outside of it; contents are read once and kept.
 */
import { acceptsEncoding } from "./compress.ts";
import { etagOf, notModified } from "./etag.ts";
import { type AssetFile, type ClientBuild, EMPTY_BUILD } from "./manifest.ts";

export interface AssetReader {
  build: ClientBuild;
  /** Bytes of a file below the static directory. */
  read(file: string): Promise<Uint8Array<ArrayBuffer>>;
}

/** An application without a build: pages render, islands stay as they are. */
export const NO_ASSETS: AssetReader = {
  build: EMPTY_BUILD,
  read: (file) => Promise.reject(new Error(`There is no build, so no ${file}.`)),
};

/** Opens a build's static directory, e.g. `resourceUrl("static/")`. */
export async function openAssets(directory: URL): Promise<AssetReader> {
  const list = await Deno.readTextFile(new URL("assets.json", directory));
  const kept = new Map<string, Promise<Uint8Array<ArrayBuffer>>>();
  return {
    build: JSON.parse(list) as ClientBuild,
    read(file) {
      let bytes = kept.get(file);
      if (bytes === undefined) {
        bytes = Deno.readFile(new URL(file, directory));
        kept.set(file, bytes);
      }
      return bytes;
    },
  };
}

/** The answer for a path of the build's list, or null where it is none. */
export async function serveAsset(
  req: Request,
  pathname: string,
  assets: AssetReader,
): Promise<Response | null> {
  if (!Object.hasOwn(assets.build.files, pathname)) return null;
  const asset = assets.build.files[pathname] as AssetFile;
  if (req.method !== "GET" && req.method !== "HEAD") {
    return new Response(null, { status: 405, headers: { allow: "GET, HEAD, OPTIONS" } });
  }
  const encoding = preferred(req, asset);
  const etag = etagOf(encoding ? `${asset.hash}-${encoding}` : asset.hash);
  const headers = new Headers({
    etag,
    "cache-control": asset.immutable ? "public, max-age=31536000, immutable" : "no-cache",
  });
  if (asset.encodings.length > 0) headers.set("vary", "accept-encoding");
  const map = `${pathname}.map`;
  if (Object.hasOwn(assets.build.files, map)) headers.set("sourcemap", map);
  const same = notModified(req, etag, headers);
  if (same) return same;
  headers.set("content-type", asset.type);
  if (encoding) headers.set("content-encoding", encoding);
  const file = asset.file + (encoding === "br" ? ".br" : encoding === "gzip" ? ".gz" : "");
  const bytes = await assets.read(file);
  headers.set("content-length", String(bytes.length));
  return new Response(req.method === "HEAD" ? null : bytes, { headers });
}

function preferred(req: Request, asset: AssetFile): "br" | "gzip" | null {
  const accept = req.headers.get("accept-encoding");
  let best: "br" | "gzip" | null = null;
  let quality = 0;
  for (const coding of asset.encodings) {
    const q = acceptsEncoding(accept, coding);
    if (q > quality) [best, quality] = [coding, q];
  }
  return best;
}
