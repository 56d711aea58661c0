import assert from "node:assert/strict";
import { pathToFileURL } from "node:url";
import { manifestText, writeManifest } from "../../build/manifest.ts";

const ROOT = new URL("../../", import.meta.url);

Deno.test("manifest.gen.ts lists the routes and islands that there are", async () => {
  const committed = await Deno.readTextFile(new URL("manifest.gen.ts", ROOT));
  assert.equal(committed, await manifestText(ROOT), "Run `deno task build` and commit the file.");
});

Deno.test("writeManifest() takes routes, special files and islands, and leaves private files", async () => {
  const directory = await Deno.makeTempDir();
  try {
    const root = pathToFileURL(directory + "/");
    const files = [
      "routes/_forms.ts",
      "routes/_layout.tsx",
      "routes/_state.ts",
      "routes/api/[id].ts",
      "routes/notes.md",
      "islands/Clock.tsx",
      "islands/parts/Hand.tsx",
      "islands/poll.ts",
    ];
    for (const file of files) {
      await Deno.mkdir(new URL("./", new URL(file, root)), { recursive: true });
      await Deno.writeTextFile(new URL(file, root), "");
    }
    assert.equal(await writeManifest(root), true);
    assert.equal(await writeManifest(root), false, "an unchanged tree rewrites nothing");
    const text = await Deno.readTextFile(new URL("manifest.gen.ts", root));
    const imports = [...text.matchAll(/from "\.\/((?:routes|islands)\/.*)"/g)].map((m) => m[1]);
    assert.deepEqual(imports, ["routes/_layout.tsx", "routes/api/[id].ts", "islands/Clock.tsx"]);
  } finally {
    await Deno.remove(directory, { recursive: true });
  }
});
