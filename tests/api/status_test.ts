import assert from "node:assert/strict";
import { Health, Status } from "../../lib/domain/wire/status.ts";
import { createApi } from "../support/api.ts";

Deno.test("an idle poll of /api/status is a 304; a change is told once", async () => {
  using api = createApi();
  const first = await api.call("GET", "/api/status");
  const etag = first.headers.get("etag") ?? "";
  const status = Status.parse(await first.json());
  assert.equal(
    (await api.call("GET", "/api/status", undefined, { "if-none-match": etag })).status,
    304,
  );

  await api.call("POST", "/api/projects", { repo_url: "https://example.org/a.git" });
  const path = `/api/status?since=${status.cursor}`;
  const changed = await api.call("GET", path, undefined, { "if-none-match": etag });
  assert.equal(changed.status, 200);
  const next = Status.parse(await changed.json());
  assert.deepEqual(next.changes.map((change) => change.entity), ["project", "job"]);
  assert.deepEqual([next.projects.total, next.jobs.pending, next.active_jobs.length], [1, 1, 1]);

  const idle = await api.call("GET", path, undefined, {
    "if-none-match": changed.headers.get("etag") ?? "",
  });
  assert.equal(idle.status, 304);
});

Deno.test("a cursor from the future (a restored database) asks to reload everything", async () => {
  using api = createApi();
  const status = Status.parse(await (await api.call("GET", "/api/status?since=999999")).json());
  assert.equal(status.truncated, true);
});

Deno.test("GET /api/health tells version, uptime and the database", async () => {
  using api = createApi();
  const response = await api.call("GET", "/api/health");
  const health = Health.parse(await response.json());
  assert.deepEqual([response.status, health.status, health.database.ok], [200, "ok", true]);
  assert.equal((await api.call("HEAD", "/api/health")).status, 200);
});

Deno.test("a project without a map answers map_not_ready with what to do", async () => {
  using api = createApi();
  const { id } = await (await api.call("POST", "/api/projects", {
    repo_url: "https://example.org/a.git",
  })).json();
  const response = await api.call("GET", `/api/system-map/${id}`);
  const problem = await response.json();
  assert.deepEqual([response.status, problem.code], [404, "map_not_ready"]);
  assert.match(problem.remedy, /analyze-repo/);
  const bad = await api.call("GET", `/api/system-map/${id}?commit=..%2F`);
  assert.deepEqual([bad.status, (await bad.json()).errors[0].pointer], [422, "/commit"]);
});
