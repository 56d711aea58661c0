import assert from "node:assert/strict";
import { readCodeowners } from "../../lib/analysis/codeowners.ts";

function ownersOf(text: string, ...directories: string[]): string[] {
  const owners = readCodeowners(text);
  return directories.map((directory) => owners(directory).join(" "));
}

Deno.test("readCodeowners(): the last matching pattern wins, and may clear", () => {
  const text = "* @all\n/apps/ @apps\napps/github\n/docs/* @docs mail@example.org\n";
  assert.deepEqual(
    ownersOf(text, "", "apps", "apps/web", "apps/github", "docs", "docs/deep"),
    ["@all", "@apps", "@apps", "", "@docs mail@example.org", "@all"],
  );
});

Deno.test("readCodeowners(): patterns without a slash match at any depth, comments nothing", () => {
  const text =
    "# * @nobody\nlogs/ @logs # @not\n**/build @build\n*.js @js\n!lib @no\nsrc @a word @b\n";
  assert.deepEqual(
    ownersOf(text, "logs", "deep/logs", "x/build", "src", "lib"),
    ["@logs", "@logs", "@build", "@a @b", ""],
  );
});

Deno.test("readCodeowners(): GitLab's sections each have a last word, and default owners", () => {
  const text = [
    "* @default",
    "[Documentation] @docs-team",
    "docs/",
    "README.md",
    "^[Database][2] @@maintainer",
    "model/db/ @db/team",
    "docs/ @db-docs",
    "[DOCUMENTATION]",
    "docs/api/ @api",
    "with\\ space/ @space",
  ].join("\n");
  assert.deepEqual(
    ownersOf(text, "lib", "docs", "docs/api", "model/db", "with space"),
    [
      "@default",
      "@default @docs-team @db-docs",
      "@default @api @db-docs",
      "@default @db/team",
      "@default @space",
    ],
  );
});
