/** Real source trees from public registries, each wrapped in a git repository of one commit. */
import { runProgram } from "./processes.ts";

export interface SourceTree {
  name: string;
  /** What it is made of, for the table. */
  about: string;
  /** JavaScript and TypeScript alone: dependency-cruiser reads all of it. */
  script: boolean;
  source: { npm: string; without?: RegExp } | { debian: string };
}

/** Versions are fixed where the registry keeps them; Debian's are those of its release. */
export const TREES: readonly SourceTree[] = [
  {
    name: "babylonjs",
    about: "JS, TS",
    script: true,
    source: { npm: "@babylonjs/core@9.35.0", without: /\.map$/ },
  },
  {
    name: "react-native",
    about: "C++, Kotlin, JS, TS, Objective-C, Java",
    script: false,
    source: { npm: "react-native@0.86.3" },
  },
  { name: "django", about: "Python, JS, HTML", script: false, source: { debian: "python-django" } },
  {
    name: "grpc",
    about: "C++, C, Python, Ruby, PHP, C#",
    script: false,
    source: { debian: "grpc" },
  },
  {
    name: "thrift",
    about: "C++, Java, Go, Python, JS, C#, Ruby, PHP …",
    script: false,
    source: { debian: "thrift" },
  },
];

export interface Repository {
  path: string;
  files: number;
}

/**
 * Fetches a tree into `directory`.
 * @returns null where its registry cannot be reached or its client is not on this machine
 */
export async function fetchTree(tree: SourceTree, directory: string): Promise<Repository | null> {
  const path = `${directory}/${tree.name}`;
  const archive = "npm" in tree.source
    ? await packOf(tree.source.npm, directory)
    : await debianSource(tree.source.debian, directory);
  if (archive === null) return null;
  await Deno.mkdir(path);
  await runProgram("tar", ["xf", archive, "-C", path, "--strip-components=1"]);
  const without = "npm" in tree.source ? tree.source.without : undefined;
  if (without !== undefined) await removeFiles(path, without);
  const git = (...args: string[]) => runProgram("git", ["-C", path, ...args]);
  await git("init", "-q", "-b", "main");
  await git("add", "--all", "--force");
  const who = ["-c", "user.name=Bench", "-c", "user.email=bench@example.org"];
  await git(...who, "-c", "gc.auto=0", "commit", "-q", "-m", "The tree as published");
  // As after a clone: one pack.
  await git("-c", "gc.auto=0", "repack", "-adq");
  const { stdout } = await git("ls-files", "-z");
  return { path, files: stdout.split("\0").length - 1 };
}

async function packOf(spec: string, directory: string): Promise<string | null> {
  const args = ["pack", spec, "--silent", `--pack-destination=${directory}`];
  const packed = await runProgram("npm", args, { mayFail: true });
  const name = packed?.stdout.trim().split("\n").at(-1);
  return name ? `${directory}/${name}` : null;
}

/** With lists and cache of its own: nothing of the machine's apt is touched. */
async function debianSource(name: string, directory: string): Promise<string | null> {
  const apt = `${directory}/apt`;
  const options = Object.entries({
    "Dir::State::lists": `${apt}/lists`,
    "Dir::Cache": `${apt}/cache`,
    "Dir::Etc::sourcelist": `${apt}/sources.list`,
    "Dir::Etc::sourceparts": "/dev/null",
    "APT::Sandbox::User": "root",
  }).flatMap(([key, value]) => ["-o", `${key}=${value}`]);
  const aptGet = (args: string[], cwd = directory) =>
    runProgram("apt-get", [...options, "-q", ...args], { mayFail: true, cwd });
  const lists = await Deno.stat(apt).catch(() => null);
  if (lists === null) {
    await Deno.mkdir(`${apt}/lists/partial`, { recursive: true });
    await Deno.mkdir(`${apt}/cache/archives/partial`, { recursive: true });
    await Deno.writeTextFile(
      `${apt}/sources.list`,
      "deb-src [trusted=yes] http://deb.debian.org/debian bookworm main\n",
    );
    if (await aptGet(["update"]) === null) return null;
  }
  const own = `${directory}/${name}-source`;
  await Deno.mkdir(own);
  if (await aptGet(["source", "--download-only", name], own) === null) return null;
  for await (const entry of Deno.readDir(own)) {
    if (/\.orig\.tar\.\w+$/.test(entry.name)) return `${own}/${entry.name}`;
  }
  return null;
}

async function removeFiles(directory: string, pattern: RegExp): Promise<void> {
  for await (const entry of Deno.readDir(directory)) {
    const path = `${directory}/${entry.name}`;
    if (entry.isDirectory) await removeFiles(path, pattern);
    else if (pattern.test(entry.name)) await Deno.remove(path);
  }
}
