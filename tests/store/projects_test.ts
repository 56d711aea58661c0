import assert from "node:assert/strict";
import { addProject, scratchDatabase } from "../support/database.ts";

const base = {
  description: "",
  branch: null,
  schedule: null,
  next_run_at: null,
  created_at: "2026-01-01T00:00:00.000Z",
};
const page = { limit: 50 };

Deno.test("add() keeps one project per repository", async () => {
  using scratch = scratchDatabase();
  await addProject(scratch, "p1");
  const again = await scratch.projects.add({
    ...base,
    id: "p2",
    name: "Again",
    repo_url: "https://example.org/p1",
    repo_identity: "example.org/p1",
  }, null);
  assert.equal(again, null);
  assert.equal((await scratch.projects.findByIdentity("example.org/p1"))?.id, "p1");
});

Deno.test("credentials are kept apart and go with their project", async () => {
  using scratch = scratchDatabase();
  const project = await scratch.projects.add({
    ...base,
    id: "p1",
    name: "Secret",
    repo_url: "https://example.org/s.git",
    repo_identity: "example.org/s",
  }, { username: "me", password: "hunter2" });
  assert(!JSON.stringify(project).includes("hunter2"));
  assert.deepEqual({ ...await scratch.projects.credentials("p1") }, {
    username: "me",
    password: "hunter2",
  });
  await scratch.projects.remove("p1");
  assert.equal(await scratch.projects.credentials("p1"), null);
});

Deno.test("list() searches name, description and address; wildcards are letters", async () => {
  using scratch = scratchDatabase();
  for (
    const [id, name, description] of [
      ["p1", "Billing", "invoices"],
      ["p2", "Shop_front", "sells"],
      ["p3", "100% covered", ""],
    ] as const
  ) {
    await scratch.projects.add({
      ...base,
      id,
      name,
      description,
      repo_url: `https://example.org/${id}.git`,
      repo_identity: `example.org/${id}`,
    }, null);
  }
  const search = async (q: string) =>
    (await scratch.projects.list({ ...page, q })).items.map((project) => project.id);
  assert.deepEqual(await search("INVOICE"), ["p1"]);
  assert.deepEqual(await search("p2.git"), ["p2"]);
  assert.deepEqual(await search("_"), ["p2"]);
  assert.deepEqual(await search("%"), ["p3"]);
  assert.deepEqual(await search("nothing"), []);
});
