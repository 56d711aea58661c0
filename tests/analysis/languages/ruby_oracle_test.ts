/**
 * Requires and definitions against Ripper, Ruby's own parser, on the library of the Ruby at hand.
 * Skipped, visibly, where there is no `ruby`.
 */
import assert from "node:assert/strict";
import { ruby } from "../../../lib/analysis/languages/ruby.ts";
import { factsOf } from "../../support/resolve_all.ts";

interface Answer {
  path: string;
  requires: [line: number, method: string, literal: string][];
  symbols: [line: number, kind: string, container: string, name: string][];
}

/** Files of the library that are compared, from its sorted list. */
const MAX_FILES = 600;

async function askRuby(): Promise<Answer[] | null> {
  const permission = await Deno.permissions.query({ name: "run", command: "ruby" });
  if (permission.state !== "granted") return null;
  const script = new URL("../../support/ruby_oracle.rb", import.meta.url).pathname;
  const list = `Dir[File.join(RbConfig::CONFIG["rubylibdir"], "**/*.rb")].sort.first(${MAX_FILES})`;
  try {
    const { success, stdout, stderr } = await new Deno.Command("ruby", {
      args: [
        "-e",
        `require "stringio"; $stdin = StringIO.new(${list}.join("\\n")); load ARGV[0]`,
        script,
      ],
    }).output();
    assert.ok(success, new TextDecoder().decode(stderr));
    const lines = new TextDecoder().decode(stdout).trim().split("\n");
    return lines.filter((line) => line !== "").map((line) => JSON.parse(line));
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return null;
    throw error;
  }
}

Deno.test("Ruby requires and definitions agree with Ripper", async () => {
  const answers = await askRuby();
  if (answers === null) {
    console.log("      skipped: ruby is not on the PATH, or may not be run");
    return;
  }
  let total = 0;
  let requires = 0;
  const missing: string[] = [];
  const invented: string[] = [];
  for (const { path, requires: asked, symbols: theirs } of answers) {
    const { imports, symbols = [] } = factsOf(ruby, "Ruby", await Deno.readTextFile(path));
    const ours = new Set(
      symbols.map((one) => `${path}:${one.line} ${one.kind} ${one.container ?? ""} ${one.name}`),
    );
    const expected = new Set(theirs.map(([line, ...rest]) => `${path}:${line} ${rest.join(" ")}`));
    missing.push(...[...expected].filter((one) => !ours.has(one)));
    invented.push(...[...ours].filter((one) => !expected.has(one)));
    total += expected.size;
    const written = new Set(
      imports.map(({ line, specifier }) => `${line} ${specifier.replace(/^\.\//, "")}`),
    );
    for (const [line, , literal] of asked) {
      const one = `${line} ${literal.replace(/^\.\//, "")}`;
      assert.ok(written.has(one), `${path}:${one}`);
      requires++;
    }
  }
  const precision = 1 - invented.length / total;
  const recall = 1 - missing.length / total;
  console.log(
    `      ${answers.length} files, ${requires} requires, ${total} definitions: ` +
      `precision ${precision.toFixed(4)}, recall ${recall.toFixed(4)}`,
  );
  // Known: `a= if b` behind a symbol that ends with `=` (irb/ext/history.rb).
  assert.ok(precision > 0.999 && recall > 0.999, [...missing, ...invented].slice(0, 20).join("\n"));
});
