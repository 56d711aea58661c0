/** Requests to models, explanations and conversations in the real database. */
import assert from "node:assert/strict";
import { createAiResultStore } from "../../lib/store/ai_results.ts";
import { createConversationStore } from "../../lib/store/conversations.ts";
import { createExplanationStore } from "../../lib/store/explanations.ts";
import type { Claim } from "../../lib/store/jobs.ts";
import { addJob, addProject, scratchDatabase } from "../support/database.ts";
import { claimOne, endOne } from "../support/queue.ts";

const request = (id: string, project: string) => ({
  id,
  project_id: project,
  job_id: "j1",
  map_id: "m1",
  purpose: "explain_map" as const,
  provider: "goose",
  model: "x",
  prompt_version: 1,
  prompt: "p".repeat(500),
  redactions: 0,
  input_tokens: 100,
  cache_key: "k",
});
const ended = (status: "completed" | "failed") => ({
  status,
  model: "x-1",
  response: status === "completed" ? "r" : null,
  error: status === "failed"
    ? { code: "ai_timeout" as const, message: "late", remedy: null }
    : null,
  input_tokens: 90,
  output_tokens: 10,
  latency_ms: 5,
});
const at = (day: number) => `2026-01-0${day}T00:00:00.000Z`;

Deno.test("requests count in the day's spending from their beginning, and end once", async () => {
  using scratch = scratchDatabase();
  const project = await addProject(scratch);
  const results = createAiResultStore(scratch.database);
  await results.begin(request("a", project), at(1));
  await results.begin(request("b", project), at(2));
  assert.deepEqual(await results.spentOn("2026-01-02"), { tokens: 100, requests: 1 });
  assert.equal(await results.remembered("k"), null);
  await results.end("b", ended("completed"));
  await results.end("b", ended("failed"));
  assert.equal((await results.find("b"))?.status, "completed");
  assert.deepEqual(await results.remembered("k"), { model: "x-1", response: "r" });
  await results.forget("j1");
  assert.equal(await results.remembered("k"), null);
  assert.deepEqual(await results.spentOn("2026-01-02"), { tokens: 100, requests: 1 });
  await scratch.projects.remove(project);
  assert.deepEqual(await results.spentOn("2026-01-01"), { tokens: 100, requests: 1 });
  assert.deepEqual(await results.spentOn("2026-01-03"), { tokens: 0, requests: 0 });
});

Deno.test("what was under way when a server died is ended by the next start", async () => {
  using scratch = scratchDatabase();
  const results = createAiResultStore(scratch.database);
  await results.begin(request("a", await addProject(scratch)), at(1));
  const error = { code: "server_stopping" as const, message: "ended", remedy: "Ask again." };
  assert.equal(await results.endInterrupted(error), 1);
  assert.deepEqual((await results.find("a"))?.error, error);
  assert.equal(await results.endInterrupted(error), 0);
});

Deno.test("lists are newest first, by project and job, with the beginnings of texts", async () => {
  using scratch = scratchDatabase();
  const results = createAiResultStore(scratch.database);
  const [one, two] = [await addProject(scratch, "p1"), await addProject(scratch, "p2")];
  for (const [id, project] of [["a", one], ["b", two], ["c", one]] as const) {
    await results.begin(request(id, project), at(1));
  }
  const first = await results.list({ project_id: one, limit: 1 });
  assert.deepEqual([first.items.map(({ id }) => id), first.next_cursor], [["c"], "c"]);
  assert.equal(first.items[0]?.prompt.length, 300);
  const rest = await results.list({ project_id: one, limit: 1, cursor: "c" });
  assert.deepEqual([rest.items.map(({ id }) => id), rest.next_cursor], [["a"], null]);
  assert.equal((await results.list({ job_id: "j1", limit: 10 })).items.length, 3);
  assert.equal((await results.find("a"))?.prompt.length, 500);
});

Deno.test("old requests are cleared away some at a time, but none that is under way", async () => {
  using scratch = scratchDatabase();
  const project = await addProject(scratch);
  const results = createAiResultStore(scratch.database);
  for (const id of ["a", "b", "c"]) await results.begin(request(id, project), at(1));
  await results.end("a", ended("completed"));
  await results.end("b", ended("failed"));
  assert.equal(await results.prune(at(1), 10), 0);
  assert.equal(await results.prune(at(2), 1), 1);
  assert.equal(await results.prune(at(2), 10), 1);
  assert.equal((await results.list({ limit: 10 })).items.length, 1);
});

Deno.test("the last 20 explanations of a project are kept, and go with it", async () => {
  using scratch = scratchDatabase();
  const project = await addProject(scratch);
  const explanations = createExplanationStore(scratch.database);
  const add = async (id: string, claim: Claim) =>
    await explanations.add({
      id,
      project_id: project,
      map_id: "m",
      map_hash: "h",
      commit_sha: "c",
      provider: "goose",
      model: "x",
      prompt_version: 1,
      content: {
        purpose: null,
        architecture: [],
        components: [],
        data_flows: [],
        risks: [],
        start_here: [],
        open_questions: [],
      },
      claims_kept: 1,
      claims_dropped: 0,
      redactions: 0,
      tokens: 1,
      latency_ms: 1,
      created_at: at(1),
    }, claim);
  for (let n = 10; n < 35; n++) {
    await addJob(scratch, `j${n}`, project);
    const { claim } = (await claimOne(scratch.jobs, "a", at(1)))!;
    assert.equal(await add(String(n), { ...claim, fence: 99 }), false, "a lost claim");
    assert.equal(await add(String(n), claim), true);
    await endOne(scratch.jobs, claim, { kind: "completed", result: {} }, at(1));
    assert.equal(await add(`${n}x`, claim), false, "an ended job");
  }
  assert.equal((await explanations.ofJob("j30"))?.id, "30");
  assert.equal((await explanations.latest(project))?.id, "34");
  assert.equal((await explanations.latest(project))?.stale, true);
  const { count } = scratch.database.raw.prepare("SELECT count(*) AS count FROM explanations")
    .get() as { count: number };
  assert.equal(count, 20);
  await scratch.projects.remove(project);
  assert.equal(await explanations.latest(project), null);
});

Deno.test("conversations page by when they were gone on with", async () => {
  using scratch = scratchDatabase();
  const project = await addProject(scratch);
  const conversations = createConversationStore(scratch.database);
  for (const id of ["a", "b", "c"]) {
    await conversations.add({ id, project_id: project, title: id }, at(1));
    await conversations.ask(
      { id: `${id}1`, conversation_id: id, job_id: "j", question: "?" },
      at(1),
    );
  }
  await conversations.ask({ id: "a2", conversation_id: "a", job_id: "j", question: "!" }, at(2));
  const first = await conversations.list(project, 2, null);
  assert.deepEqual(first.items.map(({ id, turns }) => [id, turns]), [["a", 2], ["c", 1]]);
  const [updatedAt = "", id = ""] = first.next_cursor!.split("_");
  const rest = await conversations.list(project, 2, { updatedAt, id });
  assert.deepEqual([rest.items.map(({ id }) => id), rest.next_cursor], [["b"], null]);
  assert.deepEqual((await conversations.turns("a")).map(({ question }) => question), ["?", "!"]);
  await conversations.remove("a");
  assert.deepEqual(await conversations.turns("a"), []);
  const gone = {
    answer: { answer: [], unknown: [] },
    map_id: "m",
    commit_sha: "c",
    provider: "goose" as const,
    model: "x",
    claims_dropped: 0,
    redactions: 0,
    tokens: 0,
    latency_ms: 0,
  };
  await addJob(scratch, "j1", project);
  const { claim } = (await claimOne(scratch.jobs, "a", at(1)))!;
  assert.equal(await conversations.answer("a1", gone, claim, at(2)), false, "the question is gone");
  assert.equal(await conversations.answer("b1", gone, { ...claim, fence: 99 }, at(2)), false);
  assert.equal(await conversations.answer("b1", gone, claim, at(2)), true);
});
