/** What a person typed, taken apart, and the sets of trigrams that each step of a search asks for. */
import { exactTerms, initialsTerms, partsTerms, prefixTerms } from "./terms.ts";
import { wordsOf } from "./words.ts";

export interface Question {
  /** Trimmed, its white space single. */
  text: string;
  /** `MapStore.publish` and `Store::publish` ask for a definition inside of another; else null. */
  qualified: { container: string; name: string } | null;
}

/** Alternatives; each is a set of trigrams that all have to be there. */
export type Terms = string[][];

/** What to ask for, narrow or wide. */
export interface Steps {
  /** All that may match; where that is too much, the following, from what ranks first to the rest. */
  any: Terms;
  exact: Terms;
  prefix: Terms;
  /** Initials, parts and substrings. */
  loose: Terms;
}

const QUALIFIED = /^(.*[^.:#\s])(?:\.|::|#)([^.:#/\s]+)$/u;
/** An abbreviation by initials alone is short. */
const INITIALS_MAX = 12;

/** @param q any text; the question is empty where it is white space alone */
export function parseQuestion(q: string): Question {
  const text = q.trim().replace(/\s+/gu, " ");
  const [, container, name] = QUALIFIED.exec(text) ?? [];
  return {
    text,
    qualified: container === undefined || name === undefined || /[\s/]/u.test(container)
      ? null
      : { container, name },
  };
}

/** For names: of symbols (without what qualifies them) and packages. */
export function nameSteps(text: string): Steps {
  const words = wordsOf(text).map((word) => word.text);
  return steps([exactTerms(text)], [prefixTerms(text)], [
    partsTerms([text]),
    initialsTerms(initialsAsked(text, words)),
    partsTerms(words),
  ]);
}

/** For paths. */
export function pathSteps(text: string): Steps {
  if (!text.includes("/")) {
    const { exact, prefix, loose } = nameSteps(text);
    return steps(exact, prefix, [...loose, partsTerms(text.split(" "))]);
  }
  const whole = partsTerms([text]);
  const file = text.slice(text.lastIndexOf("/") + 1);
  const directories = partsTerms(text.split("/"));
  return steps(
    [file === "" ? whole : [...whole, ...exactTerms(file)]],
    [whole],
    [whole, file === "" ? directories : [...prefixTerms(file), ...directories]],
  );
}

function steps(exact: Terms, prefix: Terms, loose: Terms): Steps {
  // A whole name or a beginning of three letters is a part of a name too.
  const parts = (loose[0]?.length ?? 0) > 0;
  return {
    any: alternatives(parts ? loose : [...prefix, ...loose]),
    exact: alternatives(exact),
    prefix: alternatives(prefix),
    loose: alternatives(loose),
  };
}

/** `gSM` and `getSM` ask for the initials gsm, and `gsm` may. */
function initialsAsked(text: string, words: readonly string[]): string {
  if (words.length < 2) {
    return /^[\p{L}\p{N}]{2,}$/u.test(text) && text.length <= INITIALS_MAX ? text : "";
  }
  // Capitals in a row are either one word or the initials of several: here the latter.
  return words.map((word) =>
    /^\p{Lu}+$/u.test(word) && word !== text ? word : String.fromCodePoint(word.codePointAt(0)!)
  ).join("").slice(0, INITIALS_MAX);
}

/** Without the empty ones, which would ask for everything, and without repetitions. */
function alternatives(sets: readonly string[][]): Terms {
  const seen = new Map(sets.map((set) => [set.join("\0"), set]));
  seen.delete("");
  return [...seen.values()];
}
