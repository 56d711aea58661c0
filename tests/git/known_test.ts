/** A fetch of what is known already, and the server's own login. */
import assert from "node:assert/strict";
import { cloneLogin } from "../../lib/github/mod.ts";
import { type GitServer, serveGit } from "../support/git_server.ts";
import { gitWorkspace } from "../support/git_workspace.ts";
import { scratchRepository } from "../support/repository.ts";

/** Each git command against a server begins by asking for its refs. */
const contacts = (server: GitServer) =>
  server.requests.splice(0).filter(({ path }) => path.includes("/info/refs")).length;

Deno.test("where remote and clone are at the known commit, the refs are all that is asked for", async () => {
  await using repository = await scratchRepository({ files: { "a.txt": "A" } });
  await using workspace = await gitWorkspace();
  await using server = serveGit({ root: repository.root });
  const url = `${server.origin}/repo.git`;
  const first = await workspace.fetch(url);
  const known = first.commit.sha;
  contacts(server);
  const again = await workspace.fetch(url, { known });
  assert.deepEqual(again, { ...first, changed: false });
  assert.equal(contacts(server), 1);
  await workspace.fetch(url);
  assert.equal(contacts(server), 2, "without it, git asks again");

  const sha = await repository.commit({ "b.txt": "B" });
  const changed = await workspace.fetch(url, { known });
  assert.deepEqual([changed.commit.sha, changed.changed], [sha, true]);
});

Deno.test("an annotated tag and a detached HEAD are known by their commit", async () => {
  await using repository = await scratchRepository({ files: { "a.txt": "A" } });
  await repository.git("tag", "-a", "-m", "annotated", "v1");
  const sha = await repository.git("rev-parse", "main");
  await repository.git("update-ref", "--no-deref", "HEAD", sha);
  await using workspace = await gitWorkspace();
  await using server = serveGit({ root: repository.root });
  const url = `${server.origin}/repo.git`;
  for (const target of [{ ref: "v1" }, {}]) {
    await workspace.fetch(url, target);
    contacts(server);
    const { commit } = await workspace.fetch(url, { ...target, known: sha });
    assert.deepEqual([commit.sha, contacts(server)], [sha, 1]);
  }
});

Deno.test("a clone that is gone or lacks the known commit is fetched", async () => {
  await using repository = await scratchRepository({ files: { "a.txt": "A" } });
  await using workspace = await gitWorkspace();
  await using server = serveGit({ root: repository.root });
  const url = `${server.origin}/repo.git`;
  const { commit: { sha } } = await workspace.fetch(url);
  await Deno.remove(workspace.gitDir, { recursive: true });
  assert.equal((await workspace.fetch(url, { known: sha })).changed, true);
  assert.deepEqual(await workspace.left(), ["project.git"]);
  await Deno.remove(`${workspace.gitDir}/objects/pack`, { recursive: true });
  await Deno.mkdir(`${workspace.gitDir}/objects/pack`);
  assert.equal((await workspace.fetch(url, { known: sha })).commit.sha, sha);
});

Deno.test("the server's login opens what a project without credentials asks for", async () => {
  await using repository = await scratchRepository({ files: { "a.txt": "A" } });
  const auth = { username: "x-access-token", password: "server-t0ken" };
  await using server = serveGit({ root: repository.root, auth });
  const url = `${server.origin}/repo.git`;
  const settings = { apiUrl: server.origin, token: auth.password };
  await using workspace = await gitWorkspace({ login: (one) => cloneLogin(settings, one) });
  assert.equal((await workspace.fetch(url)).changed, true);

  const own = { username: "me", password: "mine" };
  server.requests.length = 0;
  await assert.rejects(workspace.fetch(url, { credentials: own }), { code: "git_auth_failed" });
  const sent = new Set(server.requests.map(({ authorization }) => authorization));
  assert.deepEqual([...sent].filter((one) => one !== null), [`Basic ${btoa("me:mine")}`]);
});

Deno.test("a login that is not accepted does not close what is open to all", async () => {
  await using repository = await scratchRepository({ files: { "a.txt": "A" } });
  await using server = serveGit({
    root: repository.root,
    intercept: (request) =>
      request.headers.has("authorization")
        ? new Response("expired", { status: 401, headers: { "www-authenticate": "Basic" } })
        : undefined,
  });
  const settings = { apiUrl: server.origin, token: "expired" };
  await using workspace = await gitWorkspace({ login: (one) => cloneLogin(settings, one) });
  assert.equal((await workspace.fetch(`${server.origin}/repo.git`)).changed, true);
});

Deno.test("the server's login is sent to no other server, by a redirect neither", async () => {
  await using repository = await scratchRepository({ files: { "a.txt": "A" } });
  await using other = serveGit({ root: repository.root });
  await using server = serveGit({
    root: repository.root,
    intercept: ({ url }) => {
      const { pathname, search } = new URL(url);
      return Response.redirect(other.origin + pathname + search, 301);
    },
  });
  const settings = { apiUrl: server.origin, token: "server-t0ken" };
  await using workspace = await gitWorkspace({ login: (one) => cloneLogin(settings, one) });
  await workspace.fetch(`${server.origin}/repo.git`);
  assert(server.requests.some(({ authorization }) => authorization !== null));
  assert(other.requests.length > 0);
  assert.deepEqual(other.requests.filter(({ authorization }) => authorization !== null), []);
});
