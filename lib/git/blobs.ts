import { FactoryError } from "../domain/errors.ts";
import type { Blob, BlobReader } from "../domain/ports.ts";
import { readFailure, startGit } from "./command.ts";

/** A blob that one array should not hold; callers leave out far smaller ones by their size. */
const BLOB_MAX_BYTES = 1_000_000_000;
const OIDS_PER_WRITE = 500;

/**
 * Reads blobs by one `git cat-file --batch` a call of `read`. Only what the caller takes is held:
 * git waits while nobody reads, and ends when the caller stops.
 */
export function createBlobReader(gitDir: string): BlobReader {
  return { read: (oids, signal) => readBlobs(gitDir, oids, signal) };
}

async function* readBlobs(
  gitDir: string,
  oids: readonly string[],
  signal: AbortSignal,
): AsyncGenerator<Blob> {
  if (oids.length === 0) return;
  const wrong = oids.find((oid) => !/^[0-9a-f]{40,64}$/.test(oid));
  if (wrong !== undefined) throw new TypeError(`${JSON.stringify(wrong)} is no object id`);
  const errors: string[] = [];
  const process = startGit(["cat-file", "--batch", "--buffer"], {
    gitDir,
    signal,
    alone: true,
    stdin: lines(oids),
    onStderrLine: (line) => errors.push(line),
  });
  const input = byteReader(process.stdout);
  const endedEarly = async () => readFailure("cat-file", errors, (await process.exit).code);
  let complete = false;
  try {
    for (const oid of oids) {
      const header = await input.line();
      signal.throwIfAborted();
      if (header === null) throw await endedEarly();
      const [found, type, sizeText] = header.split(" ");
      const size = Number(sizeText);
      if (found !== oid || type !== "blob" || !(size <= BLOB_MAX_BYTES)) {
        throw readFailure("cat-file", [`asked for the blob ${oid}, got: ${header}`]);
      }
      const bytes = await input.bytes(size + 1);
      signal.throwIfAborted();
      if (bytes === null) throw await endedEarly();
      yield { oid, bytes: bytes.subarray(0, size) };
    }
    complete = true;
  } finally {
    if (!complete) await process.stop();
    await input.release();
    if (complete) await process.exit;
  }
}

async function* lines(oids: readonly string[]): AsyncGenerator<Uint8Array> {
  const encoder = new TextEncoder();
  for (let at = 0; at < oids.length; at += OIDS_PER_WRITE) {
    yield await Promise.resolve(
      encoder.encode(oids.slice(at, at + OIDS_PER_WRITE).join("\n") + "\n"),
    );
  }
}

/** Reads lines and exact numbers of bytes from a stream; null where it ends before. */
function byteReader(stream: ReadableStream<Uint8Array<ArrayBuffer>>) {
  const reader = stream.getReader();
  let rest: Uint8Array = new Uint8Array();
  const LINE_MAX_BYTES = 4_096;

  async function more(): Promise<boolean> {
    const { value, done } = await reader.read();
    if (done) return false;
    if (rest.length === 0) rest = value;
    else {
      const both = new Uint8Array(rest.length + value.length);
      both.set(rest);
      both.set(value, rest.length);
      rest = both;
    }
    return true;
  }

  return {
    async line(): Promise<string | null> {
      let end: number;
      while ((end = rest.indexOf(10)) === -1) {
        if (rest.length > LINE_MAX_BYTES) {
          throw new FactoryError("git_failed", "git cat-file wrote no header.");
        }
        if (!await more()) return null;
      }
      const text = new TextDecoder().decode(rest.subarray(0, end));
      rest = rest.subarray(end + 1);
      return text;
    },

    /** A copy: the caller may keep it. */
    async bytes(count: number): Promise<Uint8Array | null> {
      const bytes = new Uint8Array(count);
      let filled = 0;
      while (filled < count) {
        if (rest.length === 0 && !await more()) return null;
        const piece = rest.subarray(0, count - filled);
        bytes.set(piece, filled);
        filled += piece.length;
        rest = rest.subarray(piece.length);
      }
      return bytes;
    },

    release: () => reader.cancel(),
  };
}
