import assert from "node:assert/strict";
import { detectFrameworks, isFrameworkFile } from "../../lib/analysis/frameworks.ts";
import { FRAMEWORKS } from "../../lib/analysis/frameworks/rules.ts";
import { readPackages } from "../../lib/analysis/packages/mod.ts";
import type { MapDependency } from "../../lib/domain/wire/system_map.ts";
import { viewOf } from "../support/repository_view.ts";

function detect(files: Record<string, string>, dependencies: MapDependency[] = []): string[] {
  const view = viewOf(files);
  return detectFrameworks(view, readPackages(view), dependencies).map(({ name, evidence }) =>
    `${name}: ${
      evidence.map(({ path, line }) => line === null ? path : `${path}:${line}`).join(" ")
    }`
  );
}

function imported(from: string, line: number, to: string): MapDependency {
  const specifier = "x";
  return { from, to, specifier, line, kind: "import", type_only: false, resolution: "package" };
}

Deno.test("a declared package is evidence by its manifest line", () => {
  assert.deepEqual(
    detect({
      "package.json": `{\n "dependencies": {\n  "react": "18",\n  "@angular/core": "17"\n }\n}`,
      "go.mod":
        "module m\nrequire github.com/labstack/echo/v4 v4.1.0\nrequire gorm.io/gorm v1.0.0 // indirect\n",
      "requirements.txt": "Django==4\n",
      "deno.json": `{"imports":{"fresh":"jsr:@fresh/core@2","hono":"npm:hono@4"}}`,
    }),
    [
      "Angular: package.json:4",
      "Django: requirements.txt:1",
      "Echo: go.mod:2",
      "Fresh: deno.json:1",
      "Hono: deno.json:1",
      "React: package.json:3",
    ],
  );
});

Deno.test("imports are evidence, the first five; tests count for test frameworks only", () => {
  const dependencies = [
    ...[7, 6, 5, 4, 3, 2].map((n) => imported(`src/f${n}.ts`, n, "pkg:npm/react")),
    imported("tests/a.test.ts", 1, "pkg:npm/vue"),
    imported("tests/a.test.ts", 2, "pkg:npm/vitest"),
    imported("main.go", 3, "pkg:golang/github.com/go-chi/chi/v5"),
  ];
  assert.deepEqual(detect({}, dependencies), [
    "Chi: main.go:3",
    "React: src/f2.ts:2 src/f3.ts:3 src/f4.ts:4 src/f5.ts:5 src/f6.ts:6",
    "Vitest: tests/a.test.ts:2",
  ]);
});

Deno.test("files are evidence, by content where the name alone proves nothing", () => {
  const object = "# app\napiVersion: apps/v1\nkind: Deployment\n";
  const files = {
    ".github/workflows/ci.yml": "",
    "Dockerfile": "",
    "api/openapi.yaml": "info: x\nopenapi: 3.0.1\n",
    "compose.yaml": "",
    "deploy/app.yaml": object,
    "deploy/values.yaml": "replicas: 1\n",
    "docs/swagger-notes.json": "{}",
    "infra/main.tf": "",
    "manage.py": "import os\nos.environ['DJANGO_SETTINGS_MODULE']\n",
    "next.config.mjs": "",
    "other/manage.py": "print()\n",
  };
  assert.deepEqual(detect(files), [
    "Django: manage.py:2",
    "Docker: Dockerfile",
    "Docker Compose: compose.yaml",
    "GitHub Actions: .github/workflows/ci.yml",
    "Kubernetes: deploy/app.yaml:3",
    "Next.js: next.config.mjs",
    "OpenAPI: api/openapi.yaml:2",
    "Terraform: infra/main.tf",
  ]);
  assert.ok(isFrameworkFile("deploy/app.yaml") && isFrameworkFile("api/openapi.yaml"));
  assert.ok(!isFrameworkFile("Dockerfile") && !isFrameworkFile("locales/de.yaml"));
});

Deno.test("what stands in fixtures or vendored copies only is not used", () => {
  assert.deepEqual(
    detect({
      "tests/fixtures/app/package.json": `{"dependencies":{"vue":"3"}}`,
      "third_party/x/Dockerfile": "",
      "vendor/y/main.tf": "",
      "testdata/k8s/a.yaml": "apiVersion: v1\nkind: Pod\n",
    }, [imported("vendor/y/a.js", 1, "pkg:npm/react")]),
    [],
  );
});

Deno.test("build files of C, C++ and others name what they find by content", () => {
  assert.deepEqual(
    detect({
      "CMakeLists.txt":
        "cmake_minimum_required(VERSION 3.20)\nfind_package(Qt6 REQUIRED)\nfind_package(Boost)\nfind_package(GTest)\n",
      "app/Web.csproj": `<Project Sdk="Microsoft.NET.Sdk.Web">\n</Project>\n`,
      "flutter/pubspec.yaml": "dependencies:\n  flutter:\n    sdk: flutter\n",
      "elixir/mix.exs": 'defp deps do\n  [{:phoenix, "~> 1.7"}]\nend\n',
      "dart/pubspec.yaml": "dependencies:\n  path: any\n",
      "wp-config.php": "",
    }).filter((one) => !/^(?:Mix|CMake):/.test(one)),
    [
      "ASP.NET Core: app/Web.csproj:1",
      "Boost: CMakeLists.txt:3",
      "Flutter: flutter/pubspec.yaml:2",
      "GoogleTest: CMakeLists.txt:4",
      "Phoenix: elixir/mix.exs:2",
      "Qt: CMakeLists.txt:2",
      "WordPress: wp-config.php",
    ],
  );
});

Deno.test("the table names each framework once, with something to find it by", () => {
  const names = FRAMEWORKS.map(({ name }) => name);
  assert.equal(new Set(names).size, names.length);
  assert.ok(names.length >= 100);
  for (const { name, packages, files } of FRAMEWORKS) {
    assert.ok(packages?.length || files, name);
    for (const one of packages ?? []) {
      assert.match(
        one,
        /^(?:npm|pypi|go|jsr|cargo|maven|nuget|composer|gem|docker|swift|cocoapods|pub|apple):\S+$/,
      );
    }
  }
});
