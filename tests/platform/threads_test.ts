import assert from "node:assert/strict";
import { FactoryError } from "../../lib/domain/errors.ts";
import { startThread } from "../../lib/platform/threads.ts";

const MODULE = new URL("../support/echo_thread.ts", import.meta.url);

Deno.test("a thread answers, and reports progress before it does", async () => {
  const thread = startThread(MODULE, "echo");
  const seen: string[] = [];
  const onProgress = (at: string) => seen.push(at);
  assert.equal(await thread.call<string, string>({ echo: "a" }, { onProgress }), "a");
  assert.deepEqual(seen, ["half"]);
  thread.terminate();
});

Deno.test("what a thread throws arrives with code, words and remedy", async () => {
  const thread = startThread(MODULE, "echo");
  await assert.rejects(thread.call({ fail: "gone" }), (error: FactoryError) => {
    assert.deepEqual([error.code, error.message, error.remedy], [
      "git_not_found",
      "gone",
      "Look again.",
    ]);
    return true;
  });
  assert.equal(await thread.call({ echo: "still here" }), "still here");
  thread.terminate();
});

Deno.test("a thread that dies fails its call and is told of; the process goes on", async () => {
  const { promise: told, resolve } = Promise.withResolvers<FactoryError>();
  const thread = startThread(MODULE, "echo", { onCrash: resolve });
  await assert.rejects(thread.call({ die: true }), { code: "worker_crashed" });
  assert.match((await told).message, /out of memory/);
  await assert.rejects(thread.call({ echo: "a" }), { code: "worker_crashed" });
});

Deno.test("an aborted thread may tidy up; one that does not listen is ended", async () => {
  for (const hang of ["politely", "hard"] as const) {
    const thread = startThread(MODULE, "echo");
    const abort = new AbortController();
    const call = thread.call<string, string>({ hang }, {
      signal: abort.signal,
      onProgress: () => abort.abort(new FactoryError("job_cancelled", "stopped by the test")),
    });
    await assert.rejects(call, hang === "politely" ? /tidied up/ : /stopped by the test/);
    thread.terminate();
  }
});
