import { promises } from "node:fs";
import { readObject } from "isomorphic-git";
import { FactoryError } from "../../domain/errors.ts";
import { readFailure } from "../command.ts";

/** isomorphic-git keeps what it has unpacked for good; beyond this it starts anew. */
const KEEP_BYTES = 64_000_000;

export interface ObjectSource {
  /** @throws FactoryError `git_failed` where there is no such object of this type */
  read(oid: string, type: "tree" | "blob"): Promise<Uint8Array>;
}

/** Reads objects of a repository on disk, packed or loose. */
export function openObjects(gitDir: string): ObjectSource {
  let cache = {};
  let kept = 0;
  return {
    async read(oid, type) {
      const found = await readObject({
        fs: { promises },
        gitdir: gitDir,
        oid,
        format: "content",
        cache,
      }).catch((error: Error) => {
        if (error instanceof FactoryError) throw error;
        throw readFailure("cat-file", [error.message]);
      });
      if (found.type !== type || found.format !== "content") {
        throw readFailure("cat-file", [`asked for the ${type} ${oid}, got a ${found.type}`]);
      }
      // A copy: small objects share memory with others, and callers move bytes between threads.
      const bytes = new Uint8Array(found.object);
      kept += bytes.length;
      if (kept > KEEP_BYTES) {
        cache = {};
        kept = 0;
      }
      return bytes;
    },
  };
}
