/** Content coding of answers (RFC 9110, 8.4): gzip for text of at least 1 kB. */

/** Below this many bytes gzip gains nothing. */
const SMALLEST = 1_024;
const TEXT =
  /^(?:text\/(?!event-stream)|application\/(?:json|javascript|xml|manifest\+json|[\w.-]+\+json|[\w.-]+\+xml)|image\/svg)/;

/** The quality (0–1) that `Accept-Encoding` gives a coding; 0 means: do not send it. */
export function acceptsEncoding(header: string | null, coding: "gzip" | "br"): number {
  let any = 0;
  for (const item of (header ?? "").toLowerCase().split(",")) {
    const [name, ...parameters] = item.split(";").map((part) => part.trim());
    const q = Number(parameters.find((parameter) => parameter.startsWith("q="))?.slice(2) ?? 1);
    const quality = Number.isFinite(q) ? q : 0;
    if (name === coding || (coding === "gzip" && name === "x-gzip")) return quality;
    if (name === "*") any = quality;
  }
  return any;
}

/**
 * Compresses an answer where that is worth it and the caller takes it. A strong ETag becomes weak:
 * the compressed bytes are another representation (RFC 9110, 8.8.3.3).
 */
export async function compress(req: Request, response: Response): Promise<Response> {
  const { headers } = response;
  // A 304 has no type any more, but says what its 200 would have varied by (RFC 9110, 15.4.5).
  if (response.status === 304) addVary(headers, "accept-encoding");
  if (!TEXT.test(headers.get("content-type") ?? "")) return response;
  addVary(headers, "accept-encoding");
  if (
    response.body === null || req.method === "HEAD" || headers.has("content-encoding") ||
    headers.has("content-range") || acceptsEncoding(req.headers.get("accept-encoding"), "gzip") <= 0
  ) return response;

  const reader = response.body.getReader();
  const first: Uint8Array[] = [];
  let size = 0;
  while (size < SMALLEST) {
    const { done, value } = await reader.read();
    if (done) return new Response(new Blob(first as BlobPart[]).stream(), response);
    first.push(value);
    size += value.length;
  }
  const body = new ReadableStream<Uint8Array<ArrayBuffer>>({
    async pull(controller) {
      const chunk = first.shift() ?? (await reader.read()).value;
      if (chunk === undefined) controller.close();
      else controller.enqueue(chunk as Uint8Array<ArrayBuffer>);
    },
    cancel: (reason) => reader.cancel(reason),
  });
  const etag = headers.get("etag");
  if (etag !== null && !etag.startsWith("W/")) headers.set("etag", "W/" + etag);
  headers.set("content-encoding", "gzip");
  headers.delete("content-length");
  return new Response(body.pipeThrough(new CompressionStream("gzip")), response);
}

/** Answers a body that is stored gzipped; it is unpacked only for callers that cannot read it. */
export function gzipResponse(
  req: Request,
  gzip: Uint8Array<ArrayBuffer>,
  init: ResponseInit = {},
): Response {
  const headers = new Headers(init.headers);
  addVary(headers, "accept-encoding");
  if (acceptsEncoding(req.headers.get("accept-encoding"), "gzip") > 0) {
    headers.set("content-encoding", "gzip");
    return new Response(gzip, { ...init, headers });
  }
  const plain = new Blob([gzip]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Response(plain, { ...init, headers });
}

function addVary(headers: Headers, name: string): void {
  const present = (headers.get("vary") ?? "").toLowerCase().split(",").map((part) => part.trim());
  if (!present.includes(name) && !present.includes("*")) headers.append("vary", name);
}
