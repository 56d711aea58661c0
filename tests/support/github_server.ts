/** A GitHub REST API on loopback that answers as docs.github.com/rest documents it. */

export interface GitHubServer extends AsyncDisposable {
  /** To be given as GITHUB_API_URL. */
  apiUrl: string;
  /** `GET <path and query>` with what decides the answer. */
  requests: { path: string; authorization: string | null; ifNoneMatch: string | null }[];
  /** What is answered; tests change it. */
  repository: Record<string, unknown>;
  release: Record<string, unknown> | null;
  openPulls: number;
  /** Repositories by organisation and by user; what is private is for `login`'s token alone. */
  organisations: Record<string, Listed[]>;
  users: Record<string, Listed[]>;
  /** Whose token the caller has; null: every token is refused. */
  login: string | null;
  /** Answers instead, where it returns a response. */
  intercept: (path: string) => Response | undefined | Promise<Response | undefined>;
}

/** As a list of repositories has it. */
export interface Listed {
  full_name: string;
  clone_url: string;
  description: string | null;
  private: boolean;
  archived: boolean;
  fork: boolean;
  language: string | null;
  pushed_at: string | null;
}

/** A public repository of `owner`, on a host that names resolve for in tests. */
export function listed(full_name: string, fields: Partial<Listed> = {}): Listed {
  return {
    full_name,
    clone_url: `https://github.example.org/${full_name}.git`,
    description: null,
    private: false,
    archived: false,
    fork: false,
    language: "Go",
    pushed_at: "2026-01-02T03:04:05Z",
    ...fields,
  };
}

/** Serves `shop/web`, and no other repository. */
export function serveGitHub(): GitHubServer {
  const stopping = new AbortController();
  const http = Deno.serve(
    { hostname: "127.0.0.1", port: 0, signal: stopping.signal, onListen: () => {} },
    async (request) => {
      const url = new URL(request.url);
      server.requests.push({
        path: url.pathname + url.search,
        authorization: request.headers.get("authorization"),
        ifNoneMatch: request.headers.get("if-none-match"),
      });
      return await server.intercept(url.pathname) ?? await answer(request, url, server);
    },
  );
  const server: GitHubServer = {
    apiUrl: `http://127.0.0.1:${http.addr.port}/`,
    requests: [],
    repository: {
      full_name: "shop/web",
      description: "Sells things",
      default_branch: "main",
      topics: ["shop", "web"],
      stargazers_count: 1234,
      // Issues and pull requests together.
      open_issues_count: 12,
      license: { key: "mit", name: "MIT License", spdx_id: "MIT" },
    },
    release: { tag_name: "v2.1.0", name: "Two one", published_at: "2026-01-02T03:04:05Z" },
    openPulls: 5,
    organisations: {},
    users: {},
    login: "somebody",
    intercept: () => undefined,
    async [Symbol.asyncDispose]() {
      stopping.abort();
      await http.finished;
    },
  };
  return server;
}

async function answer(request: Request, url: URL, server: GitHubServer): Promise<Response> {
  const { origin, pathname } = url;
  if (pathname === "/repos/shop/web") return await tagged(request, server.repository);
  if (pathname === "/repos/shop/web/releases/latest" && server.release !== null) {
    return await tagged(request, server.release);
  }
  if (pathname === "/repos/shop/web/pulls") {
    const list = server.openPulls === 0 ? [] : [{ number: 9, title: "Newest" }];
    const page = (n: number) => `<${origin}/repositories/1/pulls?per_page=1&page=${n}>`;
    const link = `${page(2)}; rel="next", ${page(server.openPulls)}; rel="last"`;
    return await tagged(request, list, server.openPulls > 1 ? { link } : {});
  }
  const authorization = request.headers.get("authorization");
  if (authorization !== null && server.login === null) {
    return Response.json({ message: "Bad credentials" }, { status: 401 });
  }
  const me = authorization === null ? null : server.login;
  if (pathname === "/user" && me !== null) return await tagged(request, { login: me });
  if (pathname === "/user/repos" && me !== null) return await list(url, server.users[me] ?? []);
  const [, kind, owner = ""] = /^\/(orgs|users)\/([^/]+)\/repos$/.exec(pathname) ?? [];
  const all = kind === "orgs" ? server.organisations[owner] : server.users[owner];
  if (kind !== undefined && all !== undefined) {
    const shown = kind === "orgs" && me !== null ? all : all.filter((one) => !one.private);
    return await list(url, shown);
  }
  return Response.json({ message: "Not Found" }, { status: 404 });
}

/** A page of a list, with the Link header of RFC 8288 where there is another. */
function list(url: URL, all: readonly Listed[]): Response {
  const [size, page] = ["per_page", "page"].map((name) => Number(url.searchParams.get(name)));
  const start = (page! - 1) * size!;
  const next = new URL(url);
  next.searchParams.set("page", String(page! + 1));
  return Response.json(all.slice(start, start + size!), {
    headers: start + size! < all.length ? { link: `<${next}>; rel="next"` } : {},
  });
}

/** 200 with an ETag of the body, or 304 for who has it; both say what is left of the quota. */
async function tagged(
  request: Request,
  body: unknown,
  more: Record<string, string> = {},
): Promise<Response> {
  const text = JSON.stringify(body);
  const digest = await crypto.subtle.digest("SHA-1", new TextEncoder().encode(text));
  const etag = `W/"${new Uint8Array(digest).toHex()}"`;
  const headers = {
    ...more,
    etag,
    "content-type": "application/json; charset=utf-8",
    "x-ratelimit-remaining": "4999",
    "x-ratelimit-reset": "4102444800",
  };
  return request.headers.get("if-none-match") === etag
    ? new Response(null, { status: 304, headers })
    : new Response(text, { headers });
}

/** 403 as for a primary limit, until `reset` (seconds since 1970). */
export function quotaUsed(reset: number): Response {
  return Response.json({ message: "API rate limit exceeded for 127.0.0.1." }, {
    status: 403,
    headers: { "x-ratelimit-remaining": "0", "x-ratelimit-reset": String(reset) },
  });
}
