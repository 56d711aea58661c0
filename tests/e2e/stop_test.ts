/** SIGTERM: the server ends soon and whole, and the next one goes on where it was. */
import assert from "node:assert/strict";
import { createClient } from "../support/client.ts";
import { largeRepository } from "../support/corpus.ts";
import { gate, serveGit } from "../support/git_server.ts";
import { processesWith } from "../support/processes.ts";
import { scratchRepository } from "../support/repository.ts";
import { dataDirectory, type ServerProcess, startServer } from "../support/server.ts";
import { stored } from "../support/stored.ts";

const EXIT_MS = 10_000;

Deno.test("SIGTERM during an analysis", async (t) => {
  await using large = await largeRepository(4);
  await using small = await scratchRepository({ name: "small", files: { "a.py": "import b\n" } });

  for (
    const { name, stage, task } of [
      { name: "to the server, while git waits", stage: "fetch", task: false },
      { name: "to the server, while code is read", stage: "parse", task: false },
      { name: "to the task that started it", stage: "fetch", task: true },
    ]
  ) {
    await t.step(name, async () => {
      await using data = await dataDirectory();
      const transfer = gate();
      if (stage === "parse") transfer.open();
      const [repository, name] = stage === "parse" ? [large, "large"] : [small, "small"];
      await using gitServer = serveGit({ root: repository.root, intercept: transfer.intercept });
      const environment = { DATA_DIR: data.path, REPO_ALLOWED_HOSTS: "127.0.0.1" };

      await using first = await startServer(environment, { task });
      const { id, job } = await createClient(first.url).add(`${gitServer.origin}/${name}.git`);
      if (stage === "fetch") await transfer.reached;
      await createClient(first.url).jobWhen(job.id, `in ${stage}`, (now) => now.stage === stage);

      assert.equal(await terminated(first), 0);
      assert.deepEqual(await processesWith(data.path), []);
      assert.deepEqual((await data.clones()).filter((name) => name.includes("partial")), []);
      assert.deepEqual(stored(data.path), {
        jobs: [{ id: job.id, status: "pending", attempt: 0 }],
        maps: 0,
      });

      transfer.open();
      await using second = await startServer(environment);
      const done = await createClient(second.url).completed(job.id);
      assert.equal(done.attempt, 1);
      assert.equal((await createClient(second.url).jobs(id)).length, 1);
    });
  }
});

async function terminated(server: ServerProcess): Promise<number> {
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(
    () => late.reject(new Error(`It still runs:\n${server.log()}`)),
    EXIT_MS,
  );
  try {
    return await Promise.race([server.kill("SIGTERM"), late.promise]);
  } finally {
    clearTimeout(timer);
  }
}
