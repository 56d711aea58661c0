/** The real Goose connects to the MCP endpoint, and calls every tool; a stand-in is its model. */
import assert from "node:assert/strict";
import { TOOLS } from "../../lib/mcp/server.ts";
import { serveApi, type ServedApi } from "../support/agent.ts";
import { AGENT_TOKEN } from "../support/api.ts";
import { findGoose, runGoose } from "../support/goose.ts";
import { serveModel } from "../support/model_stand_in.ts";
import { scratchRepository } from "../support/repository.ts";

const goose = await findGoose();

function recipeWith(served: ServedApi, token: string) {
  return {
    version: "1.0.0",
    title: "Tools",
    description: "Calls tools",
    instructions: "Call the tools.",
    prompt: "Go on.",
    extensions: [{
      type: "streamable_http",
      name: "software_factory",
      description: "Maps of repositories",
      uri: `${served.origin}/mcp`,
      headers: { Authorization: `Bearer ${token}` },
      timeout: 60,
    }],
  };
}

Deno.test({
  name: "Goose lists every tool, calls each, and gives its model the whole answer",
  ignore: goose === null,
  async fn() {
    await using repository = await scratchRepository({
      files: { "a.ts": 'import "./b.ts";\n', "b.ts": "export function hello() {}\n" },
    });
    await using served = serveApi();
    const id = await served.add("shop", repository);
    const before = await repository.git("rev-parse", "main");
    await repository.commit({ "c.ts": "export {};\n" });
    await served.analyse(id);
    const calls: Record<string, Record<string, unknown>> = {
      list_projects: {},
      get_system_map: {},
      search: { q: "hello" },
      find_symbol: { name: "hello" },
      read_file: { path: "b.ts" },
      dependencies_of: { of: "a.ts" },
      dependents_of: { of: "b.ts" },
      path_between: { from: "a.ts", to: "b.ts" },
      hotspots: {},
      owners: {},
      compare: { from: before },
      analyze: { project: "shop" },
      job_status: {},
    };
    const names = TOOLS.map(({ name }) => name);
    await using model = serveModel(({ tools }, count) => {
      const name = names[count - 1];
      if (name === undefined) return { text: "Done." };
      const offered = tools.find((tool) => tool.endsWith(`__${name}`));
      return { tool: offered ?? `none called ${name}`, args: calls[name]! };
    });
    const turns = names.length + 2;
    const { output } = await runGoose(goose!, recipeWith(served, AGENT_TOKEN), {
      model: model.url,
      turns,
    });
    assert.equal(model.requests.length, names.length + 1, output);
    const { tools } = model.requests[0]!;
    // These and no others: no shell, and nothing that writes.
    assert.deepEqual([...tools].sort(), names.map((name) => `software_factory__${name}`).sort());
    const { toolResults } = model.requests.at(-1)!;
    assert.equal(toolResults.length, names.length);
    for (const [index, name] of names.entries()) {
      const answer = TOOLS[index]!.output.safeParse(JSON.parse(toolResults[index]!));
      assert(answer.success, `${name}: ${toolResults[index]}`);
    }
    assert.match(toolResults[names.indexOf("read_file")]!, /1\| export function hello/);
  },
});

Deno.test({
  name: "Goose with a project's token is offered what reads that project, and told what failed",
  ignore: goose === null,
  async fn() {
    await using mine = await scratchRepository({ files: { "a.ts": "export {};\n" } });
    await using theirs = await scratchRepository({ files: { "hidden.ts": "export {};\n" } });
    await using served = serveApi();
    const projectId = await served.add("mine", mine);
    const other = await served.add("theirs", theirs);
    const token = served.api.agentTokens.issue({ projectId, ttlMs: 60_000 });
    await using model = serveModel((_, count) => {
      const args = { path: "hidden.ts", ...(count === 1 ? { project: other } : {}) };
      return count < 3
        ? { tool: "software_factory__read_file", args }
        : { text: "There is nothing." };
    });
    const { output } = await runGoose(goose!, recipeWith(served, token), {
      model: model.url,
      turns: 5,
    });
    assert.equal(model.requests.length, 3, output);
    const { tools, toolResults } = model.requests.at(-1)!;
    assert(!tools.some((tool) => /analyze|job_status/.test(tool)), tools.join());
    assert.match(toolResults[0]!, /\[project_not_found\]/);
    assert.match(toolResults[1]!, /\[file_not_found\]/);
    assert(!model.requests.some(({ body }) => JSON.stringify(body).includes(token)));
  },
});
