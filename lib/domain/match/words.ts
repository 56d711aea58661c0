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

const SINGLE_WORD = /^_*(?:[A-Z]?[a-z]+|[A-Z]+)_*$/;

/** The words of a name, in order; signs between them belong to none. */
export function wordsOf(name: string): Word[] {
  return Array.from(
    name.matchAll(WORD),
    (match) => ({ text: match[0], start: match.index }),
  );
}

/** First letters of the words, folded; "" where there are fewer than two words. */
export function initialsOf(name: string): string {
  // Half of all names, and the whole of a first publish: no need to take them apart.
  if (SINGLE_WORD.test(name)) return "";
  const words = wordsOf(name);
  if (words.length < 2) return "";
  return fold(words.map(({ text }) => String.fromCodePoint(text.codePointAt(0)!)).join(""));
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
