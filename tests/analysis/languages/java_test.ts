import assert from "node:assert/strict";
import { java } from "../../../lib/analysis/languages/java.ts";
import { factsOf, resolveAll } from "../../support/resolve_all.ts";

const extract = (text: string) => factsOf(java, "Java", text);

function symbols(text: string): string[] {
  return (extract(text).symbols ?? []).map(({ container, name, kind, line, endLine, exported }) =>
    `${line}-${endLine} ${exported ? "+" : "-"}${kind} ${
      container === null ? "" : `${container}.`
    }${name}`
  );
}

function edges(files: Record<string, string>): string[] {
  return resolveAll(java, "Java", files).map((edge) =>
    `${edge.from}:${edge.line} ${edge.specifier} -> ${
      edge.resolution === "file" ? "" : `${edge.resolution} `
    }${edge.to ?? edge.reason}`
  );
}

/** A class of a package that imports names, one a line from line 2 on. */
function file(qualified: string, ...imports: string[]): string {
  const dot = qualified.lastIndexOf(".");
  return `package ${qualified.slice(0, dot)};\n${
    imports.map((name) => `import ${name};\n`).join("")
  }public class ${qualified.slice(dot + 1)} {}\n`;
}

Deno.test("Java imports: single, static, wildcard, module, and none that are not", () => {
  const { imports, extra } = extract(`/* import a.No; */
@Deprecated(since = "import a.No;")
package a . b ;

import java.util.List; import static a.C.*;
import static a.C.max /* here */ ;
import
  a.b.Outer.Inner;
import module java.base;
import static.x;
class A { String s = """
import a.No;
"quoted" \\""" """; char c = '"'; // import a.No;
}
interface B {}
`);
  assert.deepEqual(imports.map(({ line, specifier }) => [line, specifier]), [
    [5, "java.util.List"],
    [5, "a.C.*"],
    [6, "a.C.max"],
    [8, "a.b.Outer.Inner"],
    [9, "module java.base"],
  ]);
  assert.deepEqual(extra, { declares: [["a.b", "A", "B"]] });
});

Deno.test("Java symbols: types, members and constants with their containers", () => {
  assert.deepEqual(
    symbols(`package a;
@Target({ElementType.TYPE}) public abstract sealed class A<T extends Map<String, ? super T>>
    extends B<T> implements C permits D {
  static final int ONE = 1, TWO[] = { 2, 3 }, THREE = f(a < b, c > d);
  private static final Map<String, List<Integer>> MAP = new HashMap<String, List<Integer>>() {
    { put("x", null); }
    void hidden() {}
  };
  public final int field = 1;
  static { int local = 1; }
  { init(); }
  public A(@Named("x{") int x) throws E { class Local { void no() {} } }
  protected <R> R[] generic(R[] r, int... xs) [] { return (R[]) null; }
  abstract void abstractOne();
  Runnable r = () -> { foo(); };
  private enum Kind implements I {
    X { @Override void no() {} }, Y(1) { }, Z;
    static final Kind DEFAULT = X;
    void own() {}
  }
  record Point(int x, int y) implements J {
    Point { check(x); }
    static Point origin() { return new Point(0, 0); }
  }
  non-sealed interface I {
    int LIMIT = 5;
    default void d() {}
    String s();
  }
  @interface Mark { String value() default "}"; int[] many() default {1, 2}; }
  record record(int a) {}
  record get(int a) { return null; }
}
`),
    [
      "2-33 +class A",
      "4-4 -constant A.ONE",
      "4-4 -constant A.TWO",
      "4-4 -constant A.THREE",
      "5-8 -constant A.MAP",
      "12-12 +method A.A",
      "13-13 +method A.generic",
      "14-14 -method A.abstractOne",
      "16-20 -enum A.Kind",
      "18-18 -constant A.Kind.DEFAULT",
      "19-19 -method A.Kind.own",
      "21-24 -class A.Point",
      "22-22 -method A.Point.Point",
      "23-23 -method A.Point.origin",
      "25-29 -interface A.I",
      "26-26 -constant A.I.LIMIT",
      "27-27 -method A.I.d",
      "28-28 -method A.I.s",
      "30-30 -interface A.Mark",
      "30-30 -method A.Mark.value",
      "30-30 -method A.Mark.many",
      "31-31 -class A.record",
      "32-32 -class A.get",
    ],
  );
});

Deno.test("Java: broken and hostile texts", () => {
  assert.throws(() => extract('"never closed'), { name: "ParseFailure" });
  assert.throws(() => extract("((((("), { name: "ParseFailure" });
  assert.deepEqual(extract("").imports, []);
  const kept = extract("import a.B;\nclass A { void f() { if (x) { } \n");
  assert.deepEqual(kept.imports.map(({ specifier }) => specifier), ["a.B"]);
  assert.deepEqual(kept.symbols?.map(({ name }) => name), ["A", "f"]);
  const deep = 20_000;
  assert.ok(extract("class A {".repeat(deep)).symbols!.length > 0);
  for (const text of ["(", "<", "@a(", "a<b,", "@", "{", "/*", "'", "class A<", "int x = ", "}"]) {
    try {
      extract(`import a.B; ${text.repeat(100_000)}`);
    } catch (error) {
      assert.equal((error as Error).name, "ParseFailure");
    }
  }
});

Deno.test("Java edges: a Maven build of several modules", () => {
  const pom = (artifact: string, ...needs: string[]) =>
    `<?xml version="1.0"?><!DOCTYPE x>
<!-- <artifactId>no</artifactId> --><project><parent><groupId>org.acme</groupId><artifactId>all</artifactId></parent>
<artifactId>${artifact}</artifactId><dependencies>${
      needs.map((need) => {
        const [group, name] = need.split(":");
        return `<dependency><groupId>${group}</groupId><artifactId>${name}</artifactId></dependency>`;
      }).join("")
    }</dependencies></project>`;
  assert.deepEqual(
    edges({
      "pom.xml": "<project><groupId>org.acme</groupId><artifactId>all</artifactId></project>",
      "app/pom.xml": pom("app", "\${project.groupId}:core", "org.slf4j:slf4j-api"),
      "app/src/main/java/org/acme/app/Main.java": file(
        "org.acme.app.Main",
        "org.acme.core.Twice",
        "org.acme.core.Outer.Inner",
        "static org.acme.core.Outer.CONSTANT",
        "org.acme.core.*",
        "static org.acme.core.Outer.*",
        "org.acme.core.Generated",
        "org.acme.core.proto.Message",
        "org.slf4j.Logger",
        "java.util.*",
        "javax.servlet.http.HttpServlet",
        "org.w3c.dom.Node",
        "org.acme.app.Main",
      ),
      "app/src/test/java/org/acme/app/MainTest.java": file(
        "org.acme.app.MainTest",
        "org.acme.core.Twice",
        "org.acme.core.Helper",
      ),
      "core/pom.xml": pom("core"),
      "core/src/main/java/org/acme/core/Twice.java": file("org.acme.core.Twice"),
      "core/src/main/java/org/acme/core/Outer.java": file("org.acme.core.Outer"),
      "core/src/test/java/org/acme/core/Helper.java": file("org.acme.core.Helper"),
      "other/pom.xml": pom("other"),
      "other/src/main/java/org/acme/core/Twice.java": file("org.acme.core.Twice"),
      "other/src/main/java/org/acme/core/User.java": file(
        "org.acme.core.User",
        "org.acme.core.Twice",
      ),
    }),
    [
      "app/src/main/java/org/acme/app/Main.java:2 org.acme.core.Twice -> core/src/main/java/org/acme/core/Twice.java",
      "app/src/main/java/org/acme/app/Main.java:3 org.acme.core.Outer.Inner -> core/src/main/java/org/acme/core/Outer.java",
      "app/src/main/java/org/acme/app/Main.java:4 org.acme.core.Outer.CONSTANT -> core/src/main/java/org/acme/core/Outer.java",
      "app/src/main/java/org/acme/app/Main.java:5 org.acme.core.* -> core/src/main/java/org/acme/core/Outer.java",
      "app/src/main/java/org/acme/app/Main.java:5 org.acme.core.* -> core/src/main/java/org/acme/core/Twice.java",
      "app/src/main/java/org/acme/app/Main.java:5 org.acme.core.* -> other/src/main/java/org/acme/core/User.java",
      "app/src/main/java/org/acme/app/Main.java:6 org.acme.core.Outer.* -> core/src/main/java/org/acme/core/Outer.java",
      "app/src/main/java/org/acme/app/Main.java:7 org.acme.core.Generated -> unresolved no file of package org.acme.core declares it",
      "app/src/main/java/org/acme/app/Main.java:8 org.acme.core.proto.Message -> unresolved no file declares package org.acme.core.proto, though org.acme.core is here",
      "app/src/main/java/org/acme/app/Main.java:9 org.slf4j.Logger -> package pkg:maven/org.slf4j/slf4j-api",
      "app/src/main/java/org/acme/app/Main.java:10 java.util.* -> builtin java.util.*",
      "app/src/main/java/org/acme/app/Main.java:11 javax.servlet.http.HttpServlet -> package javax.servlet.http",
      "app/src/main/java/org/acme/app/Main.java:12 org.w3c.dom.Node -> builtin org.w3c.dom.Node",
      "app/src/main/java/org/acme/app/Main.java:13 org.acme.app.Main -> app/src/main/java/org/acme/app/Main.java",
      "app/src/test/java/org/acme/app/MainTest.java:2 org.acme.core.Twice -> core/src/main/java/org/acme/core/Twice.java",
      "app/src/test/java/org/acme/app/MainTest.java:3 org.acme.core.Helper -> core/src/test/java/org/acme/core/Helper.java",
      "other/src/main/java/org/acme/core/User.java:2 org.acme.core.Twice -> other/src/main/java/org/acme/core/Twice.java",
    ],
  );
});

Deno.test("Java edges: a Gradle build, by project dependencies and any source layout", () => {
  assert.deepEqual(
    edges({
      "settings.gradle.kts": 'include(\n  ":app",\n  ":libs:one", ":libs:two")',
      "gradle/libs.versions.toml":
        '[libraries]\nguava = { module = "com.google.guava:guava", version = "33" }\n' +
        'j = { group = "org.junit.jupiter", name = "junit-jupiter-api" }\n',
      "app/build.gradle": "dependencies {\n  implementation project(':libs:two')\n}\n",
      "app/java/x/App.java": file(
        "x.App",
        "x.lib.Thing",
        "com.google.common.collect.Lists",
        "org.junit.jupiter.api.Test",
      ),
      "app/java/x/wrong/Elsewhere.java": file("y.z.Elsewhere", "x.App"),
      "libs/one/source/x/lib/Thing.java": file("x.lib.Thing", "y.z.Elsewhere"),
      "libs/two/source/x/lib/Thing.java": file("x.lib.Thing"),
    }),
    [
      "app/java/x/App.java:2 x.lib.Thing -> libs/two/source/x/lib/Thing.java",
      "app/java/x/App.java:3 com.google.common.collect.Lists -> package pkg:maven/com.google.guava/guava",
      "app/java/x/App.java:4 org.junit.jupiter.api.Test -> package pkg:maven/org.junit.jupiter/junit-jupiter-api",
      "app/java/x/wrong/Elsewhere.java:2 x.App -> app/java/x/App.java",
      "libs/one/source/x/lib/Thing.java:2 y.z.Elsewhere -> app/java/x/wrong/Elsewhere.java",
    ],
  );
});
