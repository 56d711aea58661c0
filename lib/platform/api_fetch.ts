/** The `fetch` given to clients of APIs: it stays on its own origin, and reads no more than it needs. */

/** An answer has some kB: one pull request with a long text may have 100, a model's as many. */
const BODY_MAX_BYTES = 4_000_000;
const REDIRECTS_MAX = 3;

/**
 * @param origin redirects to any other are refused: the token would go with them
 * @returns a `fetch` that rejects with a TypeError where a redirect or a body goes too far
 */
export function createApiFetch(origin: string) {
  return async (address: string | URL, init: RequestInit = {}): Promise<Response> => {
    let url = new URL(address);
    for (let hop = 0; hop <= REDIRECTS_MAX; hop++) {
      if (url.origin !== origin) throw new TypeError("the API redirects to another host");
      const response = await fetch(url, { ...init, redirect: "manual" });
      const location = response.headers.get("location");
      // A renamed repository answers 301 with its address by number.
      if (![301, 302, 307, 308].includes(response.status) || location === null) {
        return await bounded(response);
      }
      await response.body?.cancel();
      url = new URL(location, url);
    }
    throw new TypeError(`the API redirects more than ${REDIRECTS_MAX} times`);
  };
}

async function bounded(response: Response): Promise<Response> {
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.length;
    if (size > BODY_MAX_BYTES) throw new TypeError("the API's answer is too long");
    chunks.push(chunk);
  }
  const { status, headers } = response;
  const hasBody = ![204, 205, 304].includes(status);
  return new Response(hasBody ? new Blob(chunks) : null, { status, headers });
}
