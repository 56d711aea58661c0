/** When a remembered walk is continued, and when the whole history is read again. */
import assert from "node:assert/strict";
import { decodeRecords, encodeRecords } from "../../lib/analysis/history/record_bytes.ts";
import { createRecorder } from "../../lib/analysis/history/records.ts";
import { AnalysisMemory } from "../../lib/analysis/memory.ts";
import { walkHistory, type WalkOptions } from "../../lib/analysis/history/walk.ts";
import type { HistoryCommit, HistoryReader } from "../../lib/domain/ports.ts";
import { historyCommit, memoryHistoryCache } from "../support/analysis.ts";

const { signal } = new AbortController();
const sha = (at: number) => at.toString(16).padStart(8, "0").padEnd(40, "0");

/** A line of commits; what is asked of it is written down. */
function lineOf(length: number, more: Partial<HistoryReader> = {}) {
  const commits = Array.from({ length }, (_, at): HistoryCommit =>
    historyCommit({
      sha: sha(at),
      parents: at === 0 ? [] : [sha(at - 1)],
      time: 1_700_000_000,
      paths: [`${at}.ts`],
      added: [`${at}.ts`],
    }));
  const asked: (string | undefined)[] = [];
  const reader: HistoryReader = {
    shallow: false,
    maxCommits: 1_000,
    basis: () => Promise.resolve(""),
    async *log(_signal, since) {
      asked.push(since);
      for (const commit of commits.toReversed()) {
        if (commit.sha === since) return;
        yield await Promise.resolve(commit);
      }
    },
    ...more,
  };
  return { reader, asked, head: sha(length - 1) };
}

async function walk(
  line: ReturnType<typeof lineOf>,
  cache = memoryHistoryCache(),
  options: Partial<WalkOptions> = {},
) {
  const walked = await walkHistory(line.reader, {
    sha: line.head,
    mailmap: null,
    cache,
    signal,
    saveEvery: 1,
    ...options,
  });
  return { walked, cache, asked: line.asked };
}

Deno.test("a walk is continued from the remembered commit, in the order of descent", async () => {
  const { cache } = await walk(lineOf(5));
  const { walked, asked } = await walk(lineOf(9), cache);
  assert.deepEqual(asked, [sha(4)]);
  // All have one time: only descent orders them.
  assert.deepEqual([...walked.records.idHigh], [0, 1, 2, 3, 4, 5, 6, 7, 8]);
  assert.equal(cache.walk?.sha, sha(8));
  const again = await walk(lineOf(9), cache);
  assert.deepEqual([again.asked, cache.saves], [[], 2]);
  assert.deepEqual(again.walked, walked);
});

Deno.test("a walk is written down again after so many new commits only", async () => {
  const memory = new AnalysisMemory();
  const saved: (string | undefined)[] = [];
  const cache = memoryHistoryCache();
  for (const commits of [5, 9, 14, 15, 19, 26]) {
    const { walked } = await walk(lineOf(commits), cache, { memory, saveEvery: 10 });
    assert.equal(walked.records.commits, commits);
    saved.push(cache.walk?.sha);
  }
  assert.deepEqual(saved, [5, 5, 5, 15, 15, 26].map((commits) => sha(commits - 1)));
});

Deno.test("all is read again after a force-push, another .mailmap, or another cut", async () => {
  const { cache } = await walk(lineOf(5));
  const again = async (
    more: Partial<HistoryReader>,
    options: Partial<WalkOptions> = {},
  ) => (await walk(lineOf(9, more), { ...cache }, options)).asked;
  const pushed = memoryHistoryCache();
  pushed.walk = { ...cache.walk!, sha: sha(77) };
  assert.deepEqual((await walk(lineOf(9), pushed)).asked, [sha(77), undefined]);
  assert.deepEqual(await again({}, { mailmap: "1".repeat(40) }), [undefined]);
  assert.deepEqual(await again({ basis: () => Promise.resolve(sha(1)) }), [undefined]);
  assert.deepEqual(await again({}), [sha(4)]);
});

Deno.test("what a limit cuts is neither continued nor remembered", async () => {
  const { cache, walked } = await walk(lineOf(5, { maxCommits: 8 }));
  assert.equal(walked.complete, true);
  const line = lineOf(9, { maxCommits: 8 });
  const cut = await walk(line, cache);
  // The continued walk came to the limit: then all is walked, newest first.
  assert.deepEqual(cut.asked, [sha(4), undefined]);
  assert.deepEqual([cut.walked.complete, cache.walk?.sha], [false, sha(4)]);
  const few = await walk(lineOf(9), memoryHistoryCache(), { maxChanges: 4 });
  assert.deepEqual([few.walked.records.commits, few.walked.complete], [4, false]);
  assert.equal(few.cache.walk, null);
});

Deno.test("a reader that cannot tell what it read is never remembered", async () => {
  const { cache } = await walk(lineOf(3, { basis: () => Promise.resolve(null) }));
  assert.equal(cache.saves, 0);
});

Deno.test("records come back from their bytes, wherever these begin", () => {
  const recorder = createRecorder(null);
  recorder.add(historyCommit({
    sha: sha(1),
    time: 5,
    authorName: "Ä",
    paths: ["a\nb", '"caf\\351"'],
    added: ["a\nb"],
    renames: [{ from: '"caf\\351"', to: "a\nb" }],
  }));
  recorder.add(historyCommit({ sha: sha(2), time: 4, parents: [sha(1), sha(3)] }));
  const records = recorder.finish();
  const bytes = encodeRecords(records);
  const shifted = new Uint8Array(bytes.length + 3);
  shifted.set(bytes, 3);
  assert.deepEqual(decodeRecords(shifted.subarray(3)), records);
  assert.deepEqual([...records.merge], [0, 1]);
  assert.deepEqual([...records.generation], [5, 6]);
});

Deno.test("bytes of another format, or cut ones, are no records", () => {
  const bytes = encodeRecords(createRecorder(null).finish());
  assert.notEqual(decodeRecords(bytes), null);
  assert.equal(decodeRecords(bytes.subarray(0, bytes.length - 1)), null);
  assert.equal(decodeRecords(bytes.subarray(0, 3)), null);
  assert.equal(decodeRecords(bytes.map((byte, at) => at === 0 ? byte + 1 : byte)), null);
});
