/** The command line as built, against real repositories, databases and a running server. */
import assert from "node:assert/strict";
import { VERSION } from "../../lib/domain/version.ts";
import type { Project } from "../../lib/domain/wire/project.ts";
import { runCli, startCli } from "../support/cli.ts";
import { createClient } from "../support/client.ts";
import { serveGit, stalled } from "../support/git_server.ts";
import { runGit, scratchRepository } from "../support/repository.ts";
import { dataDirectory, startServer } from "../support/server.ts";

const FILES = {
  "package.json": JSON.stringify({ name: "shop", dependencies: { hono: "4.0.0" } }),
  "src/main.ts": 'import { cart } from "./cart.ts";\nimport "./gone.ts";\nexport default cart;\n',
  "src/cart.ts": "/** The cart. */\nexport const cart = [];\n",
  "tool/run.py": "import os\nimport tool.other\n",
  "tool/other.py": "x = 1\n",
  "logo.bin": new Uint8Array([0, 1, 2, 0]),
};

async function workTreeOf(repository: { path: string; root: string }): Promise<string> {
  const path = `${repository.root}/shop`;
  await runGit(["clone", "-q", repository.path, path]);
  return path;
}

async function names(directory: string): Promise<string[]> {
  return (await Array.fromAsync(Deno.readDir(directory))).map(({ name }) => name);
}

Deno.test("analyze --json of a work tree is the server's map of that commit, byte for byte", async () => {
  await using repository = await scratchRepository({ name: "bare", files: FILES });
  await repository.commit({ "src/cart.ts": "export const cart = [1];\n" }, { branch: "next" });
  const path = await workTreeOf(repository);
  await using data = await dataDirectory();
  await using server = await startServer({ DATA_DIR: data.path, REPO_ALLOWED_PATHS: path });
  const client = createClient(server.url);
  const project = await client.add(path);
  await client.completed(project.job.id);
  const response = await fetch(`${server.url}/api/system-map/${project.id}`);
  const served = await response.text();

  const { code, stdout, stderr } = await runCli(["analyze", "--json", "shop"], {
    cwd: repository.root,
  });
  assert.equal(code, 0, stderr);
  assert.equal(stderr, "", "nothing is said, nothing is drawn without a terminal");
  assert.equal(stdout, served.replace(`"id":"${project.id}"`, '"id":"unregistered"'));
  assert.match(stdout, /"reason":/, "it has something unresolved to compare");
});

Deno.test("analyze prints a summary of HEAD or of a branch, and leaves nothing behind", async () => {
  await using repository = await scratchRepository({ name: "shop", files: FILES });
  const sha = await repository.commit({ "src/gone.ts": "export {};\n" }, { branch: "next" });
  await repository.git("update-ref", "refs/heads/next", sha);
  const temporary = await Deno.makeTempDir({ prefix: "factory-tmp-" });
  try {
    const env = { TMPDIR: temporary };
    const head = await runCli(["analyze", repository.path], { env });
    assert.equal(head.code, 0, head.stderr);
    assert.match(head.stdout, /^shop\nCommit \w{7} \(main\)/);
    assert.match(head.stdout, /src\/main\.ts:2 +\.\/gone\.ts/);
    const next = await runCli(["analyze", repository.path, "--ref", "next"], { env });
    assert.match(next.stdout, new RegExp(`Commit ${sha.slice(0, 7)} \\(next\\)`));
    assert.deepEqual(await names(temporary), []);
  } finally {
    await Deno.remove(temporary, { recursive: true });
  }
});

Deno.test("a work tree's own files are not in the map: it is said, and its programs do not run", async () => {
  await using repository = await scratchRepository({
    files: { ...FILES, ".gitattributes": "*.ts filter=evil diff=evil\n" },
  });
  const path = await workTreeOf(repository);
  const mark = `${repository.root}/it-ran`;
  const program = `sh -c 'touch ${mark}; cat'`;
  for (
    const name of [
      "filter.evil.clean",
      "filter.evil.smudge",
      "diff.evil.textconv",
      "core.fsmonitor",
    ]
  ) await runGit(["-C", path, "config", name, program]);
  await Deno.writeTextFile(`${path}/src/cart.ts`, "export const cart = [2];\n");
  await Deno.writeTextFile(`${path}/new.ts`, "export {};\n");
  const { code, stdout, stderr } = await runCli(["analyze", "--json", path]);
  assert.equal(code, 0, stderr);
  assert.match(stderr, /^The map is of commit \w{7}; the work tree has 1 changed and 1 untracked/);
  assert.ok(!stdout.includes("new.ts"));
  assert.ok(!(await names(repository.root)).includes("it-ran"));
});

Deno.test("analyze refuses what the server would, with an exit code and words for each", async () => {
  await using repository = await scratchRepository();
  const CASES: [args: string[], code: number, words: RegExp][] = [
    [["analyze"], 2, /missing required argument/],
    [["analyze", "x", "--yaml"], 2, /unknown option/],
    [["destroy"], 2, /unknown command/],
    [["analyze", "no-such-directory"], 2, /not the address of a git repository/],
    [["analyze", "deno.json/x"], 2, /not the address of a git repository/],
    [["analyze", "git://host/x"], 2, /neither encrypted nor/],
    [["analyze", "http://127.0.0.1:9/x"], 3, /REPO_ALLOWED_HOSTS/],
    [["analyze", repository.root], 3, /no git repository/],
    [["analyze", repository.path], 3, /no commits/],
  ];
  for (const [args, code, words] of CASES) {
    const result = await runCli(args);
    assert.equal(result.code, code, `${args.join(" ")}: ${result.stderr}`);
    assert.match(result.stderr, words);
    assert.equal(result.stdout, "");
  }
  const version = await runCli(["--version"]);
  assert.deepEqual(version, { code: 0, stdout: `software-factory ${VERSION}\n`, stderr: "" });
  const help = await runCli(["--help"]);
  assert.equal(help.code, 0);
  for (const command of ["serve", "analyze", "migrate", "backup", "restore"]) {
    assert.match(help.stdout, new RegExp(`^  ${command}`, "m"));
  }
});

Deno.test("analyze of a linked work tree needs its repository to be allowed", async () => {
  await using repository = await scratchRepository({ files: FILES });
  const path = await workTreeOf(repository);
  const linked = `${repository.root}/linked`;
  await runGit(["-C", path, "worktree", "add", "-q", linked, "-b", "other"]);
  const refused = await runCli(["analyze", linked]);
  assert.equal(refused.code, 3);
  assert.match(refused.stderr, /REPO_ALLOWED_PATHS/);
  const allowed = await runCli(["analyze", linked], { env: { REPO_ALLOWED_PATHS: path } });
  assert.equal(allowed.code, 0, allowed.stderr);
  assert.match(allowed.stdout, /\(other\)/);
});

Deno.test("analyze follows a link to a repository, and leaves the user's own files alone", async () => {
  await using repository = await scratchRepository({ files: FILES });
  const path = await workTreeOf(repository);
  await Deno.symlink(path, `${repository.root}/link`);
  const before = await names(`${path}/.git`);
  const { code, stdout, stderr } = await runCli(["analyze", "link"], { cwd: repository.root });
  assert.equal(code, 0, stderr);
  assert.match(stdout, /Health: /);
  assert.deepEqual(await names(`${path}/.git`), before);
});

Deno.test("serve runs the server until SIGTERM", async () => {
  await using data = await dataDirectory();
  const { child, result, printed } = startCli(["serve"], {
    env: { DATA_DIR: data.path, PORT: "0", LOG_FORMAT: "json" },
  });
  await Promise.race([printed(/"url":"http:/), result]);
  child.kill("SIGTERM");
  const { code, stdout, stderr } = await result;
  assert.equal(code, 0, stderr);
  assert.match(stdout, /"message":"Stopped"/);
});

Deno.test("analyze that is stopped ends git and removes what it had fetched", async () => {
  await using repository = await scratchRepository({ files: FILES });
  const stall = stalled();
  await using server = serveGit({
    root: repository.root,
    intercept: (request) => request.method === "POST" ? stall.response() : undefined,
  });
  const temporary = await Deno.makeTempDir({ prefix: "factory-tmp-" });
  try {
    const { child, result } = startCli(["analyze", `${server.origin}/repo.git`], {
      env: { TMPDIR: temporary, REPO_ALLOWED_HOSTS: "127.0.0.1" },
    });
    await stall.reached;
    assert.equal((await names(temporary)).length, 1, "it has a scratch directory");
    child.kill("SIGTERM");
    const { code, stderr } = await result;
    assert.equal(code, 143, stderr);
    assert.match(stderr, /Stopped\./);
    assert.deepEqual(await names(temporary), []);
  } finally {
    await Deno.remove(temporary, { recursive: true });
  }
});

Deno.test("a backup during an analysis, restored into an empty DATA_DIR, has the same projects and maps", async () => {
  await using repository = await scratchRepository({ files: FILES });
  const stall = stalled();
  await using remote = serveGit({
    root: repository.root,
    intercept: (request) => request.method === "POST" ? stall.response() : undefined,
  });
  await using data = await dataDirectory();
  await using empty = await dataDirectory();
  const environment = { REPO_ALLOWED_PATHS: repository.root, REPO_ALLOWED_HOSTS: "127.0.0.1" };
  const file = `${empty.path}/../${crypto.randomUUID()}.sqlite`;
  const worldOf = async (origin: string) => {
    const client = createClient(origin);
    const { items } = await client.get<{ items: Project[] }>("/api/projects");
    const maps = await Promise.all(
      items.filter(({ last_commit }) => last_commit !== null).map(
        async ({ id }) => await (await fetch(`${origin}/api/system-map/${id}`)).text(),
      ),
    );
    return { items, maps };
  };
  try {
    await using server = await startServer({ DATA_DIR: data.path, ...environment });
    const client = createClient(server.url);
    const mapped = await client.add(repository.path);
    await client.completed(mapped.job.id);
    const underway = await client.add(`${remote.origin}/repo.git`);
    await stall.reached;
    assert.equal((await client.job(underway.job.id)).status, "running");

    const backup = await runCli(["backup", file], { env: { DATA_DIR: data.path } });
    assert.equal(backup.code, 0, backup.stderr);
    assert.match(backup.stdout, /holds 2 projects, 1 map and 2 jobs/);
    const before = await worldOf(server.url);
    assert.equal(before.maps.length, 1);

    const inUse = await runCli(["restore", file], { env: { DATA_DIR: data.path } });
    assert.equal(inUse.code, 4);
    assert.match(inUse.stderr, /Another server uses DATA_DIR/);

    const restore = await runCli(["restore", file], { env: { DATA_DIR: empty.path } });
    assert.equal(restore.code, 0, restore.stderr);
    assert.match(restore.stdout, /holds 2 projects, 1 map and 2 jobs/);
    await using second = await startServer({ DATA_DIR: empty.path, ...environment });
    assert.deepEqual(await worldOf(second.url), before);
    // What was running goes on: it was taken back at the start.
    await createClient(second.url).jobWhen(
      underway.job.id,
      "running again",
      ({ status }) => status === "running",
    );
  } finally {
    await Deno.remove(file);
  }
});

Deno.test("restore of a truncated backup changes nothing; migrate says the version", async () => {
  await using data = await dataDirectory();
  const env = { DATA_DIR: data.path };
  const migrated = await runCli(["migrate"], { env });
  assert.equal(migrated.code, 0, migrated.stderr);
  assert.match(migrated.stdout, /has version \d+: \d+ migrations? applied/);
  const file = `${data.path}/backup.sqlite`;
  assert.equal((await runCli(["backup", file], { env })).code, 0);
  await Deno.truncate(file, (await Deno.stat(file)).size - 5_000);
  const database = await Deno.readFile(`${data.path}/factory.sqlite`);
  const { code, stderr } = await runCli(["restore", file], { env });
  assert.equal(code, 4);
  assert.match(stderr, /Nothing was changed/);
  assert.deepEqual(await Deno.readFile(`${data.path}/factory.sqlite`), database);
  assert.deepEqual((await names(data.path)).filter((name) => /restor/.test(name)), []);
});
