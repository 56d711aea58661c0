/** The history's figures against what git itself says of repositories made for it. */
import assert from "node:assert/strict";
import { type HistoryFacts, readHistory } from "../../lib/analysis/history.ts";
import { walkHistory } from "../../lib/analysis/history/walk.ts";
import type { CommitInfo, HistoryCache } from "../../lib/domain/ports.ts";
import { createHistoryReader, listTree } from "../../lib/git/mod.ts";
import { memoryHistoryCache } from "../support/analysis.ts";
import { madeHistory } from "../support/made_history.ts";
import { type ScratchRepository, scratchRepository } from "../support/repository.ts";

const signal = new AbortController().signal;

interface Read {
  facts: HistoryFacts;
  paths: string[];
  commit: CommitInfo;
}

async function read(
  repository: ScratchRepository,
  sha: string,
  cache: HistoryCache = memoryHistoryCache(),
): Promise<Read> {
  const committed = Number(await repository.git("log", "-1", "--format=%ct", sha));
  const commit = { sha, branch: "main", committedAt: new Date(committed * 1_000).toISOString() };
  const tree = await listTree(repository.path, sha, signal);
  const paths = tree.map((entry) => entry.path);
  const walked = await walkHistory(
    createHistoryReader(repository.path, sha, { shallow: false }),
    {
      sha,
      mailmap: tree.find((entry) => entry.path === ".mailmap")?.oid ?? null,
      cache,
      signal,
      saveEvery: 1,
    },
  );
  const here = new Set(paths);
  return { facts: readHistory(walked, commit, false, (path) => here.has(path)), paths, commit };
}

/** Lines of `git log`, with the commit's own .mailmap, which a bare repository has nowhere else. */
async function log(repository: ScratchRepository, sha: string, ...args: string[]) {
  const text = await repository.git(
    "-c",
    `mailmap.blob=${sha}:.mailmap`,
    "log",
    "--no-merges",
    ...args,
  );
  return text === "" ? [] : text.split("\n");
}

Deno.test("each file's commits, authors and dates are those of git log", async () => {
  await using repository = await madeHistory({ commits: 120, seed: 1, renames: false });
  const { head } = repository;
  const { facts, paths } = await read(repository, head);
  assert.ok(paths.length > 20);
  for (const path of paths) {
    // Without --full-history git leaves out branches that came to the same content.
    const format = "--format=%aN%x09%at";
    const rows = await log(repository, head, "--full-history", format, head, "--", path);
    const times = rows.map((row) => Number(row.split("\t")[1]));
    const people = rows.map((row) => row.split("\t")[0]!).filter((name) => !name.endsWith("[bot]"));
    const found = facts.files.get(path)!;
    assert.deepEqual(
      [found.commits, found.authors, found.first, found.last],
      [
        people.length,
        new Set(people).size,
        Math.min(...times),
        Math.max(...times),
      ],
      path,
    );
  }
});

Deno.test("exact renames are followed as git log --follow follows them", async () => {
  await using repository = await scratchRepository();
  const text = (letter: string) => `${letter}\n`.repeat(20);
  await repository.commit({ "a.ts": text("a"), "b/x.ts": text("x"), "b/__init__.py": "" });
  await repository.commit({ "a.ts": text("A") });
  await repository.commit({ "a.ts": null, "src/a.ts": text("A"), "src/b.ts": text("b") });
  // A new file at the old place is another one.
  await repository.commit({ "a.ts": "export * from './src/a.ts';\n" });
  await repository.commit({ "src/a.ts": text("c") });
  await repository.commit({
    "b/x.ts": null,
    "b/__init__.py": null,
    "c/x.ts": text("x"),
    "c/__init__.py": "",
    "c/y/__init__.py": "",
  });
  const head = await repository.commit({ "src/a.ts": null, "lib/z.ts": text("c") });
  const { facts } = await read(repository, head);
  const count = (path: string) => facts.files.get(path)?.commits;
  for (const path of ["lib/z.ts", "c/x.ts", "src/b.ts"]) {
    const rows = await log(repository, head, "--format=%H", "--follow", "-M100%", head, "--", path);
    assert.equal(count(path), rows.length, path);
  }
  assert.deepEqual([count("lib/z.ts"), count("a.ts")], [5, 1]);
  // Two empty files of one name: which was moved is not known.
  assert.deepEqual([count("c/__init__.py"), count("c/y/__init__.py")], [1, 1]);
});

Deno.test("a change made on a branch that had not seen the rename is the moved file's", async () => {
  await using repository = await scratchRepository();
  const first = await repository.commit({ "a.ts": "1\n2\n3\n" });
  await repository.git("branch", "side", first);
  const moved = await repository.commit({ "a.ts": null, "b.ts": "1\n2\n3\n" });
  const side = await repository.commit({ "a.ts": "1\n2\n3\n4\n" }, { branch: "side" });
  const head = await repository.commit({ "b.ts": "1\n2\n3\n4\n" }, { merge: side });
  assert.notEqual(moved, head);
  const { facts } = await read(repository, head);
  // First, rename, and the change on the side; the merge is none of its own.
  assert.equal(facts.files.get("b.ts")?.commits, 3);
});

Deno.test("contributors are those of git shortlog, the weeks those of git log's dates", async () => {
  await using repository = await madeHistory({ commits: 150, seed: 2, renames: true });
  const { head } = repository;
  const { facts, commit } = await read(repository, head);
  const short = await repository.git(
    "-c",
    `mailmap.blob=${head}:.mailmap`,
    "shortlog",
    "-sn",
    "--no-merges",
    head,
  );
  const expected = short.split("\n").map((row) => row.trim().split("\t"))
    .filter(([, name]) => !name!.endsWith("[bot]"));
  assert.deepEqual(
    new Map(facts.summary.contributors.map(({ name, commits }) => [name, commits])),
    new Map(expected.map(([commits, name]) => [name!, Number(commits)])),
  );
  const rows = await log(repository, head, "--format=%at%x09%aN", head);
  const end = Date.parse(commit.committedAt) / 1_000;
  const weeks = new Map<string, Set<string>>();
  const commits = new Map<string, number>();
  for (const row of rows) {
    const [time, name] = row.split("\t");
    if (name!.endsWith("[bot]") || Number(time) > end) continue;
    const date = new Date(Number(time) * 1_000);
    date.setUTCDate(date.getUTCDate() - (date.getUTCDay() + 6) % 7);
    const week = date.toISOString().slice(0, 10);
    weeks.set(week, (weeks.get(week) ?? new Set()).add(name!));
    commits.set(week, (commits.get(week) ?? 0) + 1);
  }
  assert.equal(facts.summary.activity.length, 52);
  for (const { week, commits: found, authors } of facts.summary.activity) {
    assert.deepEqual([found, authors], [commits.get(week) ?? 0, weeks.get(week)?.size ?? 0], week);
  }
  const inWindow = facts.summary.activity.reduce((sum, week) => sum + week.commits, 0);
  assert.ok(inWindow > 20);
});

Deno.test("a walk continued from any ancestor says the same, byte by byte, as a walk of all", async () => {
  await using repository = await madeHistory({ commits: 150, seed: 3, renames: true });
  const { head } = repository;
  // Paths are numbered in the order of the walk; what the numbers mean is the same.
  const text = ({ facts: { summary, commits, touches, files, paths, people } }: Read) =>
    JSON.stringify([
      summary,
      Array.from({ length: commits.length }, (_, at) => ({
        author: people[commits.person[at]!],
        recent: commits.recent[at],
        touched: commits.touched[at],
        files: Array.from(touches.subarray(commits.from[at], commits.to[at]), (one) => paths[one])
          .sort(),
      })),
      [...files].sort(),
    ]);
  const whole = text(await read(repository, head));
  const all = (await repository.git("rev-list", head)).split("\n");
  for (const sha of all.filter((_, at) => at % 7 === 0)) {
    const cache = memoryHistoryCache();
    await read(repository, sha, cache);
    assert.equal(cache.walk?.sha, sha);
    assert.equal(text(await read(repository, head, cache)), whole, sha);
    assert.equal(cache.walk?.sha, head);
    // And from what that left.
    assert.equal(text(await read(repository, head, cache)), whole);
    assert.equal(cache.saves, sha === head ? 1 : 2);
  }
});

Deno.test("a new .mailmap, a rewritten branch and a deepened clone are read as if for the first time", async () => {
  await using repository = await madeHistory({ commits: 40, seed: 4, renames: true });
  const fresh = async (sha: string) => (await read(repository, sha)).facts.summary;
  const cache = memoryHistoryCache();
  const kept = async (sha: string) => (await read(repository, sha, cache)).facts.summary;
  await kept(repository.head);
  const renamed = await repository.commit({ ".mailmap": "Robert <bob@example.org>\n" });
  assert.ok((await kept(renamed)).contributors.some(({ name }) => name === "Robert"));
  assert.deepEqual(await kept(renamed), await fresh(renamed));
  // The branch forgets its last commits and goes on elsewhere.
  const old = (await repository.git("rev-list", "--first-parent", renamed)).split("\n")[9]!;
  await repository.git("update-ref", "refs/heads/main", old);
  const elsewhere = await repository.commit({ "elsewhere.ts": "x" }, { time: 1_800_000_000 });
  assert.deepEqual(await kept(elsewhere), await fresh(elsewhere));
  // A clone that was cut and then got the rest.
  const cut = `${repository.path}/shallow`;
  await Deno.writeTextFile(cut, `${old}\n`);
  const shallow = await kept(elsewhere);
  assert.equal(shallow.commits, 1);
  await Deno.remove(cut);
  assert.deepEqual(await kept(elsewhere), await fresh(elsewhere));
});
