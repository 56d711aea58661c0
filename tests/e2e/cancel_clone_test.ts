/** A large clone is cancelled in the middle of its transfer: nothing of it lives, and it can be had again. */
import assert from "node:assert/strict";
import { createClient } from "../support/client.ts";
import { largeTransfer } from "../support/corpus.ts";
import { serveGit } from "../support/git_server.ts";
import { processesWith } from "../support/processes.ts";
import { dataDirectory, startServer } from "../support/server.ts";

Deno.test("a cancelled transfer of a large repository leaves no process, and the project is usable", async () => {
  await using data = await dataDirectory();
  await using repository = await largeTransfer(10);
  const line = { root: repository.root, pieceDelayMs: 50 };
  await using gitServer = serveGit(line);
  await using server = await startServer({ DATA_DIR: data.path, REPO_ALLOWED_HOSTS: "127.0.0.1" });
  const client = createClient(server.url);
  const { id, job } = await client.add(`${gitServer.origin}/large.git`);
  await client.jobWhen(
    job.id,
    "receiving",
    ({ message }) => /Receiving|Counting/.test(message ?? ""),
  );
  const asked = performance.now();
  await client.send("POST", `/api/jobs/${job.id}/cancel`);
  await client.jobWhen(job.id, "cancelled", ({ status }) => status === "cancelled");
  console.log(`cancelled after ${Math.round(performance.now() - asked)} ms`);
  assert.deepEqual(await processesWith(data.path, "git"), [], "the state tells when all is gone");
  assert.deepEqual((await data.clones()).filter((name) => name.includes("partial")), []);

  line.pieceDelayMs = 0;
  await client.send("POST", `/api/jobs/${job.id}/retry`);
  await client.completed(job.id);
  assert.equal((await client.map(id)).files.length, 201);
  assert.deepEqual(await data.clones(), [`${id}.git`]);
});
