/** The words of a question that may be names in code. */

const TERMS_MOST = 12;

/** Words that ask, not words that are asked about. */
const COMMON = new Set(
  ("a about after all also an and any are as at be been before between both but by can could do does " +
    "done each for from get gets give given go goes had has have how i if in into is it its just kind " +
    "like made make makes many may me most much my no not of on one only or other our out over please " +
    "project repository codebase code same see should show so some such system tell than that the " +
    "their them then there these they thing this those through to under up use used uses using was " +
    "way we were what when where which who whose why will with without work works would you your " +
    "explain describe happens happen mean means find located defined implemented called call file " +
    "files function functions class classes").split(" "),
);

/**
 * Names first (in backquotes or quotes, paths, camelCase, snake_case, dotted), then other words from
 * the longest; words of the language of questions are left out.
 */
export function termsOf(question: string): string[] {
  const quoted = [...question.matchAll(/[`"']([^`"'\n]{2,100})[`"']/g)].map(([, text]) => text!);
  const words = question.match(/[\p{L}\p{N}_$][\p{L}\p{N}_$./:-]*[\p{L}\p{N}_$]/gu) ?? [];
  const names = words.filter((word) =>
    /[_/.:$]|\p{Ll}\p{Lu}|\p{Lu}{2}|\d/u.test(word) || /^\p{Lu}/u.test(word)
  ).filter((word) => !COMMON.has(word.toLowerCase()));
  const others = words.filter((word) => word.length > 2 && !COMMON.has(word.toLowerCase()))
    .sort((a, b) => b.length - a.length);
  const stems = others.map(stem).filter((word) => word.length > 3);
  return [...new Set([...quoted, ...names, ...others, ...stems])].slice(0, TERMS_MOST);
}

/** "authenticated" and "authentication" both begin with what code calls `authenticate`. */
function stem(word: string): string {
  return word.toLowerCase().replace(
    /(?:ations?|ating|ated|ates?|ings?|ed|ers?|ors?|ies|ments?|es|s)$/,
    "",
  );
}
