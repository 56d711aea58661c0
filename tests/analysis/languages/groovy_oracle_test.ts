/**
 * Our imports and types against the trees of Groovy's own parser, on a directory made for it; real
 * trees were compared once, by hand (docs/accuracy.md). Skipped, visibly, without `groovy`.
 */
import assert from "node:assert/strict";
import { groovy } from "../../../lib/analysis/languages/groovy.ts";
import { askCommand, writeScratch } from "../../support/command_oracle.ts";
import { syntaxRows } from "../../support/resolve_all.ts";

/** In words of Groovy 2.4, which distributions still have. */
const MADE: Record<string, string> = {
  "src/Types.groovy": `package a.b
import c.D; import c.E.F
import static c.E.first
import static c.E.second as other
import c.E.G as H
import c.d.*
import static c.E.*
@Deprecated
import q.Annotated
@Deprecated import q.OnOneLine
@SuppressWarnings("import no.No") import q.WithArguments
@java.lang.SuppressWarnings("x") import q.Qualified
import Unpackaged

@Deprecated
class Types<T extends Comparable<T>> extends Base implements One,
    Two {
  static final String TEXT = "class No { "
  private static class Hidden { class Deep { } }
  private final @Deprecated static class Marked { }
  protected static class Shown { }
  enum Kind { A, B { void run() { } }; int value }
  Runnable field = new Runnable() { void run() { } }
  Class<?> type = Types.class
  def run(Map map) {
    def pattern = /["'{] \\/ class No { /
    def half = map.total / 2; def third = map.size() / 3 // class No {
    map.interface = [class: 1, enum: 2]; map.class
    """class No { \${ map.collect { "\${it} }" } } class No { """
    def dollars = $/ class No { $$ $/ /$
    map.each { a -> a ==~ /x/ ? [:] : { } }
    def lines = /a ' \\
class No { \${map.size() / 2} " /
    def fourth = third++ / 2 + "{" + third-- / 3 + '{' + 1 / 4
    def record
    if (map) { record = 1 }
  }
}
@interface Marker { String value() default "}" }
private @interface Unseen { }
private @Marker("a") @a.b.Marker("b") class Away { }
@Marker("private") class There { }
interface Named { interface Inner { } }
trait Counted implements Named { int count = 0 }
abstract class Last { abstract run() }
`,
  "build.gradle": `#!/usr/bin/env groovy
import org.gradle.api.DefaultTask
plugins { id 'java' }
task one(type: Copy) { from "src/\${name}/{" into 'build/{' }
println "half: \${1 / 2} /"
def path = 'a/b'.replaceAll(/\\//, '{')
class Greeting extends DefaultTask {
  def text = '''
class No {
'''
  @TaskAction def greet() { println text }
}
import late.Import
`,
};

Deno.test("Groovy imports and types agree with Groovy's parser", async () => {
  const directory = await writeScratch(MADE);
  try {
    const script = new URL("../../support/GroovyOracle.groovy", import.meta.url).pathname;
    const text = await askCommand("groovy", [script, directory]);
    if (text === null) {
      console.log("      skipped: groovy is not on the PATH, or may not be run");
      return;
    }
    const theirs = text.trimEnd().split("\n");
    console.log(`      ${theirs.length} facts of Groovy's parser`);
    assert.deepEqual(syntaxRows(groovy, "Groovy", MADE).sort(), theirs.sort());
  } finally {
    await Deno.remove(directory, { recursive: true });
  }
});
