import assert from "node:assert/strict";
import { cliPermissions } from "../../launch_cli.ts";

const permissions = (...args: string[]) =>
  cliPermissions(args, (name) => ({ DATA_DIR: "/srv/data" })[name], {
    root: "/srv/factory",
    cwd: "/home/ada",
    scratch: "/tmp/scratch",
  });
const DIST = "/srv/factory/dist";

Deno.test("analyze of a path reads that path, writes its scratch directory, and has no network", () => {
  const { net, read, write, run } = permissions("analyze", "--json", "code/shop");
  assert.equal(net, false);
  assert.deepEqual(read, [DIST, "/tmp/scratch", "/home/ada/code/shop"]);
  assert.deepEqual(write, ["/tmp/scratch"]);
  assert.deepEqual(run, ["git", "kill"]);
});

Deno.test("analyze of an address reads nothing but its own files, and may look names up", () => {
  for (const address of ["https://github.com/a/b", "git@github.com:a/b", "ssh://git@host/x"]) {
    const { net, read, write } = permissions("analyze", address);
    assert.equal(net, true);
    assert.deepEqual(read, [DIST, "/tmp/scratch"]);
    assert.deepEqual(write, ["/tmp/scratch"]);
  }
});

Deno.test("backup reads DATA_DIR and writes one file; restore reads the file and writes DATA_DIR", () => {
  const backup = permissions("backup", "today.sqlite");
  assert.deepEqual(backup.write, [
    "/home/ada/today.sqlite",
    "/home/ada/today.sqlite.partial",
  ]);
  assert.deepEqual(backup.run, []);
  const restore = permissions("restore", "/backups/today.sqlite");
  assert.deepEqual(restore.read, [DIST, "/srv/data", "/backups/today.sqlite"]);
  assert.deepEqual(restore.write, ["/srv/data"]);
  for (const { net } of [backup, restore]) assert.equal(net, false);
});

Deno.test("what is no command may read the program and nothing else", () => {
  for (const args of [[], ["--help"], ["--version"], ["destroy", "/etc/passwd"]]) {
    const { net, read, write, run } = permissions(...args);
    assert.deepEqual({ net, read, write, run }, { net: false, read: [DIST], write: [], run: [] });
  }
});

Deno.test("the task's own permissions are enough to start a call", async () => {
  const { code, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "-q", "--no-prompt", "-P=cli", "launch_cli.ts", "--version"],
  }).output();
  assert.equal(code, 0, new TextDecoder().decode(stderr));
});
