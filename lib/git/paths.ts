/** Names in a commit are bytes; ours are text. */

const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
const ESCAPES: Record<number, string> = {
  7: "\\a",
  8: "\\b",
  9: "\\t",
  10: "\\n",
  11: "\\v",
  12: "\\f",
  13: "\\r",
  34: '\\"',
  92: "\\\\",
};

/** Text of a path; where it is no UTF-8, git's C-quoted form (quote.c), as `git ls-tree` prints it. */
export function pathText(bytes: Uint8Array): { path: string; validUtf8: boolean } {
  try {
    return { path: utf8.decode(bytes), validUtf8: true };
  } catch {
    let quoted = "";
    for (const byte of bytes) {
      const escape = ESCAPES[byte];
      if (escape !== undefined) quoted += escape;
      else if (byte < 0x20 || byte >= 0x7f) quoted += `\\${byte.toString(8).padStart(3, "0")}`;
      else quoted += String.fromCharCode(byte);
    }
    return { path: `"${quoted}"`, validUtf8: false };
  }
}

/** Longer than any path or name that means something. */
const TOKEN_MAX_BYTES = 1_000_000;

/**
 * Splits output of `-z` commands at its NULs, a batch of tokens per chunk read; what follows the
 * last NUL comes last, if anything does.
 * @throws RangeError where a token is longer than 1 MB
 */
export async function* splitAtNul(
  stream: AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array[]> {
  let rest = new Uint8Array();
  for await (const chunk of stream) {
    const tokens: Uint8Array[] = [];
    let start = 0;
    for (let end = chunk.indexOf(0); end !== -1; end = chunk.indexOf(0, start)) {
      const piece = chunk.subarray(start, end);
      tokens.push(rest.length === 0 ? piece : concat(rest, piece));
      rest = new Uint8Array();
      start = end + 1;
    }
    rest = concat(rest, chunk.subarray(start));
    if (rest.length > TOKEN_MAX_BYTES) throw new RangeError("git wrote a name longer than 1 MB");
    yield tokens;
  }
  if (rest.length > 0) yield [rest];
}

/**
 * The same output in pieces that end with a NUL each; what follows the last NUL is left out, as git
 * writes it only where it fails.
 * @throws RangeError where a token is longer than 1 MB
 */
export async function* wholeTokens(
  stream: AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  let rest = new Uint8Array();
  for await (const chunk of stream) {
    const end = chunk.lastIndexOf(0) + 1;
    if (end > 0) yield concat(rest, chunk.subarray(0, end));
    rest = end > 0 ? concat(NOTHING, chunk.subarray(end)) : concat(rest, chunk);
    if (rest.length > TOKEN_MAX_BYTES) throw new RangeError("git wrote a name longer than 1 MB");
  }
}

const NOTHING = new Uint8Array();

function concat(a: Uint8Array, b: Uint8Array): Uint8Array<ArrayBuffer> {
  const both = new Uint8Array(a.length + b.length);
  both.set(a);
  both.set(b, a.length);
  return both;
}
