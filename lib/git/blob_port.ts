import { FactoryError } from "../domain/errors.ts";
import type { GitProgram } from "./fetch.ts";
import { readersOf } from "./programs.ts";

/** Reads single blobs of the clones, by the program that fetched them. */
export function createBlobPort(program: GitProgram, cloneOf: (projectId: string) => string) {
  return {
    /** null where the clone, or the blob in it, is not there. */
    async read(projectId: string, oid: string, signal: AbortSignal): Promise<Uint8Array | null> {
      const { createBlobReader } = await readersOf(program);
      try {
        for await (const { bytes } of createBlobReader(cloneOf(projectId)).read([oid], signal)) {
          return bytes;
        }
      } catch (error) {
        signal.throwIfAborted();
        if (!(error instanceof FactoryError) || error.code !== "git_failed") throw error;
      }
      return null;
    },
  };
}
