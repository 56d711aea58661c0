/** A repository with many files that import each other, and a long history of small changes. */
import { runProgram } from "./processes.ts";

export interface GrownRepository {
  path: string;
  /** Commits another content of one file. */
  changeOneFile(): Promise<void>;
}

const PEOPLE = 40;
const CHANGES_A_COMMIT = 3;
const FILES_A_PACKAGE = 60;

/** The same seed makes the same repository, by one stream to git. */
export async function growHistory(
  directory: string,
  { files, commits, seed }: { files: number; commits: number; seed: number },
): Promise<GrownRepository> {
  const path = `${directory}/grown.git`;
  await runProgram("git", ["init", "-q", "--bare", "-b", "main", path]);
  const random = numbers(seed);
  const below = (limit: number) => Math.floor(random() * limit);
  let time = 1_600_000_000;
  const head = (text: string, at = time) => {
    const who = `Person ${below(PEOPLE)} <p${below(PEOPLE)}@example.org> ${at} +0000`;
    return `commit refs/heads/main\nauthor ${who}\ncommitter ${who}\n${data(text)}`;
  };
  function* stream(): Generator<string> {
    yield head("All files");
    yield `M 100644 inline package.json\n${data('{ "name": "grown", "private": true }\n')}`;
    for (let file = 0; file < files; file++) yield modify(file, 0, files);
    yield "\n";
    for (let commit = 1; commit < commits; commit++) {
      time += 3_600;
      yield head(`Change ${commit}`);
      for (let change = 0; change < CHANGES_A_COMMIT; change++) {
        yield modify(below(files), commit, files);
      }
      yield "\n";
    }
  }
  await fastImport(path, stream());
  await runProgram("git", ["-C", path, "repack", "-adq"]);
  let changes = 0;
  return {
    path,
    async changeOneFile() {
      time += 3_600;
      const at = commits + ++changes;
      await fastImport(path, [
        head(`Change ${at}`),
        "from refs/heads/main^0\n",
        modify(below(files), at, files),
        "\n",
      ]);
    },
  };
}

/** Of three languages; each imports a few others that are there. */
function modify(file: number, version: number, files: number): string {
  const names = [0, 1, 2].map((step) => (file + 7 * step * step + 1) % files);
  const language = (file % FILES_A_PACKAGE) % 3;
  const lines: string[] = [];
  const extension = ["ts", "py", "ts"][language]!;
  if (extension === "py") {
    for (const other of names) {
      if ((other % FILES_A_PACKAGE) % 3 === 1) lines.push(`from ${moduleOf(other)} import value`);
    }
    lines.push("", `value = ${version}`, "");
    for (let at = 0; at < 20; at++) lines.push(`def function_${at}(a, b):`, "    return a + b", "");
  } else {
    for (const other of names) {
      if ((other % FILES_A_PACKAGE) % 3 === 1) continue;
      lines.push(
        `import { value as v${other} } from "../package${packageOf(other)}/m${other}.ts";`,
      );
    }
    lines.push("", `export const value = ${version};`, "");
    for (let at = 0; at < 20; at++) {
      lines.push(`export function compute${at}(a: number) {`, `  return a + ${at};`, "}", "");
    }
  }
  const path = `src/package${packageOf(file)}/m${file}.${extension}`;
  return `M 100644 inline ${path}\n${data(lines.join("\n") + "\n")}`;
}

function packageOf(file: number): number {
  return Math.floor(file / FILES_A_PACKAGE);
}

function moduleOf(file: number): string {
  return `src.package${packageOf(file)}.m${file}`;
}

function data(text: string): string {
  return `data ${new TextEncoder().encode(text).length}\n${text}\n`;
}

async function fastImport(path: string, parts: Iterable<string>): Promise<void> {
  const child = new Deno.Command("git", {
    args: ["-C", path, "fast-import", "--quiet"],
    stdin: "piped",
    stdout: "null",
    stderr: "piped",
  }).spawn();
  const written = ReadableStream.from(parts).pipeThrough(new TextEncoderStream())
    .pipeTo(child.stdin);
  const [errors, { code }] = await Promise.all([
    new Response(child.stderr).text(),
    child.status,
    written.catch(() => {}), // then git has said why
  ]);
  if (code !== 0) throw new Error(`git fast-import ended with ${code}: ${errors}`);
}

/** Mulberry32: enough for made-up data. */
function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let bits = Math.imul(state ^ (state >>> 15), 1 | state);
    bits = (bits + Math.imul(bits ^ (bits >>> 7), 61 | bits)) ^ bits;
    return ((bits ^ (bits >>> 14)) >>> 0) / 4_294_967_296;
  };
}
