/**
 * What of a name goes into the full-text index, and what a question asks of it. The index knows
 * trigrams only; anchors at both ends of a name turn "begins with" and "is" into trigrams too, as in
 * PostgreSQL's pg_trgm (https://www.postgresql.org/docs/current/pgtrgm.html). Trigrams say which names
 * can match; lib/domain/match/name.ts says which do, and how well.
 */
import { fold, initialsOf, NAME_SEARCHED_MAX } from "./words.ts";

// No name holds control characters; one that does only costs a look at it.
const BEGIN = "\u0001\u0001";
const END = "\u0002";
const INITIALS = "\u0003\u0003";
const QUALITY = "\u0004q";
const KIND = "\u0005k";

/**
 * Trigrams that one set asks for. Each is a list that the index reads from end to end; the rarest few
 * leave hardly any name that does not match.
 */
const TERMS_MAX = 5;
/** Letters of English, from frequent to rare; all else is rarer. */
const FREQUENT = "etaoinsrhldcumfpgwybvkxjqz";

/** The text of the index's column `name`. */
export function nameText(name: string): string {
  return `${BEGIN}${fold(name.slice(0, NAME_SEARCHED_MAX))}${END}`;
}

/** The text of the column `initials`; "" for a single word. */
export function initialsText(name: string): string {
  const initials = initialsOf(name.slice(0, NAME_SEARCHED_MAX));
  return initials === "" ? "" : INITIALS + initials;
}

/** One trigram for how good a hit is: 0 is best; at most 9. */
export function qualityMark(quality: number): string {
  return QUALITY + quality;
}

/** One trigram for the `index`-th of at most 26 kinds. */
export function kindMark(index: number): string {
  return KIND + String.fromCharCode(97 + index);
}

/** Trigrams of a name that is `text`. */
export function exactTerms(text: string): string[] {
  const all = trigrams(BEGIN + fold(text) + END).slice(1);
  return [...new Set([all[0]!, all.at(-1)!, ...rarest(all)])];
}

/** Trigrams of a name that begins with `text`, which has at least one character. */
export function prefixTerms(text: string): string[] {
  const all = trigrams(BEGIN + fold(text));
  // The first says what the second says better, unless it is the only one.
  const [first, ...others] = all.length > 1 ? all.slice(1) : all;
  return [first!, ...rarest(others)];
}

/** Trigrams of a name whose words' initials begin with `text`. */
export function initialsTerms(text: string): string[] {
  if (text === "") return [];
  const all = trigrams(INITIALS + fold(text));
  return all.length > 1 ? all.slice(1) : all;
}

/** Trigrams of a name that holds all of `parts` somewhere; [] where every part is too short. */
export function partsTerms(parts: readonly string[]): string[] {
  return rarest([...new Set(parts.flatMap((part) => trigrams(fold(part))))]);
}

function trigrams(text: string): string[] {
  const characters = Array.from(text);
  return characters.slice(2).map((_, at) => characters.slice(at, at + 3).join(""));
}

function rarest(terms: readonly string[]): string[] {
  if (terms.length <= TERMS_MAX) return [...terms];
  return terms.map((term) => ({ term, rarity: rarityOf(term) }))
    .sort((a, b) => b.rarity - a.rarity).slice(0, TERMS_MAX).map(({ term }) => term);
}

function rarityOf(term: string): number {
  return Array.from(term, (char) => {
    const at = FREQUENT.indexOf(char);
    return at < 0 ? FREQUENT.length : at;
  }).reduce((sum, one) => sum + one, 0);
}
