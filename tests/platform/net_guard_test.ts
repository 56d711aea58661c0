import assert from "node:assert/strict";
import { FactoryError } from "../../lib/domain/errors.ts";
import { parseRepoUrl } from "../../lib/domain/repo_url.ts";
import { createNetGuard, type NetGuardOptions } from "../../lib/platform/net_guard.ts";

const { signal } = new AbortController();

function guardOf(options: Partial<NetGuardOptions> & { dns?: Record<string, string[]> } = {}) {
  return createNetGuard({
    allowedHosts: [],
    allowedPaths: [],
    resolve: (host) =>
      options.dns?.[host] === undefined
        ? Promise.reject(new Error("ENOTFOUND"))
        : Promise.resolve(options.dns[host]),
    ...options,
  });
}

const isRefused = (error: unknown) => error instanceof FactoryError && error.code === "url_refused";

Deno.test("checkHost() refuses what is not public, in every notation", async () => {
  const guard = guardOf();
  const table = [
    ..."127.0.0.1 127.1 127.255.255.254 2130706433 0x7f000001 0x7f.1 0177.0.0.1 017700000001".split(
      " ",
    ),
    ..."0 0.0.0.0 0.1.2.3 127.0.0.1. 10.0.0.1 172.16.0.1 172.31.255.255 192.168.1.1".split(" "),
    ..."100.64.0.1 169.254.169.254 168.63.129.16 100.100.100.200 192.0.0.192".split(" "),
    ..."224.0.0.1 239.1.1.1 255.255.255.255 240.0.0.1 192.0.2.1 198.18.0.1".split(" "),
    ..."localhost LOCALHOST. foo.localhost ｌocalhost １２７.0.0.1".split(" "),
    ..."::1 [::1] :: ::ffff:127.0.0.1 ::ffff:7f00:1 [::ffff:10.0.0.1] ::127.0.0.1".split(" "),
    ..."64:ff9b::7f00:1 64:ff9b::10.0.0.1 64:ff9b:1::1 2002:7f00:1:: 2001::1".split(" "),
    ..."fe80::1 fe80::1%eth0 [fe80::1%25eth0] fec0::1 fc00::1 fd00:ec2::254 ff02::1".split(" "),
    ..."::ffff:0:127.0.0.1 100::1 2001:db8::1 4000::1 0:0:0:0:0:0:0:1".split(" "),
  ];
  for (const host of table) {
    await assert.rejects(guard.checkHost(host, signal), isRefused, host);
  }
});

Deno.test("checkHost() lets public addresses through, as they are contacted", async () => {
  const guard = guardOf({ dns: { "git.example.org": ["140.82.121.3", "2606:50c0:8000::153"] } });
  assert.deepEqual(await guard.checkHost("GIT.example.org.", signal), {
    addresses: ["140.82.121.3", "2606:50c0:8000::153"],
  });
  assert.deepEqual(await guard.checkHost("0x8c.0x52.0x79.3", signal), {
    addresses: ["140.82.121.3"],
  });
  // An IPv6-only network sees public IPv4 hosts through NAT64.
  assert.deepEqual(await guard.checkHost("[64:ff9b::140.82.121.3]", signal), {
    addresses: ["64:ff9b::8c52:7903"],
  });
});

Deno.test("checkHost() refuses a name with one bad address among good ones", async () => {
  const guard = guardOf({ dns: { "rebind.example": ["140.82.121.3", "10.0.0.7"] } });
  await assert.rejects(guard.checkHost("rebind.example", signal), (error: FactoryError) => {
    assert.equal(error.code, "url_refused");
    assert.match(error.message, /rebind\.example.*10\.0\.0\.7/);
    assert.match(error.remedy ?? "", /REPO_ALLOWED_HOSTS/);
    return true;
  });
});

Deno.test("REPO_ALLOWED_HOSTS adds hosts, ports, suffixes, addresses and ranges", async () => {
  const dns = {
    "git.corp": ["10.1.2.3"],
    "a.git.corp": ["10.1.2.3"],
    "evilgit.corp": ["10.1.2.3"],
    localhost: ["127.0.0.1"],
  };
  const table: [entry: string, host: string, port: number | null, allowed: boolean][] = [
    ["git.corp", "GIT.corp.", null, true],
    ["git.corp", "a.git.corp", null, false],
    ["*.git.corp", "a.git.corp", null, true],
    ["*.git.corp", "git.corp", null, false],
    ["*.git.corp", "evilgit.corp", null, false],
    ["git.corp:8443", "git.corp", 8443, true],
    ["git.corp:8443", "git.corp", 443, false],
    ["10.1.2.3", "git.corp", null, true],
    ["10.0.0.0/8", "git.corp", null, true],
    ["10.0.0.0/8", "::ffff:10.9.9.9", null, true],
    ["10.2.0.0/16", "git.corp", null, false],
    ["127.0.0.1", "0x7f.1", null, true],
    ["127.0.0.1:3000", "127.0.0.1", 3000, true],
    ["127.0.0.1:3000", "127.0.0.1", 3001, false],
    ["::1", "[0:0::1]", null, true],
    ["[::1]:3000", "::1", 3000, true],
    ["fd00::/8", "fd00::1", null, true],
    ["fd00::/8", "fe80::1", null, false],
    ["localhost", "localhost", null, true],
    ["127.0.0.0/8", "localhost", null, false],
    ["*", "169.254.169.254", null, true],
  ];
  for (const [entry, host, port, allowed] of table) {
    const checked = guardOf({ dns, allowedHosts: [entry] }).checkHost(host, signal, port);
    if (allowed) assert.ok((await checked).addresses.length > 0, `${entry} ${host}`);
    else await assert.rejects(checked, isRefused, `${entry} ${host}`);
  }
});

Deno.test("an entry that means nothing is named at start", () => {
  for (const entry of ["https://git.corp", "git.corp/path", "a b", "*.*", "user@host"]) {
    assert.throws(() => guardOf({ allowedHosts: [entry] }), { code: "config_invalid" }, entry);
  }
  assert.throws(() => guardOf({ allowedPaths: ["relative"] }), { code: "config_invalid" });
});

Deno.test("a name that cannot be looked up is unreachable, not refused", async () => {
  const guard = guardOf();
  await assert.rejects(guard.checkHost("nowhere.example", signal), { code: "git_unreachable" });
  await guard.check(parseRepoUrl("https://nowhere.example/a/b"));
  await assert.rejects(guard.check(parseRepoUrl("http://127.1/a/b")), isRefused);
  await assert.rejects(guard.check(parseRepoUrl("git@[::1]:a/b")), isRefused);

  const silent = guardOf({ resolve: () => new Promise(() => {}), lookupMs: 1 });
  await assert.rejects(silent.checkHost("slow.example", signal), { code: "git_unreachable" });
  await silent.check(parseRepoUrl("https://slow.example/a/b"));
});

Deno.test("checkHost() ends when it is told to", async () => {
  const guard = guardOf({ resolve: () => new Promise(() => {}) });
  const controller = new AbortController();
  const checked = guard.checkHost("slow.example", controller.signal);
  controller.abort(new Error("enough"));
  await assert.rejects(checked, /enough/);
});

Deno.test("checkPath() follows links before it decides", async () => {
  const base = await Deno.realPath(await Deno.makeTempDir({ prefix: "factory-guard-" }));
  try {
    for (const name of ["allowed/repo", "allowed-not/repo", "secret"]) {
      await Deno.mkdir(`${base}/${name}`, { recursive: true });
    }
    await Deno.symlink(`${base}/secret`, `${base}/allowed/link`);
    await Deno.symlink(`${base}/allowed`, `${base}/alias`);
    const guard = guardOf({ allowedPaths: [`${base}/allowed`] });
    assert.equal(await guard.checkPath(`${base}/allowed/repo`), `${base}/allowed/repo`);
    assert.equal(await guard.checkPath(`${base}/alias/repo`), `${base}/allowed/repo`);
    for (
      const path of ["allowed/link", "allowed/../secret", "allowed-not/repo", "secret", "gone"]
    ) {
      await assert.rejects(guard.checkPath(`${base}/${path}`), isRefused, path);
    }
    await assert.rejects(guard.checkPath(`${base}/allowed/gone`), { code: "git_not_found" });
    const any = guardOf({ allowedPaths: ["*"] });
    assert.equal(await any.checkPath(`${base}/allowed/link`), `${base}/secret`);
    const viaLink = guardOf({ allowedPaths: [`${base}/alias`] });
    assert.equal(await viaLink.checkPath(`${base}/allowed/repo`), `${base}/allowed/repo`);
    await assert.rejects(guardOf().check(parseRepoUrl(base)), isRefused);
  } finally {
    await Deno.remove(base, { recursive: true });
  }
});
