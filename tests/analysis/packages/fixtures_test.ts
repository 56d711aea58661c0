/**
 * Manifests of tests/fixtures/packages against what each states, written down by hand beside them:
 * Gradle; Ruby; and NuGet, Docker, Compose, GitHub Actions, Composer and Swift together.
 */
import assert from "node:assert/strict";
import { declaredPackages, dependencyRows, identityRow } from "../../support/declared_packages.ts";
import { askCommand } from "../../support/command_oracle.ts";
import { fixtureFiles } from "../../support/fixture_files.ts";

for (const name of ["gradle", "ruby", "others"]) {
  Deno.test(`manifests of the ${name} fixture are read as they are written down`, async () => {
    const found = declaredPackages(await fixtureFiles(`packages/${name}`)).flatMap((one) => [
      `## ${one.path} [${one.ecosystem}] ${identityRow(one)}`,
      ...dependencyRows(one),
    ]);
    const expected = await Deno.readTextFile(
      new URL(`../../fixtures/packages/${name}.expected.txt`, import.meta.url),
    );
    assert.deepEqual(found, expected.trim().split("\n"));
  });
}

/** Groups, requirements and places by Bundler itself; two words of its language are left out. */
const BUNDLER = `
require "bundler"
require "json"
dsl = Bundler::Dsl.new
def dsl.gemspec(*) = nil
def dsl.ruby(*) = nil
dsl.instance_eval(File.read(ARGV[0]), ARGV[0])
local = [Bundler::Source::Path, Bundler::Source::Git]
puts dsl.dependencies.map { |one|
  [one.name, one.requirement.requirements.map { |op, version| op + " " + version.to_s }.sort.join(", "),
   one.groups.map(&:to_s), local.any? { |kind| kind === one.source }]
}.to_json
`;

Deno.test("Gemfile: the same gems as Bundler reads", async () => {
  const file = new URL("../../fixtures/packages/ruby/Gemfile", import.meta.url).pathname;
  const answer = await askCommand("ruby", ["-e", BUNDLER, file], {
    env: { BUNDLE_GEMFILE: file },
  });
  if (answer === null) return console.warn("ruby is not here: the comparison is left out");
  const scopes: Record<string, string> = {
    "default": "runtime",
    "production": "runtime",
    "development": "development",
    "development,test": "development",
    "test": "development",
    "db": "optional",
  };
  const theirs = (JSON.parse(answer) as [string, string, string[], boolean][])
    // What a loop computes is not literal.
    .filter(([name]) => !name.startsWith("computed-"))
    .map(([name, requirement, groups]) => `${name} ${requirement} ${scopes[groups.join()]}`);
  const [gemfile] = declaredPackages(await fixtureFiles("packages/ruby"));
  const ours = gemfile!.dependencies
    // Bundler runs one branch of an `if`; both are stated.
    .filter(({ name }) => name !== "conditional")
    .map(({ name, requirement, scope }) => {
      const place = requirement === null || !/\d/.test(requirement);
      const clauses = (place ? ">= 0" : requirement).split(", ")
        .map((one) => /^\d/.test(one) ? `= ${one}` : one).sort();
      return `${name} ${clauses.join(", ")} ${scope}`;
    });
  assert.deepEqual(ours.sort(), theirs.sort());
});

/** Fields of a specification as RubyGems loads it. */
const RUBYGEMS = `
require "json"
puts ARGV.map { |path|
  spec = Gem::Specification.load(path)
  [path, spec.name, spec.version.to_s, spec.licenses.join(", "), spec.executables.sort,
   spec.dependencies.map { |one| one.name + " " + one.type.to_s }.uniq.sort]
}.to_json
`;

Deno.test("gemspecs: the same names, licences and dependencies as RubyGems, installed ones", async () => {
  const directory = await askCommand("ruby", ["-e", "print Gem.default_specifications_dir"]);
  if (directory === null) return console.warn("ruby is not here: the comparison is left out");
  const paths = [...Deno.readDirSync(directory)].map(({ name }) => `${directory}/${name}`)
    .filter((path) => path.endsWith(".gemspec")).sort();
  assert.ok(paths.length > 0);
  const answer = await askCommand("ruby", ["-e", RUBYGEMS, ...paths]);
  const theirs = JSON.parse(answer!) as [string, string, string, string, string[], string[]][];
  for (const [path, name, version, license, , dependencies] of theirs) {
    const [ours] = declaredPackages({ "x.gemspec": await Deno.readTextFile(path) });
    assert.deepEqual(
      [
        ours!.name,
        ours!.version,
        ours!.license ?? "",
        ours!.dependencies.map((one) => `${one.name} ${one.scope}`).sort(),
      ],
      [name, version, license, dependencies],
      path,
    );
  }
});
