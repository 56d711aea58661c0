/** Entity tags and conditional GET (RFC 9110, 8.8.3 and 13.1.2). */

/** An entity tag around an opaque value, e.g. a content hash; strong unless told. */
export function etagOf(value: string, strength: "strong" | "weak" = "strong"): string {
  if (!/^[\x21\x23-\x7e]*$/.test(value)) throw new TypeError("An ETag holds printable ASCII only.");
  return `${strength === "weak" ? "W/" : ""}"${value}"`;
}

/** True where `If-None-Match` names `etag` (weak comparison) or is `*`. */
export function matchesEtag(header: string | null, etag: string): boolean {
  if (header === null) return false;
  if (header.trim() === "*") return true;
  const wanted = opaque(etag);
  // A tag may hold commas, so the list is scanned for tags rather than split.
  for (const [tag] of header.matchAll(/(?:W\/)?"[^"]*"/g)) {
    if (opaque(tag) === wanted) return true;
  }
  return false;
}

/**
 * A 304 where the caller already has `etag`, else null. `headers` (such as Cache-Control) go with
 * it, as they would with the 200.
 */
export function notModified(req: Request, etag: string, headers?: HeadersInit): Response | null {
  if (req.method !== "GET" && req.method !== "HEAD") return null;
  if (!matchesEtag(req.headers.get("if-none-match"), etag)) return null;
  const all = new Headers(headers);
  all.set("etag", etag);
  all.delete("content-type");
  all.delete("content-length");
  all.delete("content-encoding");
  return new Response(null, { status: 304, headers: all });
}

function opaque(tag: string): string {
  return tag.startsWith("W/") ? tag.slice(2) : tag;
}
