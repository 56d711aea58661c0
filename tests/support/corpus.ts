/** Repositories to analyse: real sources that npm packages ship, and large ones that take a while. */
import { type FileContent, type ScratchRepository, scratchRepository } from "./repository.ts";

const PACKAGES = ["rxjs", "zod"] as const;

/**
 * A workspace of over 500 TypeScript files by other people, and one entry of each kind that git
 * holds and no parser reads.
 */
export async function realWorkspace(): Promise<ScratchRepository> {
  const files: Record<string, FileContent> = {
    "package.json": JSON.stringify({ name: "corpus", workspaces: ["packages/*"] }),
    "README.md": "# Corpus\n\nSources of packages that this project uses.\n",
    "logo.png": new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 1]),
    "docs": { symlink: "packages/zod" },
    "vendor/other": { gitlink: "0123456789abcdef0123456789abcdef01234567" },
    "run.sh": { executable: "#!/bin/sh\necho hello\n" },
    'odd names/ä "quoted" file.py': "import json\n",
    "broken.json": "{ not json",
  };
  for (const name of PACKAGES) {
    const root = new URL(`../../node_modules/${name}`, import.meta.url).pathname;
    const sources = await readTree(
      await Deno.realPath(root),
      (path) => path.startsWith("src/") || /^(?:package|tsconfig.*)\.json$/.test(path),
    );
    for (const [path, text] of Object.entries(sources)) files[`packages/${name}/${path}`] = text;
  }
  return await scratchRepository({ name: "corpus", files });
}

/**
 * Python modules that take a parser seconds to read: `megabytes` of them, no two alike. Those of
 * another `seed` are others.
 */
export async function largeRepository(megabytes: number, seed = 0): Promise<ScratchRepository> {
  const files: Record<string, FileContent> = {};
  const fileBytes = 50_000;
  for (let file = 0; file < megabytes * 1_000_000 / fileBytes; file++) {
    let text = "import os\n";
    for (let n = 0; text.length < fileBytes; n++) {
      text += `def call_${seed}_${file}_${n}(a, b=[${n}], *rest, **named):\n` +
        `    return {"a": a + ${n}, "b": [x * ${file} for x in b if x], "c": named.get("c")}\n`;
    }
    files[`pkg${file % 20}/module_${file}.py`] = text;
  }
  return await scratchRepository({ name: "large", files });
}

/** Texts that take long to send, as they cannot be compressed, and little to read: `megabytes` of them. */
export async function largeTransfer(megabytes: number): Promise<ScratchRepository> {
  const files: Record<string, FileContent> = { "main.py": "import os\n" };
  for (let file = 0; file < megabytes * 20; file++) {
    const bytes = crypto.getRandomValues(new Uint8Array(37_500));
    files[`notes/${file}.txt`] = bytes.toBase64().replaceAll(/.{76}/g, "$&\n");
  }
  return await scratchRepository({ name: "large", files });
}

/** Text files below `root`, by path; without links and installed packages. */
export async function readTree(
  root: string,
  keep: (path: string) => boolean,
  below = "",
): Promise<Record<string, string>> {
  const files: Record<string, string> = {};
  for await (const entry of Deno.readDir(`${root}/${below}`)) {
    const path = below === "" ? entry.name : `${below}/${entry.name}`;
    if (entry.name === "node_modules" || entry.isSymlink) continue;
    if (entry.isDirectory) Object.assign(files, await readTree(root, keep, path));
    else if (keep(path)) files[path] = await Deno.readTextFile(`${root}/${path}`);
  }
  return files;
}
