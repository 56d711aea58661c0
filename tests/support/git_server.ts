/** A git server over HTTP on loopback: `git http-backend`, with the behaviours that tests need. */

export interface GitServerOptions {
  /** The directory with the bare repositories; `<root>/repo.git` is served as `/repo.git`. */
  root: string;
  /** Asks for these by HTTP basic authentication. */
  auth?: { username: string; password: string };
  /** False: a server that knows no partial clones. */
  filter?: boolean;
  /** Milliseconds before each piece of an answer, as over a slow line. */
  pieceDelayMs?: number;
  /** Speaks https, with this certificate (PEM). */
  tls?: { cert: string; key: string };
  /** Answers instead of git where it returns a response: redirects, failures, `stalled()`. */
  intercept?(request: Request): Response | undefined | Promise<Response | undefined>;
}

export interface LoggedRequest {
  method: string;
  /** Path and query. */
  path: string;
  authorization: string | null;
}

export interface GitServer extends AsyncDisposable {
  /** `http://127.0.0.1:<port>`, or https */
  origin: string;
  port: number;
  requests: LoggedRequest[];
  /** Stops answering, as a machine that goes away. */
  stop(): Promise<void>;
}

export function serveGit(options: GitServerOptions): GitServer {
  const requests: LoggedRequest[] = [];
  const closing = new AbortController();
  const children = new Set<Deno.ChildProcess>();
  const expected = options.auth === undefined
    ? null
    : `Basic ${btoa(`${options.auth.username}:${options.auth.password}`)}`;

  const server = Deno.serve(
    { ...options.tls, hostname: "127.0.0.1", port: 0, signal: closing.signal, onListen: () => {} },
    async (received) => {
      // A copy can be cloned and read twice; of the server's own request Deno warns about that.
      const { method, headers, body } = received;
      const request = new Request(received.url, { method, headers, body });
      const url = new URL(request.url);
      const authorization = request.headers.get("authorization");
      requests.push({ method: request.method, path: url.pathname + url.search, authorization });
      const other = await options.intercept?.(request);
      if (other !== undefined) return other;
      if (expected !== null && authorization !== expected) {
        const headers = { "www-authenticate": 'Basic realm="git"' };
        return new Response("who are you?", { status: 401, headers });
      }
      return await backend(request, url, options, children);
    },
  );

  const stop = async () => {
    closing.abort();
    children.forEach(end);
    await Promise.all([...children].map((child) => child.status));
    await server.finished;
  };
  const { port } = server.addr;
  return {
    origin: `${options.tls === undefined ? "http" : "https"}://127.0.0.1:${port}`,
    port,
    requests,
    stop,
    [Symbol.asyncDispose]: stop,
  };
}

/**
 * A response whose headers come at once and whose body never does.
 * `reached` resolves when a client has asked for it.
 */
export function stalled(): { response(): Response; reached: Promise<void> } {
  const { promise: reached, resolve } = Promise.withResolvers<void>();
  return {
    reached,
    response() {
      resolve();
      return new Response(new ReadableStream({ pull: () => new Promise<void>(() => {}) }), {
        headers: { "content-type": "application/x-git-upload-pack-result" },
      });
    },
  };
}

/**
 * Holds every transfer of objects back until `open` is called, as a server does that is busy.
 * `reached` resolves when a first client waits.
 */
export function gate(): {
  intercept: NonNullable<GitServerOptions["intercept"]>;
  reached: Promise<void>;
  open(): void;
} {
  const opened = Promise.withResolvers<void>();
  const reached = Promise.withResolvers<void>();
  return {
    reached: reached.promise,
    open: opened.resolve,
    async intercept(request) {
      if (request.method !== "POST") return undefined;
      // What lists refs is a POST as well, in git's second protocol.
      const body = await request.clone().text();
      if (body.includes("command=ls-refs")) return undefined;
      reached.resolve();
      await opened.promise;
      return undefined;
    },
  };
}

function end(child: Deno.ChildProcess): void {
  try {
    child.kill("SIGKILL");
  } catch (error) {
    // It has ended by itself, which its status has yet to tell.
    if (!(error instanceof TypeError)) throw error;
  }
}

/** One CGI call (RFC 3875), its bodies streamed both ways. */
async function backend(
  request: Request,
  url: URL,
  options: GitServerOptions,
  children: Set<Deno.ChildProcess>,
): Promise<Response> {
  const header = (name: string) => request.headers.get(name) ?? "";
  const child = new Deno.Command("git", {
    args: ["http-backend"],
    env: {
      GIT_CONFIG_NOSYSTEM: "1",
      GIT_CONFIG_GLOBAL: "/dev/null",
      GIT_CONFIG_COUNT: "1",
      GIT_CONFIG_KEY_0: "uploadpack.allowFilter",
      GIT_CONFIG_VALUE_0: String(options.filter ?? true),
      GIT_PROJECT_ROOT: options.root,
      GIT_HTTP_EXPORT_ALL: "1",
      GIT_PROTOCOL: header("git-protocol"),
      PATH_INFO: decodeURIComponent(url.pathname),
      QUERY_STRING: url.search.slice(1),
      REQUEST_METHOD: request.method,
      CONTENT_TYPE: header("content-type"),
      HTTP_CONTENT_ENCODING: header("content-encoding"),
      REMOTE_ADDR: "127.0.0.1",
    },
    stdin: "piped",
    stdout: "piped",
    stderr: "null",
  }).spawn();
  children.add(child);
  child.status.finally(() => children.delete(child));
  // A client that goes away, or a backend that needs no more, breaks the pipe: both are its right.
  const sent = request.body === null
    ? child.stdin.close()
    : request.body.pipeTo(child.stdin).catch(() => {});

  const reader = child.stdout.getReader();
  let head = new Uint8Array();
  for (;;) {
    const { value, done } = await reader.read();
    if (done) break;
    head = new Uint8Array([...head, ...value]);
    const text = new TextDecoder("latin1").decode(head);
    const end = text.indexOf("\r\n\r\n");
    if (end === -1) continue;
    const headers = new Headers();
    for (const line of text.slice(0, end).split("\r\n")) {
      headers.append(line.slice(0, line.indexOf(":")), line.slice(line.indexOf(":") + 1).trim());
    }
    const status = Number(headers.get("status")?.slice(0, 3) ?? 200);
    headers.delete("status");
    const rest = head.slice(end + 4);
    const body = new ReadableStream<Uint8Array<ArrayBuffer>>({
      start: (controller) => rest.length > 0 ? controller.enqueue(rest) : undefined,
      async pull(controller) {
        if (options.pieceDelayMs !== undefined) {
          await new Promise((resolve) => setTimeout(resolve, options.pieceDelayMs));
        }
        const next = await reader.read();
        if (next.done) controller.close();
        else controller.enqueue(next.value);
      },
      async cancel() {
        if (children.has(child)) child.kill("SIGKILL");
        await reader.cancel();
      },
    });
    return new Response(body, { status, headers });
  }
  await sent;
  return new Response("git http-backend gave no answer", { status: 500 });
}
