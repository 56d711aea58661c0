import assert from "node:assert/strict";
import { groovy } from "../../../lib/analysis/languages/groovy.ts";
import { java } from "../../../lib/analysis/languages/java.ts";
import { factsOf, resolveTogether } from "../../support/resolve_all.ts";

const extract = (text: string) => factsOf(groovy, "Groovy", text);

Deno.test("Groovy imports and types; none in strings, patterns and comments", () => {
  const { imports, symbols, extra } = extract(`#!/usr/bin/env groovy
package a.b
import c.D; import static c.E.f as g
import c.*
def s = "\${ list.collect { "}" } } import no.No"
def m = s =~ /["'{] import no.No/
def half = total / 2 // import no.No
def t = '''
import no.No
'''
def u = $/
import no.No
/$
@Field x = [class: 1, interface: 2]
println String.class
private class One<T> extends Two {
  enum Kind { A }
  def run() { }
}
trait Three { }
record Four<T>(T a) { }
private @Deprecated final static class Five { }
def seven(x) {
  switch (x) { case /'{/: return /"{/ }
  x in /'{/ ? a.in / 2 : 1 / 3
}
@Deprecated import c.Late
@groovy.lang.Grab('g:m:1') import c.Grabbed
private @Marked(1) @acme.Marked([2]) class Eight { }
private @interface Nine { }
@Marked(1) class Ten { }
`);
  assert.deepEqual(imports.map(({ line, specifier }) => `${line} ${specifier}`), [
    "3 c.D",
    "3 c.E.f",
    "4 c.*",
    "27 c.Late",
    "28 c.Grabbed",
  ]);
  assert.deepEqual(
    symbols?.map(({ name, kind, container, line, endLine, exported }) =>
      [line, endLine, kind, container, name, exported].join(" ")
    ),
    [
      "16 19 class  One false",
      "17 17 enum One Kind false",
      "20 20 trait  Three true",
      "21 21 class  Four true",
      "22 22 class  Five false",
      "29 29 class  Eight false",
      "30 30 interface  Nine false",
      "31 31 class  Ten true",
    ],
  );
  assert.deepEqual(extra, {
    declares: [["a.b", "One", "Three", "Four", "Five", "Eight", "Nine", "Ten"]],
  });
});

Deno.test("Groovy: hostile texts", () => {
  for (
    const text of [
      "class A<",
      "import a.",
      '"${',
      "/",
      "class A extends ",
      "x = /",
      "class A {",
      "/${",
    ]
  ) {
    try {
      extract(`import a.B; ${text.repeat(50_000)}`);
    } catch (error) {
      assert.equal((error as Error).name, "ParseFailure");
    }
  }
});

Deno.test("Groovy edges: a Gradle script and a specification import Java's classes", () => {
  const edges = resolveTogether([[java, "Java"], [groovy, "Groovy"]], {
    "build.gradle":
      "import org.acme.Task\nimport groovy.json.JsonSlurper\nimport java.nio.file.Files\n" +
      "dependencies { testImplementation 'org.spockframework:spock-core:2' }\n",
    "buildSrc/src/main/java/org/acme/Task.java": "package org.acme;\nclass Task {}\n",
    "src/test/groovy/TaskSpec.groovy":
      "package org.acme\nimport org.acme.Task\nimport spock.lang.Specification\nclass TaskSpec {}\n",
    "run.groovy": "import org.acme.setUp\nimport Unpackaged\nimport Absent\nsetUp.main()\n",
    "Unpackaged.groovy": "class Unpackaged {}\n",
    "org/acme/setUp.groovy": "package org.acme\nprintln 'ready'\n",
  }).map(({ from, line, to, resolution }) => `${from}:${line} ${resolution} ${to}`);
  assert.deepEqual(edges, [
    "build.gradle:1 file buildSrc/src/main/java/org/acme/Task.java",
    "build.gradle:2 builtin groovy.json.JsonSlurper",
    "build.gradle:3 builtin java.nio.file.Files",
    "src/test/groovy/TaskSpec.groovy:2 file buildSrc/src/main/java/org/acme/Task.java",
    "src/test/groovy/TaskSpec.groovy:3 package pkg:maven/org.spockframework/spock-core",
    "run.groovy:1 file org/acme/setUp.groovy",
    "run.groovy:2 file Unpackaged.groovy",
    "run.groovy:3 unresolved null",
  ]);
});
