import assert from "node:assert/strict";
import { createAnalyzeRepo } from "../../jobs/analyze_repo.ts";
import { addProject, scratchDatabase } from "../support/database.ts";

const SHA = "a".repeat(40);
const NEWER = "b".repeat(40);

/** The handler over what remote and current map are; answers its result and what it did. */
async function run(
  { remote, known, confirmed, checkpoint = null }: {
    remote: string;
    known: string | null;
    confirmed: string | null;
    checkpoint?: unknown;
  },
) {
  using scratch = scratchDatabase();
  const project = await scratch.projects.find(await addProject(scratch)) ?? assert.fail();
  const did: string[] = [];
  const left: unknown[] = [];
  const handler = createAnalyzeRepo({
    source: {
      load: () => Promise.resolve({ project, credentials: null, known }),
      confirmCurrent: () => Promise.resolve(confirmed),
    },
    fetch(_source, { known }) {
      did.push(`fetch, knowing ${known?.at(0) ?? "nothing"}`);
      return Promise.resolve({
        gitDir: "/nowhere",
        commit: { sha: remote, branch: "main", committedAt: "2026-01-01T00:00:00.000Z" },
        shallow: false,
        changed: true,
        program: "git",
      });
    },
    isStillThere: () => Promise.resolve(true),
    refreshFacts: ({ id }) => void did.push(`refresh ${id}`),
    explain: (id) => {
      did.push(`explain ${id}`);
      return Promise.resolve();
    },
    threads: {
      prepare: () => void did.push("prepare"),
      analyse({ commit }) {
        did.push(`analyse ${commit.sha.at(0)}`);
        return Promise.resolve({ mapId: "m2" });
      },
    },
  });
  const result = await handler({
    jobId: "j1",
    projectId: project.id,
    params: { ref: null },
    attempt: 1,
    claim: { jobId: "j1", lockedBy: "test", fence: 1 },
    signal: new AbortController().signal,
    report: () => {},
    note: () => {},
    checkpoint,
    leave: (data) => {
      left.push(data);
      return Promise.resolve();
    },
  });
  return { result, did, left };
}

Deno.test("a commit whose map is current is not analysed again; GitHub is asked all the same", async () => {
  assert.deepEqual(await run({ remote: SHA, known: SHA, confirmed: "m1" }), {
    result: { map_id: "m1", commit_sha: SHA, unchanged: true },
    did: ["fetch, knowing a", "refresh p1"],
    left: [],
  });
});

Deno.test("another commit is fetched once and analysed", async () => {
  for (const known of [SHA, null]) {
    const { result, did } = await run({ remote: NEWER, known, confirmed: null });
    assert.deepEqual({ result, did }, {
      result: { map_id: "m2", commit_sha: NEWER, unchanged: false },
      did: [
        ...known === null ? ["prepare"] : [],
        `fetch, knowing ${known?.at(0) ?? "nothing"}`,
        "refresh p1",
        "analyse b",
      ],
    });
  }
});

Deno.test("a known commit that has to be analysed again is fetched in full first", async () => {
  const { did } = await run({ remote: SHA, known: SHA, confirmed: null });
  assert.deepEqual(did, [
    "fetch, knowing a",
    "refresh p1",
    "fetch, knowing nothing",
    "analyse a",
  ]);
});

Deno.test("an attempt after a crash goes on with the commit that was fetched, without the network", async () => {
  const first = await run({ remote: NEWER, known: SHA, confirmed: null });
  const second = await run({ remote: SHA, known: SHA, confirmed: null, checkpoint: first.left[0] });
  assert.deepEqual(second.did, ["refresh p1", "analyse b"]);
  assert.equal(second.result["commit_sha"], NEWER);
});

Deno.test("a checkpoint that says nothing useful is as good as none", async () => {
  const { did } = await run({ remote: NEWER, known: null, confirmed: null, checkpoint: { a: 1 } });
  assert.deepEqual(did, ["prepare", "fetch, knowing nothing", "refresh p1", "analyse b"]);
});
