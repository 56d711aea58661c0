/** What Python files import, define and mean. Long because the language has many forms of each. */
import assert from "node:assert/strict";
import { python } from "../../../lib/analysis/languages/python.ts";
import { factsOf, resolveAll } from "../../support/resolve_all.ts";

const extract = (text: string) => factsOf(python, "Python", text);

function symbols(text: string): string[] {
  return (extract(text).symbols ?? []).map(({ container, name, kind, line, endLine, exported }) =>
    `${line}-${endLine} ${exported ? "+" : "-"}${kind} ${
      container === null ? "" : `${container}.`
    }${name}`
  );
}

/** Edges of a repository as `from:line specifier -> to`. */
function edges(files: Record<string, string>): string[] {
  return resolveAll(python, "Python", files).map((edge) =>
    `${edge.from}:${edge.line} ${edge.specifier} -> ${edge.to ?? `? ${edge.reason}`}`
  );
}

Deno.test("extraction: each form of import, its line, names and kind", () => {
  const { imports } = extract(`from __future__ import annotations
import a.b as c, d . e
from . import x as y, z
from ..p.q import (  # why
    r,
    s as t,
)
from u import *
try:
    import v; import w
except ImportError: v = None
def f():
    from g import h
    return importlib.import_module("i.j"), __import__('k'), import_module(".l", __package__)
`);
  assert.deepEqual(
    imports.map((one) => [one.line, one.specifier, one.kind, one.names?.join(",") ?? null]),
    [
      [1, "__future__", "import", null],
      [2, "a.b", "import", null],
      [2, "d.e", "import", null],
      [3, ".", "import", "x,z"],
      [4, "..p.q", "import", "r,s"],
      [8, "u", "import", "*"],
      [10, "v", "import", null],
      [10, "w", "import", null],
      [13, "g", "import", "h"],
      [14, "i.j", "dynamic", null],
      [14, "k", "dynamic", null],
      [14, ".l", "dynamic", null],
    ],
  );
});

Deno.test("extraction: strings, comments and look-alikes give nothing", () => {
  const { imports } = extract(`"""
import doc
"""
x = "import a"  # import b
y = f"{import_}"
my.import_modules("c"); other("d")
z = b'''
from e import f
'''
`);
  assert.deepEqual(imports, []);
});

Deno.test("extraction: names computed at run time say so", () => {
  const { imports } = extract(
    `import importlib\nimportlib.import_module(name)\n__import__(f"a.{b}")\nimport_module(".x", pkg)\n`,
  );
  assert.deepEqual(imports.slice(1).map((one) => [one.specifier, one.dynamic !== undefined]), [
    ["name", true],
    [`f"a.{b}"`, true],
    [".x", true],
  ]);
});

Deno.test("extraction: only the guarded branch of TYPE_CHECKING is type-only", () => {
  const { imports } = extract(`if TYPE_CHECKING:
    import a
else:
    import b
if typing.TYPE_CHECKING:
    if sys.version_info > (3,):
        import c
if not TYPE_CHECKING:
    import d
`);
  assert.deepEqual(imports.map((one) => [one.specifier, one.typeOnly]), [
    ["a", true],
    ["b", false],
    ["c", true],
    ["d", false],
  ]);
});

Deno.test("extraction: Python 2 and broken files keep what is certain", () => {
  const python2 = extract(
    "import urllib2\nprint `x`, 0777\ntry:\n  import a\nexcept E, e:\n  raise E, 'x'\nexec 'y'\nimport b\n",
  );
  assert.deepEqual(python2.imports.map((one) => one.specifier), ["urllib2", "a", "b"]);
  const open = extract(`import a\nx = 1\n"""never closed\nimport prose\nfrom here import there\n`);
  assert.deepEqual(open.imports.map((one) => one.specifier), ["a"]);
  const half = extract("import a\nfrom b import (c, d\nimport e\n");
  assert.equal(half.imports[0]!.specifier, "a");
  const prose = extract(
    "import x; import y\nSome text import this from that import there\nelse import z\n",
  );
  assert.deepEqual(prose.imports.map((one) => one.specifier), ["x", "y"]);
  const inside = extract("with (a as b:\n   import c # d\nelif:\n  import e");
  assert.deepEqual(inside.imports.map((one) => one.specifier), ["c", "e"]);
  for (const text of ["", "\ufeffimport a\r\n", "\u0000\u0001", "(".repeat(20_000)]) {
    try {
      extract(text);
    } catch (error) {
      assert.equal((error as Error).name, "ParseFailure");
    }
  }
});

Deno.test("definitions: classes, functions and what the module is the first to assign", () => {
  assert.deepEqual(
    symbols(`"""class No: pass"""
LIMIT = 3; _hidden: int = 4
only: int
a, (b, *c), d.e, f[0] = g = lambda x=1: x
a = 2
if x == 1: late = 1
else: other: int = 5
try:
    from y import z
except ImportError:
    z = None

@decorated(
    q=1,
)
class Outer(Base, metaclass=M):
    field = 1

    class Inner[T]:
        async def run(self, x={"a": 1}): return 1
        def _own(self):
            def local(): pass
            class Local: pass

            return local

    def __init__(self): ...
    # trailing
def top(
    a,
): # comment
    text = """
def no(): pass
"""
\tdef inner(): pass
    return f"{a["def no():"]:#x} {'}'}"
async  def \\
    joined(): pass
type Pair[T] = tuple[T,
    T]
`),
    [
      "2-2 +constant LIMIT",
      "2-2 -variable _hidden",
      "4-4 +variable a",
      "4-4 +variable b",
      "4-4 +variable c",
      "4-4 +variable g",
      "6-6 +variable late",
      "7-7 +variable other",
      "11-11 +variable z",
      "16-27 +class Outer",
      "19-25 +class Outer.Inner",
      "20-20 +method Outer.Inner.run",
      "21-25 -method Outer.Inner._own",
      "27-27 +method Outer.__init__",
      "29-36 +function top",
      "38-38 +function joined",
      "39-40 +type Pair",
    ],
  );
});

Deno.test("definitions: __all__ says what is exported, unless it is computed", () => {
  const source = "class A:\n  def m(self): pass\n  def _n(self): pass\ndef b(): pass\n_c = 1\n";
  const exported = (all: string) =>
    (extract(all + source).symbols ?? []).flatMap((one) => one.exported ? [one.name] : []);
  assert.deepEqual(exported(""), ["A", "m", "b"]);
  assert.deepEqual(exported('__all__ = ["b",\n"_c"]\n'), ["b", "_c"]);
  assert.deepEqual(exported("__all__: list[str] = ()\n__all__ += ['A']\n"), ["A", "m"]);
  assert.deepEqual(exported('__all__ = ["b"] + other.__all__\n'), ["__all__", "A", "m", "b"]);
});

Deno.test("extraction: hostile texts cost no more than their length", () => {
  for (
    const part of [
      'f"{',
      "f'{\"",
      "if a: ",
      "a: b: ",
      "class A:\n",
      "(",
      "a = ",
      "a, (",
      "\\\n",
      "from a import (",
      "import a, ",
      "import_module(",
      "import_module(a,",
      "__all__ = [",
      " \t",
      "]\n[",
    ]
  ) {
    for (const text of [part.repeat(50_000), `if a: ${part.repeat(50_000)}`]) {
      try {
        assert.ok(extract(text).imports);
      } catch (error) {
        assert.equal((error as Error).name, "ParseFailure");
      }
    }
  }
  const nested = Array.from({ length: 2_000 }, (_, at) => `${" ".repeat(at)}class A:\n`).join("");
  assert.equal(extract(`${nested}${" ".repeat(2_000)}pass\n`).symbols?.length, 65);
});

Deno.test("lines: docstrings are code, # in strings is no comment", () => {
  const { lines } = extract(`#!/usr/bin/env python
"""Doc

# not a comment
"""

x = "# no"  # yes
    # indented
if x:\t
    pass
`);
  assert.deepEqual(lines, { code: 6, comment: 2, blank: 2 });
});

Deno.test("resolution: relative imports, modules before attributes, packages", () => {
  assert.deepEqual(
    edges({
      "pkg/__init__.py": "from . import m\nfrom .sub import *\nfrom . import _version\n",
      "pkg/m.py": "from . import name, n\nfrom .sub import s, attr\nfrom .. import up\n",
      "pkg/n.py": "from .gone import x\nfrom ....out import y\nimport pkg.sub.s\n",
      "pkg/sub/__init__.py": "attr = 1\n",
      "pkg/sub/s.py": "from ..m import x\nfrom pkg import sub, name\nimport pkg.none\n",
      "up.py": "",
    }),
    [
      "pkg/__init__.py:1 .m -> pkg/m.py",
      "pkg/__init__.py:2 .sub -> pkg/sub/__init__.py",
      "pkg/__init__.py:3 . -> ? no module pkg/_version.py or package of that name",
      "pkg/m.py:1 .n -> pkg/n.py",
      "pkg/m.py:1 . -> pkg/__init__.py",
      "pkg/m.py:2 .sub.s -> pkg/sub/s.py",
      "pkg/m.py:2 .sub -> pkg/sub/__init__.py",
      "pkg/m.py:3 ..up -> up.py",
      "pkg/n.py:1 .gone -> ? no module pkg/gone.py or package of that name",
      "pkg/n.py:2 ....out -> ? the relative import leaves the repository",
      "pkg/n.py:3 pkg.sub.s -> pkg/sub/s.py",
      "pkg/sub/s.py:1 ..m -> pkg/m.py",
      "pkg/sub/s.py:2 pkg.sub -> pkg/sub/__init__.py",
      "pkg/sub/s.py:2 pkg -> pkg/__init__.py",
      "pkg/sub/s.py:3 pkg.none -> ? no module pkg.none in this repository's pkg/__init__.py",
    ],
  );
});

Deno.test("resolution: src layout, declared roots, tests beside it, scripts beside their modules", () => {
  assert.deepEqual(
    edges({
      "pyproject.toml": `[tool.setuptools.packages.find]\nwhere = ["lib"]\n[build-system]\n`,
      "src/app/__init__.py": "",
      "src/app/core.py": "import app\n",
      "lib/tool/__init__.py": "",
      "tests/test_app.py": "from app.core import x\nimport tool\nimport helper\nimport lib.tool\n",
      "tests/helper.py": "",
      "scripts/run.py": "#!/usr/bin/env python3\nimport parts.one\nimport nothing\n",
      "scripts/parts/one.py": "from parts import two\nimport parts.two\n",
      "scripts/parts/two.py": "",
    }),
    [
      "src/app/core.py:1 app -> src/app/__init__.py",
      "tests/test_app.py:1 app.core -> src/app/core.py",
      "tests/test_app.py:2 tool -> lib/tool/__init__.py",
      "tests/test_app.py:3 helper -> tests/helper.py",
      "tests/test_app.py:4 lib.tool -> lib/tool/__init__.py",
      "scripts/run.py:2 parts.one -> scripts/parts/one.py",
      "scripts/run.py:3 nothing -> pkg:pypi/nothing",
      "scripts/parts/one.py:1 parts.two -> scripts/parts/two.py",
      "scripts/parts/one.py:2 parts.two -> scripts/parts/two.py",
    ],
  );
});

Deno.test("resolution: in a monorepo the nearest root wins, siblings are found, fixtures are not", () => {
  assert.deepEqual(
    edges({
      "a/pyproject.toml": `[project]\nname = "a"\ndependencies = ["b", "only-fixture"]\n`,
      "a/src/a/__init__.py": "import common\nimport b.x\nimport only_fixture\nimport loose\n",
      "a/src/common/__init__.py": "",
      "b/pyproject.toml": `[project]\nname = "b"\n`,
      "b/src/b/__init__.py": "import common\n",
      "b/src/b/x.py": "",
      "b/src/common/__init__.py": "",
      "tests/fixtures/f/setup.py": `setup(name="only-fixture")\n`,
      "tests/fixtures/f/only_fixture/__init__.py": "",
    }).filter((edge) => !edge.startsWith("tests/")),
    [
      "a/src/a/__init__.py:1 common -> a/src/common/__init__.py",
      "a/src/a/__init__.py:2 b.x -> b/src/b/x.py",
      "a/src/a/__init__.py:3 only_fixture -> pkg:pypi/only-fixture",
      "a/src/a/__init__.py:4 loose -> pkg:pypi/loose",
      "b/src/b/__init__.py:1 common -> b/src/common/__init__.py",
    ],
  );
});

Deno.test("resolution: namespace packages; a bare directory does not hide a package", () => {
  assert.deepEqual(
    edges({
      "requirements.txt": "docker\n",
      "ns/one/mod.py": "import ns.two.other\nfrom ns.two import other, gone\n",
      "ns/two/whole.py": "from ns import one\nimport ns.one\n",
      "ns/two/other.py": "import docker\nfrom docker import Client\nimport ns.three\n",
      "docker/Dockerfile": "FROM x\n",
    }),
    [
      "ns/one/mod.py:1 ns.two.other -> ns/two/other.py",
      "ns/one/mod.py:2 ns.two.other -> ns/two/other.py",
      "ns/one/mod.py:2 ns.two -> ? ns/two has no __init__.py and no module gone",
      "ns/two/whole.py:1 ns -> ? a namespace package in ns, which has no file of its own",
      "ns/two/whole.py:2 ns.one -> ? a namespace package in ns, which has no file of its own",
      "ns/two/other.py:1 docker -> pkg:pypi/docker",
      "ns/two/other.py:2 docker -> pkg:pypi/docker",
      "ns/two/other.py:3 ns.three -> pkg:pypi/ns",
    ],
  );
});

Deno.test("resolution: the standard library wins but where Python starts in the file's directory", () => {
  assert.deepEqual(
    edges({
      "pyproject.toml": `[project]\nname = "app"\n`,
      "src/app/__init__.py":
        "import logging\nimport os.path\nimport distutils.core\nimport urllib2\n",
      "src/logging/__init__.py": "",
      "test/__init__.py": "",
      "test/util.py": "from test.support import x\nfrom test import base\nimport queue\n",
      "test/base.py": "",
      "tools/queue.py": "",
      "tools/random.py":
        "import random\nimport queue\nimport sys\nif __name__ == '__main__':\n  pass\n",
      "tools/sys.py": "",
    }),
    [
      "src/app/__init__.py:1 logging -> logging",
      "src/app/__init__.py:2 os.path -> os",
      "src/app/__init__.py:3 distutils.core -> distutils",
      "src/app/__init__.py:4 urllib2 -> urllib2",
      "test/util.py:1 test.support -> ? no module test.support in this repository's test/__init__.py",
      "test/util.py:2 test.base -> test/base.py",
      "test/util.py:3 queue -> queue",
      "tools/random.py:1 random -> random",
      "tools/random.py:2 queue -> tools/queue.py",
      "tools/random.py:3 sys -> sys",
    ],
  );
});

Deno.test("resolution: import names are translated to distributions, declared ones first", () => {
  const source = [
    "yaml",
    "cv2",
    "PIL.Image",
    "google.cloud.storage",
    "google.protobuf",
    "dateutil",
    "Foo_Bar",
    "magic",
    "ruamel.yaml",
    "zope.interface.declarations",
    "azure.storage.blob",
    "google.cloud",
    "win32file",
    "_typeshed",
  ].map((name) => `import ${name}\n`).join("");
  const files = {
    "requirements.txt": "opencv-python-headless\ngoogle-cloud-storage\nfoo.bar\n",
    "a.py": source,
  };
  assert.deepEqual(edges(files).map((edge) => edge.split(" -> ")[1]), [
    "pkg:pypi/pyyaml",
    "pkg:pypi/opencv-python-headless",
    "pkg:pypi/pillow",
    "pkg:pypi/google-cloud-storage",
    "pkg:pypi/protobuf",
    "pkg:pypi/python-dateutil",
    "pkg:pypi/foo-bar",
    "pkg:pypi/python-magic",
    "pkg:pypi/ruamel-yaml",
    "pkg:pypi/zope-interface",
    "pkg:pypi/azure-storage-blob",
    "pkg:pypi/google-cloud",
    "pkg:pypi/pywin32",
    "_typeshed",
  ]);
});

Deno.test("resolution: a source is preferred to its stub, a stub to nothing", () => {
  assert.deepEqual(
    edges({
      "p/__init__.py": "from . import both, stub\n",
      "p/both.py": "",
      "p/both.pyi": "",
      "p/stub.pyi": "",
    }),
    ["p/__init__.py:1 .both -> p/both.py", "p/__init__.py:1 .stub -> p/stub.pyi"],
  );
});

Deno.test("extraction: deep nesting costs no more than its length", () => {
  const deep = 2_000;
  const text = `x = ${"(".repeat(deep)}${`__import__("a"),`.repeat(5_000)}${")".repeat(deep)}\n`;
  assert.equal(extract(text).imports.length, 5_000);
});
