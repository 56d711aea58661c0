import assert from "node:assert/strict";
import fc from "fast-check";
import { matchName } from "../../lib/domain/match/name.ts";
import type { SearchAnswer, SearchHit } from "../../lib/domain/wire/search.ts";
import { createApi } from "../support/api.ts";
import { addProject } from "../support/database.ts";
import { publishRows } from "../support/search.ts";

type Api = ReturnType<typeof createApi>;

async function ask(api: Api, query: Record<string, string>): Promise<SearchAnswer> {
  const response = await api.call("GET", `/api/search?${new URLSearchParams(query)}`);
  assert.equal(response.status, 200);
  return await response.json();
}

/** `symbol getSystemMap in src/maps.ts`. */
const short = ({ type, name, path, container }: SearchHit) =>
  `${type} ${container === null ? "" : `${container}.`}${name} in ${path}`;

async function shop(): Promise<Api> {
  const api = createApi();
  await addProject(api.scratch, "p1");
  await addProject(api.scratch, "p2");
  await publishRows(api, "p1", {
    "src/maps.ts": { symbols: ["getSystemMap", "MapStore", "MapStore.publish", "GetSystem"] },
    "src/bitmaps.ts": { symbols: ["bitmapOf"] },
    "tests/maps_test.ts": { test: 1, symbols: ["GetSystemMap", "Map"] },
    "vendor/maps.ts": { vendored: 1 },
  }, [
    { kind: "package", name: "maps", path: "package.json", line: null },
    { name: "maplibre-gl", version: "5.0.0", line: 7 },
  ]);
  await publishRows(api, "p2", {
    "lib/store/maps.rs": { symbols: ["publish", "JobStore.publish"] },
  });
  return api;
}

Deno.test("search finds by whole names, beginnings, initials, words and parts, in that order", async () => {
  using api = await shop();
  const names = async (q: string) =>
    (await ask(api, { q, type: "symbol" })).items.map(({ name }) => name);
  assert.deepEqual(await names("getSystemMap"), ["getSystemMap", "GetSystemMap"]);
  assert.deepEqual(await names("getsystem"), ["GetSystem", "getSystemMap", "GetSystemMap"]);
  assert.deepEqual(await names("gSM"), ["getSystemMap", "GetSystemMap"]);
  assert.deepEqual(await names("gs"), ["GetSystem", "getSystemMap", "GetSystemMap"]);
  assert.deepEqual(await names("sysMap"), ["getSystemMap", "GetSystemMap"]);
  assert.deepEqual(await names("map system"), ["getSystemMap", "GetSystemMap"]);
  // The whole name first, although in a test; then its beginning, a word, a part.
  assert.deepEqual(await names("map"), [
    "Map",
    "MapStore",
    "getSystemMap",
    "GetSystemMap",
    "bitmapOf",
  ]);
  assert.deepEqual(await names("zzz"), []);
});

Deno.test("search tells symbols, files and packages, where they are and what of them matches", async () => {
  using api = await shop();
  const { items, complete, next_cursor } = await ask(api, { q: "maps" });
  assert.deepEqual(items.map(short), [
    "package maps in package.json",
    "file maps.rs in lib/store/maps.rs",
    "file maps.ts in src/maps.ts",
    "symbol MapStore in src/maps.ts",
    "file maps.ts in vendor/maps.ts",
    "file maps_test.ts in tests/maps_test.ts",
    "file bitmaps.ts in src/bitmaps.ts",
  ]);
  assert.deepEqual([complete, next_cursor], [true, null]);
  const { items: [publish] } = await ask(api, { q: "publ", project: "p1" });
  assert.deepEqual(publish, {
    type: "symbol",
    project_id: "p1",
    project_name: "Project p1",
    path: "src/maps.ts",
    line: 21,
    end_line: 29,
    name: "publish",
    kind: "method",
    container: "MapStore",
    language: "TypeScript",
    version: null,
    exported: false,
    score: publish!.score,
    name_ranges: [[0, 4]],
    path_ranges: [],
  });
  const { items: [file] } = await ask(api, { q: "l/st/maps" });
  assert.deepEqual([file?.path_ranges, file?.name_ranges], [[[0, 1], [4, 6], [10, 14]], [[0, 4]]]);
  const { items: [dependency] } = await ask(api, { q: "maplibre" });
  assert.deepEqual(
    [dependency?.kind, dependency?.version, dependency?.line, dependency?.path],
    ["dependency", "5.0.0", 7, "package.json"],
  );
});

Deno.test("search is narrowed by project, type, kind and what a name is inside of", async () => {
  using api = await shop();
  const found = async (query: Record<string, string>) => (await ask(api, query)).items.map(short);
  assert.deepEqual(await found({ q: "publish", project: "p2" }), [
    "symbol publish in lib/store/maps.rs",
    "symbol JobStore.publish in lib/store/maps.rs",
  ]);
  assert.deepEqual(await found({ q: "publish", kind: "function" }), [
    "symbol publish in lib/store/maps.rs",
  ]);
  assert.deepEqual(await found({ q: "mapstore::pub" }), ["symbol MapStore.publish in src/maps.ts"]);
  assert.deepEqual(await found({ q: "maps", type: "file", kind: "class" }), []);
  assert.deepEqual(await found({ q: "" }), []);
  assert.equal((await api.call("GET", "/api/search?q=x&project=nope")).status, 404);
});

Deno.test("search shows what the current map says, and nothing of a removed project", async () => {
  using api = await shop();
  await publishRows(api, "p2", { "lib/store/maps.rs": { oid: "new", symbols: ["release"] } });
  const found = async (q: string) =>
    (await ask(api, { q, type: "symbol" })).items.map(({ project_id, name }) => [project_id, name]);
  assert.deepEqual(await found("publish"), [["p1", "publish"]]);
  assert.deepEqual(await found("release"), [["p2", "release"]]);
  await api.scratch.projects.remove("p2");
  assert.deepEqual(await found("release"), []);
});

Deno.test("pages of one question hold each hit once, also where a hit vanishes in between", async () => {
  using api = createApi();
  await addProject(api.scratch, "p1");
  const symbols = Array.from({ length: 120 }, (_, n) => `handle${n % 40}`);
  await publishRows(api, "p1", { "a.ts": { symbols }, "b.ts": { symbols: ["handleLast"] } });
  const seen: string[] = [];
  let cursor: string | null = null;
  do {
    const query: Record<string, string> = { q: "handle", limit: "50" };
    if (cursor !== null) query["cursor"] = cursor;
    const page = await ask(api, query);
    seen.push(...page.items.map((hit) => `${hit.path}:${hit.line}`));
    cursor = page.next_cursor;
    // The last hit of the page is gone when the next one is asked for.
    if (seen.length === 50) {
      await publishRows(api, "p1", {
        "a.ts": { oid: "2", symbols: symbols.slice(0, 119) },
        "b.ts": { symbols: ["handleLast"] },
      });
    }
  } while (cursor !== null);
  assert.equal(new Set(seen).size, seen.length);
  assert.ok(seen.length >= 120, String(seen.length));
  const bad = await api.call("GET", "/api/search?q=handle&cursor=x");
  assert.deepEqual([bad.status, (await bad.json()).errors[0].pointer], [422, "/cursor"]);
});

Deno.test("a question of any text is answered or refused, never understood as an operator", async () => {
  using api = await shop();
  for (
    const q of [
      '"',
      'maps" OR "a',
      "maps OR nothing",
      "NEAR(maps, 2)",
      "name:maps",
      "maps*",
      "^maps",
      "-maps",
      "{name path}:maps",
      "\u0001\u0001m",
      "\u0004q0",
      "(((((",
      "%_",
      "🗺🗺🗺",
      "x".repeat(200),
      "a.".repeat(100),
      "/".repeat(200),
      "aA".repeat(100),
    ]
  ) {
    const { items } = await ask(api, { q });
    for (const { name, path } of items) {
      const asked = q.trim();
      assert.ok(matchName(asked, name) ?? path.includes(asked), `${q} found ${name} in ${path}`);
    }
  }
  assert.equal((await api.call("GET", `/api/search?q=${"x".repeat(201)}`)).status, 422);
  assert.equal((await api.call("GET", "/api/search?q=%00")).status, 422);
});

Deno.test("where many match, the best are found nevertheless, and the answer says that it is not all", async () => {
  using api = createApi();
  await addProject(api.scratch, "p1");
  const tests = Object.fromEntries(
    Array.from({ length: 60 }, (_, n) => [`t${n}.ts`, {
      test: 1 as const,
      symbols: Array.from({ length: 10 }, () => "handle"),
    }]),
  );
  await publishRows(api, "p1", { ...tests, "z.ts": { symbols: ["handle", "Handle"] } });
  const { items, complete } = await ask(api, { q: "handle", limit: "3" });
  assert.deepEqual(items.map(({ name, path }) => [name, path]), [
    ["Handle", "z.ts"],
    ["handle", "z.ts"],
    ["handle", "t0.ts"],
  ]);
  assert.equal(complete, false);
});

Deno.test("a complete answer holds every name that has the question in it", async () => {
  using api = createApi();
  await addProject(api.scratch, "p1");
  const name = fc.array(fc.constantFrom("get", "Set", "map", "Map", "_", "x", "ß", "URL", "2"), {
    minLength: 1,
    maxLength: 5,
  }).map((parts) => parts.join(""));
  await fc.assert(
    fc.asyncProperty(
      fc.uniqueArray(name, { minLength: 1, maxLength: 60 }),
      fc.array(name, { minLength: 5, maxLength: 5 }),
      async (names, questions) => {
        await publishRows(api, "p1", { "a.ts": { oid: crypto.randomUUID(), symbols: names } });
        for (const q of questions) {
          const { items, complete } = await ask(api, { q, limit: "200", type: "symbol" });
          const expected = names.filter((name) => {
            const tier = matchName(q, name)?.tier;
            return tier === "exact" || tier === "prefix" ||
              (Array.from(q).length > 2 && name.toLowerCase().includes(q.toLowerCase()));
          });
          const found = new Set(items.map((hit) => hit.name));
          assert.equal(complete, true);
          assert.deepEqual(expected.filter((name) => !found.has(name)), [], q);
        }
      },
    ),
    { numRuns: 20 },
  );
});

Deno.test("symbols are listed by path and line, filtered, page by page", async () => {
  using api = await shop();
  const list = async (query: string) => {
    const response = await api.call("GET", `/api/projects/p1/symbols${query}`);
    assert.equal(response.status, 200);
    return await response.json();
  };
  const names = (page: { items: { name: string }[] }) => page.items.map(({ name }) => name);
  const all = await list("");
  assert.deepEqual(names(all), [
    "bitmapOf",
    "getSystemMap",
    "MapStore",
    "publish",
    "GetSystem",
    "GetSystemMap",
    "Map",
  ]);
  assert.equal(all.next_cursor, null);
  assert.deepEqual(all.items[3], {
    name: "publish",
    kind: "method",
    container: "MapStore",
    path: "src/maps.ts",
    language: "TypeScript",
    line: 21,
    end_line: 29,
    exported: false,
  });
  assert.deepEqual(names(await list("?kind=method")), ["publish"]);
  assert.deepEqual(names(await list("?q=SYSTEM&path=src/maps.ts")), ["getSystemMap", "GetSystem"]);
  let page = await list("?limit=2");
  const paged = names(page);
  while (page.next_cursor !== null) {
    page = await list(`?limit=2&cursor=${page.next_cursor}`);
    paged.push(...names(page));
  }
  assert.deepEqual(paged, names(all));
  assert.deepEqual(names(await list("?path=nope.ts")), []);
  assert.equal((await api.call("GET", "/api/projects/nope/symbols")).status, 404);
  assert.equal((await api.call("GET", "/api/projects/p1/symbols?cursor=W10")).status, 422);
});
