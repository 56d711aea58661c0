import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { gunzipSync } from "node:zlib";
import fc from "fast-check";
import { joinBytes } from "../../lib/domain/bytes.ts";
import { type DeflatedRuns, gzipPieces } from "../../lib/platform/gzip_pieces.ts";

/** Of words, so that it can be compressed; some longer than a run. */
const piece = fc.tuple(fc.constantFrom(0, 1, 40, 3_000, 40_000, 300_000), fc.nat(9)).map(
  ([length, seed]) => {
    const text = `{"path":"src/${seed}.ts","lines":${seed * 7}},`;
    return new TextEncoder().encode(text.repeat(Math.ceil(length / text.length)).slice(0, length));
  },
);

Deno.test("gzipPieces() gives what gunzip reads, whatever was replaced since the last time", () => {
  fc.assert(
    fc.property(
      fc.array(piece, { maxLength: 30 }),
      fc.array(fc.tuple(fc.nat(29), fc.nat(2), piece), { maxLength: 4 }),
      (first, edits) => {
        const known: DeflatedRuns = new WeakMap();
        const pieces = [...first];
        for (const edit of [null, ...edits]) {
          if (edit !== null) pieces.splice(edit[0], edit[1], edit[2]);
          const written = gzipPieces(pieces, known);
          // Not compared by a difference: that of millions of bytes takes all the memory there is.
          assert.ok(Buffer.from(written).equals(gzipPieces(pieces, new WeakMap())));
          assert.ok(gunzipSync(written).equals(joinBytes(pieces)));
        }
      },
    ),
    { numRuns: 60 },
  );
});

Deno.test("gzipPieces() deflates what changed, and what is beside it, only", async () => {
  const pieces = Array.from(
    { length: 400 },
    (_, at) => new TextEncoder().encode(`{"path":"src/${at}.ts"},`.repeat(60 + at * at % 53)),
  );
  const known: DeflatedRuns = new WeakMap();
  const before = gzipPieces(pieces, known);
  const runs = () =>
    new Set(pieces.map((one) => known.get(one)).filter((run) => run !== undefined));
  const first = runs();
  pieces[200] = new TextEncoder().encode("changed");
  const after = gzipPieces(pieces, known);
  const added = runs().difference(first);
  assert.ok(first.size > 10);
  assert.ok(added.size <= 2, `${added.size} of ${first.size} runs were deflated again`);
  assert.notDeepEqual(after, before);
  // One member, as browsers want it.
  const stream = new Blob([after]).stream().pipeThrough(new DecompressionStream("gzip"));
  const read = await new Response(stream).bytes();
  assert.ok(gunzipSync(after).equals(read) && gunzipSync(after).equals(joinBytes(pieces)));
  const second = runs();
  pieces.splice(3, 0, new TextEncoder().encode("added".repeat(1_001)));
  assert.ok(gunzipSync(gzipPieces(pieces, known)).equals(joinBytes(pieces)));
  const anew = runs().difference(second);
  assert.ok(anew.size <= 8, `${anew.size} of ${second.size} runs were deflated again`);
});
