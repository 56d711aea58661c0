/** The main job with git and without, by the built server: the same map but for its history. */
import assert from "node:assert/strict";
import type { Project } from "../../lib/domain/wire/project.ts";
import type { SystemMap } from "../../lib/domain/wire/system_map.ts";
import { createClient } from "../support/client.ts";
import { realWorkspace } from "../support/corpus.ts";
import { serveGit } from "../support/git_server.ts";
import { dataDirectory, startServer } from "../support/server.ts";

/** What needs no history. */
function timeless(map: SystemMap) {
  const {
    project: _project,
    history: _history,
    hotspots: _hotspots,
    co_changes: _coChanges,
    owners: _owners,
    files,
    health,
    ...rest
  } = map;
  const ofHistory = new Set(["tested_hotspots", "bus_factor", "dependency_updates"]);
  return {
    ...rest,
    files: files.map(({ history: _history, ...file }) => file),
    signals: health.signals.filter(({ id }) => !ofHistory.has(id)),
  };
}

Deno.test("without git the map is the same but for its history; git deepens it later", async () => {
  await using repository = await realWorkspace();
  for (let index = 0; index < 25; index++) {
    await repository.commit({ "packages/zod/src/index.ts": `export const n = ${index};\n` });
  }
  await using gitServer = serveGit({ root: repository.root });
  await using data = await dataDirectory();
  const environment = { DATA_DIR: data.path, REPO_ALLOWED_HOSTS: "127.0.0.1" };
  let project: Project;
  let bare: SystemMap;
  {
    await using empty = await dataDirectory();
    await using server = await startServer({ ...environment, PATH: empty.path });
    assert.match(server.log(), /Git is not installed.*without history/);
    const client = createClient(server.url);
    const added = await client.add(`${gitServer.origin}/corpus.git`);
    await client.completed(added.job.id);
    project = added;
    bare = await client.map(project.id);
    await server.kill("SIGTERM");
  }
  const { commits, shallow, complete, contributors } = bare.history;
  assert.deepEqual([commits, shallow, complete, contributors], [0, true, false, []]);
  assert.ok(bare.files.every((file) => file.history === null));
  assert.ok(bare.files.length > 500);
  assert.deepEqual(bare.hotspots, []);
  assert.ok(!bare.health.signals.some(({ id }) => id === "bus_factor"));

  await using server = await startServer(environment);
  assert.match(server.log(), /"Using git .*"version":"\d/);
  const client = createClient(server.url);
  const job = await client.send<{ id: string }>("POST", "/api/analyze-repo", {
    project_id: project.id,
  });
  await client.completed(job.id);
  const whole = await client.map(project.id);
  assert.deepEqual([whole.history.commits, whole.history.shallow], [26, false]);
  assert.ok(whole.health.signals.some(({ id }) => id === "bus_factor"));
  assert.deepEqual(timeless(whole), timeless(bare));
});
