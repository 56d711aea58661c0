import assert from "node:assert/strict";
import { declaredPackages } from "../../support/declared_packages.ts";
import { fixtureFiles } from "../../support/fixture_files.ts";

/** A manifest or lock file of every reader. */
const NAMES = [
  "package.json",
  "pnpm-workspace.yaml",
  "deno.json",
  "pyproject.toml",
  "go.mod",
  "Cargo.toml",
  "Cargo.lock",
  "pom.xml",
  "build.gradle",
  "settings.gradle.kts",
  "gradle/libs.versions.toml",
  "gradle.properties",
  "a.csproj",
  "Directory.Packages.props",
  "packages.config",
  "a.nuspec",
  "packages.lock.json",
  "composer.json",
  "composer.lock",
  "Gemfile",
  "a.gemspec",
  "Gemfile.lock",
  "Dockerfile",
  "compose.yaml",
  ".github/workflows/a.yml",
  "action.yml",
  "Package.swift",
  "Package.resolved",
  "pubspec.yaml",
  "pubspec.lock",
];

const many = (count: number, line: (at: number) => string) =>
  Array.from({ length: count }, (_, at) => line(at)).join("");

/** What costs a careless reader its stack or quadratic time. */
const TEXTS = [
  "",
  "\u0000\uFEFF\ud800",
  "[".repeat(50_000),
  "{".repeat(50_000),
  "(".repeat(50_000),
  "<a>".repeat(16_666),
  "<".repeat(50_000),
  "<!--".repeat(16_666),
  '"'.repeat(50_001),
  "'".repeat(50_001),
  " ".repeat(83_333),
  "\n".repeat(83_333),
  "- ".repeat(33_333),
  "a: ".repeat(16_666),
  "a.".repeat(33_333),
  "/*".repeat(33_333),
  "\\".repeat(50_001),
  "${".repeat(25_000),
  "$(".repeat(25_000),
  "RUN <<A\n".repeat(8_333),
  many(8_333, (at) => `RUN <<A${at}\n`),
  many(3_333, (at) => `x <<~A${at}\n`),
  "dependencies {\n".repeat(5_000),
  `dependencies {\n${many(3_333, (at) => `implementation("a:b${at}:$v${at}")\n`)}}`,
  many(3_333, (at) => `val v${at} = "\${v${at + 1}}"\n`),
  "do |".repeat(16_666),
  "group :a do\n".repeat(8_333),
  ".package(".repeat(16_666),
  "FROM a AS a\n".repeat(8_333),
  `[dependencies]\n${many(5_000, (at) => `a${at} = { workspace = true }\n`)}`,
  `<project>${
    many(3_333, (at) => `<properties><p${at}>\${p${at + 1}}</p${at}></properties>`)
  }</project>`,
  `<Project><PropertyGroup>${
    many(3_333, (at) => `<P${at}>$(P${at + 1})$(P${at + 1})</P${at}>`)
  }</PropertyGroup><ItemGroup><PackageReference Include="$(P0)" Version="$(P0)" /></ItemGroup></Project>`,
  `<!DOCTYPE a [<!ENTITY a "x"><!ENTITY b "&a;&a;">]><project><artifactId>&b;</artifactId></project>`,
  "a: &a [*a]\nb: *b\n<<: *a\nservices: *a\njobs: {x: *a}\n",
];

Deno.test("no text makes a reader fail, whatever file it stands in", () => {
  for (const text of TEXTS) {
    const found = declaredPackages(Object.fromEntries(NAMES.map((name) => [name, text])));
    assert.ok(found.length > 0, text.slice(0, 20));
  }
});

Deno.test("manifests that are cut off or torn are read as far as they go", async () => {
  for (const name of ["gradle", "ruby", "others"]) {
    const files = await fixtureFiles(`packages/${name}`);
    for (let cut = 1; cut < 40; cut++) {
      const torn = Object.entries(files).map(([path, text]) => {
        const at = Math.floor(text.length * cut / 40);
        // The first half of the rounds cuts the end off, the second takes a piece out.
        return [path, cut % 2 ? text.slice(0, at) : text.slice(0, at) + text.slice(at + 7)];
      });
      declaredPackages(Object.fromEntries(torn));
    }
  }
});
