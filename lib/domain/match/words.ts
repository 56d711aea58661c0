/** Names taken apart: `getSystemMap`, `get_system_map` and `GET-SYSTEM-MAP` are three words each. */

/** Longest name that is looked into; of a longer one the rest is not searched. */
export const NAME_SEARCHED_MAX = 200;

/** A word and where it begins, in UTF-16 units. */
export interface Word {
  text: string;
  start: number;
}

// An acronym ends before the capital that begins the next word: `HTTPServer` is HTTP and Server.
const WORD = /\p{Lu}+(?!\p{Ll})|\p{Lu}?\p{Ll}+|\p{N}+|[\p{Lo}\p{Lm}\p{M}]+/gu;

const ASCII = /^[\0-\x7f]*$/;

/** The words of a name, in order; signs between them belong to none. */
export function wordsOf(name: string): Word[] {
  return Array.from(
    name.matchAll(WORD),
    (match) => ({ text: match[0], start: match.index }),
  );
}

/** First letters of the words, folded; "" where there are fewer than two words. */
export function initialsOf(name: string): string {
  if (ASCII.test(name)) return initialsOfAscii(name);
  const words = wordsOf(name);
  if (words.length < 2) return "";
  return fold(words.map(({ text }) => String.fromCodePoint(text.codePointAt(0)!)).join(""));
}

/** `initialsOf` for nearly all names, of which a first publish has many thousands; see `WORD`. */
function initialsOfAscii(name: string): string {
  let initials = "";
  let last = Kind.Other;
  for (let at = 0; at < name.length; at++) {
    const kind = kindOf(name.charCodeAt(at));
    const next = kindOf(name.charCodeAt(at + 1));
    const begins = kind === Kind.Upper
      ? last !== Kind.Upper || next === Kind.Lower
      : kind === Kind.Lower
      ? last !== Kind.Upper && last !== Kind.Lower
      : kind === Kind.Digit && last !== Kind.Digit;
    if (begins) initials += name[at];
    last = kind;
  }
  return initials.length < 2 ? "" : initials.toLowerCase();
}

const enum Kind {
  Other,
  Upper,
  Lower,
  Digit,
}

function kindOf(code: number): Kind {
  if (code >= 97 && code <= 122) return Kind.Lower;
  if (code >= 65 && code <= 90) return Kind.Upper;
  return code >= 48 && code <= 57 ? Kind.Digit : Kind.Other;
}

/** Lower case of the same length, so that a place in it is a place in the text. */
export function fold(text: string): string {
  const lower = text.toLowerCase();
  if (lower.length === text.length) return lower;
  // Few characters get longer, such as "İ"; these stay as they are.
  return Array.from(text, (char) => {
    const one = char.toLowerCase();
    return one.length === char.length ? one : char;
  }).join("");
}
