import assert from "node:assert/strict";

/** What a process with this log format writes for a failure whose message says little. */
async function logged(format: "pretty" | "json", fields: string): Promise<string> {
  const at = (path: string) => JSON.stringify(import.meta.resolve(path));
  const { stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: [
      "eval",
      "--ext=ts",
      `import { configureLog, getLogger } from ${at("../../lib/platform/log.ts")};
       import { FactoryError } from ${at("../../lib/domain/errors.ts")};
       await configureLog({ level: "info", format: "${format}" });
       getLogger("jobs").error("Failed: {code}", { code: "c", ${fields} });`,
    ],
    cwd: new URL("../../", import.meta.url),
    env: { NO_COLOR: "1" },
  }).output();
  return new TextDecoder().decode(stdout) + new TextDecoder().decode(stderr);
}

for (const format of ["pretty", "json"] as const) {
  Deno.test(`a ${format} log line carries the causes of a failure`, async () => {
    const unforeseen = `error: new FactoryError("internal", "m",
      { cause: new Error("what really happened") })`;
    assert.match(await logged(format, unforeseen), /what really happened/);
    assert.match(await logged(format, 'cause: "fatal: git said so"'), /fatal: git said so/);
  });
}
