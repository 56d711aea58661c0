import assert from "node:assert/strict";
import {
  BACKOFF_SECONDS,
  type Connection,
  createPoller,
  type News,
  POLL_MS,
} from "../../islands/poller.ts";
import type { Change, Status } from "../../lib/domain/wire/status.ts";

function status(cursor: number, more: Partial<Status> = {}): Status {
  return {
    version: "0",
    instance: "one",
    cursor,
    projects: { total: 0, health: { green: 0, amber: 0, red: 0 } },
    jobs: { pending: 0, running: 0, completed: 0, failed: 0, cancelled: 0 },
    active_jobs: [],
    changes: [],
    truncated: false,
    database: { ok: true, bytes: 1 },
    ...more,
  };
}

function change(id: string): Change {
  return { entity: "project", id, project_id: id, deleted: false };
}

type Answer = Status | 304 | "away";

/** A tab, a clock and a server that are stepped by hand. */
function scene(cursor: number | null = 7) {
  const asked: { url: string; tag: string | null }[] = [];
  const answers: Answer[] = [];
  const timers: { action: () => void; ms: number; cancelled: boolean }[] = [];
  let hidden = false;
  let onWake = () => {};
  const poller = createPoller({
    cursor,
    instance: "one",
    fetch: (url, init) => {
      asked.push({ url, tag: new Headers(init.headers).get("if-none-match") });
      const answer = answers.shift() ?? 304;
      if (answer === "away") return Promise.reject(new TypeError("connection refused"));
      return Promise.resolve(
        answer === 304
          ? new Response(null, { status: 304 })
          : Response.json(answer, { headers: { etag: `"${answer.cursor}"` } }),
      );
    },
    setTimer(action, ms) {
      const timer = { action, ms, cancelled: false };
      timers.push(timer);
      return () => timer.cancelled = true;
    },
    isHidden: () => hidden,
    onWake: (action) => onWake = action,
  });
  return {
    poller,
    asked,
    answers,
    waiting: () => timers.filter((timer) => !timer.cancelled).map((timer) => timer.ms),
    /** Lets the one waiting timer fire, and everything it starts settle. */
    async fire(): Promise<void> {
      const timer = timers.find((one) => !one.cancelled);
      assert.ok(timer !== undefined, "no timer waits");
      timer.cancelled = true;
      timer.action();
      await settle();
    },
    async show(visible: boolean): Promise<void> {
      hidden = !visible;
      onWake();
      await settle();
    },
  };
}

async function settle(): Promise<void> {
  for (let turn = 0; turn < 20; turn++) await Promise.resolve();
}

Deno.test("a poller asks for what came after the page and then every two seconds", async () => {
  const { poller, asked, answers, fire, waiting } = scene();
  const news: News[] = [];
  poller.onNews((one) => news.push(one));
  answers.push(status(9, { changes: [change("a")] }), status(9), 304);
  await fire();
  assert.deepEqual(waiting(), [POLL_MS]);
  await fire();
  await fire();
  assert.deepEqual(asked, [
    { url: "/api/status?since=7", tag: null },
    { url: "/api/status?since=9", tag: null },
    { url: "/api/status?since=9", tag: '"9"' },
  ]);
  assert.deepEqual(news.map((one) => one.changes.length), [1, 0]);
});

Deno.test("a poller backs off while the server is away, counts down and recovers", async () => {
  const { poller, answers, fire, asked } = scene();
  const heard: Connection[] = [];
  poller.onConnection((one) => heard.push(one));
  answers.push(...Array<Answer>(6).fill("away"), status(8));
  const pauses: number[] = [];
  await fire();
  for (let round = 0; round < 6; round++) {
    const now = heard.at(-1);
    assert.ok(now !== undefined && !now.online);
    pauses.push(now.retryInSeconds);
    for (let second = now.retryInSeconds; second > 0; second--) await fire();
  }
  assert.deepEqual(pauses, [...BACKOFF_SECONDS, 30]);
  assert.equal(asked.length, 7);
  assert.deepEqual(heard.at(-1), { online: true });
});

Deno.test("a poller stops while the tab is hidden and asks at once when it is shown", async () => {
  const { poller, asked, fire, show, waiting } = scene();
  poller.onNews(() => {});
  await fire();
  await show(false);
  assert.deepEqual(waiting(), []);
  assert.equal(asked.length, 1);
  await show(true);
  assert.equal(asked.length, 2);
  assert.deepEqual(waiting(), [POLL_MS]);
});

Deno.test("a poller asks its listeners to reload after a restart or a truncated answer", async () => {
  const { poller, answers, fire } = scene();
  const reloads: boolean[] = [];
  poller.onNews((one) => reloads.push(one.reload));
  answers.push(
    status(8),
    status(9, { instance: "two" }),
    status(10, { instance: "two" }),
    status(999, { instance: "two", truncated: true }),
  );
  for (let round = 0; round < 4; round++) await fire();
  assert.deepEqual(reloads, [false, true, false, true]);
});

Deno.test("a listener that comes late hears everything since the page was made", async () => {
  const { poller, answers, fire } = scene();
  poller.onNews(() => {});
  answers.push(status(8, { changes: [change("a")] }), status(9, { changes: [change("b")] }));
  await fire();
  await fire();
  const late: string[][] = [];
  poller.onNews((one) => late.push(one.changes.map((each) => each.id)));
  assert.deepEqual(late, [["a", "b"]]);
});

Deno.test("now() during a poll polls once more right after it", async () => {
  const { poller, asked, fire } = scene();
  poller.onNews(() => {});
  const first = fire();
  poller.now();
  poller.now();
  await first;
  await settle();
  assert.equal(asked.length, 2);
});
