import assert from "node:assert/strict";
import type { GitHubAnswers } from "../../lib/domain/github.ts";
import { openDatabase } from "../../lib/store/database.ts";
import { createGitHubStore } from "../../lib/store/github.ts";
import { migrate } from "../../lib/store/migrate.ts";
import { createProjectStore } from "../../lib/store/projects.ts";
import { addProject, migrationFiles, news, scratchDatabase } from "../support/database.ts";

const T0 = "2026-01-01T00:00:00.000Z";
const T1 = "2026-01-02T00:00:00.000Z";

function answers(stars: number): GitHubAnswers {
  const value = {
    description: null,
    default_branch: "main",
    topics: [],
    stars,
    open_issues_and_pull_requests: 0,
    license: null,
  };
  return {
    repository: { etag: 'W/"1"', value },
    release: { etag: null, value: null },
    open_pull_requests: null,
  };
}

Deno.test("put() keeps the last answers of each project and the time of their confirmation", async () => {
  using scratch = scratchDatabase();
  for (const id of ["a", "b"]) await addProject(scratch, id);
  await scratch.github.put("a", answers(1), T0);
  await scratch.github.put("b", answers(2), T0);
  await scratch.github.put("a", answers(3), T1);
  assert.deepEqual(await scratch.github.find("a"), { answers: answers(3), fetchedAt: T1 });
  assert.deepEqual(await scratch.github.find("b"), { answers: answers(2), fetchedAt: T0 });
  await scratch.github.remove("b");
  assert.equal(await scratch.github.find("b"), null);
});

Deno.test("answers go with their project, and a project that is gone gets none", async () => {
  using scratch = scratchDatabase();
  await addProject(scratch, "a");
  await scratch.github.put("a", answers(1), T0);
  await scratch.projects.remove("a");
  assert.equal(await scratch.github.find("a"), null);
  await scratch.github.put("a", answers(1), T0);
  assert.equal(await scratch.github.find("a"), null);
  const [change] = await news(scratch, 0);
  assert.deepEqual([change?.id, change?.deleted], ["a", true], "its end is the last that is told");
});

Deno.test("a database of the first version keeps its projects and takes answers", async () => {
  const directory = await Deno.makeTempDir();
  const database = openDatabase(`${directory}/factory.sqlite`);
  try {
    const migrations = migrationFiles();
    migrate(database.raw, migrations.slice(0, 1));
    // By hand, because today's store knows columns that came later.
    database.raw.exec(
      `INSERT INTO projects (id, name, repo_url, repo_identity, created_at, updated_at)
      VALUES ('a', 'Old', 'https://example.org/a', 'example.org/a', '${T0}', '${T0}')`,
    );
    migrate(database.raw, migrations);
    const project = await createProjectStore(database).find("a");
    assert.deepEqual([project?.name, project?.schedule], ["Old", null]);
    await createGitHubStore(database).put("a", answers(1), T0);
    assert.equal((await createGitHubStore(database).find("a"))?.fetchedAt, T0);
  } finally {
    database.close();
    await Deno.remove(directory, { recursive: true });
  }
});
