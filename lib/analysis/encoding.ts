/** From a blob's bytes to text, without ever failing: what is binary, and how text is encoded. */

/** git's own test looks for a NUL in this many bytes (xdiff-interface.c, FIRST_FEW_BYTES). */
const BINARY_PROBE_BYTES = 8_000;
const LFS_POINTER_MAX_BYTES = 1_024;
const LFS_POINTER_START = "version https://git-lfs.github.com/spec/";

export type Decoded =
  | { kind: "binary" }
  | { kind: "lfs" }
  /** `bytes` are the text in UTF-8 (or another ASCII superset), without a byte order mark. */
  | { kind: "text"; bytes: Uint8Array };

/** Sorts a blob: UTF-16 with a byte order mark is text although git calls it binary. */
export function decodeBlob(raw: Uint8Array): Decoded {
  const utf16 = raw[0] === 0xff && raw[1] === 0xfe
    ? "utf-16le"
    : raw[0] === 0xfe && raw[1] === 0xff
    ? "utf-16be"
    : null;
  if (utf16) {
    return { kind: "text", bytes: new TextEncoder().encode(new TextDecoder(utf16).decode(raw)) };
  }
  if (raw.subarray(0, BINARY_PROBE_BYTES).includes(0)) return { kind: "binary" };
  if (raw.length <= LFS_POINTER_MAX_BYTES && startsWith(raw, LFS_POINTER_START)) {
    return { kind: "lfs" };
  }
  const hasMark = raw[0] === 0xef && raw[1] === 0xbb && raw[2] === 0xbf;
  return { kind: "text", bytes: hasMark ? raw.subarray(3) : raw };
}

/** Text of decoded bytes: UTF-8, else Windows-1252 (a superset of Latin-1, where all bytes mean something). */
export function textOf(bytes: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    return new TextDecoder("windows-1252").decode(bytes);
  }
}

function startsWith(bytes: Uint8Array, prefix: string): boolean {
  for (let i = 0; i < prefix.length; i++) {
    if (bytes[i] !== prefix.charCodeAt(i)) return false;
  }
  return true;
}
