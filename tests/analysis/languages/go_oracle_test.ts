/**
 * Our edges against `go list`, package by package: on a workspace with nested modules, replacements
 * and vendoring, and on a part of Go's own library; our definitions in it against go/ast. Skipped, visibly, where there is no `go`.
 */
import assert from "node:assert/strict";
import { go } from "../../../lib/analysis/languages/go.ts";
import { goCommand, type GoList, type GoPackage } from "../../support/go_oracle.ts";
import { factsOf, resolveAll } from "../../support/resolve_all.ts";

const WORKSPACE: Record<string, string> = {
  "go.work": "go 1.18\nuse (\n\t./app\n\t./lib\n)\n",
  "app/go.mod": "module example.com/app\ngo 1.18\nrequire example.com/fork v0.0.0\n" +
    "replace example.com/fork => ./third/fork\n",
  "app/main.go": `package main
import ("fmt"; "example.com/lib/deep/er"; "example.com/fork/sub"; "example.com/app/internal/x")
func main() { fmt.Println(er.A, sub.A, x.A) }
`,
  "app/internal/x/x.go": 'package x\nimport _ "example.com/lib"\nconst A = 1\n',
  "app/internal/x/x_windows.go": 'package x\nimport _ "os"\n',
  "app/internal/x/gen.go": '//go:build ignore\n\npackage main\nimport _ "net/http"\n',
  "app/third/fork/go.mod": "module example.com/fork\ngo 1.18\n",
  "app/third/fork/sub/s.go": "package sub\nconst A = 1\n",
  "lib/go.mod": "module example.com/lib\ngo 1.18\n",
  "lib/lib.go": 'package lib\nimport _ "example.com/lib/deep/er"\n',
  "lib/deep/er/e.go": 'package er\nimport _ "strings"\nconst A = 1\n',
};

/** Parts of Go's library that are parsed and compared; the rest is only there to be imported. */
const CHOSEN = /^(?:net|go|encoding|crypto|archive|database)(?:\/|$)/;

/** `directory -> ./directory`, or `directory -> std path`, of what go list says. */
function theirEdges(packages: GoPackage[], root: string, directories: Map<string, string>) {
  const edges = new Set<string>();
  for (const { Dir, Imports = [] } of packages) {
    const from = Dir.slice(root.length + 1);
    for (const path of Imports) {
      const inside = directories.get(path);
      edges.add(`${from} -> ${inside === undefined ? path : `./${inside}`}`);
    }
  }
  return edges;
}

function ourEdges(files: Record<string, string>): Set<string> {
  const edges = new Set<string>();
  for (const { from, to, resolution } of resolveAll(go, "Go", files)) {
    if (from.endsWith("_test.go") || /^\/\/go:build ignore$/m.test(files[from]!)) continue;
    const target = resolution === "file" ? `./${directory(to!)}` : to;
    edges.add(`${directory(from)} -> ${target}`);
  }
  return edges;
}

function directory(path: string): string {
  return path.slice(0, Math.max(path.lastIndexOf("/"), 0));
}

/** Edges of packages with files for other platforms: go list leaves those out, we keep them. */
function compare(name: string, ours: Set<string>, theirs: Set<string>, partial: Set<string>) {
  const missing = [...theirs].filter((edge) => !ours.has(edge));
  const extra = [...ours].filter((edge) => !theirs.has(edge));
  const invented = extra.filter((edge) => !partial.has(edge.split(" -> ")[0]!));
  console.log(
    `      ${name}: ${theirs.size} package edges, recall ${
      (1 - missing.length / theirs.size).toFixed(4)
    }, invented ${invented.length}, of other platforms ${extra.length - invented.length}`,
  );
  assert.deepEqual({ invented, missing }, { invented: [], missing: [] });
}

Deno.test("Go edges agree with go list", async () => {
  const scratch = await Deno.realPath(await Deno.makeTempDir());
  try {
    const command = await goCommand(scratch);
    if (!command) {
      console.log("      skipped: go is not on the PATH, or may not be run");
      return;
    }
    const home = `${scratch}/workspace`;
    for (const [path, text] of Object.entries(WORKSPACE)) {
      await Deno.mkdir(`${home}/${directory(path)}`, { recursive: true });
      await Deno.writeTextFile(`${home}/${path}`, text);
    }
    const listed = [
      ...await command.list(`${home}/app`, ["./..."]),
      ...await command.list(`${home}/lib`, ["./..."]),
      ...await command.list(`${home}/app`, ["example.com/fork/sub"]),
    ];
    const known = new Map(listed.map((one) => [one.ImportPath, one.Dir.slice(home.length + 1)]));
    const partial = partialOf(listed, home);
    compare("workspace", ourEdges(WORKSPACE), theirEdges(listed, home, known), partial);
    await compareLibrary(command, await command.list(`${command.root}/src`, ["std"]));
  } finally {
    await Deno.remove(scratch, { recursive: true });
  }
});

function partialOf(packages: GoPackage[], root: string): Set<string> {
  const partial = packages.filter(({ IgnoredGoFiles }) => IgnoredGoFiles?.length);
  return new Set(partial.map(({ Dir }) => Dir.slice(root.length + 1)));
}

async function compareLibrary(command: GoList, packages: GoPackage[]) {
  const root = await Deno.realPath(`${command.root}/src`);
  const read = await Deno.permissions.query({ name: "read", path: root });
  if (read.state !== "granted") {
    console.log("      skipped: GOROOT/src may not be read");
    return;
  }
  for (const one of packages) one.Dir = one.Dir.replace(/^.*?\/src\//, `${root}/`);
  const inside = new Map(packages.map((one) => [one.ImportPath, one.Dir.slice(root.length + 1)]));
  // Its one file only documents what the compiler itself provides.
  inside.delete("unsafe");
  const files: Record<string, string> = { "go.mod": await Deno.readTextFile(`${root}/go.mod`) };
  for (const { Dir } of packages) {
    const relative = Dir.slice(root.length + 1);
    const read = CHOSEN.test(relative);
    for await (const { name, isFile } of Deno.readDir(Dir)) {
      if (!isFile || !name.endsWith(".go")) continue;
      // Targets need no content: only the chosen packages are compared.
      files[`${relative}/${name}`] = read
        ? await Deno.readTextFile(`${Dir}/${name}`)
        : "package x\n";
    }
  }
  const ours = ourEdges(files);
  const chosen = packages.filter(({ Dir }) => CHOSEN.test(Dir.slice(root.length + 1)));
  const theirs = theirEdges(chosen, root, inside);
  compare("Go's library", ours, theirs, partialOf(chosen, root));
  const directories = chosen.map(({ Dir }) => Dir.slice(root.length + 1));
  compareDefinitions(files, await command.declarations(root, directories));
}

/** Kind, container, name, first and last line, exported: of every file that go/ast could parse. */
function compareDefinitions(files: Record<string, string>, printed: string) {
  const theirs = printed.split("\n").filter((line) => line !== "");
  const parsed = theirs.filter((line) => !line.includes("\t"));
  const ours = parsed.flatMap((path) =>
    (factsOf(go, "Go", files[path]!).symbols ?? []).map((one) =>
      [path, one.line, one.endLine, one.kind, one.container ?? "", one.name, one.exported].join(
        "\t",
      )
    )
  );
  const expected = theirs.filter((line) => line.includes("\t"));
  console.log(`      ${parsed.length} files, ${expected.length} definitions`);
  assert.ok(expected.length > 0);
  assert.deepEqual(ours.toSorted(), expected.toSorted());
}
