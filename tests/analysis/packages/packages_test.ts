import assert from "node:assert/strict";
import { MapPackage } from "../../../lib/domain/wire/system_map.ts";
import { isPackageManifest, readPackages } from "../../../lib/analysis/packages/mod.ts";
import { viewOf } from "../../support/repository_view.ts";

type Row = [name: string, requirement: string | null, resolved: string | null, scope: string];

function read(files: Record<string, string>): MapPackage[] {
  for (const path of Object.keys(files)) assert.ok(isPackageManifest(path), path);
  return readPackages(viewOf(files)).map((one) => MapPackage.parse(one));
}

function rows(pkg: MapPackage | undefined): Row[] {
  return pkg!.dependencies.map((d) => [d.name, d.requirement, d.resolved, d.scope]);
}

Deno.test("package.json: every scope, alias, workspace and git requirement, with lines", () => {
  const [pkg] = read({
    "package.json": `{
  "name": "@acme/app", "version": "1.2.3",
  "dependencies": {
    "react": "^18.0.0",
    "old": "npm:@scope/new@^2",
    "mine": "workspace:*",
    "forked": "git+https://example.com/forked.git",
    "short": "owner/repo#main",
    "folder": "file:../folder"
  },
  "devDependencies": { "vitest": "~1.0.0" },
  "peerDependencies": { "react": ">=17" },
  "optionalDependencies": { "fsevents": "2" }
}
`,
  });
  assert.equal(pkg!.name, "@acme/app");
  assert.equal(pkg!.version, "1.2.3");
  assert.deepEqual(pkg!.dependencies.map((d) => [d.name, d.scope, d.purl, d.line]), [
    ["folder", "runtime", null, 9],
    ["forked", "runtime", null, 7],
    ["fsevents", "optional", "pkg:npm/fsevents", 13],
    ["mine", "runtime", "pkg:npm/mine", 6],
    ["old", "runtime", "pkg:npm/%40scope/new", 5],
    ["react", "runtime", "pkg:npm/react", 4],
    ["react", "peer", "pkg:npm/react", 12],
    ["short", "runtime", null, 8],
    ["vitest", "development", "pkg:npm/vitest", 11],
  ]);
});

const NPM = `{"dependencies":{"a":"^1.0.0","@s/b":"~2.0.0"}}`;
const NPM_LOCKS: [string, string][] = [
  [
    "package-lock.json",
    `{"lockfileVersion":1,"dependencies":{"a":{"version":"1.4.0"},"@s/b":{"version":"2.0.9"}}}`,
  ],
  [
    "package-lock.json",
    `{"lockfileVersion":3,"packages":{"":{},"node_modules/a":{"version":"1.4.0"},"node_modules/@s/b":{"version":"2.0.9"}}}`,
  ],
  [
    "yarn.lock",
    `# yarn lockfile v1\n\n"@s/b@~2.0.0":\n  version "2.0.9"\n  dependencies:\n    a "^0.1.0"\n\na@^0.1.0, a@^1.0.0:\n  version "1.4.0"\n  resolved "x"\n`,
  ],
  [
    "yarn.lock",
    `__metadata:\n  version: 8\n\n"@s/b@npm:~2.0.0":\n  version: 2.0.9\n  linkType: hard\n\n"a@npm:^0.9.0, a@npm:^1.0.0":\n  version: 1.4.0\n`,
  ],
  [
    "pnpm-lock.yaml",
    `lockfileVersion: 5.4\n\nspecifiers:\n  a: ^1.0.0\n\ndependencies:\n  a: 1.4.0_react@18.0.0\n  '@s/b': 2.0.9\n\npackages:\n\n  /a/1.4.0:\n    dev: false\n`,
  ],
  [
    "pnpm-lock.yaml",
    `lockfileVersion: '9.0'\n\nimporters:\n\n  .:\n    dependencies:\n      a:\n        specifier: ^1.0.0\n        version: 1.4.0(react@18.0.0)\n      '@s/b':\n        specifier: ~2.0.0\n        version: 2.0.9\n\npackages:\n\n  a@1.4.0:\n    resolution: {integrity: x}\n`,
  ],
  [
    "bun.lock",
    `{"workspaces":{"":{"name":"x"},},"packages":{"a":["a@1.4.0","",{}],"@s/b":["@s/b@2.0.9"],}}`,
  ],
];
for (const [file, lock] of NPM_LOCKS) {
  const format = lock.slice(0, 24).replace(/\s+/g, " ");
  Deno.test(`package.json: versions resolved by ${file} (${format}…)`, () => {
    const [pkg] = read({ "package.json": NPM, [file]: lock });
    assert.deepEqual(rows(pkg), [
      ["@s/b", "~2.0.0", "2.0.9", "runtime"],
      ["a", "^1.0.0", "1.4.0", "runtime"],
    ]);
    assert.equal(pkg!.dependencies[0]!.purl, "pkg:npm/%40s/b@2.0.9");
  });
}

Deno.test("package.json: a workspace member reads its own place in the lock file above it", () => {
  const packages = read({
    "package.json": `{"workspaces":["packages/*"],"dependencies":{"a":"^1.0.0"}}`,
    "packages/one/package.json": `{"name":"one","dependencies":{"a":"^2.0.0","two":"*"}}`,
    "package-lock.json":
      `{"packages":{"node_modules/a":{"version":"1.9.0"},"packages/one/node_modules/a":{"version":"2.1.0"},"node_modules/two":{"link":true,"resolved":"packages/two"}}}`,
  });
  assert.deepEqual(packages.map(rows), [
    [["a", "^1.0.0", "1.9.0", "runtime"]],
    [["a", "^2.0.0", "2.1.0", "runtime"], ["two", "*", null, "runtime"]],
  ]);
});

Deno.test("deno.json: npm, jsr and https imports, scopes, deno.lock v5 and v3", () => {
  const manifest = `{ // comment
  "name": "@acme/x", "version": "0.1.0",
  "imports": {
    "hono": "npm:hono@^4.0.0",
    "@std/path": "jsr:@std/path@1",
    "~/": "./src/",
    "oak": "https://deno.land/x/oak@v12/mod.ts",
  },
  "scopes": { "./a/": { "zod": "npm:/zod@3/v4" } }
}`;
  for (
    const lock of [
      `{"version":"5","specifiers":{"npm:hono@4":"9","npm:hono@^4.0.0":"4.6.1","jsr:@std/path@1":"1.0.8","npm:zod@3":"3.2.1_x@1"}}`,
      `{"version":"3","packages":{"specifiers":{"npm:hono@^4.0.0":"npm:hono@4.6.1","jsr:@std/path@1":"jsr:@std/path@1.0.8","npm:zod@3":"npm:zod@3.2.1"}}}`,
    ]
  ) {
    const [pkg] = read({ "deno.jsonc": manifest, "deno.lock": lock });
    assert.equal(pkg!.ecosystem, "deno");
    assert.deepEqual(
      pkg!.dependencies.map((d) => [d.name, d.purl, d.requirement, d.resolved, d.line]),
      [
        ["deno.land/x/oak@v12/mod.ts", null, "https://deno.land/x/oak@v12/mod.ts", null, 7],
        ["hono", "pkg:npm/hono@4.6.1", "^4.0.0", "4.6.1", 4],
        ["jsr:@std/path", null, "1", "1.0.8", 5],
        ["zod", "pkg:npm/zod@3.2.1", "3", "3.2.1", 9],
      ],
    );
  }
});

Deno.test("pyproject.toml: PEP 621, extras, groups, build, with uv.lock", () => {
  const [pkg] = read({
    "pyproject.toml": `[build-system]
requires = ["hatchling>=1"]

[project]
name = "My.App"
version = "2.0"
dependencies = [
  "Django>=4.2,<5", # web
  "requests[socks] ~= 2.31 ; python_version > '3.8'",
  "private @ https://example.com/private.whl",
]
[project.optional-dependencies]
s3 = ["boto3"]
all = ["my-app[s3]"]

[dependency-groups]
dev = ["pytest>=8", {include-group = "lint"}]
lint = ["ruff"]
`,
    "uv.lock": `version = 1

[[package]]
name = "django"
version = "4.2.11"

[[package]]
name = "boto3"
version = "1.0"

[[package]]
name = "boto3"
version = "2.0"
`,
  });
  assert.equal(pkg!.name, "My.App");
  assert.deepEqual(pkg!.dependencies.map((d) => [d.name, d.purl, d.requirement, d.scope, d.line]), [
    ["Django", "pkg:pypi/django@4.2.11", ">=4.2,<5", "runtime", 8],
    ["boto3", "pkg:pypi/boto3", null, "optional", 13],
    ["hatchling", "pkg:pypi/hatchling", ">=1", "build", 2],
    ["private", null, "@ https://example.com/private.whl", "runtime", 10],
    ["pytest", "pkg:pypi/pytest", ">=8", "development", 17],
    ["requests", "pkg:pypi/requests", "~= 2.31 ; python_version > '3.8'", "runtime", 9],
    ["ruff", "pkg:pypi/ruff", null, "development", 18],
  ]);
});

Deno.test("pyproject.toml: Poetry with groups and poetry.lock; tool settings alone are no package", () => {
  const packages = read({
    "pyproject.toml": `[tool.poetry]
name = "app"
version = "1"
[tool.poetry.dependencies]
python = "^3.11"
flask = "^3.0"
celery = { version = "^5", optional = true }
local = { path = "../local" }
[tool.poetry.group.dev.dependencies]
pytest = "*"
`,
    "poetry.lock": `[[package]]\nname = "flask"\nversion = "3.0.2"\n`,
    "tools/pyproject.toml": `[tool.ruff]\nline-length = 100\n`,
  });
  assert.equal(packages.length, 1);
  assert.deepEqual(
    packages[0]!.dependencies.map((d) => [d.name, d.purl, d.resolved, d.scope, d.line]),
    [
      ["celery", "pkg:pypi/celery", null, "optional", 7],
      ["flask", "pkg:pypi/flask@3.0.2", "3.0.2", "runtime", 6],
      ["local", null, null, "runtime", 8],
      ["pytest", "pkg:pypi/pytest", null, "development", 10],
    ],
  );
});

Deno.test("requirements files: pins, hashes, markers, options, continuations, URLs", () => {
  const packages = read({
    "requirements.txt": `# base
-r requirements/base.txt
--index-url https://example.com/simple
Flask==3.0.0
uvicorn[standard]>=0.20 ; python_version >= "3.8"  # server
certifi==2024.1.1 \\
    --hash=sha256:aa \\
    --hash=sha256:bb
-e git+https://example.com/x.git#egg=my_tool
tool @ git+https://example.com/tool.git
./local
`,
    "requirements/dev.txt": "pytest\n",
  });
  assert.deepEqual(
    packages[0]!.dependencies.map((d) => [d.name, d.purl, d.requirement, d.resolved, d.line]),
    [
      ["Flask", "pkg:pypi/flask", "==3.0.0", null, 4],
      ["certifi", "pkg:pypi/certifi@2024.1.1", "==2024.1.1", "2024.1.1", 6],
      ["my_tool", null, "git+https://example.com/x.git#egg=my_tool", null, 9],
      ["tool", null, "@ git+https://example.com/tool.git", null, 10],
      ["uvicorn", "pkg:pypi/uvicorn", `>=0.20 ; python_version >= "3.8"`, null, 5],
    ],
  );
  assert.deepEqual(rows(packages[1]), [["pytest", null, null, "development"]]);
});

Deno.test("setup.cfg, setup.py and Pipfile: literals only, nothing is run", () => {
  const packages = read({
    "a/setup.cfg": `[metadata]
name = cfgapp
version = attr: cfgapp.__version__
[options]
install_requires =
    numpy>=1.20; python_version > "3"
    # comment
    scipy
[options.extras_require]
dev =
    black
`,
    "b/setup.py": `from setuptools import setup
NAME = "no"
setup(
    name="pyapp",
    version=get_version(),
    install_requires=[
        "six>=1.0",  # old
        'attrs',
    ],
    tests_require=["nose"] + EXTRA,
    extras_require={"x": ["y"]},
)
`,
    "c/setup.py": `setup(name="dyn", install_requires=[read("x"), "skipped"])`,
    "d/Pipfile":
      `[[source]]\nurl = "https://pypi.org/simple"\n[packages]\nflask = "*"\n[dev-packages]\nmypy = {version = "==1.0"}\n`,
    "d/Pipfile.lock": `{"_meta":{},"default":{"flask":{"version":"==3.0.1"}}}`,
  });
  assert.deepEqual(packages.map((p) => [p.path, p.name, p.version]), [
    ["a/setup.cfg", "cfgapp", null],
    ["b/setup.py", "pyapp", null],
    ["c/setup.py", "dyn", null],
    ["d/Pipfile", null, null],
  ]);
  assert.deepEqual(rows(packages[0]), [
    ["black", null, null, "optional"],
    ["numpy", `>=1.20; python_version > "3"`, null, "runtime"],
    ["scipy", null, null, "runtime"],
  ]);
  assert.deepEqual(packages[1]!.dependencies.map((d) => [d.name, d.scope, d.line]), [
    ["attrs", "runtime", 8],
    ["nose", "development", 10],
    ["six", "runtime", 7],
  ]);
  assert.deepEqual(rows(packages[2]), []);
  assert.deepEqual(rows(packages[3]), [
    ["flask", "*", "3.0.1", "runtime"],
    ["mypy", "==1.0", null, "development"],
  ]);
});

Deno.test("go.mod: blocks, indirect, replace by module and by directory", () => {
  const [pkg] = read({
    "go.mod": `module example.com/app // the app

go 1.22

require github.com/gin-gonic/gin v1.9.1
require (
	golang.org/x/text v0.14.0 // indirect
	"example.com/local" v0.0.0
	github.com/old/lib v1.0.0
)
replace example.com/local => ./local
replace github.com/old/lib v1.0.0 => github.com/new/lib v1.1.0
`,
  });
  assert.equal(pkg!.name, "example.com/app");
  assert.deepEqual(
    pkg!.dependencies.map((d) => [d.name, d.purl, d.requirement, d.resolved, d.scope, d.line]),
    [
      ["example.com/local", "pkg:golang/example.com/local", "v0.0.0", null, "runtime", 8],
      [
        "github.com/gin-gonic/gin",
        "pkg:golang/github.com/gin-gonic/gin@v1.9.1",
        "v1.9.1",
        "v1.9.1",
        "runtime",
        5,
      ],
      [
        "github.com/old/lib",
        "pkg:golang/github.com/new/lib@v1.1.0",
        "v1.0.0",
        "v1.1.0",
        "runtime",
        9,
      ],
      [
        "golang.org/x/text",
        "pkg:golang/golang.org/x/text@v0.14.0",
        "v0.14.0",
        "v0.14.0",
        "indirect",
        7,
      ],
    ],
  );
});

Deno.test("malformed manifests are listed with what can be read, and never throw", () => {
  const packages = read({
    "a/package.json": `{"name":"half","dependencies":{"x":"1"`,
    "b/package.json": "",
    "c/package.json": `[`.repeat(100_000),
    "d/package.json": `{"name":5,"dependencies":["x"],"devDependencies":{"y":{"z":1}}}`,
    "e/pyproject.toml": `[project]\nname = "ok"\ndependencies = ["a"]\n[tool.x]\nbroken = = 1\n`,
    "f/pyproject.toml": `[[[[`,
    "g/go.mod": "require (\n)\n)\nreplace => =>\nmodule",
    "h/setup.py": "setup(name=",
    "i/deno.json": `{"imports":{"__proto__":"npm:x@1","a":"npm:@@@"}}`,
    "j/package.json": `{"dependencies":{"x":"1","constructor":"2"}}`,
    "j/package-lock.json": "{",
    "j/yarn.lock": "<<<<<<< HEAD\n:\n  version\n",
    "j/pnpm-lock.yaml": "importers:\n  .: [&a\n",
    "k/requirements.txt": "\u0000\n===\n@\n-e\n",
  });
  assert.equal(packages.length, 11);
  const byPath = new Map(packages.map((p) => [p.path, p]));
  assert.deepEqual(rows(byPath.get("a/package.json")), [["x", "1", null, "runtime"]]);
  assert.equal(byPath.get("a/package.json")!.name, "half");
  assert.deepEqual(rows(byPath.get("e/pyproject.toml")), [["a", null, null, "runtime"]]);
  assert.deepEqual(byPath.get("c/package.json")!.dependencies, []);
  assert.equal(byPath.get("j/package.json")!.dependencies.length, 2);
});

Deno.test("manifests of installed and vendored copies are not packages of the repository", () => {
  assert.equal(isPackageManifest("node_modules/x/package.json"), false);
  assert.equal(isPackageManifest("a/vendor/y/go.mod"), false);
  assert.deepEqual(readPackages(viewOf({ "node_modules/x/package.json": "{}" })), []);
});

Deno.test("manifests made to cost time end at once", () => {
  const many = (count: number, line: (n: number) => string) =>
    Array.from({ length: count }, (_, n) => line(n)).join("");
  const files = {
    "a/requirements.txt": `x${" ".repeat(500_000)}y\n`,
    "b/setup.cfg": `[options]\nk${" ".repeat(500_000)}\ninstall_requires = ;a${
      " ".repeat(500_000)
    }b\n`,
    "c/setup.py": `setup(${"\n".repeat(500_000)}${"package_dir={".repeat(20_000)}`,
    "d/pyproject.toml": `[project]\ndependencies = [\n${many(20_000, (n) => `"p${n}",\n`)}]\n`,
    "e/deno.json": `{"scopes":{${many(20_000, (n) => `"./${n}":{},`)}"x":{}}}`,
    "f/go.mod": `require (${" (".repeat(100_000)}`,
  };
  const packages = read(files);
  assert.equal(packages.length, 6);
  assert.equal(packages[3]!.dependencies.length, 20_000);
});
