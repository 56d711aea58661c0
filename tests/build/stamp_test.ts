import assert from "node:assert/strict";
import { pathToFileURL } from "node:url";
import { ENTRIES } from "../../build/entries.ts";
import { fingerprint, isFresh } from "../../build/stamp.ts";

Deno.test("a build is fresh until a source is added, changed or removed", async () => {
  const directory = await Deno.makeTempDir();
  try {
    const root = pathToFileURL(directory + "/");
    const out = new URL("dist/", root);
    for (const path of ["lib/web/", "dist/"]) {
      await Deno.mkdir(new URL(path, root), { recursive: true });
    }
    for (const name of ["deno.json", "deno.lock", "server.ts", ...ENTRIES]) {
      await Deno.writeTextFile(new URL(name, root), name);
    }
    assert.equal(await isFresh(root, out), false, "never built");

    const stamp = async () => {
      await Deno.writeTextFile(new URL("stamp", out), await fingerprint(root));
      assert.equal(await isFresh(root, out), true);
    };
    const source = new URL("lib/web/a.ts", root);
    await stamp();
    await Deno.writeTextFile(source, "one");
    assert.equal(await isFresh(root, out), false, "added");
    await stamp();
    await Deno.writeTextFile(source, "longer");
    assert.equal(await isFresh(root, out), false, "changed");
    await stamp();
    await Deno.utime(source, 1, 1);
    assert.equal(await isFresh(root, out), false, "touched");
    await stamp();
    await Deno.remove(source);
    assert.equal(await isFresh(root, out), false, "removed");
    for (const entry of ENTRIES) {
      await stamp();
      await Deno.writeTextFile(new URL(entry, root), "what it runs now");
      assert.equal(await isFresh(root, out), false, entry);
    }
  } finally {
    await Deno.remove(directory, { recursive: true });
  }
});
