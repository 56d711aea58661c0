/** Records of a history as bytes, to be kept between two analyses on one machine. */
import { columns, type HistoryRecords } from "./records.ts";

/** Changes with the layout below, so that bytes of an older one are never misread. */
export const RECORD_FORMAT = 1;
const HEADER_BYTES = 24;
/** Those of 8 bytes first: each column then begins where its type may. */
const ORDER = [
  "generation",
  "author",
  "time",
  "idHigh",
  "idLow",
  "changesEnd",
  "renamesEnd",
  "changes",
  "renames",
  "merge",
] as const;

/** Six numbers of 32 bits, the columns, then the texts as JSON. */
export function encodeRecords(records: HistoryRecords): Uint8Array<ArrayBuffer> {
  const { names, emails, paths } = records;
  const texts = new TextEncoder().encode(JSON.stringify([names, emails, paths]));
  const body = ORDER.reduce((sum, column) => sum + records[column].byteLength, 0);
  const bytes = new Uint8Array(HEADER_BYTES + body + texts.length);
  new Uint32Array(bytes.buffer, 0, HEADER_BYTES / 4).set([
    RECORD_FORMAT,
    records.commits,
    records.changes.length,
    records.renames.length,
    texts.length,
  ]);
  let at = HEADER_BYTES;
  for (const column of ORDER) {
    const { buffer, byteOffset, byteLength } = records[column];
    bytes.set(new Uint8Array(buffer, byteOffset, byteLength), at);
    at += byteLength;
  }
  bytes.set(texts, at);
  return bytes;
}

/** Null where these are not whole bytes of this format. */
export function decodeRecords(bytes: Uint8Array): HistoryRecords | null {
  if (bytes.length < HEADER_BYTES) return null;
  // A copy: the columns need a buffer that begins at a multiple of eight.
  const { buffer } = bytes.slice();
  const [format, commits = 0, changes = 0, renames = 0, texts = 0] = new Uint32Array(
    buffer,
    0,
    HEADER_BYTES / 4,
  );
  if (format !== RECORD_FORMAT) return null;
  const parts = columns(commits, changes, renames);
  const body = ORDER.reduce((sum, column) => sum + parts[column].byteLength, 0);
  if (bytes.length !== HEADER_BYTES + body + texts) return null;
  let at = HEADER_BYTES;
  for (const column of ORDER) {
    const target = parts[column];
    new Uint8Array(target.buffer).set(new Uint8Array(buffer, at, target.byteLength));
    at += target.byteLength;
  }
  const [names, emails, paths] = JSON.parse(new TextDecoder().decode(bytes.subarray(at)));
  return { names, emails, paths, ...parts };
}
