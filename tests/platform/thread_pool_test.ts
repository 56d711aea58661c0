import assert from "node:assert/strict";
import {
  ownThreads,
  ThreadLost,
  type ThreadPool,
  usePool,
} from "../../lib/platform/thread_pool.ts";
import type { Told } from "../support/echo_thread.ts";

const MODULE = new URL("../support/echo_thread.ts", import.meta.url);
const { signal } = new AbortController();

async function withPool(
  size: number,
  use: (ask: (told: Told) => Promise<string>, pool: ThreadPool) => Promise<void>,
  { limitMs = 60_000, hello = { echo: "hello" } as Told, module = MODULE } = {},
): Promise<void> {
  const owner = ownThreads(module, "echo", { heapMb: 64 });
  const pool = usePool(owner.lend(), { size, hello });
  try {
    await use((told) => pool.call<string>(told, { signal, limitMs }), pool);
  } finally {
    pool.close();
    owner.terminate();
  }
}

function lost(why: string): (error: unknown) => boolean {
  return (error) => error instanceof ThreadLost && error.why === why;
}

Deno.test("a pool spreads calls over its threads, more of them than it has", async () => {
  await withPool(2, async (ask, pool) => {
    pool.prepare(5, signal);
    const words = ["a", "b", "c", "d", "e"];
    assert.deepEqual(await Promise.all(words.map((echo) => ask({ echo }))), words);
  });
});

Deno.test("a thread that dies or fails costs its call alone, and is replaced", async () => {
  await withPool(1, async (ask) => {
    await assert.rejects(ask({ die: true }), lost("crashed"));
    assert.equal(await ask({ echo: "a" }), "a");
    await assert.rejects(ask({ fail: "gone" }), lost("failed"));
    assert.equal(await ask({ echo: "b" }), "b");
  });
});

Deno.test("a thread that hangs or fills its memory is ended in time, and is replaced", async () => {
  await withPool(1, async (ask) => {
    await assert.rejects(ask({ hang: "hard" }), lost("slow"));
    assert.equal(await ask({ echo: "a" }), "a");
    await assert.rejects(ask({ exhaust: true }), lost("slow"));
    assert.equal(await ask({ echo: "b" }), "b");
  }, { limitMs: 500 });
});

Deno.test("threads that do not even start are no fault of what they are asked", async () => {
  const hello: Told = { die: true };
  await withPool(2, async (ask) => {
    const isFinal = (error: { code?: string }) =>
      error.code === "worker_crashed" && !(error instanceof ThreadLost);
    await assert.rejects(ask({ echo: "a" }), isFinal);
    await assert.rejects(ask({ echo: "a" }), isFinal);
  }, { hello });
});

Deno.test("an aborted call of the pool rejects with the signal's reason", async () => {
  await withPool(1, async (_, pool) => {
    const abort = new AbortController();
    const call = pool.call({ hang: "politely" }, { signal: abort.signal, limitMs: 60_000 });
    setTimeout(() => abort.abort(new Error("stopped by the test")), 0);
    await assert.rejects(call, /stopped by the test|tidied up/);
  });
});
