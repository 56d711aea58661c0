import assert from "node:assert/strict";
import { java } from "../../../lib/analysis/languages/java.ts";
import { kotlin } from "../../../lib/analysis/languages/kotlin.ts";
import { factsOf, resolveTogether } from "../../support/resolve_all.ts";

const extract = (text: string) => factsOf(kotlin, "Kotlin", text);

function symbols(text: string): string[] {
  return (extract(text).symbols ?? []).map(({ container, name, kind, line, endLine, exported }) =>
    `${line}-${endLine} ${exported ? "+" : "-"}${kind} ${
      container === null ? "" : `${container}.`
    }${name}`
  );
}

Deno.test("Kotlin imports: plain, wildcard, renamed, quoted; none in strings or holes", () => {
  const { imports, extra } = extract(`#!/usr/bin/env kotlin
@file:JvmName("Names")
package a.\`in\`.b // c

/* /* import a.No */ */
import a.b.C
import a.b.C as D; import a.\`object\`.f
import a.b.*
val s = """
import a.No \${ listOf("\${"}"}") }
import a.No"""
val t = $$"""\${ $\${ "import" } import a.No """
class K
fun String.g() = 1
`);
  assert.deepEqual(imports.map(({ line, specifier }) => [line, specifier]), [
    [6, "a.b.C"],
    [7, "a.b.C"],
    [7, "a.object.f"],
    [8, "a.b.*"],
  ]);
  assert.deepEqual(extra, { declares: [["a.in.b", "s", "t", "K", "g"]], facade: "Names" });
});

Deno.test("Kotlin symbols: headers and bodies that end with their lines", () => {
  assert.deepEqual(
    symbols(`package a
const val LIMIT = 1
private val table: Map<String, () -> Unit> =
    if (x)
        mapOf()
    else
        y +
            z
typealias Handler = (Int) -> String?
data class Point(val x: Int, val y: Int = { 1 }())
public open class A<T : Any> @Inject
private constructor(
    val b: B,
) : Base<T>(b), I by b
    where T : Comparable<T> {
    val field = 1
    constructor(x: Int) : this(B(x)) { fun local() {} }
    companion object {
        const val ONE = 1
        fun of() = A<String>(1)
    }
    inner class Inner
    abstract fun <R> Map<String, List<R>>.extension(f: (R) -> Unit): R
    override suspend fun run() =
        when (x) {
            1 -> { fun no() {} }
            else -> object : I { fun no() {} }
        }
            .also { }
    @Deprecated("x") internal fun block(): Int
    {
        class Local
        return 1
    }
    init { val no = 1 }
    protected fun \`with space\`() {}
    fun (A.(Int) -> Unit).functional() = Unit
}
enum class E(val v: Int) : I {
    ONE(1) { override fun no() {} },
    TWO(2);
    fun own() = v
}
enum class F { A, B }
fun interface G { fun call(): Int }
object O : I { var state = 0; fun f() = 1 }
var late: Int
    get() = 1
    private set(value) { field = value }
fun A<*>?.top() = Unit
annotation class Mark
fun last() {}
`),
    [
      "2-2 +constant LIMIT",
      "3-8 -variable table",
      "9-9 +type Handler",
      "10-10 +class Point",
      "11-38 +class A",
      "17-17 +method A.A",
      "19-19 +constant A.ONE",
      "20-20 +method A.of",
      "22-22 +class A.Inner",
      "23-23 +method A.extension",
      "24-29 +method A.run",
      "30-34 +method A.block",
      "36-36 +method A.with space",
      "37-37 +method A.functional",
      "39-43 +enum E",
      "42-42 +method E.own",
      "44-44 +enum F",
      "45-45 +interface G",
      "45-45 +method G.call",
      "46-46 +class O",
      "46-46 +method O.f",
      "47-49 +variable late",
      "50-50 +function top",
      "51-51 +class Mark",
      "52-52 +function last",
    ],
  );
});

Deno.test("Kotlin: broken and hostile texts", () => {
  assert.throws(() => extract('"never closed'), { name: "ParseFailure" });
  assert.deepEqual(extract("import a.B\nfun f() { if (x) {\n").imports.length, 1);
  for (
    const text of [
      "fun <",
      "fun (",
      "@",
      "@a(",
      "class A : ",
      "val x get() ",
      '"${',
      "enum class A {",
      "private ",
      "context(",
      "val x = a\n",
      "fun a.",
      "class A @B\n",
    ]
  ) {
    try {
      extract(`import a.B; ${text.repeat(50_000)}`);
    } catch (error) {
      assert.equal((error as Error).name, "ParseFailure");
    }
  }
});

Deno.test("Kotlin edges: functions, facades and members, with Java beside", () => {
  const edges = resolveTogether([[java, "Java"], [kotlin, "Kotlin"]], {
    "settings.gradle": "include ':app', ':lib'\n",
    "app/build.gradle.kts": "dependencies {\n implementation(projects.lib)\n" +
      ' implementation("org.jetbrains.kotlinx:kotlinx-coroutines-core:1.9")\n' +
      ' testImplementation("org.jetbrains.kotlinx:kotlinx-coroutines-test:1.9")\n' +
      ' implementation("io.ktor:ktor-client-core:3")\n}\n',
    "app/src/main/kotlin/Main.kt": `package org.acme.app
import org.acme.lib.extend
import org.acme.lib.Json.Companion.encode
import org.acme.lib.Level.HIGH
import org.acme.lib.JavaThing
import org.acme.lib.*
import org.acme.lib.Missing
import kotlinx.coroutines.launch
import kotlinx.coroutines.test.runTest
import io.ktor.client.HttpClient
import kotlin.math.max
import java.io.File
import com.unknown.thing.Other
`,
    "app/src/main/java/org/acme/app/Old.java": `package org.acme.app;
import org.acme.lib.Json;
import static org.acme.lib.ExtensionsKt.extend;
import org.acme.lib.Renamed;
class Old {}
`,
    "lib/src/commonMain/kotlin/Extensions.kt": "package org.acme.lib\nfun Int.extend() = 1\n",
    "lib/src/commonMain/kotlin/more.kt":
      '@file:JvmName("Renamed")\npackage org.acme.lib\nfun String.extend() = 1\n',
    "lib/src/commonMain/kotlin/Json.kt":
      "package org.acme.lib\nclass Json { companion object { fun encode() {} } }\nenum class Level { HIGH }\n",
    "lib/src/commonTest/kotlin/JsonTest.kt": "package org.acme.lib\nclass JsonTest\n",
    "lib/src/main/java/org/acme/lib/JavaThing.java": "package org.acme.lib; class JavaThing {}\n",
  }).map((edge) =>
    `${edge.from.replace(/.*\//, "")}:${edge.line} ${edge.specifier} -> ${
      edge.resolution === "file" ? edge.to!.replace(/.*\//, "") : `${edge.resolution} ${edge.to}`
    }`
  );
  assert.deepEqual(edges, [
    "Main.kt:2 org.acme.lib.extend -> Extensions.kt",
    "Main.kt:2 org.acme.lib.extend -> more.kt",
    "Main.kt:3 org.acme.lib.Json.Companion.encode -> Json.kt",
    "Main.kt:4 org.acme.lib.Level.HIGH -> Json.kt",
    "Main.kt:5 org.acme.lib.JavaThing -> JavaThing.java",
    "Main.kt:6 org.acme.lib.* -> Extensions.kt",
    "Main.kt:6 org.acme.lib.* -> Json.kt",
    "Main.kt:6 org.acme.lib.* -> more.kt",
    "Main.kt:6 org.acme.lib.* -> JavaThing.java",
    "Main.kt:7 org.acme.lib.Missing -> unresolved null",
    "Main.kt:8 kotlinx.coroutines.launch -> package pkg:maven/org.jetbrains.kotlinx/kotlinx-coroutines-core",
    "Main.kt:9 kotlinx.coroutines.test.runTest -> package pkg:maven/org.jetbrains.kotlinx/kotlinx-coroutines-test",
    "Main.kt:10 io.ktor.client.HttpClient -> package pkg:maven/io.ktor/ktor-client-core",
    "Main.kt:11 kotlin.math.max -> builtin kotlin.math.max",
    "Main.kt:12 java.io.File -> builtin java.io.File",
    "Main.kt:13 com.unknown.thing.Other -> package com.unknown.thing",
    "Old.java:2 org.acme.lib.Json -> Json.kt",
    "Old.java:3 org.acme.lib.ExtensionsKt.extend -> Extensions.kt",
    "Old.java:4 org.acme.lib.Renamed -> more.kt",
  ]);
});
