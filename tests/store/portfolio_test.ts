import assert from "node:assert/strict";
import { type CompiledQuery, Kysely } from "kysely";
import { NodeSqliteDialect } from "../../lib/store/dialect.ts";
import type { Place } from "../../lib/store/project_list.ts";
import type { Tables } from "../../lib/store/schema.ts";
import { createPortfolioStore } from "../../lib/store/portfolio.ts";
import { addJob, addProject, mapDraft, scratchDatabase } from "../support/database.ts";
import { fillPortfolio } from "../support/portfolio.ts";
import { claimOne, endOne } from "../support/queue.ts";
import { PROJECT_SORTS } from "../../lib/domain/wire/project.ts";

const T0 = "2026-01-01T00:00:00.000Z";

Deno.test("each order pages through all projects once, the unknown last", async () => {
  using scratch = scratchDatabase();
  fillPortfolio(scratch, 60);
  for (const sort of PROJECT_SORTS) {
    const seen: { id: string; score: number | null; name: string }[] = [];
    let after: Place | null | undefined;
    while (after !== null) {
      const page: Awaited<ReturnType<typeof scratch.projects.list>> = await scratch.projects
        .list({ limit: 7, sort }, after ?? undefined);
      seen.push(...page.items.map(({ id, name, figures }) => ({
        id,
        name,
        score: figures?.health_score ?? null,
      })));
      after = page.last;
    }
    assert.equal(seen.length, 60, sort);
    assert.equal(new Set(seen.map(({ id }) => id)).size, 60, sort);
    const scores = seen.map(({ score }) => score);
    const known = scores.filter((score) => score !== null);
    if (sort === "health") assert.deepEqual(known, known.toSorted((a, b) => a - b));
    if (sort === "-health") assert.deepEqual(known, known.toSorted((a, b) => b - a));
    if (/health|size|activity|analysed/.test(sort)) {
      assert.equal(scores.slice(54).filter((score) => score === null).length, 6, sort);
    }
    if (sort === "name") {
      assert.deepEqual(
        seen.map(({ name }) => name),
        seen.map(({ name }) => name).toSorted(),
      );
    }
  }
});

Deno.test("projects are found by tag, by language and by a word of a tag", async () => {
  using scratch = scratchDatabase();
  fillPortfolio(scratch, 60);
  const count = (query: object) => scratch.projects.count({ limit: 50, ...query });
  assert.equal(await count({}), 60);
  assert.equal(await count({ tag: "blue" }), 15);
  assert.equal(await count({ tag: "blu" }), 0);
  assert.equal(await count({ q: "PAYMENT" }), 6);
  assert.equal(await count({ q: '["' }), 0, "how tags are stored is nobody's business");
  assert.equal(await count({ language: "Go", tag: "blue" }), 6);
  const listed = await scratch.projects.list({ limit: 50, language: "Go", tag: "blue" });
  assert.equal(listed.items.length, 6);
});

Deno.test("trends come oldest first, of the newest maps, and from an index alone", async () => {
  using scratch = scratchDatabase();
  const { raw } = scratch.database;
  fillPortfolio(scratch, 30);
  const store = createPortfolioStore(scratch.database);
  const trends = await store.trends(["p0000", "p0001", "p0009"], 2);
  assert.deepEqual([...trends], [["p0000", [34, 30]], ["p0001", [70, 67]]]);
  const compiled: CompiledQuery[] = [];
  const watched = new Kysely<Tables>({
    dialect: new NodeSqliteDialect(raw),
    log: ({ query }) => void compiled.push(query),
  });
  await createPortfolioStore({ ...scratch.database, kysely: watched }).trends(["p0000"], 3);
  const plan = raw.prepare(`EXPLAIN QUERY PLAN ${compiled[0]?.sql}`).all("[]", 3)
    .map(({ detail }) => String(detail));
  const maps = plan.filter((detail) => / [mn] /.test(`${detail} `) && detail.includes("USING"));
  assert.ok(
    maps.length > 0 && maps.every((detail) => detail.includes("COVERING")),
    plan.join("\n"),
  );
});

Deno.test("a failed analysis counts until one succeeds; others of the project do not", async () => {
  using scratch = scratchDatabase();
  const store = createPortfolioStore(scratch.database);
  await addProject(scratch);
  const fail = async (id: string, now: string) => {
    await addJob(scratch, id, "p1", { now });
    const { claim } = (await claimOne(scratch.jobs, "test", now, now))!;
    const error = { code: "git_failed", message: "No.", remedy: null } as const;
    await endOne(scratch.jobs, claim, { kind: "failed", error }, now);
  };
  const failures = async () => [...await store.failures(["p1"])].map(([, job]) => job.id);
  assert.deepEqual(await failures(), []);
  await fail("j1", T0);
  await fail("j2", "2026-01-02T00:00:00.000Z");
  assert.deepEqual(await failures(), ["j2"]);

  await addJob(scratch, "j3", "p1", { now: "2026-01-03T00:00:00.000Z" });
  assert.equal((await store.active(["p1"])).get("p1")?.id, "j3");
  const now = "2026-01-03T00:00:00.000Z";
  const { claim } = (await claimOne(scratch.jobs, "test", now, now))!;
  assert.equal((await store.active(["p1"])).get("p1")?.status, "running");
  assert.ok(await scratch.maps.publish(mapDraft(), claim, now));
  await endOne(scratch.jobs, claim, { kind: "completed", result: {} }, now);
  assert.deepEqual(await failures(), []);
  assert.equal((await store.active(["p1"])).size, 0);

  await fail("j4", "2026-01-04T00:00:00.000Z");
  assert.deepEqual(await failures(), ["j4"]);
});
