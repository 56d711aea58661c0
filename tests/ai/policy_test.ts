/** The policy over providers that do what a test says, on a clock that it moves. */
import assert from "node:assert/strict";
import { z } from "zod";
import type { AiProvider, BegunRequest, EndedRequest } from "../../lib/ai/contract.ts";
import { createAi } from "../../lib/ai/policy.ts";
import type { AiProviderId } from "../../lib/domain/ai.ts";
import type { Order } from "../../lib/domain/ai_port.ts";
import { type ErrorCode, FactoryError } from "../../lib/domain/errors.ts";
import { fakeClock, settle } from "../support/clock.ts";

const Reply = z.object({ a: z.int() });
type Said = string | FactoryError | "hang";

function fail(code: ErrorCode, retryAfterSeconds?: number): FactoryError {
  return new FactoryError(code, `It failed: ${code}.`, {
    ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }),
  });
}

function setUp(
  { daily = { tokens: 100_000, requests: 50 }, retriesItself = false, spent = 0 } = {},
) {
  const time = fakeClock();
  const rows = new Map<string, BegunRequest & Partial<EndedRequest>>();
  const asked: string[] = [];
  const prompts: string[] = [];
  /** What each provider says next; the last one stays. */
  const says: Record<AiProviderId, Said[]> = { "goose": ['{"a":1}'], "model-garden": ['{"a":2}'] };
  const provider = (id: AiProviderId): AiProvider => ({
    id,
    missing: null,
    model: `${id}-model`,
    ...(id === "goose" && retriesItself ? { retriesItself } : {}),
    async ask({ prompt, signal }) {
      asked.push(id);
      prompts.push(prompt);
      const said = says[id].length > 1 ? says[id].shift()! : says[id][0]!;
      if (said instanceof FactoryError) throw said;
      if (said === "hang") {
        await new Promise((_, reject) =>
          signal.addEventListener("abort", () => reject(signal.reason), { once: true })
        );
      }
      return { text: said, model: `${id}-answered`, inputTokens: 10, outputTokens: 5 };
    },
    check: () => Promise.reject(new Error("not asked")),
  });
  const ai = createAi({
    providers: [provider("goose"), provider("model-garden")],
    order: ["goose", "model-garden"],
    requests: {
      begin: (row) => Promise.resolve(void rows.set(row.id, row)),
      end: (id, end) => Promise.resolve(void rows.set(id, { ...rows.get(id)!, ...end })),
      spentToday: () => Promise.resolve({ tokens: spent, requests: rows.size }),
      remembered: (key) => {
        const found = [...rows.values()].findLast((row) =>
          row.cache_key === key && row.status === "completed"
        );
        return Promise.resolve(
          found === undefined ? null : { model: found.model, response: found.response! },
        );
      },
    },
    clock: time.clock,
    timeoutMs: 60_000,
    daily,
    random: () => 1,
  });
  const order = (more: Partial<Order<{ a: number }>> = {}): Order<{ a: number }> => ({
    purpose: "answer_question",
    projectId: "p1",
    jobId: "j1",
    map: { id: "m1", hash: "h1" },
    system: "system",
    prompt: "prompt",
    redactions: 0,
    schema: Reply,
    maxOutputTokens: 100,
    fresh: false,
    openTools: null,
    signal: new AbortController().signal,
    onProgress() {},
    ...more,
  });
  return { ai, time, rows: () => [...rows.values()], asked, prompts, says, order };
}

function hasCode(code: ErrorCode) {
  return (error: unknown) => error instanceof FactoryError && error.code === code;
}

Deno.test("the first provider answers, and its request is a row from beginning to end", async () => {
  const { ai, order, rows, asked } = setUp();
  const { value, provider, model, tokens } = await ai.ask(order({ redactions: 3 }));
  assert.deepEqual([value, provider, model, tokens], [{ a: 1 }, "goose", "goose-answered", 15]);
  assert.deepEqual(asked, ["goose"]);
  const [row] = rows();
  assert.equal(row?.status, "completed");
  assert.deepEqual(
    [row?.project_id, row?.job_id, row?.map_id, row?.redactions, row?.response],
    ["p1", "j1", "m1", 3, '{"a":1}'],
  );
  assert(row?.prompt.includes("system") && row.prompt.includes("prompt"));
});

Deno.test("an equal question about the same map is not sent twice, unless it is to be fresh", async () => {
  const { ai, order, asked } = setUp();
  await ai.ask(order());
  const again = await ai.ask(order());
  assert.deepEqual([again.value, again.remembered, again.tokens], [{ a: 1 }, true, 0]);
  assert.equal(asked.length, 1);
  await ai.ask(order({ fresh: true }));
  await ai.ask(order({ map: { id: "m2", hash: "h2" } }));
  assert.equal(asked.length, 3);
});

for (const code of ["ai_unauthorized", "ai_refused"] as const) {
  Deno.test(`${code} is not tried again; the next provider is asked`, async () => {
    const { ai, order, asked, says, rows } = setUp();
    says.goose = [fail(code)];
    assert.equal((await ai.ask(order())).provider, "model-garden");
    assert.deepEqual(asked, ["goose", "model-garden"]);
    assert.deepEqual(rows().map(({ status }) => status), ["failed", "completed"]);
    assert.equal(ai.state("goose").lastError?.code, code);
  });
}

Deno.test("what fails in passing is tried again after a while, three times at most", async () => {
  const { ai, order, asked, says, time } = setUp();
  says.goose = [fail("ai_unreachable"), fail("ai_unreachable"), '{"a":7}'];
  const answer = ai.ask(order());
  await settle();
  assert.deepEqual(asked, ["goose"]);
  await time.advance(1_000);
  assert.deepEqual(asked, ["goose", "goose"]);
  await time.advance(2_000);
  assert.deepEqual((await answer).value, { a: 7 });
  says.goose = [fail("ai_unreachable")];
  asked.length = 0;
  const next = ai.ask(order({ prompt: "another" }));
  await settle();
  await time.advance(1_000);
  await time.advance(2_000);
  assert.equal((await next).provider, "model-garden");
  assert.deepEqual(asked, ["goose", "goose", "goose", "model-garden"]);
});

Deno.test("a provider that tries again by itself is asked once", async () => {
  const { ai, order, asked, says } = setUp({ retriesItself: true });
  says.goose = [fail("ai_unreachable")];
  await ai.ask(order());
  assert.deepEqual(asked, ["goose", "model-garden"]);
});

Deno.test("Retry-After is heeded where it is short, and left to the next provider where not", async () => {
  const { ai, order, asked, says, time } = setUp();
  says.goose = [fail("ai_rate_limited", 15), '{"a":7}'];
  const answer = ai.ask(order());
  await settle();
  await time.advance(14_999);
  assert.deepEqual(asked, ["goose"]);
  await time.advance(1);
  assert.equal((await answer).provider, "goose");
  says.goose = [fail("ai_rate_limited", 21)];
  assert.equal((await ai.ask(order({ prompt: "another" }))).provider, "model-garden");
});

Deno.test("a reply of the wrong form is asked for once more, with what is wrong", async () => {
  const { ai, order, asked, says, prompts, rows } = setUp();
  says.goose = ['{"a":"one"}', '{"a":3}'];
  assert.deepEqual((await ai.ask(order())).value, { a: 3 });
  assert.match(prompts[1]!, /could not be used.*a: Invalid input: expected number/s);
  says.goose = ["<html>", "no JSON", '{"a":3}'];
  asked.length = 0;
  assert.equal((await ai.ask(order({ prompt: "another" }))).provider, "model-garden");
  assert.deepEqual(asked, ["goose", "goose", "model-garden"]);
  assert.equal(rows().filter(({ error }) => error?.code === "ai_reply_invalid").length, 3);
});

Deno.test("a provider that hangs is given up at the deadline", async () => {
  const { ai, order, asked, says, time, rows } = setUp();
  says.goose = ["hang"];
  const answer = ai.ask(order());
  await settle();
  await time.advance(60_000);
  assert.equal((await answer).provider, "model-garden");
  assert.deepEqual(asked, ["goose", "model-garden"]);
  assert.equal(rows()[0]?.error?.code, "ai_timeout");
  // It may well have cost what was sent.
  assert(rows()[0]!.input_tokens > 0);
});

Deno.test("a cancel ends it at once, and nobody else is asked", async () => {
  const { ai, order, asked, says, rows } = setUp();
  says.goose = ["hang"];
  const cancel = new AbortController();
  const answer = ai.ask(order({ signal: cancel.signal }));
  await settle();
  cancel.abort(fail("job_cancelled"));
  await assert.rejects(answer, hasCode("job_cancelled"));
  assert.deepEqual(asked, ["goose"]);
  assert.equal(rows()[0]?.status, "cancelled");
});

Deno.test("all having failed, the error says how each of them did", async () => {
  const { ai, order, says } = setUp();
  says.goose = [fail("ai_unauthorized")];
  says["model-garden"] = [fail("ai_refused")];
  await assert.rejects(
    ai.ask(order()),
    (error: unknown) =>
      hasCode("ai_refused")(error) && /ai_unauthorized.*ai_refused/.test((error as Error).message),
  );
});

Deno.test("three failures in a row: left alone for a minute, then asked again", async () => {
  const { ai, order, asked, says, time } = setUp({ retriesItself: true });
  says.goose = [fail("ai_unreachable")];
  for (let count = 0; count < 3; count++) await ai.ask(order({ prompt: `q${count}` }));
  asked.length = 0;
  await ai.ask(order({ prompt: "q3" }));
  assert.deepEqual(asked, ["model-garden"]);
  assert.notEqual(ai.state("goose").pausedUntil, null);
  // A person's test asks it all the same.
  await assert.rejects(ai.ask(order({ prefer: "goose", only: true, prompt: "test" })));
  assert.equal(asked.at(-1), "goose");
  says.goose = ['{"a":1}'];
  await time.advance(120_000);
  asked.length = 0;
  assert.equal((await ai.ask(order({ prompt: "q4" }))).provider, "goose");
  assert.equal(ai.state("goose").pausedUntil, null);
});

Deno.test("the day's budget is kept, of tokens and of requests, before anything is sent", async () => {
  const tokens = setUp({ daily: { tokens: 1_000, requests: 50 }, spent: 950 });
  await assert.rejects(tokens.ai.ask(tokens.order()), hasCode("ai_budget_spent"));
  assert.deepEqual(tokens.asked, []);
  const requests = setUp({ daily: { tokens: 100_000, requests: 1 } });
  await requests.ai.ask(requests.order());
  await assert.rejects(
    requests.ai.ask(requests.order({ prompt: "another" })),
    hasCode("ai_budget_spent"),
  );
  // What is known costs nothing.
  assert.equal((await requests.ai.ask(requests.order())).remembered, true);
});

Deno.test("two requests are under way at once; a third waits, and can be cancelled meanwhile", async () => {
  const { ai, order, asked, says, time } = setUp();
  says.goose = ["hang"];
  const cancel = new AbortController();
  const first = ai.ask(order({ prompt: "1" }));
  const second = ai.ask(order({ prompt: "2" }));
  const third = ai.ask(order({ prompt: "3", signal: cancel.signal }));
  const fourth = ai.ask(order({ prompt: "4" }));
  await settle();
  assert.equal(asked.length, 2);
  cancel.abort(fail("job_cancelled"));
  await assert.rejects(third, hasCode("job_cancelled"));
  says.goose = ['{"a":4}'];
  await time.advance(60_000);
  await time.advance(60_000);
  assert.deepEqual((await fourth).value, { a: 4 });
  await Promise.all([first, second]);
});

Deno.test("without a provider it says what to set", async () => {
  const { time } = setUp();
  const ai = createAi({
    providers: [],
    order: ["goose", "model-garden"],
    requests: {
      begin: () => Promise.reject(new Error("nothing is asked")),
      end: () => Promise.reject(new Error("nothing is asked")),
      spentToday: () => Promise.reject(new Error("nothing is asked")),
      remembered: () => Promise.reject(new Error("nothing is asked")),
    },
    clock: time.clock,
    timeoutMs: 1,
    daily: { tokens: 1, requests: 1 },
  });
  await assert.rejects(ai.ask(setUp().order()), hasCode("ai_not_configured"));
});
