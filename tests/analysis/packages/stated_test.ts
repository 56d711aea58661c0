import assert from "node:assert/strict";
import { declaredPackages, dependencyRows } from "../../support/declared_packages.ts";

function licenseOf(path: string, text: string): string | null {
  return declaredPackages({ [path]: text })[0]!.license;
}

const STATED: [path: string, text: string, license: string | null][] = [
  ["package.json", '{"license":"MIT"}', "MIT"],
  ["package.json", '{"license":"(MIT OR Apache-2.0)"}', "(MIT OR Apache-2.0)"],
  ["package.json", '{"license":{"type":"BSD","url":"x"}}', "BSD"],
  ["package.json", '{"licenses":[{"type":"MIT"},{"type":"GPL-2.0"}]}', "MIT OR GPL-2.0"],
  ["package.json", '{"license":["MIT","ISC"]}', "MIT OR ISC"],
  ["package.json", '{"license":7}', null],
  ["deno.json", '{"license":"MIT"}', "MIT"],
  ["pyproject.toml", '[project]\nname="x"\nlicense = "MIT AND PSF-2.0"\n', "MIT AND PSF-2.0"],
  ["pyproject.toml", '[project]\nname="x"\nlicense = { text = "BSD" }\n', "BSD"],
  [
    "pyproject.toml",
    '[project]\nname="x"\nlicense = { file = "LICENSE" }\nclassifiers = ["License :: OSI Approved :: MIT License", "Topic :: X"]\n',
    "MIT License",
  ],
  ["pyproject.toml", '[tool.poetry]\nname="x"\nlicense = "Apache-2.0"\n', "Apache-2.0"],
  ["setup.cfg", "[metadata]\nname = x\nlicense = MIT\n", "MIT"],
  [
    "setup.cfg",
    "[metadata]\nname = x\nclassifiers =\n  License :: OSI Approved :: ISC License (ISCL)\n",
    "ISC License (ISCL)",
  ],
  ["setup.py", 'setup(name="x", license="MIT")\n', "MIT"],
  ["setup.py", 'setup(name="x",\n  classifiers=["License :: Public Domain"])\n', "Public Domain"],
  ["go.mod", "module x\n", null],
  ["composer.json", '{"license":"proprietary"}', "proprietary"],
  ["x.gemspec", 'Gem::Specification.new do |s|\n s.license = "MIT".freeze\nend\n', "MIT"],
];
for (const [path, text, license] of STATED) {
  Deno.test(`${path}: ${text.replace(/\s+/g, " ")} states ${license}`, () => {
    assert.equal(licenseOf(path, text), license);
  });
}

Deno.test("package.json: catalogues of pnpm, yarn and bun stand for their requirements", () => {
  const member = '{"name":"m","dependencies":{"a":"catalog:","b":"catalog:old","c":"catalog:"}}';
  const rows = [
    "1 runtime a ^1.2.0 -> null (pkg:npm/a)",
    "1 runtime b 1.10 -> null (pkg:npm/b)",
    "1 runtime c catalog: -> null (pkg:npm/c)",
  ];
  const yaml = "catalog:\n  a: ^1.2.0\ncatalogs:\n  old:\n    b: 1.10\n";
  const json = '{"workspaces":{"catalog":{"a":"^1.2.0"},"catalogs":{"old":{"b":"1.10"}}}}';
  for (
    const root of [
      { "pnpm-workspace.yaml": yaml },
      { ".yarnrc.yml": yaml },
      { "package.json": json },
    ] as Record<string, string>[]
  ) {
    const found = declaredPackages({ ...root, "p/m/package.json": member });
    assert.deepEqual(dependencyRows(found.find(({ name }) => name === "m")), rows);
  }
});

Deno.test("go.mod: replacements of the workspace's go.work come first", () => {
  const [own, alone] = declaredPackages({
    "go.work": "go 1.22\nuse ./a\nreplace example.com/x => example.com/y v1.5.0\n",
    "a/go.mod": "module a\nrequire example.com/x v1.0.0\nreplace example.com/x => ../x\n",
    "b/go.mod": "module b\nrequire example.com/x v1.0.0\n",
  });
  assert.deepEqual(dependencyRows(own), [
    "2 runtime example.com/x v1.0.0 -> v1.5.0 (pkg:golang/example.com/y@v1.5.0)",
  ]);
  assert.deepEqual(dependencyRows(alone), [
    "2 runtime example.com/x v1.0.0 -> v1.0.0 (pkg:golang/example.com/x@v1.0.0)",
  ]);
});

Deno.test("a version that the type of package URL does not allow is left out of it", () => {
  const [pkg] = declaredPackages({ "go.mod": "module a\nrequire example.com/x vbroken\n" });
  assert.equal(pkg!.dependencies[0]!.purl, "pkg:golang/example.com/x");
});

Deno.test("pyproject.toml: what uv takes from a place or the workspace has no purl", () => {
  const [pkg] = declaredPackages({
    "pyproject.toml": `[project]
name = "x"
dependencies = ["A_b>=1", "index", "member", "plain"]
[tool.uv.sources]
a-b = { git = "https://example.com/a" }
index = { index = "inner" }
member = { workspace = true }
`,
  });
  assert.deepEqual(pkg!.dependencies.map(({ name, purl }) => `${name} ${purl}`), [
    "A_b null",
    "index pkg:pypi/index",
    "member null",
    "plain pkg:pypi/plain",
  ]);
});
