/**
 * A pack is judged before isomorphic-git unpacks it: that inflates whatever it meets, and a megabyte
 * of a hostile pack can hold a gigabyte of zeros.
 */
import { inflateSync } from "node:zlib";
import { FactoryError } from "../../domain/errors.ts";

/** Forges refuse larger files than this; the analysis skips far smaller ones. */
export const OBJECT_MAX_BYTES = 128_000_000;
const OFFSET_DELTA = 6;
const REF_DELTA = 7;
const OID_BYTES = 20;
const TRAILER_BYTES = 20;

/**
 * Unpacks each object once, within the size that the pack states for it, and lets go of it.
 * @param pack version 2 (gitformat-pack(5))
 * @throws FactoryError `repository_too_large`, or `git_failed` where it is damaged
 */
export function checkPack(pack: Uint8Array): void {
  const view = new DataView(pack.buffer, pack.byteOffset, pack.byteLength);
  if (pack.length < 12 + TRAILER_BYTES || view.getUint32(0) !== 0x5041434b) throw damaged();
  const count = view.getUint32(8);
  const end = pack.length - TRAILER_BYTES;
  let at = 12;
  for (let index = 0; index < count; index++) {
    const head = readHead(pack, at);
    at = head.end;
    if (head.type === OFFSET_DELTA) { while (((pack[at++] ?? 0) & 0x80) !== 0); }
    else if (head.type === REF_DELTA) at += OID_BYTES;
    const { bytes, consumed } = unpack(pack.subarray(at, end), head.size);
    if (head.type === OFFSET_DELTA || head.type === REF_DELTA) {
      const source = readVarint(bytes, 0);
      limit(readVarint(bytes, source.end).value);
    }
    at += consumed;
  }
  if (at !== end) throw damaged();
}

/** Type and size: four bits of the size in the first byte, seven in each that follows. */
function readHead(pack: Uint8Array, start: number) {
  const first = pack[start] ?? 0;
  const type = (first >> 4) & 7;
  if ((first & 0x80) === 0) return { type, size: first & 15, end: start + 1 };
  const { value, end } = readVarint(pack, start + 1);
  return { type, size: limit(value * 16 + (first & 15)), end };
}

function readVarint(bytes: Uint8Array, start: number): { value: number; end: number } {
  let value = 0;
  let scale = 1;
  let end = start;
  let byte: number;
  do {
    byte = bytes[end++] ?? 0;
    value += (byte & 0x7f) * scale;
    scale *= 128;
  } while ((byte & 0x80) !== 0);
  return { value, end };
}

function unpack(rest: Uint8Array, size: number): { bytes: Uint8Array; consumed: number } {
  // zlib's own bound for what cannot be compressed lies below; more would only be copied.
  const input = rest.subarray(0, size + Math.ceil(size / 8) + 1_024);
  let result: { buffer: Uint8Array; engine: { bytesWritten: number } };
  try {
    // With `info` the answer tells how much of the input was used; the types do not know of it.
    result = inflateSync(input, {
      info: true,
      maxOutputLength: Math.max(1, size),
    }) as unknown as typeof result;
  } catch (cause) {
    throw damaged(cause);
  }
  if (result.buffer.length !== size) throw damaged();
  return { bytes: result.buffer, consumed: result.engine.bytesWritten };
}

function limit(size: number): number {
  if (size <= OBJECT_MAX_BYTES) return size;
  throw new FactoryError("repository_too_large", "The repository has a file of more than 128 MB.", {
    remedy: "Such files need git: install it where the server runs, and restart the server.",
  });
}

function damaged(cause?: unknown): FactoryError {
  return new FactoryError("git_failed", "The server sent a damaged pack.", {
    cause,
    remedy: "Try again; if it stays, install git where the server runs.",
  });
}
