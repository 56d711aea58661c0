import assert from "node:assert/strict";
import type { FactoryError } from "../../lib/domain/errors.ts";
import { createClones, createHistoryReader, listTree } from "../../lib/git/mod.ts";
import { serveGit, stalled } from "../support/git_server.ts";
import { gitWorkspace } from "../support/git_workspace.ts";
import { groupEnded, processes } from "../support/processes.ts";
import { scratchRepository } from "../support/repository.ts";

const SECRET = "s3cret-t0ken";
const { signal } = new AbortController();

/** All that a person or a log may read of a failure. */
function words(error: FactoryError): string {
  const cause = error.cause instanceof Error ? `${error.cause.message}${error.cause.stack}` : "";
  return `${error.message} ${error.remedy} ${error.stack} ${cause}`;
}

Deno.test("right credentials are let in; wrong and missing ones are told apart from the network", async () => {
  await using repository = await scratchRepository({ files: { "a.txt": "A" } });
  await using workspace = await gitWorkspace();
  await using server = serveGit({
    root: repository.root,
    auth: { username: "ada", password: SECRET },
  });
  const url = `${server.origin}/repo.git`;
  for (const credentials of [undefined, { username: "ada", password: `${SECRET}-wrong` }]) {
    await assert.rejects(
      workspace.fetch(url, credentials === undefined ? {} : { credentials }),
      (error: FactoryError) => {
        assert.equal(error.code, "git_auth_failed");
        assert.doesNotMatch(words(error), /s3cret/);
        return true;
      },
    );
  }
  await workspace.fetch(url, { credentials: { username: "ada", password: SECRET } });
  const config = await Deno.readTextFile(`${workspace.gitDir}/config`);
  assert.doesNotMatch(config, /s3cret|127\.0\.0\.1|extraHeader/i);
});

Deno.test("a secret is in no process's arguments, and an abort leaves nothing behind", async () => {
  await using repository = await scratchRepository({ files: { "a.txt": "A" } });
  await using workspace = await gitWorkspace();
  const stall = stalled();
  await using server = serveGit({
    root: repository.root,
    intercept: (request) => request.method === "POST" ? stall.response() : undefined,
  });
  const controller = new AbortController();
  const fetching = workspace.fetch(`${server.origin}/repo.git`, {
    credentials: { username: "ada", password: SECRET },
    signal: controller.signal,
  });
  await stall.reached;
  const mine = (await processes()).filter(({ command }) => command.includes(server.origin));
  assert.ok(mine.length > 0, "git names the address it contacts");
  const groups = new Set(mine.map(({ group }) => group));
  const token = btoa(`ada:${SECRET}`);
  for (const { command } of await processes()) {
    assert.ok(!command.includes(SECRET) && !command.includes(token));
  }
  controller.abort(new Error("cancelled"));
  await assert.rejects(fetching, /cancelled/);
  for (const group of groups) await groupEnded(group);
  assert.deepEqual(await workspace.left(), []);
});

Deno.test("a server that stalls is given up", async () => {
  await using repository = await scratchRepository({ files: { "a.txt": "A" } });
  await using workspace = await gitWorkspace({ stallSeconds: 1 });
  const stall = stalled();
  await using server = serveGit({
    root: repository.root,
    intercept: (request) => request.method === "POST" ? stall.response() : undefined,
  });
  await assert.rejects(workspace.fetch(`${server.origin}/repo.git`), { code: "git_unreachable" });
});

/** A server that sends every request on, to `location` followed by the request's path. */
function redirecting(location: string, status = 302) {
  return serveGit({
    root: "/nowhere",
    intercept(request) {
      const { pathname, search } = new URL(request.url);
      return new Response(null, { status, headers: { location: location + pathname + search } });
    },
  });
}

Deno.test("a redirect is followed where the guard allows it, without the credentials", async () => {
  await using repository = await scratchRepository({ files: { "a.txt": "A" } });
  await using workspace = await gitWorkspace();
  await using server = serveGit({ root: repository.root });
  await using first = redirecting(server.origin, 301);
  await workspace.fetch(`${first.origin}/repo.git`, {
    credentials: { username: "ada", password: SECRET },
  });
  assert.ok(first.requests.every(({ authorization }) => authorization !== null));
  assert.ok(server.requests.length > 0);
  assert.ok(server.requests.every(({ authorization }) => authorization === null));
});

Deno.test("a redirect to what is not public is refused before it is contacted", async () => {
  await using workspace = await gitWorkspace({ allowedHosts: ["127.0.0.1"] });
  await using secret = serveGit({ root: "/nowhere" });
  const table: [location: string, code: string][] = [
    [`http://localhost:${secret.port}`, "url_refused"],
    [`http://[::1]:${secret.port}`, "url_refused"],
    ["http://169.254.169.254", "url_refused"],
    ["ftp://127.0.0.1", "url_refused"],
    ["file://", "url_refused"],
    [`http://127.0.0.1:${secret.port}/login?next=`, "git_auth_failed"],
  ];
  for (const [location, code] of table) {
    await using server = redirecting(location);
    await assert.rejects(workspace.fetch(`${server.origin}/repo.git`), { code }, location);
  }
  assert.deepEqual(secret.requests, []);
});

Deno.test("a circle of redirects ends", async () => {
  await using workspace = await gitWorkspace();
  await using server = serveGit({
    root: "/nowhere",
    intercept: (request) => Response.redirect(request.url, 302),
  });
  await assert.rejects(workspace.fetch(`${server.origin}/repo.git`), /redirects more than 5 times/);
});

Deno.test("git connects to the address that was checked, not to what the name means", async () => {
  await using repository = await scratchRepository({ files: { "a.txt": "A" } });
  await using server = serveGit({ root: repository.root });
  // The system's resolver knows no such name: git can only get there by the address it was given.
  const resolve = (host: string) =>
    host === "git.factory.invalid" ? Promise.resolve(["127.0.0.1"]) : Promise.reject(new Error());
  const url = `http://git.factory.invalid:${server.port}/repo.git`;
  await using refusing = await gitWorkspace({ allowedHosts: [], resolve });
  await assert.rejects(refusing.fetch(url), { code: "url_refused" });
  assert.deepEqual(server.requests, []);
  await using workspace = await gitWorkspace({ allowedHosts: ["git.factory.invalid"], resolve });
  assert.equal((await workspace.fetch(url)).changed, true);
});

Deno.test("other transports and addresses never reach git", async () => {
  await using workspace = await gitWorkspace({ allowedHosts: ["*"], allowedPaths: ["*"] });
  const proof = `${workspace.directory}/proof`;
  for (const url of [`ext::touch ${proof}`, `--upload-pack=touch ${proof}`, "fd::3", "git://h/a"]) {
    await assert.rejects(workspace.fetch(url), { code: "url_invalid" }, url);
  }
  await assert.rejects(Deno.lstat(proof), Deno.errors.NotFound);
});

Deno.test("hooks and settings of a clone and of the user's home run nothing", async () => {
  await using repository = await scratchRepository({ files: { "a.txt": "A" } });
  await using workspace = await gitWorkspace();
  await using server = serveGit({ root: repository.root });
  const url = `${server.origin}/repo.git`;
  const { commit } = await workspace.fetch(url);
  const proof = `${workspace.directory}/proof`;
  const script = `#!/bin/sh\ntouch ${proof}\n`;
  await Deno.mkdir(`${workspace.gitDir}/hooks`, { recursive: true });
  for (const name of ["reference-transaction", "post-checkout", "post-merge", "pre-auto-gc"]) {
    await Deno.writeTextFile(`${workspace.gitDir}/hooks/${name}`, script, { mode: 0o755 });
  }
  const home = `${workspace.directory}/git-home`;
  await Deno.writeTextFile(`${home}/.gitconfig`, `[url "file:///"]\n\tinsteadOf = http://\n`);
  await Deno.writeTextFile(`${home}/hook`, script, { mode: 0o755 });
  const sha = await repository.commit({ "b.txt": "B" });
  assert.equal((await workspace.fetch(url)).commit.sha, sha);
  await listTree(workspace.gitDir, sha, signal);
  await Array.fromAsync(
    createHistoryReader(workspace.gitDir, sha, { shallow: false }).log(signal),
  );
  assert.notEqual(sha, commit.sha);
  await assert.rejects(Deno.lstat(proof), Deno.errors.NotFound);
});

Deno.test("a repository beyond the limit is given up and leaves nothing", async () => {
  const noise = () => crypto.getRandomValues(new Uint8Array(60_000));
  await using repository = await scratchRepository({
    files: { "a.bin": noise(), "b.bin": noise() },
  });
  await using workspace = await gitWorkspace({ maxBytes: 100_000 });
  await using server = serveGit({ root: repository.root });
  await assert.rejects(workspace.fetch(`${server.origin}/repo.git`), (error: FactoryError) => {
    assert.equal(error.code, "repository_too_large");
    assert.match(error.remedy ?? "", /REPO_MAX_MB/);
    return true;
  });
  assert.deepEqual(await workspace.left(), []);
});

Deno.test("a transfer is stopped while it grows beyond the limit", async () => {
  const parts = Array.from({ length: 12 }, () => crypto.getRandomValues(new Uint8Array(50_000)));
  await using repository = await scratchRepository({
    files: Object.fromEntries(parts.map((part, index) => [`${index}.bin`, part])),
  });
  await using workspace = await gitWorkspace({ maxBytes: 150_000 });
  // Everything in one pack, whose end never comes: only the watch can end this.
  await using server = serveGit({ root: repository.root, filter: false });
  await using slow = serveGit({
    root: "/nowhere",
    async intercept(request) {
      const { pathname, search } = new URL(request.url);
      const headers = new Headers(request.headers);
      headers.delete("host");
      const answer = await fetch(server.origin + pathname + search, {
        method: request.method,
        headers,
        ...(request.method === "POST" ? { body: await request.arrayBuffer() } : {}),
      });
      const bytes = new Uint8Array(await answer.arrayBuffer());
      if (bytes.length < 400_000) return new Response(bytes, answer);
      const endless = new ReadableStream<Uint8Array>({
        start: (controller) => controller.enqueue(bytes.subarray(0, 400_000)),
        pull: () => new Promise<void>(() => {}),
      });
      return new Response(endless, answer);
    },
  });
  await assert.rejects(workspace.fetch(`${slow.origin}/repo.git`), {
    code: "repository_too_large",
  });
  assert.deepEqual(await workspace.left(), []);
});

Deno.test("clones are removed with their projects, and swept of what nobody owns", async () => {
  await using workspace = await gitWorkspace();
  const directory = `${workspace.directory}/repositories`;
  const clones = createClones(directory);
  for (const name of ["a.git", "a.git.partial-1", "ab.git", "b.git.partial-2", "c.git"]) {
    await Deno.mkdir(`${directory}/${name}`);
  }
  await clones.sweep(["a", "ab"]);
  assert.deepEqual((await workspace.left()).sort(), ["a.git", "ab.git"]);
  await Deno.mkdir(`${directory}/a.git.partial-3`);
  await clones.remove("a");
  await clones.remove("a");
  assert.deepEqual(await workspace.left(), ["ab.git"]);
  assert.throws(() => clones.path("../evil"), TypeError);
});
