/**
 * Our edges and definitions against Python's own ast and importlib, on real packages of the Python at
 * hand. The oracle shares no code with us. Needs permission to run python3; without it, it says so and passes.
 */
import assert from "node:assert/strict";
import { python } from "../../../lib/analysis/languages/python.ts";
import { factsOf, resolveAll } from "../../support/resolve_all.ts";

interface Corpus {
  name: string;
  files: Record<string, string>;
  imports: [from: string, line: number, specifier: string, resolution: string, to: string | null][];
  /** Files that could be parsed, and [path, line, end line, kind, container, name, exported] each. */
  definitions: (string | number | boolean)[][];
}

/** Names of other versions' libraries: the Python at hand may not know them, so it says "package". */
const OTHER_VERSIONS = new Set(
  ("StringIO urlparse cPickle __builtin__ ConfigParser urllib2 httplib xmlrpclib Queue HTMLParser " +
    "htmlentitydefs thread dummy_threading _winreg imp distutils cgi pipes crypt asyncore asynchat " +
    "telnetlib nntplib uu").split(" "),
);

async function askPython(): Promise<Corpus[] | null> {
  const script = new URL("../../support/python_oracle.py", import.meta.url);
  const permission = await Deno.permissions.query({ name: "run", command: "python3" });
  if (permission.state !== "granted") return null;
  try {
    const { success, stdout, stderr } = await new Deno.Command("python3", {
      args: ["-I", "-B", script.pathname],
      stderr: "piped",
    }).output();
    assert.ok(success, new TextDecoder().decode(stderr));
    return JSON.parse(new TextDecoder().decode(stdout)).corpora;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return null;
    throw error;
  }
}

Deno.test("Python edges agree with ast and importlib on real packages", async () => {
  const corpora = await askPython();
  if (corpora === null) {
    console.log("      skipped: python3 is not on the PATH, or may not be run");
    return;
  }
  for (const { name, files, imports, definitions } of corpora) {
    const ours = new Set<string>();
    for (const edge of resolveAll(python, "Python", files)) {
      if (edge.kind !== "import") continue;
      const known = edge.resolution === "builtin" && OTHER_VERSIONS.has(edge.to!);
      if (known) {
        edge.resolution = imports.some(([, , specifier, theirs]) =>
            specifier === edge.specifier && theirs === "package"
          )
          ? "package"
          : "builtin";
      }
      const to = edge.resolution === "file" || edge.resolution === "builtin" ? edge.to : "";
      ours.add([edge.from, edge.line, edge.specifier, edge.resolution, to].join(" "));
    }
    const theirs = new Set(
      imports.map(([from, line, specifier, resolution, to]) =>
        [from, line, specifier, resolution, resolution === "package" ? "" : to ?? ""].join(" ")
      ),
    );
    const invented = [...ours].filter((edge) => !theirs.has(edge));
    const missing = [...theirs].filter((edge) => !ours.has(edge));
    const precision = 1 - invented.length / ours.size;
    const recall = 1 - missing.length / theirs.size;
    console.log(
      `      ${name}: ${Object.keys(files).length} files, ${theirs.size} edges, ` +
        `precision ${precision.toFixed(4)}, recall ${recall.toFixed(4)}`,
    );
    assert.ok(theirs.size > 100, `${name} is too small to say anything`);
    assert.deepEqual({ invented, missing }, { invented: [], missing: [] });
    compareDefinitions(files, definitions);
  }
});

function compareDefinitions(files: Record<string, string>, definitions: Corpus["definitions"]) {
  const parsed = definitions.filter((row) => row.length === 1).map(([path]) => String(path));
  const ours = parsed.flatMap((path) =>
    (factsOf(python, "Python", files[path]!).symbols ?? []).map((one) =>
      [path, one.line, one.endLine, one.kind, one.container ?? "", one.name, one.exported].join(" ")
    )
  );
  const theirs = definitions.filter((row) => row.length > 1).map((row) => row.join(" "));
  console.log(`      ${theirs.length} definitions`);
  assert.deepEqual(ours.toSorted(), theirs.toSorted());
}
