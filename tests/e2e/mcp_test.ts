/** Agents and the built server, which runs with its own permissions: tokens, and a whole round. */
import assert from "node:assert/strict";
import { connectAgent } from "../support/agent.ts";
import { createClient } from "../support/client.ts";
import { scratchRepository } from "../support/repository.ts";
import { dataDirectory, startServer } from "../support/server.ts";

Deno.test("without AUTH_TOKEN the token is in a file of the server's user, and in no log", async () => {
  await using data = await dataDirectory();
  await using repository = await scratchRepository({
    name: "shop",
    files: {
      "a.ts": 'import "./b.ts";\n',
      "b.ts": "export const b = 1;\n",
      "l": { symlink: "a.ts" },
    },
  });
  const environment = { DATA_DIR: data.path, REPO_ALLOWED_PATHS: repository.root };
  const place = `${data.path}/mcp_token`;
  let token: string;
  {
    await using server = await startServer(environment);
    token = (await Deno.readTextFile(place)).trim();
    assert.match(token, /^[0-9a-f]{64}$/);
    assert.equal((await Deno.stat(place)).mode! & 0o777, 0o600);
    await assert.rejects(connectAgent(server.url, "wrong"), /token/);

    await using agent = await connectAgent(server.url, token);
    const job = await agent.ask("analyze", { repo_url: repository.path });
    await createClient(server.url).completed(job.id);
    assert.equal((await agent.ask("job_status", { job: job.id })).items[0].status, "completed");
    const impact = await agent.ask("dependents_of", { of: "b.ts" });
    assert.equal(impact.items[0].path, "a.ts");
    assert.equal((await agent.ask("read_file", { path: "a.ts" })).text, '1| import "./b.ts";');
    assert.match(await agent.fails("read_file", { path: "l" }), /Symbolic link/);
    const file = await fetch(`${server.url}/api/projects/${job.project_id}/file?path=b.ts`);
    assert.equal((await file.json()).text, "export const b = 1;");
    assert(server.log().includes(place));
    assert(!server.log().includes(token));
    // What Deno itself complains of is no line of JSON.
    for (const line of server.log().trim().split("\n")) {
      assert(line.startsWith("{") || line.includes("experimental feature"), line);
    }
  }
  await using again = await startServer(environment);
  assert.equal((await Deno.readTextFile(place)).trim(), token);
  await using agent = await connectAgent(again.url, token);
  assert.equal((await agent.ask("list_projects")).items[0].name, "shop");
  const left = (await Array.fromAsync(Deno.readDir(data.path))).map(({ name }) => name);
  assert(!left.some((name) => name.includes("partial")), left.join());
});

Deno.test("with AUTH_TOKEN that one is the token, and no file is made", async () => {
  await using data = await dataDirectory();
  const token = "a-long-enough-secret-token";
  await using server = await startServer({ DATA_DIR: data.path, AUTH_TOKEN: token });
  await using agent = await connectAgent(server.url, token);
  assert.deepEqual((await agent.ask("list_projects")).items, []);
  await assert.rejects(Deno.stat(`${data.path}/mcp_token`), Deno.errors.NotFound);
  // Where an agent looks for another way in, it finds no page.
  const other = await fetch(`${server.url}/.well-known/oauth-authorization-server`);
  assert.equal(other.status, 401);
  await other.body?.cancel();
});
