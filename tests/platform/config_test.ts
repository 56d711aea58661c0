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

Deno.test("a wrong schedule is named like any other variable", () => {
  assert.equal(from({}).reanalyzeCron, null);
  assert.equal(from({ REANALYZE_CRON: "0 3 * * 1-5" }).reanalyzeCron, "0 3 * * 1-5");
  for (const REANALYZE_CRON of ["daily", "* * * *", "0 0 3 * * *", "0 25 * * *", "0 0 31 2 *"]) {
    assert.throws(() => from({ REANALYZE_CRON }), (error: FactoryError) => {
      assert.match(error.message, /REANALYZE_CRON must be a cron pattern of five fields/);
      return error.message.includes(REANALYZE_CRON);
    });
  }
});

Deno.test("GitHub is that of the API's address, or off", () => {
  assert.deepEqual(from({}).github, { apiUrl: "https://api.github.com/", token: null });
  assert.deepEqual(
    from({ GITHUB_API_URL: "https://git.example.org/api/v3", GITHUB_TOKEN: "t0ken" }).github,
    { apiUrl: "https://git.example.org/api/v3", token: "t0ken" },
  );
  assert.equal(from({ GITHUB_API_URL: "off", GITHUB_TOKEN: "t0ken" }).github, null);
  for (const wrong of ["github.com", "ftp://x/", "https://u:s3cret@x/", "https://x/?a=s3cret"]) {
    assert.throws(() => from({ GITHUB_API_URL: wrong }), (error: FactoryError) => {
      assert.deepEqual(error.errors.map(({ pointer }) => pointer), ["GITHUB_API_URL"]);
      return !error.message.includes("s3cret");
    });
  }
});

Deno.test("a GitHub token is sent over no connection that others can read", () => {
  const url = (GITHUB_API_URL: string) => () => from({ GITHUB_API_URL, GITHUB_TOKEN: "t0ken" });
  assert.throws(url("http://git.example.org/api/v3"), { code: "config_invalid" });
  assert.equal(url("http://127.0.0.1:1234")().github?.token, "t0ken");
  assert.equal(from({ GITHUB_API_URL: "http://git.example.org" }).github?.token, null);
  assert.throws(() => from({ GITHUB_TOKEN: "two words" }), (error: FactoryError) => {
    return error.message.includes("GITHUB_TOKEN") && !error.message.includes("two words");
  });
});
