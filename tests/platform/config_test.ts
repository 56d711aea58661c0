import assert from "node:assert/strict";
import { FactoryError } from "../../lib/domain/errors.ts";
import { parseConfig } from "../../lib/platform/config.ts";

const from = (env: Record<string, string>) => parseConfig((name) => env[name]);

Deno.test("parseConfig() has a default for everything, and takes an empty variable as not set", () => {
  const config = from({ PORT: "", LOG_LEVEL: "" });
  assert.deepEqual([config.port, config.host, config.dataDir, config.logLevel], [
    8000,
    "127.0.0.1",
    "./data",
    "info",
  ]);
});

Deno.test("parseConfig() splits lists and passes proxy variables on to git", () => {
  const config = from({
    REPO_ALLOWED_HOSTS: " git.example.org, 10.0.0.0/8 ,",
    HTTPS_PROXY: "http://proxy:3128",
  });
  assert.deepEqual(config.repoAllowedHosts, ["git.example.org", "10.0.0.0/8"]);
  assert.deepEqual(config.gitEnvironment, { HTTPS_PROXY: "http://proxy:3128" });
});

Deno.test("parseConfig() names every wrong variable, what it is and what it should be", () => {
  assert.throws(
    () => from({ PORT: "80a", LOG_LEVEL: "loud", REPO_MAX_MB: "0", JOB_CONCURRENCY: "1e3" }),
    (error: FactoryError) => {
      assert.equal(error.code, "config_invalid");
      assert.deepEqual(error.errors.map((e) => e.pointer).sort(), [
        "JOB_CONCURRENCY",
        "LOG_LEVEL",
        "PORT",
        "REPO_MAX_MB",
      ]);
      assert.match(error.message, /PORT must be a whole number from 0 to 65535 \(it is "80a"\)/);
      assert.match(error.message, /LOG_LEVEL must be one of debug, info, warning, error/);
      return true;
    },
  );
});

Deno.test("a HOST beyond loopback needs a token, or the word that a proxy guards it", () => {
  const error = (env: Record<string, string>) => {
    try {
      from(env);
    } catch (error) {
      return error instanceof FactoryError ? error.errors[0]?.pointer : error;
    }
  };
  for (const HOST of ["0.0.0.0", "::", "192.168.1.4", "factory.example.org"]) {
    assert.equal(error({ HOST }), "AUTH_TOKEN", HOST);
    assert.equal(error({ HOST, AUTH: "none" }), undefined, HOST);
    assert.equal(error({ HOST, AUTH_TOKEN: "sixteen-letters!" }), undefined, HOST);
  }
  for (const HOST of ["127.0.0.1", "127.1.2.3", "localhost", "::1"]) {
    assert.equal(error({ HOST }), undefined, HOST);
  }
});

Deno.test("a wrong token is named without being repeated", () => {
  assert.throws(() => from({ AUTH_TOKEN: "s3cret" }), (error: FactoryError) => {
    assert.match(error.message, /AUTH_TOKEN must have at least 16 characters/);
    assert(!error.message.includes("s3cret"));
    return true;
  });
});
