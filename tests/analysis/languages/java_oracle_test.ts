/**
 * Our imports, definitions and edges against javac's parser and name resolution: on a directory made
 * for it, and on modules of the JDK where its sources are installed. Skipped, visibly, without `java`.
 */
import assert from "node:assert/strict";
import { java } from "../../../lib/analysis/languages/java.ts";
import { javaOracle } from "../../support/java_oracle.ts";
import { resolveAll, syntaxRows } from "../../support/resolve_all.ts";

const MADE: Record<string, string> = {
  "a/Outer.java": `package a;
public class Outer<T> {
  public static final int LIMIT = 1, OTHER = 2;
  public enum Kind { ONE { void x() {} }, TWO; static final Kind FIRST = ONE; void x() {} }
  public static class Inner { public interface Deep { int VALUE = 3; } protected Inner() {} }
  public static <A, B extends Comparable<A>> B pick(A a, B... rest) throws RuntimeException {
    class Local { static final int NO = 1; }
    return rest[0];
  }
}
class Second { Runnable r = new Runnable() { public void run() {} }; }
`,
  "elsewhere/B.java": `package b;
import a.*;
import a.Outer.Inner.Deep;
import static a.Outer.LIMIT;
import static a.Outer.Kind.*;
import java.util.List;
@Deprecated public @interface B { String[] value() default {"{"}; List<?>[] NONE = {}; }
`,
};
/** Small modules of the JDK; larger ones were compared once, by hand (docs/accuracy.md). */
const SYNTAX = ["java.prefs", "java.logging"];
const EDGES = ["java.net.http"];

async function read(root: string, directory = ""): Promise<Record<string, string>> {
  const files: Record<string, string> = {};
  for await (const { name, isDirectory } of Deno.readDir(`${root}/${directory}`)) {
    const path = directory === "" ? name : `${directory}/${name}`;
    if (isDirectory) Object.assign(files, await read(root, path));
    else if (name.endsWith(".java")) files[path] = await Deno.readTextFile(`${root}/${path}`);
  }
  return files;
}

/** The oracle says nothing of packages. */
function ourSyntax(files: Record<string, string>): string[] {
  return syntaxRows(java, "Java", files).filter((row) => row.split("\t")[1] !== "module");
}

function ourEdges(files: Record<string, string>): string[] {
  return resolveAll(java, "Java", files)
    .filter(({ resolution }) => resolution === "file")
    .map(({ from, specifier, to }) => [from, specifier, to].join("\t"));
}

function compare(name: string, ours: string[], theirs: string[]): void {
  const [a, b] = [new Set(ours), new Set(theirs)];
  console.log(`      ${name}: ${b.size} facts of javac's`);
  assert.ok(b.size > 1, "javac found nothing");
  assert.deepEqual([...a].filter((fact) => !b.has(fact)), [], "invented");
  assert.deepEqual([...b].filter((fact) => !a.has(fact)), [], "missing");
}

Deno.test("Java imports, definitions and edges agree with javac", async () => {
  const scratch = await Deno.realPath(await Deno.makeTempDir());
  try {
    const oracle = await javaOracle();
    if (!oracle) {
      console.log("      skipped: java is not on the PATH, or may not be run");
      return;
    }
    for (const [path, text] of Object.entries(MADE)) {
      await Deno.mkdir(`${scratch}/made/${path.slice(0, path.lastIndexOf("/"))}`, {
        recursive: true,
      });
      await Deno.writeTextFile(`${scratch}/made/${path}`, text);
    }
    compare("made, syntax", ourSyntax(MADE), await oracle.syntax(`${scratch}/made`));
    compare("made, edges", ourEdges(MADE), await oracle.edges(`${scratch}/made`));
    await Deno.mkdir(`${scratch}/jdk`);
    const jdk = await oracle.sources([...new Set([...SYNTAX, ...EDGES])], `${scratch}/jdk`);
    if (jdk === null) {
      console.log("      skipped: no JDK with its sources (lib/src.zip)");
      return;
    }
    compare("JDK, syntax", ourSyntax(await read(jdk)), await oracle.syntax(jdk));
    for (const name of EDGES) {
      const files = await read(`${jdk}/${name}`);
      compare(`${name}, edges`, ourEdges(files), await oracle.edges(`${jdk}/${name}`));
    }
  } finally {
    await Deno.remove(scratch, { recursive: true });
  }
});
