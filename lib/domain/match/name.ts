/** How well a name answers a question, and which of its letters do. */
import { fold, type Word, wordsOf } from "./words.ts";

/** From best to worst. */
export const TIERS = ["exact", "prefix", "words", "substring", "rest"] as const;
export type Tier = (typeof TIERS)[number];

/** Half-open, in UTF-16 units. */
export type Range = [start: number, end: number];

export interface NameMatch {
  tier: Tier;
  /** Sorted, apart from each other. */
  ranges: Range[];
}

/** Longer questions are not looked for as beginnings of words: nobody abbreviates that much. */
const WORDS_QUESTION_MAX = 64;
const WORDS_NAME_MAX = 48;

/**
 * Does `name` answer `question`? As a whole, as its beginning, as beginnings of its words in order
 * (`gSM`, `sysMap`, `system map` and `map` all find getSystemMap), anywhere, or else with all of the
 * question's words somewhere. Upper and lower case are the same.
 * @param question trimmed, not empty
 */
export function matchName(question: string, name: string): NameMatch | null {
  const asked = fold(question);
  const given = fold(name);
  const at = given.indexOf(asked);
  if (at === 0) {
    return {
      tier: asked.length === given.length ? "exact" : "prefix",
      ranges: [[0, asked.length]],
    };
  }
  const words = matchWords(asked, given, name);
  if (words !== null) return { tier: "words", ranges: words };
  if (at > 0) return { tier: "substring", ranges: [[at, at + asked.length]] };
  const rest = matchAll(asked, given);
  return rest === null ? null : { tier: "rest", ranges: rest };
}

/** Letters and digits of the question, spread over beginnings of words in order. */
function matchWords(asked: string, given: string, name: string): Range[] | null {
  const letters = asked.replace(/[^\p{L}\p{N}\p{M}]+/gu, "");
  if (letters === "" || letters.length > WORDS_QUESTION_MAX) return null;
  const words = wordsOf(name).slice(0, WORDS_NAME_MAX);
  const open: Place[] = words.map((_, word) => ({ letter: 0, word, before: null })).reverse();
  // Each pair of letter and word is looked at once, so the work is bounded by their product.
  const seen = new Set<number>();
  for (let place = open.pop(); place !== undefined; place = open.pop()) {
    const key = place.letter * (WORDS_NAME_MAX + 1) + place.word;
    if (seen.has(key)) continue;
    seen.add(key);
    const word = words[place.word];
    if (word === undefined) continue;
    const most = commonLength(letters, place.letter, given, word);
    if (most === 0) {
      // This word may be passed over, once the first one is found.
      if (place.letter > 0) open.push({ ...place, word: place.word + 1 });
      continue;
    }
    if (place.letter + most === letters.length) return rangesOf(place, most, words);
    if (place.letter > 0) open.push({ ...place, word: place.word + 1 });
    for (let length = 1; length <= most; length++) {
      open.push({
        letter: place.letter + length,
        word: place.word + 1,
        before: { place, length },
      });
    }
  }
  return null;
}

/** So many letters are found; the next one is looked for at this word. */
interface Place {
  letter: number;
  word: number;
  before: { place: Place; length: number } | null;
}

function commonLength(letters: string, from: number, given: string, word: Word): number {
  const most = Math.min(letters.length - from, word.text.length);
  let length = 0;
  while (length < most && letters[from + length] === given[word.start + length]) length++;
  return length;
}

function rangesOf(last: Place, length: number, words: readonly Word[]): Range[] {
  const ranges: Range[] = [];
  let step: Place["before"] = { place: last, length };
  while (step !== null) {
    // A place that passed words over stands at the word that was taken.
    const { start } = words[step.place.word]!;
    ranges.push([start, start + step.length]);
    step = step.place.before;
  }
  return joined(ranges.reverse());
}

/** Every word of the question somewhere, in any order. */
function matchAll(asked: string, given: string): Range[] | null {
  const words = asked.split(/\s+/);
  if (words.length < 2) return null;
  const ranges: Range[] = [];
  for (const word of words) {
    const at = given.indexOf(word);
    if (at < 0) return null;
    ranges.push([at, at + word.length]);
  }
  return joined(ranges.sort((a, b) => a[0] - b[0] || a[1] - b[1]));
}

function joined(sorted: readonly Range[]): Range[] {
  const result: Range[] = [];
  for (const [start, end] of sorted) {
    const last = result.at(-1);
    if (last !== undefined && start <= last[1]) last[1] = Math.max(last[1], end);
    else result.push([start, end]);
  }
  return result;
}
