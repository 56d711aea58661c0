/**
 * gzip of a text that is written again and again, most of which stays as it is. As pigz does with
 * `--independent`, the text is cut into runs of pieces, each deflated by itself up to a full flush;
 * one behind the other they are one deflate stream (RFC 1951, 3.2.3), and with a header and the sum
 * of the whole one gzip member (RFC 1952), which every reader of gzip reads. So a run that is known
 * is not deflated again.
 */
import { constants, crc32, deflateRawSync } from "node:zlib";
import { joinBytes } from "../domain/bytes.ts";

/** What was deflated before, by the last piece of its run; forgotten with that. */
export type DeflatedRuns = WeakMap<
  Uint8Array,
  { pieces: readonly Uint8Array[]; bytes: Uint8Array }
>;

/** Less at a time hardly finds what repeats. */
const RUN_MIN_BYTES = 8_192;
const RUN_MAX_BYTES = 262_144;
/** One piece in so many ends a run, by its length. */
const PIECES_A_RUN = 16;
/** A third of the default's time, for an eighth more bytes. */
export const GZIP_LEVEL = 2;
/** Deflate; no name, no time; unknown system. */
const HEADER = new Uint8Array([31, 139, 8, 0, 0, 0, 0, 0, 0, 255]);
/** A last block without content. */
const END = new Uint8Array([3, 0]);

/**
 * @param pieces of a text of less than 4 GiB; what is the same as before is known by being the same
 *   array
 * @param known is added to
 */
export function gzipPieces(
  pieces: readonly Uint8Array[],
  known: DeflatedRuns,
): Uint8Array<ArrayBuffer> {
  const parts: Uint8Array[] = [HEADER];
  let [sum, length, start, bytes] = [0, 0, 0, 0];
  pieces.forEach((piece, at) => {
    sum = crc32(piece, sum);
    length += piece.length;
    bytes += piece.length;
    // What a piece is tells whether a run ends with it, so that behind a change the same ends are soon
    // found again ("content-defined chunking").
    const ends = bytes >= RUN_MIN_BYTES && piece.length % PIECES_A_RUN === 0 ||
      bytes >= RUN_MAX_BYTES;
    if (!ends && at < pieces.length - 1) return;
    parts.push(deflated(pieces.slice(start, at + 1), known));
    start = at + 1;
    bytes = 0;
  });
  const trailer = new Uint8Array(8);
  const view = new DataView(trailer.buffer);
  view.setUint32(0, sum, true);
  view.setUint32(4, length, true);
  parts.push(END, trailer);
  return joinBytes(parts);
}

function deflated(pieces: readonly Uint8Array[], known: DeflatedRuns): Uint8Array {
  const last = pieces.at(-1)!;
  const before = known.get(last);
  const same = before?.pieces.length === pieces.length &&
    before.pieces.every((piece, at) => piece === pieces[at]);
  if (same) return before.bytes;
  const bytes = deflateRawSync(joinBytes(pieces), {
    level: GZIP_LEVEL,
    finishFlush: constants.Z_FULL_FLUSH,
  });
  known.set(last, { pieces, bytes });
  return bytes;
}
