import assert from "node:assert/strict";
import { GitHubImportPage } from "../../lib/domain/wire/github.ts";
import { Project, ProjectBulkResult, ProjectList } from "../../lib/domain/wire/project.ts";
import { BULK_MAX } from "../../lib/domain/limits.ts";
import type { ProjectsService } from "../../lib/services/contract.ts";
import { BULK_MS, createPortfolioService } from "../../lib/services/portfolio.ts";
import type { PortfolioStore } from "../../lib/store/portfolio.ts";
import type { ProjectStore } from "../../lib/store/projects.ts";
import { createApi } from "../support/api.ts";
import { fakeClock } from "../support/clock.ts";
import { listingGitHub } from "../support/github_port.ts";
import { listed } from "../support/github_server.ts";
import { fillPortfolio } from "../support/portfolio.ts";
import { until } from "../support/until.ts";

type Api = ReturnType<typeof createApi>;

async function bulk(api: Api, body: unknown): Promise<ProjectBulkResult> {
  const response = await api.call("POST", "/api/projects/bulk", body);
  assert.equal(response.status, 200, await response.clone().text());
  return ProjectBulkResult.parse(await response.json());
}

Deno.test("POST /api/projects/bulk says for each address what became of it, and again the same", async () => {
  using api = createApi();
  await api.call("POST", "/api/projects", { repo_url: "https://example.org/team/known" });
  const repo_urls = [
    "https://example.org/team/a",
    "https://bot:s3cret@example.org/team/b.git",
    "git@example.org:team/known",
    "example.org/team/no-scheme",
    "https://git.internal.test/x/y",
    "https://example.org/team/a.git/",
    "https://user:s3cret@example.org/with?query",
  ];
  const first = await bulk(api, { repo_urls, tags: ["New"] });
  assert.deepEqual(
    first.items.map(({ index, outcome, error }) => [index, outcome, error?.code ?? null]),
    [
      [0, "added", null],
      [1, "added", null],
      [2, "exists", null],
      [3, "refused", "url_invalid"],
      [4, "refused", "url_refused"],
      [5, "exists", null],
      [6, "refused", "url_invalid"],
    ],
  );
  assert.deepEqual([first.added, first.exists, first.refused], [2, 2, 3]);
  assert.equal(first.items[5]?.project_id, first.items[0]?.project_id);
  assert.ok(!JSON.stringify(first).includes("s3cret"));
  assert.equal(
    (await api.scratch.projects.credentials(first.items[1]?.project_id ?? ""))?.password,
    "s3cret",
  );
  const { items: jobs } = await (await api.call("GET", "/api/jobs")).json();
  assert.equal(jobs.length, 3, "one analysis of each project");

  const again = await bulk(api, { repo_urls, tags: ["other"] });
  assert.deepEqual([again.added, again.exists, again.refused], [0, 4, 3]);
  assert.equal((await (await api.call("GET", "/api/jobs")).json()).items.length, 3);
  const tagged = ProjectList.parse(await (await api.call("GET", "/api/projects?tag=new")).json());
  assert.deepEqual(tagged.items.map(({ name }) => name).sort(), ["a", "b"]);
  assert.deepEqual(tagged.items.map(({ tags }) => tags), [["new"], ["new"]]);
});

Deno.test("POST /api/projects/bulk ends in time, however many hosts do not answer", async () => {
  const time = fakeClock();
  using api = createApi({ clock: time.clock });
  const silent = (n: number) => `https://h${n}.silent.test/team/r`;
  const repo_urls = [
    "https://example.org/team/first",
    ...Array.from({ length: BULK_MAX - 2 }, (_, n) => silent(n)),
    "https://example.org/team/last",
  ];
  const answer = bulk(api, { repo_urls });
  await until(
    "the first is there",
    async () => (await (await api.call("GET", "/api/projects")).json()).items[0] ?? null,
  );
  await time.advance(BULK_MS);
  const { items, added, refused } = await answer;
  assert.deepEqual([added, refused], [1, BULK_MAX - 1]);
  // Those that were being looked up, and those whose turn did not come, the last one as well.
  for (const at of [1, 64, 400, BULK_MAX - 1]) {
    assert.equal(items[at]?.repo_url, repo_urls[at]);
    assert.equal(items[at]?.error?.code, "git_unreachable");
    assert.match(items[at]?.error?.remedy ?? "", /Send it again/);
  }
  assert.equal(time.pending(), 0);
  const again = await bulk(api, { repo_urls: [repo_urls[0], repo_urls.at(-1)] });
  assert.deepEqual([again.added, again.exists], [1, 1]);
});

Deno.test("addMany() tells of what nobody expected once all that it had begun has ended", async () => {
  let begun = 0;
  let open = 0;
  const portfolio = createPortfolioService({
    projects: {
      register(_: unknown, signal: AbortSignal) {
        if (++begun === 2) return Promise.reject(new Error("the disk is full"));
        open++;
        // Takes a moment to stop.
        return new Promise((_, reject) =>
          signal.addEventListener("abort", () =>
            setTimeout(() => {
              open--;
              reject(signal.reason);
            }))
        );
      },
    } as unknown as ProjectsService,
    store: {} as ProjectStore,
    portfolio: {} as PortfolioStore,
    github: null,
    clock: fakeClock().clock,
  });
  const repo_urls = Array.from({ length: BULK_MAX }, (_, n) => `https://example.org/t/r${n}`);
  const { signal } = new AbortController();
  await assert.rejects(portfolio.addMany({ repo_urls, tags: [] }, signal), /the disk is full/);
  assert.equal(open, 0);
  assert.ok(begun < BULK_MAX, `${begun} were begun`);
});

Deno.test("POST /api/projects/bulk takes so many addresses and no more", async () => {
  using api = createApi();
  const repo_urls = Array.from({ length: BULK_MAX + 1 }, (_, n) => `https://example.org/t/r${n}`);
  const response = await api.call("POST", "/api/projects/bulk", { repo_urls });
  assert.equal(response.status, 422);
  const { added } = await bulk(api, { repo_urls: repo_urls.slice(1) });
  assert.equal(added, BULK_MAX);
});

Deno.test("PATCH changes what it names alone; tags are words, few, each once, sorted", async () => {
  using api = createApi();
  const { id } = await (await api.call("POST", "/api/projects", {
    repo_url: "https://example.org/team/shop",
    description: "Sells",
    schedule: "@daily",
  })).json();
  const path = `/api/projects/${id}`;
  const patch = async (body: unknown) => await api.call("PATCH", path, body);
  const tagged = Project.parse(await (await patch({ tags: ["Web", "blue", "web"] })).json());
  assert.deepEqual(tagged.tags, ["blue", "web"]);
  assert.deepEqual([tagged.description, tagged.schedule], ["Sells", "@daily"]);
  assert.notEqual(tagged.next_run_at, null);
  const renamed = Project.parse(await (await patch({ name: "Shop" })).json());
  assert.deepEqual([renamed.name, renamed.tags], ["Shop", ["blue", "web"]]);
  // PUT, which replaces the rest, leaves them too.
  const replaced = Project.parse(await (await api.call("PUT", path, { name: "S" })).json());
  assert.deepEqual([replaced.description, replaced.tags], ["", ["blue", "web"]]);
  const refused = [["two words"], ["a,b"], ["x".repeat(31)], [""], Array(21).fill("a"), "a"];
  for (const tags of refused) {
    assert.equal((await patch({ tags })).status, 422, JSON.stringify(tags));
  }
  assert.equal((await patch({ tag: [] })).status, 422);
  assert.equal((await api.call("PATCH", "/api/projects/nope", { tags: [] })).status, 404);
  assert.deepEqual(Project.parse(await (await patch({ tags: [] })).json()).tags, []);
});

Deno.test("a list in another order has cursors of its own", async () => {
  using api = createApi();
  fillPortfolio(api.scratch, 12);
  const read = async (query: string) => await api.call("GET", `/api/projects?limit=5&${query}`);
  const seen: string[] = [];
  for (let cursor: string | null = ""; cursor !== null;) {
    const more: string = cursor === "" ? "" : `&cursor=${cursor}`;
    const page = ProjectList.parse(await (await read(`sort=name${more}`)).json());
    seen.push(...page.items.map(({ name }) => name));
    cursor = page.next_cursor;
  }
  assert.deepEqual(seen, seen.toSorted());
  assert.equal(new Set(seen).size, 12);
  const { next_cursor } = await (await read("sort=name")).json();
  for (const query of [`sort=size&cursor=${next_cursor}`, "sort=name&cursor=nope"]) {
    const response = await read(query);
    assert.equal(response.status, 422, query);
    assert.equal((await response.json()).errors[0].pointer, "/cursor");
  }
  assert.equal((await read("sort=colour")).status, 422);
});

Deno.test("POST /api/github/repositories lists, and says what is registered", async () => {
  using api = createApi({ github: listingGitHub() });
  const { id } = await (await api.call("POST", "/api/projects", {
    repo_url: "git@github.example.org:acme/b.git",
  })).json();
  const path = "/api/github/repositories";
  const page = GitHubImportPage.parse(
    await (await api.call("POST", path, { owner: "acme", token: "t" })).json(),
  );
  assert.deepEqual(page.items.map(({ project_id }) => project_id), [null, id]);
  for (const body of [{ owner: "../x" }, { owner: "" }, { owner: "a", page: 0 }, {}]) {
    assert.equal((await api.call("POST", path, body)).status, 422, JSON.stringify(body));
  }
  using without = createApi();
  const off = await without.call("POST", path, { owner: "acme" });
  assert.deepEqual([off.status, (await off.json()).code], [409, "github_off"]);
});

Deno.test("with 1,000 projects a page of the portfolio has 50 rows, and none is missed", async () => {
  using api = createApi();
  fillPortfolio(api.scratch, 1_000);
  const seen = new Set<string>();
  let pages = 0;
  for (let path: string | null = "/?sort=health"; path !== null; pages++) {
    const html: string = await (await api.call("GET", path)).text();
    const rows = [...html.matchAll(/id="p-(p\d{4})"/g)].map(([, id]) => id as string);
    assert.equal(rows.length, 50);
    rows.forEach((id) => seen.add(id));
    assert.match(html, />1,000 projects</);
    assert.ok(html.length < 200_000, `${html.length} bytes`);
    const next: string | undefined = /id="to-next" href="([^"]+)"/.exec(html)?.[1];
    path = next === undefined ? null : next.replaceAll("&amp;", "&");
  }
  assert.deepEqual([pages, seen.size], [20, 1_000]);
});

Deno.test("what the address of the portfolio asks wrongly counts as not asked", async () => {
  using api = createApi();
  fillPortfolio(api.scratch, 3);
  const wrong = await api.call("GET", `/?sort=colour&health=blue&q=${"x".repeat(0)}`);
  assert.equal(wrong.status, 200);
  assert.match(await wrong.text(), />3 projects</);
});

Deno.test("an import lists as many as can be added at once, and goes on where it ended", async () => {
  const asked: number[] = [];
  using api = createApi({
    github: {
      ...listingGitHub(),
      list: ({ page }) => {
        asked.push(page);
        return Promise.resolve({
          items: [listed(`acme/r${page}`)],
          next_page: page < 7 ? page + 1 : null,
        });
      },
    },
  });
  const post = async (fields: Record<string, string>) => {
    const body = new URLSearchParams(fields).toString();
    const response = await api.call("POST", "/projects/import", body, {
      "content-type": "application/x-www-form-urlencoded",
      "content-length": String(body.length),
    });
    return { status: response.status, html: await response.text() };
  };
  const first = await post({ owner: "acme", token: "t0ps3cret", page: "1" });
  assert.deepEqual(asked, [1, 2, 3, 4, 5]);
  assert.match(first.html, /<input type="hidden" name="page" value="6"/);
  assert.ok(!first.html.includes("t0ps3cret"));
  const second = await post({ owner: "acme", page: "6" });
  assert.deepEqual(asked.slice(5), [6, 7]);
  assert.doesNotMatch(second.html, /list those after these/);
  for (
    const [fields, words] of [
      [{ owner: "../etc" }, /This is no name on GitHub/],
      [{ owner: "acme", page: "x" }, /role="alert"/],
      [{ action: "add", owner: "acme" }, /No repository was chosen/],
    ] as const
  ) {
    const { status, html } = await post(fields);
    assert.equal(status, 422);
    assert.match(html, words);
  }
});

Deno.test("lines that are too many or too long are refused by their number", async () => {
  using api = createApi();
  const post = async (repo_urls: string) => {
    const body = new URLSearchParams({ repo_urls, tags: "a" }).toString();
    const response = await api.call("POST", "/projects/add", body, {
      "content-type": "application/x-www-form-urlencoded",
      "content-length": String(body.length),
    });
    return [response.status, await response.text()] as const;
  };
  for (
    const [text, words] of [
      ["\n# nothing\n", /There is no address in the field/],
      [`\r\n\r\nhttps://example.org/a/b\r\n${"x".repeat(2_001)}`, /Line 4: /],
      ["https://example.org/a/b\n".repeat(BULK_MAX + 1), /At most 500 addresses at once/],
    ] as const
  ) {
    const [status, html] = await post(text);
    assert.equal(status, 422);
    assert.match(html, words);
  }
  assert.deepEqual(await api.scratch.projects.ids(), []);
});
