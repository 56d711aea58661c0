/**
 * Languages and flags against github-linguist itself (Debian's ruby-github-linguist, 7.22), on source
 * trees that lie on the machine. Skipped, visibly, where Ruby or linguist is absent.
 */
import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { decideLanguage, languageHint } from "../../lib/analysis/classify.ts";
import { decodeBlob, textOf } from "../../lib/analysis/encoding.ts";
import {
  generatedByContent,
  isDocumentation,
  isGeneratedPath,
  isVendored,
} from "../../lib/analysis/origin.ts";

type Answer = [
  root: string,
  path: string,
  language: string | null,
  decided: boolean,
  vendored: boolean,
  generated: boolean,
  documentation: boolean,
];

const ROOTS = [
  fileURLToPath(new URL("../..", import.meta.url)).replace(/\/$/, ""),
  "/usr/lib/ruby",
  "/usr/lib/python3",
  "/usr/share/perl",
  "/usr/share/vim",
  "/usr/share/doc",
  "/usr/lib/go-1.19/src",
];
const FILES_OF_A_ROOT = 250;
const PASSED_OVER = new Set([".git", "dist", "node_modules", "data"]);
const MAX_BYTES = 1_000_000;

/** Names that linguist changed between 7.22 and the table in use (9). */
const RENAMED: Readonly<Record<string, string>> = {
  "Vim Script": "Vim script",
  "Mathematica": "Wolfram Language",
  "SaltStack": "Salt",
  "Coq": "Rocq Prover",
};

/** Differences that docs/accuracy.md names. */
function isKnown(path: string, theirs: string | null, ours: string | null, text: string): boolean {
  if (theirs === null) return true; // newer languages, README, empty files, Makefile.linux
  if (text.trim() === "") return true;
  const name = path.slice(path.lastIndexOf("/") + 1);
  if (ours === "Gradle Kotlin DSL" || ours === "Dotenv") return true;
  // A mode line or shebang against an extension that only one language has.
  return languageHint(name) === ours && /-\*-|\bvim?:|^#!/m.test(text);
}

async function ask(files: readonly [root: string, path: string][]): Promise<Answer[] | null> {
  const permission = await Deno.permissions.query({ name: "run", command: "ruby" });
  if (permission.state !== "granted") return null;
  const script = fileURLToPath(new URL("../support/linguist_oracle.rb", import.meta.url));
  try {
    const child = new Deno.Command("ruby", {
      args: [script],
      stdin: "piped",
      stdout: "piped",
      stderr: "piped",
    }).spawn();
    const output = child.output();
    const writer = child.stdin.getWriter();
    // Where linguist is absent, Ruby ends before it reads: its exit says so.
    const lines = files.map((file) => `${JSON.stringify(file)}\n`).join("");
    await writer.write(new TextEncoder().encode(lines)).catch(() => {});
    await writer.close().catch(() => {});
    const { success, stdout, stderr } = await output;
    const said = new TextDecoder().decode(stderr);
    if (!success && said.includes("LoadError")) return null;
    assert.ok(success, said);
    return new TextDecoder().decode(stdout).trim().split("\n").filter((line) => line !== "")
      .map((line) => JSON.parse(line));
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return null;
    throw error;
  }
}

/** Paths of regular files below a directory, in order, links left out. */
function filesOf(root: string): string[] {
  const found: string[] = [];
  const walk = (directory: string) => {
    const entries = [...Deno.readDirSync(`${root}/${directory}`)]
      .sort((a, b) => a.name < b.name ? -1 : 1);
    for (const { name, isFile, isDirectory } of entries) {
      const path = directory === "" ? name : `${directory}/${name}`;
      if (found.length >= FILES_OF_A_ROOT) return;
      if (isDirectory && !PASSED_OVER.has(name)) walk(path);
      else if (isFile && Deno.statSync(`${root}/${path}`).size <= MAX_BYTES) found.push(path);
    }
  };
  walk("");
  return found;
}

async function exists(path: string): Promise<boolean> {
  return await Deno.stat(path).then(() => true, () => false);
}

Deno.test("languages and flags agree with github-linguist", async () => {
  let decided = 0;
  let agreed = 0;
  const different: string[] = [];
  const flags: string[] = [];
  const files: [string, string][] = [];
  for (const root of ROOTS) {
    if (await exists(root)) {
      files.push(...filesOf(root).map((path) => [root, path] as [string, string]));
    }
  }
  const answers = await ask(files);
  if (answers === null) {
    console.log("      skipped: ruby-github-linguist is not installed, or may not be run");
    return;
  }
  for (const [root, path, said, byRules, vendored, generated, documentation] of answers) {
    const blob = decodeBlob(await Deno.readFile(`${root}/${path}`));
    if (blob.kind !== "text") continue;
    const text = textOf(blob.bytes);
    const ours = decideLanguage(languageHint(path), text);
    const theirs = said === null ? null : RENAMED[said] ?? said;
    if (byRules && !isKnown(path, theirs, ours, text)) {
      decided++;
      if (ours === theirs) agreed++;
      else different.push(`${path}: ${theirs}, not ${ours}`);
    }
    if (documentation !== isDocumentation(path)) flags.push(`${path}: documentation`);
    const made = isGeneratedPath(path) || generatedByContent(text, ours, text.split("\n").length);
    // Minified has a stricter rule here; Go's generators have the words in strings.
    if (generated && !made && !/\.(js|css|go)$/.test(path)) flags.push(`${path}: generated`);
    if (isVendored(path) && !vendored && !OURS.test(path)) flags.push(`${path}: not vendored`);
  }
  const rate = agreed / decided;
  console.log(
    `      ${decided} languages: agreement ${rate.toFixed(4)}; ${flags.length} flags differ`,
  );
  assert.ok(rate >= 0.99, different.slice(0, 40).join("\n"));
  assert.ok(flags.length <= decided / 500, flags.slice(0, 40).join("\n"));
});

/** Copied files that linguist 7.22 does not know. */
const OURS =
  /(^|\/)(_vendor|_vendored|ltmain\.sh|install-sh|depcomp|missing|ylwrap|test-driver)(\/|$)/;
