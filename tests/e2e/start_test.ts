/** Servers that cannot start say why and what to do, and touch nothing. */
import assert from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import { dataDirectory, failToStart, startServer } from "../support/server.ts";

Deno.test("a second server on the same DATA_DIR refuses, and the first goes on", async () => {
  await using data = await dataDirectory();
  await using first = await startServer({ DATA_DIR: data.path });
  const { code, output } = await failToStart({ DATA_DIR: data.path });
  assert.equal(code, 1);
  assert.match(output, new RegExp(`Another server uses DATA_DIR ${data.path}`));
  assert.match(output, /Stop that server, or set DATA_DIR to another directory/);
  assert.doesNotMatch(output, /^\s+at /m, "a stack trace helps nobody here");
  const health = await fetch(`${first.url}/api/health`);
  assert.equal((await health.json()).status, "ok");
});

Deno.test("a port that is taken is said so", async () => {
  await using data = await dataDirectory();
  using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const { code, output } = await failToStart({ DATA_DIR: data.path }, { port: listener.addr.port });
  assert.equal(code, 1);
  assert.match(output, /The port is in use\. Set PORT to a free one/);
  assert.doesNotMatch(output, /^\s+at /m);
});

Deno.test("every wrong variable is named with what it should be", async () => {
  await using data = await dataDirectory();
  const { code, output } = await failToStart({
    DATA_DIR: data.path,
    PORT: "eighty",
    LOG_LEVEL: "loud",
    JOB_CONCURRENCY: "0",
    REPO_MAX_MB: "-1",
    AUTH_TOKEN: "short secret",
  });
  assert.equal(code, 1);
  assert.match(output, /PORT must be a whole number from 0 to 65535 \(it is "eighty"\)/);
  assert.match(output, /LOG_LEVEL must be one of debug, info, warning, error/);
  assert.match(output, /JOB_CONCURRENCY must be a whole number from 1 to 64/);
  assert.match(output, /REPO_MAX_MB must be a whole number/);
  assert.match(output, /AUTH_TOKEN must/);
  assert.doesNotMatch(output, /short secret/);
  assert.match(output, /Correct or unset these environment variables and start again/);
});

Deno.test("a database of a newer program is left alone", async () => {
  await using data = await dataDirectory();
  await (await startServer({ DATA_DIR: data.path })).kill("SIGTERM");
  const path = `${data.path}/factory.sqlite`;
  const database = new DatabaseSync(path);
  database.exec("PRAGMA user_version = 9999");
  database.close();
  const { code, output } = await failToStart({ DATA_DIR: data.path });
  assert.equal(code, 1);
  assert.match(output, /The database has version 9999; this program knows versions up to \d+/);
  assert.match(output, /Start the newer program again/);
});

Deno.test("a damaged database is said so", async () => {
  await using data = await dataDirectory();
  await Deno.writeTextFile(`${data.path}/factory.sqlite`, "This is no database.".repeat(1_000));
  const { code, output } = await failToStart({ DATA_DIR: data.path });
  assert.equal(code, 1);
  assert.match(output, /factory\.sqlite is damaged, or is no database/);
  assert.match(output, /Put a backup of it in its place/);
  assert.doesNotMatch(output, /^\s+at /m);
});

Deno.test("a DATA_DIR that cannot be made is said so", async () => {
  await using data = await dataDirectory();
  await Deno.writeTextFile(`${data.path}/file`, "");
  const { code, output } = await failToStart({ DATA_DIR: `${data.path}/file/below` });
  assert.equal(code, 1);
  assert.match(output, /DATA_DIR .* cannot be written/);
  assert.doesNotMatch(output, /^\s+at /m);
});
