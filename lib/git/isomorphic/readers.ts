/** A fetched commit, read without the git program: the same answers as git gives. */
import { readCommit } from "isomorphic-git";
import { promises } from "node:fs";
import type { BlobReader, HistoryReader, TreeEntry } from "../../domain/ports.ts";
import { readFailure } from "../command.ts";
import { pathText } from "../paths.ts";
import { byPath, ENTRIES_MAX, PATH_MAX_BYTES, tooManyEntries } from "../tree.ts";
import { openObjects } from "./objects.ts";

const TREE = "40000";
const GITLINK = "160000";
const SLASH = new Uint8Array([47]);
const ascii = new TextDecoder("latin1");

/**
 * Lists every file, symlink and gitlink of a commit, sorted by the code units of their paths. Each
 * blob is unpacked once to learn its size, which git reads from the pack's index.
 * @param sha a full object id
 * @throws FactoryError `git_failed` where the repository lacks the commit, `repository_too_large`
 */
export async function listTree(
  gitDir: string,
  sha: string,
  signal: AbortSignal,
): Promise<TreeEntry[]> {
  const objects = openObjects(gitDir);
  const sizes = new Map<string, number>();
  const entries: TreeEntry[] = [];

  async function sizeOf(oid: string): Promise<number> {
    const known = sizes.get(oid);
    if (known !== undefined) return known;
    const { length } = await objects.read(oid, "blob");
    sizes.set(oid, length);
    return length;
  }

  async function visit(oid: string, prefix: Uint8Array): Promise<void> {
    for (const { mode, name, oid: child } of parseTree(await objects.read(oid, "tree"))) {
      signal.throwIfAborted();
      const path = joined(prefix, name);
      if (mode === TREE) {
        await visit(child, joined(path, SLASH));
        continue;
      }
      if (entries.length >= ENTRIES_MAX || path.length > PATH_MAX_BYTES) throw tooManyEntries();
      entries.push({
        ...pathText(path),
        mode: mode.padStart(6, "0"),
        oid: child,
        size: mode === GITLINK ? null : await sizeOf(child),
      });
    }
  }

  const fs = { promises };
  const { commit } = await readCommit({ fs, gitdir: gitDir, oid: sha }).catch((error: Error) => {
    throw readFailure("ls-tree", [error.message]);
  });
  await visit(commit.tree, new Uint8Array());
  return entries.sort(byPath);
}

/** `<mode> <name>\0<20 bytes of object id>` each (git's tree.c). */
function* parseTree(bytes: Uint8Array): Generator<{ mode: string; name: Uint8Array; oid: string }> {
  let at = 0;
  while (at < bytes.length) {
    const space = bytes.indexOf(32, at);
    const end = bytes.indexOf(0, space);
    if (space === -1 || end === -1 || end + 20 >= bytes.length + 1) {
      throw readFailure("ls-tree", ["a tree is cut short"]);
    }
    yield {
      mode: ascii.decode(bytes.subarray(at, space)),
      name: bytes.subarray(space + 1, end),
      oid: bytes.subarray(end + 1, end + 21).toHex(),
    };
    at = end + 21;
  }
}

function joined(a: Uint8Array, b: Uint8Array): Uint8Array {
  const both = new Uint8Array(a.length + b.length);
  both.set(a);
  both.set(b, a.length);
  return both;
}

/** Reads blobs one at a time, as the caller takes them. */
export function createBlobReader(gitDir: string): BlobReader {
  return {
    async *read(oids, signal) {
      const objects = openObjects(gitDir);
      for (const oid of oids) {
        signal.throwIfAborted();
        yield { oid, bytes: await objects.read(oid, "blob") };
      }
    },
  };
}

/** No history: what was fetched is one commit, and to walk more takes minutes without git. */
export function createHistoryReader(): HistoryReader {
  return {
    shallow: true,
    maxCommits: 1,
    log: noCommits,
    // What git could walk later must not be taken for walked.
    basis: () => Promise.resolve(null),
  };
}

async function* noCommits(): AsyncGenerator<never> {}
