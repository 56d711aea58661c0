import assert from "node:assert/strict";
import { c } from "../../../lib/analysis/languages/c.ts";
import { factsOf, resolveTogether } from "../../support/resolve_all.ts";

const extract = (text: string) => factsOf(c, "C++", text);

function symbols(text: string): string[] {
  return (extract(text).symbols ?? []).map(({ container, name, kind, line, endLine, exported }) =>
    `${line}-${endLine} ${exported ? "+" : "-"}${kind} ${
      container === null ? "" : `${container}.`
    }${name}`
  );
}

Deno.test("C includes: forms, macros, dead branches; none in comments and strings", () => {
  const { imports } = extract(`#include "a.h" // "no.h"
/* #include "no.h" */
#  include <b/c.h>
#import <Foundation/Foundation.h>
#include MACRO_H
#include_next <d.h>
#if 0
#include "dead.h"
#else
#include "alive.h"
#endif
#if defined(X) && __has_include("no.h")
#include /* c */ "x.h"
#elif 0
# include "y.h"
#endif
char *s = "\\
#include <no.h>";
auto r = R"(
#include <no.h>
)";
// goes on \\
#include "no.h"
@import UIKit.View;
int f(void) {
#include "body.inc"
}
`);
  assert.deepEqual(imports.map(({ line, specifier, kind }) => `${line} ${kind} ${specifier}`), [
    "1 include a.h",
    "3 include <b/c.h>",
    "4 include <Foundation/Foundation.h>",
    "5 include MACRO_H",
    "6 include <d.h>",
    "10 include alive.h",
    "13 include x.h",
    "15 include y.h",
    "24 import @UIKit.View",
    "26 include body.inc",
  ]);
  assert.equal(imports[3]!.dynamic, "the file is named by a macro");
});

Deno.test("C++ modules: declarations and imports", () => {
  const { imports, extra } = extract(`module;
#include <x.h>
export module acme.core:part;
export import acme.base;
import :other;
import <vector>;
import "own.h";
int import = 1;
`);
  assert.deepEqual(imports.map(({ kind, specifier }) => `${kind} ${specifier}`), [
    "include <x.h>",
    "reexport module acme.base",
    "import module acme.core:other",
    "import <vector>",
    "import own.h",
  ]);
  assert.deepEqual(extra, { module: "acme.core:part", interface: true });
});

Deno.test("C symbols: functions of every style, types, variables and macros", () => {
  assert.deepEqual(
    symbols(`#ifndef GUARD_H
#define GUARD_H
#define LIMIT 10
#define MAX(a, b) \\
  ((a) > (b))
#ifdef __cplusplus
extern "C" {
#endif
struct forward;
int prototype(int);
static int hidden(void) { return '}'; }
API_EXPORT const char *API_CALL name(struct forward *f, int (*g)(int))
{
  if (1) { }
}
old(a, b, c)
  int a, *c;
  char *b;
{
}
int (*returning(int sig))(int) { }
int (parenthesised)(void) { }
int declared P((int a)); int wrapped_too P((int a)) { } EXPORT(int) wrapped(int a) __attribute__((unused)) { }
void locked(void) REQUIRES(mu) { }
TEST(suite, one) { }
typedef struct tag { int (*f)(void); union { int no; } u; } tag_t, *tag_p;
typedef int (*callback)(void *), numbers[3];
typedef unsigned long size;
typedef int function_type(int); typedef size (in_parentheses)(int);
enum colour { RED, GREEN = 3 } favourite;
union either { int a; };
extern int declared;
int counter = 1, *pointer, table[] = { 1, 2 };
const int constant = 3;
static const char *const names[] = { "a" };
const char *variable_pointer;
int (*hook)(int) = 0;
struct forward *instance;
int
#ifdef A
branch(int a) {
#else
branch(long a) {
#endif
}
static struct { int x; } anonymous;
MODULE("x")
int last(void) { }
#ifdef __cplusplus
}
#endif
#endif
`),
    [
      "3-3 +macro LIMIT",
      "4-5 +macro MAX",
      "11-11 -function hidden",
      "12-15 +function name",
      "16-20 +function old",
      "21-21 +function returning",
      "22-22 +function parenthesised",
      "23-23 +function wrapped_too",
      "23-23 +function wrapped",
      "24-24 +function locked",
      "26-26 +struct tag",
      "26-26 +type tag_t",
      "26-26 +type tag_p",
      "27-27 +type callback",
      "27-27 +type numbers",
      "28-28 +type size",
      "29-29 +type function_type",
      "29-29 +type in_parentheses",
      "30-30 +enum colour",
      "30-30 +variable favourite",
      "31-31 +union either",
      "33-33 +variable counter",
      "33-33 +variable pointer",
      "33-33 +variable table",
      "34-34 +constant constant",
      "35-35 -constant names",
      "36-36 +variable variable_pointer",
      "37-37 +variable hook",
      "38-38 +variable instance",
      "41-45 +function branch",
      "46-46 -variable anonymous",
      "48-48 +function last",
    ],
  );
});

Deno.test("C++ symbols: classes, templates, operators, definitions out of line", () => {
  assert.deepEqual(
    symbols(`namespace a::b { inline namespace v1 {
template <typename T, class U = std::vector<int>>
class [[nodiscard]] API Box final : public Base<T>, private Other {
  int field = 3;
  static constexpr int kLimit = 4;
  void secret() {}
 public:
  explicit Box(int a) : Base<T>(a), field{a} { call(); }
  ~Box() override;
  Box(const Box&) = delete;
  virtual void pure() = 0;
  bool operator==(const Box& o) const noexcept { return true; }
  T operator()(int a) { return {}; }
  operator bool() const { return true; }
  auto trailing() const -> decltype(1) { return 1; }
  struct Nested { void inner() {} };
  using Alias = T;
  friend void swap(Box& a, Box& b) {}
};
}
enum class Level : int { LOW };
template <> void Box<int>::specialised(int a) try { } catch (...) { }
Box::~Box() = default;
Box<char>::Box(int a)
  : Base(a) {
}
int Box::count = 0;
std::ostream& operator<<(std::ostream& out, const Box& b) { return out; }
template <typename T> requires Number<T> T limited(T a) { return a; }
template <class T> concept Number = true;
}
namespace { int internal() { return 1; } }
namespace alias = a::b;
using namespace a;
auto lambda = [](int x) { return x; };
`),
    [
      "1-31 +namespace a.b",
      "1-20 +namespace a.b.v1",
      "3-19 +class a.b.v1.Box",
      "5-5 -constant a.b.v1.Box.kLimit",
      "6-6 -method a.b.v1.Box.secret",
      "8-8 +method a.b.v1.Box.Box",
      "12-12 +method a.b.v1.Box.operator==",
      "13-13 +method a.b.v1.Box.operator()",
      "14-14 +method a.b.v1.Box.operator bool",
      "15-15 +method a.b.v1.Box.trailing",
      "16-16 +struct a.b.v1.Box.Nested",
      "16-16 +method a.b.v1.Box.Nested.inner",
      "17-17 +type a.b.v1.Box.Alias",
      "18-18 +method a.b.v1.Box.swap",
      "21-21 +enum a.b.Level",
      "22-22 +method a.b.Box.specialised",
      "24-26 +method a.b.Box.Box",
      "27-27 +variable a.b.Box.count",
      "28-28 +function a.b.operator<<",
      "29-29 +function a.b.limited",
      "30-30 +type a.b.Number",
      "32-32 -function internal",
      "35-35 +variable lambda",
    ],
  );
});

Deno.test("Objective-C symbols: classes, protocols, methods", () => {
  assert.deepEqual(
    symbols(`@class Other;
@interface Box : NSObject <Copying> { int x; }
@property (nonatomic) int y;
- (void)declared;
@end
@implementation Box (Category)
- (int)add:(int)a to:(NSString *)b { return 1; }
+ (Box *)shared
{
}
static int helper(void) { return 1; }
@end
@protocol P <Q>
@end
`),
    [
      "2-5 +class Box",
      "6-12 +class Box",
      "7-7 +method Box.add:to:",
      "8-10 +method Box.shared",
      "11-11 -function Box.helper",
      "13-14 +interface P",
    ],
  );
});

Deno.test("C: broken and hostile texts", () => {
  assert.throws(() => extract('"never closed'), { name: "ParseFailure" });
  assert.equal(extract('#include "a.h"\nint f() { if (x) {\n').imports.length, 1);
  for (
    const text of [
      "a<",
      "f(",
      "f(a) b;",
      "class A : ",
      "class A { ",
      "struct ",
      "template <",
      "namespace a { ",
      "#if X\n",
      "#if 0\n#else\n",
      "#define A \\\n",
      "@implementation A\n",
      "- (a)b:",
      "operator",
      "a::",
      "typedef ",
      "int (*",
      "= {",
      "// \\\n",
      'R"(',
      "f() : a(1), ",
    ]
  ) {
    try {
      extract(`#include "a.h"\n${text.repeat(50_000)}`);
    } catch (error) {
      assert.equal((error as Error).name, "ParseFailure");
    }
  }
});

/** Edges as `importer: specifier -> target`. */
function edges(files: Record<string, string>): string[] {
  return resolveTogether([[c, "C"], [c, "C++"]], files).map((edge) =>
    `${edge.from}: ${edge.specifier} -> ${
      edge.resolution === "file" ? edge.to : `${edge.resolution} ${edge.to ?? edge.reason}`
    }`
  );
}

Deno.test("C edges: beside the file, declared include paths, customs, the system", () => {
  assert.deepEqual(
    edges({
      "CMakeLists.txt": "project(acme)\nset(PARTS ${CMAKE_CURRENT_SOURCE_DIR}/parts)\n" +
        "include_directories(${PARTS}/api) # include_directories(no)\nfind_package(OpenSSL)\n" +
        "target_include_directories(x PUBLIC $<BUILD_INTERFACE:${PROJECT_SOURCE_DIR}/pub>)\n",
      "conanfile.txt": "[requires]\nfmt/9.1.0\n",
      "parts/api/said.h": "",
      "parts/api/string.h": "",
      "pub/exported.h": "",
      "include/acme/deep.h": "",
      "src/main.c": `#include "near.h"
#include "../src/near.h"
#include <said.h>
#include <string.h>
#include <exported.h>
#include <acme/deep.h>
#include <stdio.h>
#include <sys/types.h>
#include <Windows.h>
#include <openssl/ssl.h>
#include <fmt/core.h>
#include <boost/any.hpp>
#include "config.h"
#include "missing.h"
#include "gtest/gtest.h"
#include "kit/once.h"
#include <once.h>
#include "twice.h"
#include HEADER
#include "sub\\\\near.h"
`.replaceAll("\\\\", "\\"),
      "src/near.h": '#include "math.h"\n#include <math.h>\n#include "util.h"\n#include <util.h>\n',
      "lib/util.h": "",
      "src/sub/near.h": "",
      "src/config.h.in": "",
      "lib/math.h": "",
      "deps/kit/once.h": "",
      "x/twice.h": "",
      "y/twice.h": "",
    }),
    [
      "src/main.c: near.h -> src/near.h",
      "src/main.c: ../src/near.h -> src/near.h",
      "src/main.c: <said.h> -> parts/api/said.h",
      "src/main.c: <string.h> -> parts/api/string.h",
      "src/main.c: <exported.h> -> pub/exported.h",
      "src/main.c: <acme/deep.h> -> include/acme/deep.h",
      "src/main.c: <stdio.h> -> builtin stdio.h",
      "src/main.c: <sys/types.h> -> builtin sys/types.h",
      "src/main.c: <Windows.h> -> builtin Windows.h",
      "src/main.c: <openssl/ssl.h> -> package OpenSSL",
      "src/main.c: <fmt/core.h> -> package pkg:conan/fmt",
      "src/main.c: <boost/any.hpp> -> package boost",
      "src/main.c: config.h -> unresolved made at build time from src/config.h.in",
      "src/main.c: missing.h -> unresolved no file of this repository has this name",
      "src/main.c: gtest/gtest.h -> package gtest",
      "src/main.c: kit/once.h -> deps/kit/once.h",
      "src/main.c: <once.h> -> package once.h",
      "src/main.c: twice.h -> unresolved 2 files end with twice.h, none of them nearest",
      "src/main.c: HEADER -> unresolved the file is named by a macro",
      "src/main.c: sub\\near.h -> src/sub/near.h",
      "src/near.h: math.h -> builtin math.h",
      "src/near.h: <math.h> -> builtin math.h",
      "src/near.h: util.h -> lib/util.h",
      "src/near.h: <util.h> -> builtin util.h",
    ],
  );
});

Deno.test("C edges: include paths of other builds, and C++ modules", () => {
  assert.deepEqual(
    edges({
      "make/Makefile": "CFLAGS = -O2 -I../hidden/make -I$(srcdir)/own -I$(UNKNOWN)/x\n",
      "make/a.c": "#include <m.h>\n#include <o.h>\n",
      "hidden/make/m.h": "",
      "make/own/o.h": "",
      "meson/meson.build": "inc = include_directories('api', 'b')\ndependency('glib-2.0')\n",
      "meson/api/n.h": "",
      "meson/x/a.c": "#include <n.h>\n#include <glib.h>\n",
      "bazel/BUILD.bazel": 'cc_library(name = "x", includes = ["headers"])\n',
      "bazel/headers/z.h": "",
      "bazel/src/a.cc": "#include <z.h>\n",
      "vs/app.vcxproj":
        "<AdditionalIncludeDirectories>$(ProjectDir)common;%(Other)</AdditionalIncludeDirectories>",
      "vs/common/v.h": "",
      "vs/app/a.cpp": "#include <v.h>\n",
      "compile_commands.json": JSON.stringify([{
        directory: "/home/x/repo/build",
        file: "/home/x/repo/db/a.c",
        command: "cc -I/home/x/repo/odd/place -I../up -c a.c",
      }]),
      "db/a.c": "#include <odd.h>\n#include <up.h>\n",
      "odd/place/odd.h": "",
      "up/up.h": "",
      "mod/core.cppm": "export module acme.core;\nimport std;\nimport :part;\n",
      "mod/part.cppm": "export module acme.core:part;\n",
      "mod/impl.cpp": "module acme.core;\n",
      "mod/use.cpp": "import acme.core;\nimport other.thing;\n",
    }),
    [
      "make/a.c: <m.h> -> hidden/make/m.h",
      "make/a.c: <o.h> -> make/own/o.h",
      "meson/x/a.c: <n.h> -> meson/api/n.h",
      "meson/x/a.c: <glib.h> -> package glib-2.0",
      "bazel/src/a.cc: <z.h> -> bazel/headers/z.h",
      "vs/app/a.cpp: <v.h> -> vs/common/v.h",
      "db/a.c: <odd.h> -> odd/place/odd.h",
      "db/a.c: <up.h> -> up/up.h",
      "mod/core.cppm: module std -> builtin std",
      "mod/core.cppm: module acme.core:part -> mod/part.cppm",
      "mod/impl.cpp: module acme.core -> mod/core.cppm",
      "mod/use.cpp: module acme.core -> mod/core.cppm",
      "mod/use.cpp: module other.thing -> package other",
    ],
  );
});
