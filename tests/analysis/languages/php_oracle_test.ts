/**
 * Uses and definitions against PHP's own tokenizer, on the PHP files that this machine has installed
 * below /usr/share/php. Skipped, visibly, where there is no `php` or nothing to read.
 */
import assert from "node:assert/strict";
import { php } from "../../../lib/analysis/languages/php.ts";
import { factsOf } from "../../support/resolve_all.ts";

const ROOT = "/usr/share/php";
const MAX_FILES = 1_000;

interface Answer {
  path: string;
  uses: [line: number, name: string, what: string][];
  symbols: [
    line: number,
    end: number,
    kind: string,
    container: string | null,
    name: string,
    isPrivate: boolean,
  ][];
}

async function askPhp(paths: string[]): Promise<Answer[] | null> {
  const permission = await Deno.permissions.query({ name: "run", command: "php" });
  if (permission.state !== "granted") return null;
  const script = new URL("../../support/php_oracle.php", import.meta.url).pathname;
  try {
    const child = new Deno.Command("php", {
      args: ["-d", "memory_limit=1G", script],
      stdin: "piped",
      stdout: "piped",
      stderr: "null",
    }).spawn();
    const writer = child.stdin.getWriter();
    const output = child.output();
    await writer.write(new TextEncoder().encode(paths.join("\n")));
    await writer.close();
    const lines = new TextDecoder().decode((await output).stdout).trim().split("\n");
    return lines.filter((line) => line !== "").map((line) => JSON.parse(line));
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return null;
    throw error;
  }
}

async function phpFiles(directory: string, found: string[] = []): Promise<string[]> {
  for await (const { name, isFile, isDirectory } of Deno.readDir(directory)) {
    if (found.length >= MAX_FILES) break;
    if (isDirectory) await phpFiles(`${directory}/${name}`, found);
    else if (isFile && name.endsWith(".php")) found.push(`${directory}/${name}`);
  }
  return found;
}

Deno.test("PHP uses and definitions agree with PHP's own tokenizer", async () => {
  const own = new URL("../../support/php_oracle.php", import.meta.url).pathname;
  const installed = await phpFiles(ROOT).catch(() => []);
  const answers = await askPhp([own, ...installed]);
  if (answers === null) {
    console.log("      skipped: php is not on the PATH, or may not be run");
    return;
  }
  let uses = 0;
  let definitions = 0;
  for (const answer of answers) {
    const text = await Deno.readTextFile(answer.path);
    const { imports, symbols = [] } = factsOf(php, "PHP", text);
    const ours = symbols.filter(({ kind }) => kind !== "constant").map((one) =>
      [one.line, one.endLine, one.kind, one.container, one.name, !one.exported].join(" ")
    );
    const theirs = answer.symbols.map((row) => row.join(" "));
    assert.deepEqual(ours.toSorted(), theirs.toSorted(), answer.path);
    // Uses that only name a namespace have given way to what they begin.
    const written = imports.filter(({ kind, specifier }) =>
      kind === "use" && !specifier.startsWith("\\")
    ).map(({ line, specifier }) => `${line} ${specifier}`);
    const expected = answer.uses.map(([line, name, what]) =>
      `${line} ${what === "" ? "" : `${what} `}${name}`
    );
    const namespaces = expected.filter((one) => !written.includes(one)).map((one) =>
      `\\${one.slice(one.indexOf(" ") + 1)}\\`
    );
    assert.deepEqual(written.filter((one) => !expected.includes(one)), [], answer.path);
    for (const namespace of namespaces) {
      const begins = imports.some(({ specifier }) => specifier.startsWith(namespace));
      assert.ok(begins, `${answer.path}: ${namespace}`);
    }
    uses += expected.length;
    definitions += theirs.length;
  }
  console.log(`      ${answers.length} files, ${uses} uses, ${definitions} definitions`);
  assert.ok(definitions > 0);
});
