import assert from "node:assert/strict";
import { createRedactor } from "../../lib/domain/redact.ts";
import { createApi } from "../support/api.ts";
import { publishSample } from "../support/published.ts";

Deno.test("lines from the middle of a private key are its lines, and are not given away", async () => {
  const kind = "RSA PRIVATE KEY";
  const text =
    `// a\n-----BEGIN ${kind}-----\nMIIEone\nMIIEtwo\nMIIEthree\n-----END ${kind}-----\n// z\n`;
  using api = createApi({
    blobs: { read: () => Promise.resolve(new TextEncoder().encode(text)) },
  });
  const { id } = await (await api.call("POST", "/api/projects", {
    repo_url: "https://example.org/a/b",
  })).json();
  await publishSample(api.scratch);
  const read = (start: number, end: number) =>
    api.services.sources.readRedacted(
      id,
      { path: "src/main.ts", start, end },
      new AbortController().signal,
      createRedactor(),
    );
  const middle = await read(4, 5);
  assert.deepEqual([middle.file.text, middle.file.end_line], ["\n", 5]);
  const whole = await read(1, 7);
  assert(!whole.file.text.includes("MIIE"));
  assert.deepEqual([whole.redactions, whole.file.text.split("\n")[6]], [1, "// z"]);
});
