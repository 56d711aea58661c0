/**
 * The main job, end to end: a repository is added in the browser, its analysis is watched, its map
 * is read. Built server, real git over HTTP, real Chromium; sources of other people's packages.
 */
import assert from "node:assert/strict";
import Ajv2020 from "ajv/dist/2020.js";
import type { SystemMap } from "../../lib/domain/wire/system_map.ts";
import type { List } from "../../lib/domain/wire/common.ts";
import type { Project } from "../../lib/domain/wire/project.ts";
import {
  launchBrowser,
  openAlive,
  overflowing,
  sees,
  watchedPage,
  wordsOf,
} from "../support/browser.ts";
import { installedCheckout } from "../support/checkout.ts";
import { createClient } from "../support/client.ts";
import { realWorkspace } from "../support/corpus.ts";
import { gate, serveGit } from "../support/git_server.ts";
import { dataDirectory, startServer } from "../support/server.ts";
import { oracleEdges } from "../support/typescript_oracle.ts";

Deno.test("the main job: from an address to a map", async (t) => {
  await using repository = await realWorkspace();
  // The clone waits until its progress has been seen.
  const transfer = gate();
  await using gitServer = serveGit({ root: repository.root, intercept: transfer.intercept });
  await using data = await dataDirectory();
  await using server = await startServer({ DATA_DIR: data.path, REPO_ALLOWED_HOSTS: "127.0.0.1" });
  const client = createClient(server.url);
  await using browser = await launchBrowser();
  const { page, problems } = await watchedPage(browser);
  await page.setViewport({ width: 1440, height: 900 });
  const repoUrl = `${gitServer.origin}/corpus.git`;
  let project!: Project;
  let map!: SystemMap;

  await t.step("an empty installation says how to begin", async () => {
    await openAlive(page, server.url);
    await sees(page, "Add a repository to see how it is built");
  });

  await t.step("a wrong address is corrected at its field, in the page", async () => {
    await page.type("#add-url", "git://example.org/x.git");
    await page.keyboard.press("Tab");
    await page.waitForSelector("#add-url[aria-invalid=true]");
    assert.match(await wordsOf(page, "#add-note"), /neither encrypted nor authenticated/);
    await page.$eval("#add-url", (input) => (input as HTMLInputElement).select());
  });

  await t.step("a project is added, and its progress is seen", async () => {
    await page.type("#add-url", repoUrl);
    await page.click(".add button[type=submit]");
    await page.waitForSelector(".project-run progress");
    await page.click(".project a");
    await page.waitForSelector(".run progress");
    await sees(page, "Fetch the repository");
    [project] = (await client.get<List<Project>>("/api/projects")).items as [Project];
    assert.equal(project.repo_url, repoUrl);
    assert.equal(new URL(page.url()).pathname, `/projects/${project.id}`);
  });

  await t.step("the map appears by itself, with the figures of the commit", async () => {
    transfer.open();
    await page.waitForSelector(".headline", { timeout: 60_000 });
    const words = await wordsOf(page, ".headline");
    const entries = (await repository.git("ls-tree", "-r", "main")).split("\n");
    // The link, the submodule and the picture are no text files.
    assert.ok(words.includes(`${entries.length - 3} analysed`), words);
    assert.match(words, new RegExp(`Files\\s+${entries.length}\\s`, "i"));
    assert.ok(entries.length > 500, `only ${entries.length} files`);
    map = await client.map(project.id);
    const sources = map.files.filter((file) => file.language === "TypeScript");
    assert.ok(sources.length >= 300, `only ${sources.length} sources`);
  });

  await t.step("the map is valid against the schema that the server publishes", async () => {
    const schema = await client.get<object>("/api/schemas/system-map.json");
    const validate = new Ajv2020.default({ strict: false }).compile(schema);
    assert.ok(validate(map), JSON.stringify(validate.errors?.slice(0, 3)));
    assert.ok(!validate({ ...map, cycles: [{}] }), "the schema accepts anything");
  });

  await t.step("each entry of the commit is in the ledger exactly once", async () => {
    const entries = (await repository.git("ls-tree", "-r", "-z", "main")).split("\0")
      .filter((line) => line !== "").map((line) => line.slice(line.indexOf("\t") + 1));
    const { files, coverage } = map;
    const ledger = [...files, ...coverage.skipped, ...coverage.failed].map(({ path }) => path);
    assert.deepEqual(ledger.sort(), entries.sort());
    assert.equal(coverage.files, entries.length);
    assert.equal(coverage.analysed, files.length);
    assert.equal(map.commit.sha, await repository.git("rev-parse", "main"));
  });

  await t.step("its imports are those of the TypeScript compiler", async () => {
    await using checkout = await installedCheckout(repository);
    const key = (from: string, specifier: string, to: string | null) =>
      `${from} "${specifier}" -> ${to}`;
    const theirs = new Set(
      oracleEdges(checkout.path, map.files.map(({ path }) => path), {
        customConditions: ["@zod/source"],
      }).flatMap(({ from, specifier, to }) => to === null ? [] : [key(from, specifier, to)]),
    );
    const ours = new Set(
      map.dependencies.filter(({ resolution, kind }) => resolution === "file" && kind !== "include")
        .map(({ from, specifier, to }) => key(from, specifier, to)),
    );
    const agreed = ours.intersection(theirs).size;
    console.log(
      `${theirs.size} edges, precision ${(agreed / ours.size).toFixed(4)}, ` +
        `recall ${(agreed / theirs.size).toFixed(4)}`,
    );
    assert.ok(theirs.size > 1_400, `the compiler found only ${theirs.size}`);
    assert.deepEqual([...ours.symmetricDifference(theirs)], []);
  });

  await t.step("pages keep quiet and within their width, on a desk and on a phone", async () => {
    const [job] = await client.jobs(project.id);
    const paths = ["/", `/projects/${project.id}`, "/jobs", `/jobs/${job?.id}`, "/nothing/here"];
    for (const width of [1440, 390]) {
      await page.setViewport({ width, height: 900 });
      for (const path of paths) {
        await openAlive(page, server.url + path);
        assert.deepEqual(await overflowing(page), [], `${path} at ${width} px`);
        assert.equal(await page.$$eval("h1", (all) => all.length), 1, path);
      }
    }
    const unexpected = problems.filter((problem) => !problem.includes("/nothing/here"));
    assert.deepEqual(unexpected, []);
  });

  await t.step(
    "the map is 304 by its tag, gzipped, and found by a part of its commit",
    async () => {
      const url = `${server.url}/api/system-map/${project.id}`;
      const first = await fetch(url);
      const etag = first.headers.get("etag") ?? "";
      assert.deepEqual(await first.json(), map);
      const again = await fetch(url, { headers: { "if-none-match": etag } });
      assert.equal(again.status, 304);
      assert.equal((await again.bytes()).length, 0);
      // fetch() unpacks and hides the coding: whoever asks for none must get the same text.
      const plain = await fetch(url, { headers: { "accept-encoding": "identity" } });
      assert.equal(plain.headers.get("content-encoding"), null);
      assert.deepEqual(await plain.json(), map);
      const raw = await bytesSent(url, "accept-encoding: gzip");
      assert.deepEqual([...raw.slice(0, 2)], [0x1f, 0x8b]);
      const short = await fetch(`${url}?commit=${map.commit.sha.slice(0, 8)}`);
      assert.deepEqual(await short.json(), map);
      for (const [commit, status] of [["ffffffff", 404], ["zzz", 422], ["abc", 422]] as const) {
        const none = await fetch(`${url}?commit=${commit}`);
        assert.equal(none.status, status, commit);
        await none.body?.cancel();
      }
    },
  );

  await t.step("an idle poll is a 304 without a body", async () => {
    const first = await fetch(`${server.url}/api/status`);
    const etag = first.headers.get("etag") ?? "";
    await first.body?.cancel();
    const idle = await fetch(`${server.url}/api/status`, { headers: { "if-none-match": etag } });
    assert.equal(idle.status, 304);
    assert.equal((await idle.bytes()).length, 0);
  });

  await t.step("the same commit again changes nothing", async () => {
    const { id } = await client.send<{ id: string }>("POST", "/api/analyze-repo", {
      project_id: project.id,
    });
    const job = await client.completed(id);
    assert.equal(job.result?.["unchanged"], true);
    assert.deepEqual(await client.map(project.id), map);
  });

  await t.step(
    "added anew without JavaScript, it gets the same map but for its identity",
    async () => {
      const text = async (id: string) =>
        await (await fetch(`${server.url}/api/system-map/${id}`)).text();
      const before = await text(project.id);
      await client.send("DELETE", `/api/projects/${project.id}`);
      assert.deepEqual(await data.clones(), []);

      const { page: plain, problems: complaints } = await watchedPage(browser);
      await plain.setJavaScriptEnabled(false);
      await plain.goto(server.url);
      assert.match(await wordsOf(plain), /Add a repository to see how it is built/);
      await plain.type("#add-url", repoUrl);
      await Promise.all([plain.waitForNavigation(), plain.click(".add button[type=submit]")]);
      const [added] = (await client.get<List<Project>>("/api/projects")).items as [Project];
      await client.completed((await client.jobs(added.id))[0]?.id ?? "");

      await plain.goto(`${server.url}/projects/${added.id}`);
      assert.match(
        await wordsOf(plain, ".headline"),
        new RegExp(`${map.coverage.analysed} analysed`),
      );
      assert.ok(await plain.$("#components svg"), "the graph is drawn by the server");
      assert.deepEqual(complaints, []);

      assert.notEqual(added.id, project.id);
      assert.equal((await text(added.id)).replaceAll(added.id, project.id), before);
    },
  );
});

/** The bytes as they are sent: `fetch` would unpack them. */
async function bytesSent(url: string, header: string): Promise<Uint8Array> {
  const { hostname, port, pathname } = new URL(url);
  using connection = await Deno.connect({ hostname, port: Number(port) });
  const request = `GET ${pathname} HTTP/1.0\r\nhost: ${hostname}:${port}\r\n${header}\r\n\r\n`;
  await connection.write(new TextEncoder().encode(request));
  const answer = await new Response(connection.readable).bytes();
  const head = new TextDecoder("latin1").decode(answer).indexOf("\r\n\r\n");
  return answer.slice(head + 4);
}
