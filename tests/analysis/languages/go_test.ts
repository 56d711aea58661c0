import assert from "node:assert/strict";
import { go } from "../../../lib/analysis/languages/go.ts";
import { factsOf, resolveAll } from "../../support/resolve_all.ts";

const extract = (text: string) => factsOf(go, "Go", text);

function symbols(text: string): string[] {
  return (extract(text).symbols ?? []).map(({ container, name, kind, line, endLine, exported }) =>
    `${line}-${endLine} ${exported ? "+" : "-"}${kind} ${
      container === null ? "" : `${container}.`
    }${name}`
  );
}

function edges(files: Record<string, string>): string[] {
  return resolveAll(go, "Go", files).map((edge) =>
    `${edge.from}:${edge.line} ${edge.specifier} -> ${edge.to ?? `? ${edge.reason}`}`
  );
}

/** A Go file of a package that imports paths, one a line from line 3 on. */
function file(name: string, ...imports: string[]): string {
  return `package ${name}\nimport (\n${imports.map((path) => `\t"${path}"\n`).join("")})\n`;
}

Deno.test("extraction: single, grouped, aliased, blank, dot, raw and cgo imports", () => {
  const { imports, extra } = extract(`// Copyright

//go:build linux && !cgo

package foo // import "not/this"

import "C"
import fm "fmt"
import (
	. "a/b" // c
	_ \`raw/path\`
	"x.org/y"; "z"
)
var s = \`
import "no"
\`
`);
  assert.deepEqual(imports.map((one) => [one.line, one.specifier, one.kind]), [
    [7, "C", "import"],
    [8, "fmt", "import"],
    [10, "a/b", "import"],
    [11, "raw/path", "import"],
    [12, "x.org/y", "import"],
    [12, "z", "import"],
  ]);
  assert.deepEqual(extra, { package: "foo", build: "linux && !cgo" });
});

Deno.test("extraction: broken files keep what is certain", () => {
  const broken = extract(`package a\nimport "fmt"\nfunc f( {\n\timport "no"\n}\n`);
  assert.deepEqual(broken.imports.map((one) => one.specifier), ["fmt"]);
  assert.throws(() => extract("<<<<<<< garbage ((("), { name: "ParseFailure" });
  assert.deepEqual(extract("").imports, []);
});

Deno.test("definitions: functions, methods of their receivers, types, constants and variables", () => {
  assert.deepEqual(
    symbols(`package a

func Top[T any](x T) (y struct{ a int }, e interface{}) {
	type local struct{}
	const inner = 1
}
func asm(x int) map[string]struct{}
func (r *Ring[K, V]) Push(v V) struct{ n int } { return }
func (Ring[K, V]) pop()
func one() {}; func two() {}
type (
	Ring[K comparable, V any] struct {
		field K
	}
	reader interface {
		Read(p []byte) (n int, err error)
		close()
		~int | string
		Other
	}; Alias = []struct{}
	Sized [Length]struct{}
	Fn func(
		a int,
	) error
)
type Set[T ~int] interface{ Has(T) bool }
const Length, short = 1 +
	2, 3
const (
	_ = iota
	Red
	green // last
)
var x, Y = func() int {
	var z int
	return z
}(), "a"
var _ = \`var no int\`
`),
    [
      "3-6 +function Top",
      "7-7 -function asm",
      "8-8 +method Ring.Push",
      "9-9 -method Ring.pop",
      "10-10 -function one",
      "10-10 -function two",
      "12-14 +struct Ring",
      "15-20 -interface reader",
      "16-16 +method reader.Read",
      "17-17 -method reader.close",
      "20-20 +type Alias",
      "21-21 +type Sized",
      "22-24 +type Fn",
      "26-26 +interface Set",
      "26-26 +method Set.Has",
      "27-28 +constant Length",
      "27-28 -constant short",
      "31-31 +constant Red",
      "32-32 -constant green",
      "34-37 -variable x",
      "34-37 +variable Y",
    ],
  );
});

Deno.test("definitions: hostile and broken files cost no more than their length", () => {
  assert.deepEqual(symbols("package a\nfunc ok() {}\nfunc broken( {\nfunc next() {}\n"), [
    "2-2 -function ok",
    "3-3 -function broken",
    "4-4 -function next",
  ]);
  for (
    const part of ["func ", "type a ", "type (\n", "const (\na,", "import (", '"', "type a[", "[a"]
  ) {
    try {
      assert.ok(extract(`package a\n${part.repeat(100_000)}`).imports);
    } catch (error) {
      assert.equal((error as Error).name, "ParseFailure");
    }
  }
  const nested = `package a\ntype T ${"interface{ m() ".repeat(20_000)}${"}".repeat(20_000)}\n`;
  assert.deepEqual(symbols(nested), ["2-2 +interface T", "2-2 -method T.m"]);
});

Deno.test("lines: comments are not found in strings, nor strings in comments", () => {
  const { lines } = extract(`package a // code

/* block
   "x"

*/ var b = "// code"
/* c */ // d
var r = \`
// code
/* code */
\`
`);
  assert.deepEqual(lines, { code: 6, comment: 3, blank: 2 });
});

Deno.test("a package import gives an edge to each of its buildable non-test files", () => {
  assert.deepEqual(
    edges({
      "go.mod": "module example.com/app\n",
      "main.go": file("main", "example.com/app/lib", "example.com/app/internal/x", "fmt", "C"),
      "lib/a.go": "package lib\n",
      "lib/a_test.go": file("lib_test", "example.com/app/lib"),
      "lib/b_windows.go": "package lib\n",
      "lib/c.go": "//go:build tools\n\npackage lib\n",
      "lib/gen.go": "//go:build ignore\n\npackage lib\n",
      "lib/old.go": "// Copyright\n\n// +build ignore\n\npackage lib\n",
      "lib/prog.go": "package main\n",
      "lib/_skip.go": "package lib\n",
      "lib/doc.go": "package documentation\n",
      "internal/x/x.go": "package x\n",
    }),
    [
      "main.go:3 example.com/app/lib -> lib/a.go",
      "main.go:3 example.com/app/lib -> lib/b_windows.go",
      "main.go:3 example.com/app/lib -> lib/c.go",
      "main.go:4 example.com/app/internal/x -> internal/x/x.go",
      "main.go:5 fmt -> fmt",
      "main.go:6 C -> C",
      "lib/a_test.go:3 example.com/app/lib -> lib/a.go",
      "lib/a_test.go:3 example.com/app/lib -> lib/b_windows.go",
      "lib/a_test.go:3 example.com/app/lib -> lib/c.go",
    ],
  );
});

Deno.test("nested modules, replace and go.work: the longest module path wins", () => {
  assert.deepEqual(
    edges({
      "go.work": "go 1.22\nuse (\n\t./app\n\t./lib\n)\nreplace other.org/w => ./work\n",
      "app/go.mod": `module example.com/app
require (
	example.com/lib v1.0.0
	github.com/gin-gonic/gin v1.9.1
	github.com/aws/sdk/service/s3 v1.0.0
	github.com/aws/sdk v1.0.0
)
replace forked.org/f => ../fork
`,
      "app/main.go": file(
        "main",
        "example.com/lib/v",
        "example.com/app/sub/deep",
        "forked.org/f/p",
        "other.org/w",
        "github.com/gin-gonic/gin/binding",
        "github.com/aws/sdk/service/s3/types",
        "github.com/un/known/pkg",
        "golang.org/x/text/language",
        "example.com/app/missing",
        "nodot/pkg",
      ),
      "app/sub/go.mod": "module example.com/app/sub\n",
      "app/sub/deep/d.go": "package deep\n",
      "lib/go.mod": "module example.com/lib\n",
      "lib/v/v.go": "package v\n",
      "fork/go.mod": "module renamed.org/fork\n",
      "fork/p/p.go": "package p\n",
      "work/w.go": "package w\n",
    }),
    [
      "app/main.go:3 example.com/lib/v -> lib/v/v.go",
      "app/main.go:4 example.com/app/sub/deep -> app/sub/deep/d.go",
      "app/main.go:5 forked.org/f/p -> fork/p/p.go",
      "app/main.go:6 other.org/w -> work/w.go",
      "app/main.go:7 github.com/gin-gonic/gin/binding -> pkg:golang/github.com/gin-gonic/gin",
      "app/main.go:8 github.com/aws/sdk/service/s3/types -> pkg:golang/github.com/aws/sdk/service/s3",
      "app/main.go:9 github.com/un/known/pkg -> pkg:golang/github.com/un/known",
      "app/main.go:10 golang.org/x/text/language -> pkg:golang/golang.org/x/text",
      "app/main.go:11 example.com/app/missing -> ? no Go files in app/missing, where module example.com/app has it",
      "app/main.go:12 nodot/pkg -> ? neither in the standard library nor in a module of this repository",
    ],
  );
});

Deno.test("a module named like the standard library, vendoring, same paths, testdata", () => {
  assert.deepEqual(
    edges({
      "go.mod": "module net\nrequire github.com/v/lib v1.0.0\n",
      "main.go": file("main", "net/inner", "io", "github.com/v/lib", "hidden.org/h"),
      "inner/i.go": "package inner\n",
      "vendor/github.com/v/lib/l.go": "package lib\n",
      "testdata/m/go.mod": "module hidden.org/h\n",
      "testdata/m/h.go": "package h\n",
      "one/go.mod": "module same\n",
      "one/x/x.go": "package x\n",
      "one/main.go": file("main", "same/x"),
      "two/go.mod": "module same\n",
      "two/x/x.go": "package x\n",
      "two/main.go": file("main", "same/x"),
    }),
    [
      "main.go:3 net/inner -> inner/i.go",
      "main.go:4 io -> io",
      "main.go:5 github.com/v/lib -> vendor/github.com/v/lib/l.go",
      "main.go:6 hidden.org/h -> pkg:golang/hidden.org/h",
      "one/main.go:3 same/x -> one/x/x.go",
      "two/main.go:3 same/x -> two/x/x.go",
    ],
  );
});

Deno.test("without go.mod only relative and vendored imports name files", () => {
  assert.deepEqual(
    edges({
      "a/a.go": file("a", "./sub", "../../out", "me.org/a/sub", "github.com/v/lib", "os"),
      "a/sub/s.go": "package sub\n",
      "vendor/github.com/v/lib/l.go": "package lib\n",
    }),
    [
      "a/a.go:3 ./sub -> a/sub/s.go",
      "a/a.go:4 ../../out -> ? the relative import leaves the repository",
      "a/a.go:5 me.org/a/sub -> pkg:golang/me.org/a/sub",
      "a/a.go:6 github.com/v/lib -> vendor/github.com/v/lib/l.go",
      "a/a.go:7 os -> os",
    ],
  );
});
