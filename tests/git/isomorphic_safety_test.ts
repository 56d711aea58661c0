/** Without a git program: what a server or a repository may not do to us. */
import assert from "node:assert/strict";
import { deflateSync } from "node:zlib";
import type { FactoryError } from "../../lib/domain/errors.ts";
import { fencedDisk } from "../../lib/git/isomorphic/fence.ts";
import { checkPack, OBJECT_MAX_BYTES } from "../../lib/git/isomorphic/pack_check.ts";
import type { GitProgram } from "../../lib/git/mod.ts";
import { serveGit, stalled } from "../support/git_server.ts";
import { gitWorkspace } from "../support/git_workspace.ts";
import { scratchRepository } from "../support/repository.ts";

const program: GitProgram = "isomorphic-git";
const SECRET = "s3cret-t0ken";
const TLS = new URL("../fixtures/tls/", import.meta.url);

Deno.test("credentials go to their own server and into no message, redirects are judged", async () => {
  await using repository = await scratchRepository({ files: { "a.txt": "A" } });
  const auth = { username: "ada", password: SECRET };
  await using closed = serveGit({ root: repository.root, auth });
  await using workspace = await gitWorkspace({ program });
  for (const credentials of [undefined, { ...auth, password: `${SECRET}-wrong` }]) {
    await assert.rejects(
      workspace.fetch(`${closed.origin}/repo.git`, credentials ? { credentials } : {}),
      (error: FactoryError) => {
        assert.equal(error.code, "git_auth_failed");
        assert.doesNotMatch(
          `${error.message} ${error.remedy} ${error.stack} ${error.cause}`,
          /s3cret/,
        );
        return true;
      },
    );
  }
  await workspace.fetch(`${closed.origin}/repo.git`, { credentials: auth });
  assert.doesNotMatch(await Deno.readTextFile(`${workspace.gitDir}/config`), /s3cret|127\.0\.0\.1/);

  const redirecting = (to: string) =>
    serveGit({
      root: "/nowhere",
      intercept(request) {
        const { pathname, search } = new URL(request.url);
        return new Response(null, { status: 302, headers: { location: to + pathname + search } });
      },
    });
  await repository.commit({ "b.txt": "B" });
  await using open = serveGit({ root: repository.root });
  await using first = redirecting(open.origin);
  await workspace.fetch(`${first.origin}/repo.git`, { credentials: auth });
  assert.ok(first.requests.every(({ authorization }) => authorization !== null));
  assert.ok(open.requests.length > 0);
  assert.ok(open.requests.every(({ authorization }) => authorization === null));

  open.requests.length = 0;
  for (const to of [`http://localhost:${open.port}`, "http://169.254.169.254", "file://"]) {
    await using server = redirecting(to);
    await assert.rejects(workspace.fetch(`${server.origin}/repo.git`), { code: "url_refused" }, to);
  }
  assert.deepEqual(open.requests, []);
});

Deno.test("the connection goes to the checked address, and the certificate is the name's", async () => {
  await using repository = await scratchRepository({ files: { "a.txt": "A" } });
  const [cert, key] = await Promise.all(
    ["certificate.pem", "key.pem"].map((name) => Deno.readTextFile(new URL(name, TLS))),
  ) as [string, string];
  await using server = serveGit({ root: repository.root, tls: { cert, key } });
  // The system's resolver knows neither name.
  const resolve = () => Promise.resolve(["127.0.0.1"]);
  const environment = { SSL_CERT_FILE: new URL("certificate.pem", TLS).pathname };
  const at = (host: string) => `https://${host}:${server.port}/repo.git`;
  const own = { program, resolve, environment, allowedHosts: ["*.factory.invalid"] };

  await using refusing = await gitWorkspace({ ...own, allowedHosts: [] });
  await assert.rejects(refusing.fetch(at("git.factory.invalid")), { code: "url_refused" });
  assert.deepEqual(server.requests, []);
  await using workspace = await gitWorkspace(own);
  assert.equal((await workspace.fetch(at("git.factory.invalid"))).changed, true);
  await assert.rejects(workspace.fetch(at("other.factory.invalid")), /No trusted encrypted/);
  await using stranger = await gitWorkspace({ ...own, environment: {} });
  await assert.rejects(stranger.fetch(at("git.factory.invalid")), /No trusted encrypted/);
  await using proxied = await gitWorkspace({
    ...own,
    environment: { ...environment, HTTPS_PROXY: "http://127.0.0.1:9" },
  });
  await assert.rejects(proxied.fetch(at("git.factory.invalid")), { code: "git_missing" });
});

Deno.test("a fetch ends when told, when the server stalls, and when it grows too large", async () => {
  await using repository = await scratchRepository({
    files: { "a.bin": crypto.getRandomValues(new Uint8Array(60_000)) },
  });
  const stall = stalled();
  await using silent = serveGit({
    root: repository.root,
    intercept: (request) => request.method === "POST" ? stall.response() : undefined,
  });
  await using workspace = await gitWorkspace({ program });
  const controller = new AbortController();
  const fetching = workspace.fetch(`${silent.origin}/repo.git`, { signal: controller.signal });
  await stall.reached;
  controller.abort(new Error("cancelled"));
  await assert.rejects(fetching, /cancelled/);
  assert.deepEqual(await workspace.left(), []);

  await using hasty = await gitWorkspace({ program, stallSeconds: 0.2 });
  await assert.rejects(hasty.fetch(`${silent.origin}/repo.git`), { code: "git_unreachable" });

  await using server = serveGit({ root: repository.root });
  await using small = await gitWorkspace({ program, maxBytes: 50_000 });
  await assert.rejects(small.fetch(`${server.origin}/repo.git`), { code: "repository_too_large" });
  assert.deepEqual(await small.left(), []);
});

/** A pack of one blob, which says that it has `size` bytes (gitformat-pack(5)). */
function packOf(size: number, content: Uint8Array): Uint8Array {
  const head: number[] = [];
  let rest = Math.floor(size / 16);
  head.push((3 << 4) | (size % 16) | (rest > 0 ? 0x80 : 0));
  while (rest > 0) {
    const low = rest % 128;
    rest = Math.floor(rest / 128);
    head.push(low | (rest > 0 ? 0x80 : 0));
  }
  const start = [...new TextEncoder().encode("PACK"), 0, 0, 0, 2, 0, 0, 0, 1];
  return new Uint8Array([...start, ...head, ...deflateSync(content), ...new Uint8Array(20)]);
}

Deno.test("a pack is refused that unpacks to more than it says, or says too much", () => {
  const zeros = new Uint8Array(1_000_000);
  checkPack(packOf(zeros.length, zeros));
  assert.throws(() => checkPack(packOf(1_000, zeros)), { code: "git_failed" });
  assert.throws(() => checkPack(packOf(2_000_000, zeros)), { code: "git_failed" });
  assert.throws(() => checkPack(packOf(OBJECT_MAX_BYTES + 1, zeros)), {
    code: "repository_too_large",
  });
  assert.throws(() => checkPack(packOf(zeros.length, zeros).subarray(0, -30)), {
    code: "git_failed",
  });
  assert.throws(() => checkPack(new TextEncoder().encode("no pack")), { code: "git_failed" });
});

Deno.test("nothing is written but what a fetch writes", async () => {
  const directory = await Deno.makeTempDir({ prefix: "factory-fence-" });
  try {
    const gitDir = `${directory}/a.git`;
    await Deno.mkdir(`${gitDir}/refs/remotes/origin`, { recursive: true });
    const { promises } = fencedDisk(gitDir, () => {});
    await promises.writeFile(`${gitDir}/refs/remotes/origin/main`, "x");
    for (
      const path of [
        `${gitDir}/refs/remotes/origin/../../../config`,
        `${gitDir}/refs/remotes/../../../b`,
        `${gitDir}/hooks/post-checkout`,
        `${gitDir}/refs/factory/head`,
        `${directory}/a.git-other`,
      ]
    ) await assert.rejects(promises.writeFile(path, "x"), { code: "git_failed" }, path);
    await assert.rejects(promises.readFile(`${gitDir}/../b`), { code: "git_failed" });
    const names = await Array.fromAsync(Deno.readDir(directory));
    assert.deepEqual(names.map(({ name }) => name), ["a.git"]);
  } finally {
    await Deno.remove(directory, { recursive: true });
  }
});
