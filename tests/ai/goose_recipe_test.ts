import assert from "node:assert/strict";
import { parse } from "yaml";
import { createGooseReader } from "../../lib/ai/goose_events.ts";
import { GOOSE_TOOLS, recipeFor } from "../../lib/ai/goose_recipe.ts";
import { TOOLS } from "../../lib/mcp/server.ts";

const HOSTILE = "{{ env }} {% include '/etc/passwd' %} {# x #} \"quotes\" \\n\n{{{{ }}}} ü\u2028";

Deno.test("what a repository says is no template in a recipe, and arrives as it was", () => {
  const text = recipeFor(
    { purpose: "explain_map", system: HOSTILE, prompt: HOSTILE, schema: { a: {}, b: { c: {} } } },
    { url: "http://127.0.0.1:1/mcp", token: "t0ken" },
    9,
  );
  assert(!/\{\{|\}\}|\{%|%\}|\{#|#\}/.test(text), text);
  const recipe = parse(text);
  assert.deepEqual([recipe.instructions.startsWith(HOSTILE), recipe.prompt], [true, HOSTILE]);
  assert.deepEqual(recipe.response.json_schema, { a: {}, b: { c: {} } });
  assert.equal(recipe.extensions.length, 1);
  assert.equal(recipe.extensions[0].headers.Authorization, "Bearer t0ken");
});

Deno.test("Goose is offered tools that exist, read, and are for one project", () => {
  for (const name of GOOSE_TOOLS) {
    const tool = TOOLS.find((one) => one.name === name);
    assert(tool?.readOnly && tool.forProject, name);
  }
});

function read(...lines: unknown[]) {
  const told: string[] = [];
  const reader = createGooseReader((message) => told.push(message));
  const text = lines.map((line) => typeof line === "string" ? line : JSON.stringify(line))
    .join("\n") + "\n";
  // In pieces, as a pipe gives it.
  for (let at = 0; at < text.length; at += 7) {
    reader.read(new TextEncoder().encode(text.slice(at, at + 7)));
  }
  return { reader, told };
}
const said = (content: object) => ({
  type: "message",
  message: { role: "assistant", content: [content] },
});
const uses = (name: string) => said({ type: "toolRequest", toolCall: { value: { name } } });

Deno.test("the answer is what follows the structured output; tools are told on the way", () => {
  const { reader, told } = read(
    "a banner",
    uses("software_factory__search"),
    said({ type: "text", text: "thinking" }),
    uses("recipe__final_output"),
    said({ type: "text", text: '{"a":1}' }),
    { type: "complete", input_tokens: 10, output_tokens: 0 },
  );
  assert.deepEqual([reader.answer, reader.failure, reader.inputTokens, reader.outputTokens], [
    '{"a":1}',
    null,
    10,
    null,
  ]);
  assert.deepEqual(told, ["Goose uses search"]);
});

for (
  const [words, status] of [
    ["Ran into this error: Authentication error: Status: 401 Unauthorized", 401],
    ["Ran into this error: Rate limit exceeded: slow down.", 429],
    ["Ran into this error: Server error: Server error (500 Internal Server Error) at x", 500],
    ["Ran into this error: Request failed: Bad request (400): bad model.", 400],
    ["Network error: Could not connect to 127.0.0.1:1 — check your network connection", null],
    ["Network error: Stream decode error: Failed to parse streaming chunk: EOF", 502],
  ] as const
) {
  Deno.test(`Goose's words for status ${status} are understood: ${words.slice(0, 50)}`, () => {
    assert.equal(read(said({ type: "text", text: words })).reader.failure?.status, status);
    assert.equal(read(said({ type: "error", message: words })).reader.failure?.status, status);
  });
}

Deno.test("a model that only talks, or goes on and on, has given no answer", () => {
  const { reader } = read(
    said({ type: "text", text: "just words" }),
    said({ type: "text", text: "I've reached the maximum number of actions I can do without …" }),
  );
  assert.deepEqual([reader.answer, reader.turnsSpent, reader.said], [null, true, "just words"]);
});
