import assert from "node:assert/strict";
import { dart } from "../../../lib/analysis/languages/dart.ts";
import { readPackages } from "../../../lib/analysis/packages/mod.ts";
import { viewOf } from "../../support/repository_view.ts";
import { factsOf, resolveAll } from "../../support/resolve_all.ts";

const extract = (text: string) => factsOf(dart, "Dart", text);

const directives = (text: string) =>
  extract(text).imports.map(({ line, kind, specifier, dynamic, typeOnly }) =>
    `${line} ${kind} ${specifier}${dynamic === undefined ? "" : " ?"}${typeOnly ? " part of" : ""}`
  );

const definitions = (text: string) =>
  extract(text).symbols!.map(({ line, endLine, kind, container, name, exported }) =>
    `${line}-${endLine} ${kind} ${container === null ? "" : `${container}.`}${name}${
      exported ? "" : " hidden"
    }`
  );

function edges(files: Record<string, string>): string[] {
  return resolveAll(dart, "Dart", files).map((edge) =>
    `${edge.from}:${edge.line} ${edge.specifier} -> ${edge.resolution} ${edge.to ?? edge.reason}`
  );
}

Deno.test("Dart directives: every form, with its line", () => {
  assert.deepEqual(
    directives(`#!/usr/bin/env dart
@TestOn('vm')
library acme.app;

import 'dart:io';
import "package:acme/acme.dart" show A, B hide C;
import r'raw.dart' as raw;
import '''triple.dart''';
import 'stub.dart'
    if (dart.library.io) 'io.dart'
    if (dart.library.js_interop == 'true') 'web.dart' as platform;
import 'heavy.dart' deferred as heavy;
export 'src/a.dart' show A; export 'src/b.dart' if (dart.library.html) 'src/b_web.dart';
@deprecated
import 'joined' '.dart';
import 'a\${1}.dart';
part 'app.g.dart';
`),
    [
      "5 import dart:io",
      "6 import package:acme/acme.dart",
      "7 import raw.dart",
      "8 import triple.dart",
      "9 import stub.dart",
      "10 import io.dart",
      "11 import web.dart",
      "12 dynamic heavy.dart",
      "13 reexport src/a.dart",
      "13 reexport src/b.dart",
      "13 reexport src/b_web.dart",
      "15 import joined.dart",
      "16 import 'a${ ?",
      "17 include app.g.dart",
    ],
  );
  assert.deepEqual(directives("part of 'app.dart';\n"), ["1 include app.dart part of"]);
  assert.deepEqual(directives("part of acme.app;\n"), ["1 include acme.app part of"]);
});

Deno.test("Dart directives: none in comments, strings and bodies, nor by such names", () => {
  assert.deepEqual(
    directives(`// import 'no.dart';
/* /* import 'no.dart'; */ import 'no.dart'; */
/// import 'no.dart';
library;
var s = '''
import 'no.dart';
''', t = "import 'no.dart';", u = 'a \${f("import 'no.dart';")} b', v = r'\\';
int part(String x) => 1;
void export() { import('x'); part 'no.dart'; }
class A { void import() {} String library = 'x'; }
import 'yes.dart';
`),
    ["11 import yes.dart"],
  );
});

Deno.test("Dart definitions: kinds, containers, first and last lines, what is hidden", () => {
  assert.deepEqual(
    definitions(`const int a = 1, b = 2;
final Map<String, int> _c = <String, int>{'x': 1, 'y': 2};
late var d; int? e;
(int, String) pair() => (1, 'x');
void Function(int) callback = (x) {};
T id<T extends Object>(T x) {
  int local() => 1;
  return x;
}
int get top => 1; set top(int v) { }
external int native();
Future<void> run() async { await f(); }
Stream<int> count() async* { yield 1; }
typedef F<T> = T Function(T);
typedef void Old(int x); typedef _P = int;
abstract base class A<T> extends B<T> with M implements I {
  static const int field = 1;
  final x = {'a': 1}; int y, z;
  A(this.x) : y = 1, z = <int>{2}.first, assert(true) {
    print(x);
  }
  const A._(); A.named() : this._();
  factory A.make() = A2.make;
  @override @Deprecated('x') bool operator ==(Object o) => o is A;
  int operator [](int i) => i; void operator []=(int i, int v) {} int operator ~/(int o) => o;
  int get size => switch (x) { _ => 1 };
  set size(int v) {}
  static Future<List<int>> load({int? a, List<int> b = const []}) async {
    return [];
  }
  int Function(int) make() => (x) => x;
  void _hidden() {} T get(String k) => k as T; void set(int x) {} external void ext();
  String operator;
  abstract int q;
}
class Alias = A with M;
sealed class S {} mixin class MC {} interface class IC {} final class FC {}
mixin M<T> on A implements I { void m() {} }
base mixin BM { }
enum E<T> with M { a(1), b._(2) { }, c; const E(this.v); int f() => 1; }
enum _Small { a, b }
extension X on String { int twice() => 2; static int s() => 1; }
extension on int { int plus() => this; }
extension type const Id._(int value) implements int { Id.zero() : value = 0; }
class _Hidden { void seen() {} }
extension<T> on List<T> { T head() => first; }
extension on (int, int) { int sum() => $1; } extension on on int { void on1() {} }
class W { Future<(int, {String? s})> rec() async => (1, s: ''); late final void Function()? f; }
`),
    [
      "1-1 constant a",
      "1-1 constant b",
      "2-2 constant _c hidden",
      "3-3 variable d",
      "3-3 variable e",
      "4-4 function pair",
      "5-5 variable callback",
      "6-9 function id",
      "10-10 function top",
      "10-10 function top",
      "11-11 function native",
      "12-12 function run",
      "13-13 function count",
      "14-14 type F",
      "15-15 type Old",
      "15-15 type _P hidden",
      "16-35 class A",
      "19-21 method A.A",
      "22-22 method A._ hidden",
      "22-22 method A.named",
      "23-23 method A.make",
      "24-24 method A.==",
      "25-25 method A.[]",
      "25-25 method A.[]=",
      "25-25 method A.~/",
      "26-26 method A.size",
      "27-27 method A.size",
      "28-30 method A.load",
      "31-31 method A.make",
      "32-32 method A._hidden hidden",
      "32-32 method A.get",
      "32-32 method A.set",
      "32-32 method A.ext",
      "36-36 class Alias",
      "37-37 class S",
      "37-37 class MC",
      "37-37 class IC",
      "37-37 class FC",
      "38-38 trait M",
      "38-38 method M.m",
      "39-39 trait BM",
      "40-40 enum E",
      "40-40 method E.E",
      "40-40 method E.f",
      "41-41 enum _Small hidden",
      "42-42 module X",
      "42-42 method X.twice",
      "42-42 method X.s",
      "43-43 method int.plus hidden",
      "44-44 class Id",
      "44-44 method Id.zero",
      "45-45 class _Hidden hidden",
      "45-45 method _Hidden.seen hidden",
      "46-46 method List.head hidden",
      "47-47 method sum hidden",
      "47-47 module on",
      "47-47 method on.on1",
      "48-48 class W",
      "48-48 method W.rec",
    ],
  );
});

Deno.test("Dart resolution: own files, parts, the SDK, packages, what is not there", () => {
  assert.deepEqual(
    edges({
      "pubspec.yaml": "name: app\ndependencies:\n  http: ^1.0.0\n",
      "lib/main.dart": `import 'dart:io';
import 'package:app/src/a.dart';
import 'src/a.dart';
import 'package:http/http.dart';
import 'package:undeclared/x.dart';
import 'package:app/none.dart';
import 'package:app/l10n/x.gr.dart';
import '../../out.dart';
import '/abs.dart';
import 'http://example.org/x.dart';
import 'with%20space.dart';
import 'bad%.dart';
import 'package:../x.dart';
import 'package:flutter_gen/gen_l10n/app_localizations.dart';
import 'main.dart';
import '';
`,
      "lib/with space.dart": "",
      "lib/src/a.dart":
        "library app.a;\npart 'a.g.dart';\npart 'a.freezed.dart';\npart 'b.dart';\n",
      "lib/src/a.freezed.dart": "part of 'a.dart';\n",
      "lib/src/b.dart": "part of app.a;\n",
      "lib/src/lost.dart": "part of app.a;\n",
      "lib/src/two.dart": "part of app.two;\n",
      "lib/src/c.dart": "part 'two.dart';\n",
      "lib/src/d.dart": "part 'two.dart';\n",
    }),
    [
      "lib/main.dart:1 dart:io -> builtin dart:io",
      "lib/main.dart:2 package:app/src/a.dart -> file lib/src/a.dart",
      "lib/main.dart:3 src/a.dart -> file lib/src/a.dart",
      "lib/main.dart:4 package:http/http.dart -> package pkg:pub/http",
      "lib/main.dart:5 package:undeclared/x.dart -> package pkg:pub/undeclared",
      "lib/main.dart:6 package:app/none.dart -> unresolved no such file",
      "lib/main.dart:7 package:app/l10n/x.gr.dart -> unresolved made at build time, and not in the repository",
      "lib/main.dart:8 ../../out.dart -> unresolved the path leaves the repository",
      "lib/main.dart:9 /abs.dart -> unresolved an absolute path",
      "lib/main.dart:10 http://example.org/x.dart -> unresolved an address of the scheme http:",
      "lib/main.dart:11 with%20space.dart -> file lib/with space.dart",
      "lib/main.dart:12 bad%.dart -> unresolved not a path",
      "lib/main.dart:13 package:../x.dart -> unresolved not a package's name",
      "lib/main.dart:14 package:flutter_gen/gen_l10n/app_localizations.dart -> unresolved made at build time, and not in the repository",
      "lib/main.dart:16  -> unresolved not a path",
      "lib/src/a.dart:2 a.g.dart -> unresolved made at build time, and not in the repository",
      "lib/src/a.dart:3 a.freezed.dart -> file lib/src/a.freezed.dart",
      "lib/src/a.dart:4 b.dart -> file lib/src/b.dart",
      "lib/src/a.freezed.dart:1 a.dart -> file lib/src/a.dart",
      "lib/src/b.dart:1 app.a -> file lib/src/a.dart",
      "lib/src/lost.dart:1 app.a -> unresolved no library of this repository has it as a part",
      "lib/src/two.dart:1 app.two -> unresolved several libraries have it as a part",
      "lib/src/c.dart:1 two.dart -> file lib/src/two.dart",
      "lib/src/d.dart:1 two.dart -> file lib/src/two.dart",
    ],
  );
});

Deno.test("Dart packages: by path, in turn, by workspace and by melos, else from outside", () => {
  const target = (name: string, files: Record<string, string>) =>
    edges({ ...files, "app/bin/m.dart": `import 'package:${name}/x.dart';` })
      .map((edge) => edge.replace(/^.* -> /, ""));
  const core = {
    "packages/core/pubspec.yaml": "name: core\n",
    "packages/core/lib/x.dart": "",
  };
  const app = (rest: string) => ({ ...core, "app/pubspec.yaml": `name: app\n${rest}` });
  const here = ["file packages/core/lib/x.dart"];
  const outside = ["package pkg:pub/core"];
  const hosted = "dependencies:\n  core: ^1.0.0\n";
  const path = "{path: ../packages/core}";
  assert.deepEqual(target("core", app(`dependencies:\n  core: ${path}\n`)), here);
  assert.deepEqual(target("core", app(`dev_dependencies:\n  core: ${path}\n`)), here);
  assert.deepEqual(target("core", app(hosted)), outside);
  assert.deepEqual(target("core", app(`${hosted}dependency_overrides:\n  core: ${path}\n`)), here);
  assert.deepEqual(
    target("core", {
      ...app(hosted),
      "app/pubspec_overrides.yaml": `dependency_overrides:\n  core: ${path}\n`,
    }),
    here,
  );
  assert.deepEqual(
    target("core", {
      ...app("dependencies:\n  ui: {path: ../ui}\n"),
      "ui/pubspec.yaml": `name: ui\ndependencies:\n  core: {path: ../packages/core}\n`,
    }),
    here,
  );
  const member = "resolution: workspace\n";
  const workspace = (members: string) => ({
    "pubspec.yaml": `name: _\nworkspace:\n${members}`,
    "app/pubspec.yaml": `name: app\n${member}${hosted}`,
    "packages/core/pubspec.yaml": `name: core\n${member}`,
    "packages/core/lib/x.dart": "",
  });
  assert.deepEqual(target("core", workspace("  - app\n  - packages/core\n")), here);
  assert.deepEqual(target("core", workspace("  - app\n  - packages/*\n")), here);
  assert.deepEqual(target("core", workspace("  - app\n")), outside);
  assert.deepEqual(target("core", workspace("  - packages/core\n")), outside);
  assert.deepEqual(
    target("core", {
      ...workspace("  - app\n  - packages/*\n"),
      "packages/other/pubspec.yaml": `name: core\n${member}`,
    }),
    ["unresolved several packages of this repository are named core"],
  );
  const melos = (rest: string) => ({
    ...app(hosted),
    "melos.yaml": `name: all\npackages:\n  - app\n  - packages/**\n${rest}`,
  });
  assert.deepEqual(target("core", melos("")), here);
  assert.deepEqual(target("core", melos("ignore:\n  - packages/core\n")), outside);
  assert.deepEqual(target("core", core), outside);
});

Deno.test("pub: dependencies of a pubspec.yaml, versions of the lock file", () => {
  const view = viewOf({
    "pubspec.yaml": `name: app
version: 1.2.0+3
workspace: [packages/a]
dependencies:
  flutter:
    sdk: flutter
  http: ^1.0.0
  any_one:
  local: {path: ../local}
  forked:
    git:
      url: https://example.org/forked.git
  private: {hosted: https://pub.example.org, version: ^2.0.0}
dev_dependencies:
  test: "1.25.0"
`,
    "pubspec.lock":
      'packages:\n  http:\n    source: hosted\n    version: "1.2.1"\n  test:\n    version: "1.25.0"\n',
    "packages/a/pubspec.yaml": "name: a\nresolution: workspace\ndependencies:\n  http: any\n",
    "packages/b/pubspec.yaml": "name: b\ndependencies:\n  http: any\n",
    "broken/pubspec.yaml": "{{{",
  });
  assert.deepEqual(
    readPackages(view).map(({ path, ecosystem, name, version, dependencies }) => [
      `${path} ${ecosystem} ${name} ${version}`,
      ...dependencies.map(({ line, name, requirement, resolved, scope, purl }) =>
        `${line} ${name} ${requirement} ${resolved} ${scope} ${purl}`
      ),
    ]),
    [
      ["broken/pubspec.yaml pub null null"],
      ["packages/a/pubspec.yaml pub a null", "4 http any 1.2.1 runtime pkg:pub/http@1.2.1"],
      ["packages/b/pubspec.yaml pub b null", "3 http any null runtime pkg:pub/http"],
      [
        "pubspec.yaml pub app 1.2.0+3",
        "8 any_one null null runtime pkg:pub/any_one",
        "5 flutter null null runtime pkg:pub/flutter",
        "10 forked https://example.org/forked.git null runtime null",
        "7 http ^1.0.0 1.2.1 runtime pkg:pub/http@1.2.1",
        "9 local ../local null runtime null",
        "13 private ^2.0.0 null runtime null",
        "15 test 1.25.0 1.25.0 development pkg:pub/test@1.25.0",
      ],
    ],
  );
});

Deno.test("hostile Dart takes time in proportion to its length", () => {
  const marks = [
    ..."([{<,;=@'\"`$#\\/:.?!>)]}".split(""),
    "'''",
    '"""',
    "r'",
    "'${",
    "/*",
    "a<",
    "a,",
    "x = ",
    "A() : ",
    "=> ",
    "@a(",
    "import '",
    "import 'a' if (",
    "import 'a' 'b' ",
    "part of a.",
    "typedef ",
    "class A {",
    "enum E {",
    "extension on ",
    "operator ",
    "get ",
    "f() {",
    "int a,b,",
    "abstract ",
    "mixin A<",
  ];
  for (const mark of marks) {
    const started = performance.now();
    try {
      extract(mark.repeat(50_000));
    } catch (error) {
      assert.equal((error as Error).name, "ParseFailure", mark);
    }
    assert.ok(performance.now() - started < 8_000, mark);
  }
});
