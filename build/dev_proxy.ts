/** The development server's face: passes requests on, adds the reload script, shows build errors. */

export type DevState = { kind: "ready"; port: number } | { kind: "error"; message: string };

/** `build` numbers the state that the page belongs to. */
function scriptTag(build: number | "none"): string {
  return `<script type="module" src="/_dev/client.js?${build}"></script>`;
}

/** Runs in the page: reloads when a build is ready, lays an error over the page when it is not. */
function devClient(): void {
  const build = new URL(import.meta.url).search.slice(1);
  let overlay: HTMLElement | null = null;
  const events = new EventSource("/_dev/events");
  events.addEventListener("state", (event) => {
    const state = JSON.parse((event as MessageEvent<string>).data) as {
      build: number;
      error: string | null;
    };
    overlay?.remove();
    if (state.error !== null) {
      overlay = document.createElement("pre");
      overlay.id = "dev-error";
      overlay.textContent = state.error;
      // Set from script: the content security policy forbids style in markup, not this.
      overlay.style.cssText = "position:fixed;inset:0;z-index:9999;margin:0;padding:2rem;" +
        "overflow:auto;background:#1b1b1f;color:#ffb4ab;font:14px/1.5 monospace;white-space:pre-wrap";
      document.body.append(overlay);
    } else if (String(state.build) !== build) location.reload();
  });
}

/** `fetch` answers the browser; `show` tells it, and all open pages, what the last build led to. */
export function createDevProxy() {
  let state: DevState | null = null;
  let build = 0;
  const pages = new Set<ReadableStreamDefaultController<Uint8Array>>();
  const encoder = new TextEncoder();
  const event = () => {
    const error = state?.kind === "error" ? state.message : null;
    return encoder.encode(`event: state\ndata: ${JSON.stringify({ build, error })}\n\n`);
  };

  function events(): Response {
    let own: ReadableStreamDefaultController<Uint8Array>;
    const body = new ReadableStream<Uint8Array>({
      start(controller) {
        own = controller;
        pages.add(controller);
        if (state !== null) controller.enqueue(event());
      },
      cancel() {
        pages.delete(own);
      },
    });
    return new Response(body, {
      headers: { "content-type": "text/event-stream", "cache-control": "no-store" },
    });
  }

  async function pass(req: Request, port: number): Promise<Response> {
    const url = new URL(req.url);
    const headers = new Headers(req.headers);
    // Pages arrive readable, so that the script can be added.
    headers.set("accept-encoding", "identity");
    const script = scriptTag(build);
    const response = await fetch(`http://127.0.0.1:${port}${url.pathname}${url.search}`, {
      method: req.method,
      headers,
      body: req.body,
      redirect: "manual",
    });
    if (!response.headers.get("content-type")?.startsWith("text/html") || req.method === "HEAD") {
      return response;
    }
    const html = await response.text();
    const own = new Headers(response.headers);
    own.delete("content-length");
    const head = html.indexOf("</head>");
    const text = head < 0 ? html + script : html.slice(0, head) + script + html.slice(head);
    return new Response(text, { status: response.status, headers: own });
  }

  return {
    show(next: DevState): void {
      state = next;
      build++;
      for (const page of pages) page.enqueue(event());
    },
    async fetch(req: Request): Promise<Response> {
      const { pathname } = new URL(req.url);
      if (pathname === "/_dev/events") return events();
      if (pathname === "/_dev/client.js") {
        return new Response(`(${devClient})();`, {
          headers: { "content-type": "text/javascript", "cache-control": "no-store" },
        });
      }
      if (state?.kind === "ready") {
        try {
          return await pass(req, state.port);
        } catch (error) {
          // The server is being restarted; the page waits for the next state.
          if (!(error instanceof TypeError)) throw error;
        }
      }
      return new Response(
        `<!DOCTYPE html><html><head>${scriptTag("none")}</head><body>Building…</body></html>`,
        { status: 503, headers: { "content-type": "text/html; charset=utf-8" } },
      );
    },
  };
}
