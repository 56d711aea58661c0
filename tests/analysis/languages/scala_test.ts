import assert from "node:assert/strict";
import { java } from "../../../lib/analysis/languages/java.ts";
import { scala } from "../../../lib/analysis/languages/scala.ts";
import { factsOf, resolveTogether } from "../../support/resolve_all.ts";

const extract = (text: string) => factsOf(scala, "Scala", text);

function symbols(text: string): string[] {
  return (extract(text).symbols ?? []).map(({ container, name, kind, line, endLine, exported }) =>
    `${line}-${endLine} ${exported ? "+" : "-"}${kind} ${
      container === null ? "" : `${container}.`
    }${name}`
  );
}

Deno.test("Scala imports: selectors, renames, wildcards, givens, in any place", () => {
  const { imports, extra } = extract(`package a.b
package c // two clauses

import x.y.Z, x.y.w.{A, B => C, D as E, hidden => _, _}
import x.*
import x.y as why
import x.given, x.{given Ord, *}
import _root_.x.\`type\`.T
class K(config: Config) {
  import config.value
  import K._
  def f = { import p.q.R; s"\${ import3("}") } import no.No" }
  val t = "\${ import no.No"
  /* /* import no.No */ */
  val u = """import no.No"""
}
object K
trait \`quoted name\`
`);
  assert.deepEqual(imports.map(({ line, specifier }) => `${line} ${specifier}`), [
    "4 x.y.Z",
    "4 x.y.w.A",
    "4 x.y.w.B",
    "4 x.y.w.D",
    "4 x.y.w._",
    "5 x.*",
    "6 x.y",
    "7 x.given",
    "7 x.given",
    "7 x.*",
    "8 _root_.x.type.T",
    "12 p.q.R",
  ]);
  const { declares, clauses, aliases, opened } = extra!;
  assert.deepEqual(declares, [["a.b.c", "K", "quoted name"]]);
  assert.deepEqual(clauses, ["a.b", "a.b.c"]);
  assert.deepEqual(aliases, {
    Z: "x.y.Z",
    A: "x.y.w.A",
    C: "x.y.w.B",
    E: "x.y.w.D",
    why: "x.y",
    T: "_root_.x.type.T",
    R: "p.q.R",
  });
  assert.deepEqual(opened, ["x.y.w", "x", "x"]);
});

Deno.test("Scala symbols: Scala 2, with braces", () => {
  assert.deepEqual(
    symbols(`package a {
package object p { type T = Int; val Limit = 1; def f = 2 }
@deprecated("x", "1") sealed abstract class A[+T <: B] @Inject() private[a] (val x: Int = {1})
    (implicit y: Y)
    extends B(x) with C { self: D =>
  val field = 1
  def this(s: String) = this(s.length)
  def abstractOne: Int
  private def one = 1; def two = 2
  def +:[U](u: U): this.type = {
    def local = 1
    this
  }
  def value_=(v: Int): Unit = ()
  override protected def long(a: Int)
                             (implicit b: B): Map[Int, String] =
    if (a > 1)
      x
    else
      y match {
        case 1 => z
      }
  implicit class Ops(val s: String) extends AnyVal
  lazy val anonymous = new Runnable { def run(): Unit = () }
  type Member <: AnyRef
}
case class Point(x: Int, y: Int)
case object Empty
  extends Base
object A {
  final val one = 1
  val Two, Three = 2
  val plain = 3
  def procedure() {
    1
  }
  class ::
}
trait Last { def z: Int }
}
`),
    [
      "2-2 +namespace p",
      "2-2 +type p.T",
      "2-2 +constant p.Limit",
      "2-2 +method p.f",
      "3-26 +class A",
      "7-7 +method A.A",
      "8-8 +method A.abstractOne",
      "9-9 -method A.one",
      "9-9 +method A.two",
      "10-13 +method A.+:",
      "14-14 +method A.value_=",
      "15-22 +method A.long",
      "23-23 +class A.Ops",
      "25-25 +type A.Member",
      "27-27 +class Point",
      "28-29 +class Empty",
      "30-38 +class A",
      "31-31 +constant A.one",
      "32-32 +constant A.Two",
      "34-36 +method A.procedure",
      "37-37 +class A.::",
      "39-39 +trait Last",
      "39-39 +method Last.z",
    ],
  );
});

Deno.test("Scala symbols: Scala 3, by indentation", () => {
  assert.deepEqual(
    symbols(`package a

enum Color(val rgb: Int):
  case Red extends Color(1)
  case Green, Blue
  def bright = this match
    case Red => true
    case _ => false

  private def dim: Int = 1
end Color

trait Show[T]:
  extension (t: T)
    def show: String
    def twice: String =
      val once = t.show
      def local = once
      once + once

given intShow: Show[Int] with
  def show = "no"
given Ord[Int] = ???

object Main extends App:
  inline val Limit = 3
  test("x"):
    def no = 1
    val No = 2
  class Inner(x: Int):
    opaque type Id = Int
    transparent inline def run() =
      if x > 1 then
        y
      else z
  end Inner
  class Empty
  def last = 1

def top(a: Int): Int =
  a + 1
val Pi = 3
var state = 0
@main def go = ()
type Alias[T] =
  List[T]
`),
    [
      "3-11 +enum Color",
      "6-8 +method Color.bright",
      "10-10 -method Color.dim",
      "13-19 +trait Show",
      "15-15 +method Show.show",
      "16-19 +method Show.twice",
      "21-22 +constant intShow",
      "25-38 +class Main",
      "26-26 +constant Main.Limit",
      "30-36 +class Main.Inner",
      "31-31 +type Main.Inner.Id",
      "32-35 +method Main.Inner.run",
      "37-37 +class Main.Empty",
      "38-38 +method Main.last",
      "40-41 +function top",
      "42-42 +constant Pi",
      "43-43 +variable state",
      "44-44 +function go",
      "45-46 +type Alias",
    ],
  );
});

Deno.test("Scala: broken and hostile texts", () => {
  assert.throws(() => extract('"never closed'), { name: "ParseFailure" });
  assert.deepEqual(extract("import a.B\nclass A { def f = {\n").imports.length, 1);
  for (
    const text of [
      "class A:\n ",
      "def f =\n",
      "object A { self: ",
      "import a.{",
      "import a.b, ",
      "@a(",
      "extension (x: A) ",
      "package a\n",
      "package object a {",
      's"${',
      "given ",
      "private[",
      "val a = ",
      " def f; ",
      "class A\n(x)\n",
      "case ",
    ]
  ) {
    try {
      extract(`import a.B; ${text.repeat(20_000)}`);
    } catch (error) {
      assert.equal((error as Error).name, "ParseFailure");
    }
  }
  const steps = Array.from({ length: 2_000 }, (_, depth) => `${" ".repeat(depth)}class A:\n`);
  assert.ok(extract(steps.join("")).symbols!.length > 0);
});

Deno.test("Scala edges: relative names, package objects, companions, Java, sbt projects", () => {
  const edges = resolveTogether([[java, "Java"], [scala, "Scala"]], {
    "build.sbt": `lazy val core = project.in(file("modules/core"))
lazy val extra = (project in file("modules/extra"))
lazy val app = project.dependsOn(core % "compile->compile;test->test")
  .settings(libraryDependencies += "org.typelevel" %% "cats-core" % "2.1")
`,
    "app/src/main/scala/Main.scala": `package acme
package app
import core.{Model, Codec => C}
import C.derive
import core._
import util.Try
import collection.mutable
import acme.core.syntax._
import cats.implicits._
import acme.core.Missing
import java.util.{List => JList}
import JList.of
import acme.shared.Twice
import global.settings
import acme.core.JavaOne
import local.Near
import _root_.local.Far
`,
    "app/src/main/scala/local/Near.scala": "package acme.app.local\nclass Near\n",
    "app/src/main/scala/local/Far.scala": "package local\nclass Far\n",
    "modules/core/src/main/scala/Model.scala":
      "package acme.core\ncase class Model()\ntrait Codec\nobject Codec { def derive = 1 }\n",
    "modules/core/src/main/scala/package.scala":
      "package acme\npackage object core extends Inherited { type Id = Int }\n",
    "modules/core/src/main/scala/syntax/all.scala":
      "package acme.core.syntax\nextension (s: String) def twice = s + s\n",
    "modules/core/src/main/java/acme/core/JavaOne.java": "package acme.core; class JavaOne {}\n",
    "modules/core/src/test/scala/ModelSpec.scala": `package acme.core
import acme.core.Id
import acme.core.inherited
`,
    "modules/core/src/main/scala/Twice.scala": "package acme.shared\nobject Twice\n",
    "modules/extra/src/main/scala/Twice.scala": "package acme.shared\nobject Twice\n",
  }).map((edge) =>
    `${edge.from.replace(/.*\//, "")}:${edge.line} ${edge.specifier} -> ${
      edge.resolution === "file"
        ? edge.to!.replace(/\/src\/.*\//, "/")
        : `${edge.resolution} ${edge.to}`
    }`
  );
  assert.deepEqual(edges, [
    "Main.scala:3 core.Model -> modules/core/Model.scala",
    "Main.scala:3 core.Codec -> modules/core/Model.scala",
    "Main.scala:4 C.derive -> modules/core/Model.scala",
    "Main.scala:5 core._ -> modules/core/JavaOne.java",
    "Main.scala:5 core._ -> modules/core/Model.scala",
    "Main.scala:5 core._ -> modules/core/package.scala",
    "Main.scala:6 util.Try -> builtin scala.util.Try",
    "Main.scala:7 collection.mutable -> builtin scala.collection.mutable",
    "Main.scala:8 acme.core.syntax._ -> modules/core/all.scala",
    "Main.scala:9 cats.implicits._ -> package pkg:maven/org.typelevel/cats-core",
    "Main.scala:10 acme.core.Missing -> modules/core/package.scala",
    "Main.scala:11 java.util.List -> builtin java.util.List",
    "Main.scala:12 JList.of -> builtin java.util.List.of",
    "Main.scala:13 acme.shared.Twice -> modules/core/Twice.scala",
    "Main.scala:14 global.settings -> unresolved null",
    "Main.scala:15 acme.core.JavaOne -> modules/core/JavaOne.java",
    "Main.scala:16 local.Near -> app/Near.scala",
    "Main.scala:17 _root_.local.Far -> app/Far.scala",
    "ModelSpec.scala:2 acme.core.Id -> modules/core/package.scala",
    "ModelSpec.scala:3 acme.core.inherited -> modules/core/package.scala",
  ]);
});
