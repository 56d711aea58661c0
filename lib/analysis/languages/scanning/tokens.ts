/** Tokens of a text as columns: one object per token would cost most of the time. */
import type { Kind } from "./lexicon.ts";

/** What is wrong with a text, with its offset. */
export interface Damage {
  reason: string;
  offset: number;
}

/** The arrays may be longer than `count`; what lies behind it means nothing. */
export interface Tokens {
  count: number;
  /** `Kind` of each. */
  kinds: Uint8Array;
  /** UTF-16 offsets; `ends` is exclusive. */
  starts: Int32Array;
  ends: Int32Array;
  /** The first character's code of punctuation; 0 for all other tokens. */
  codes: Uint16Array;
  /** 1 for the first token of a line. */
  firsts: Uint8Array;
  /**
   * For a bracket the index of its partner, -1 where there is none. A string part that opens a hole
   * has the index of the part behind the hole.
   */
  partners: Int32Array;
  /** Start and end of each comment, flattened: [s0, e0, s1, e1, …]. */
  comments: number[];
  /** The first thing that is wrong; null where strings, comments and brackets are all closed. */
  damage: Damage | null;
}

/** Collects tokens; grows by doubling. */
export class TokenColumns {
  count = 0;
  kinds: Uint8Array<ArrayBuffer>;
  starts: Int32Array<ArrayBuffer>;
  ends: Int32Array<ArrayBuffer>;
  codes: Uint16Array<ArrayBuffer>;
  firsts: Uint8Array<ArrayBuffer>;
  partners: Int32Array<ArrayBuffer>;

  /** @param length of the text: real code has a token for each four to six characters */
  constructor(length: number) {
    const capacity = (length >> 2) + 16;
    this.kinds = new Uint8Array(capacity);
    this.starts = new Int32Array(capacity);
    this.ends = new Int32Array(capacity);
    this.codes = new Uint16Array(capacity);
    this.firsts = new Uint8Array(capacity);
    this.partners = new Int32Array(capacity);
  }

  /** Appends a token and gives its index. */
  push(kind: Kind, start: number, end: number, code: number, first: number): number {
    const index = this.count;
    if (index === this.kinds.length) this.#grow();
    this.kinds[index] = kind;
    this.starts[index] = start;
    this.ends[index] = end;
    this.codes[index] = code;
    this.firsts[index] = first;
    this.partners[index] = -1;
    this.count = index + 1;
    return index;
  }

  #grow(): void {
    const capacity = this.kinds.length * 2;
    this.kinds = copied(this.kinds, new Uint8Array(capacity));
    this.starts = copied(this.starts, new Int32Array(capacity));
    this.ends = copied(this.ends, new Int32Array(capacity));
    this.codes = copied(this.codes, new Uint16Array(capacity));
    this.firsts = copied(this.firsts, new Uint8Array(capacity));
    this.partners = copied(this.partners, new Int32Array(capacity));
  }
}

function copied<Column extends Uint8Array | Uint16Array | Int32Array>(
  from: Column,
  to: Column,
): Column {
  to.set(from);
  return to;
}
