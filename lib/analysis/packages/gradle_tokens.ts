/** Tokens of Gradle's build scripts, Groovy and Kotlin alike. Nothing is evaluated. */

export interface Token {
  kind: "word" | "string" | "mark" | "line";
  /** A word, a string's content as written, one character, or "\n". */
  text: string;
  /** 1-based. */
  line: number;
}

/** A larger script is no script. */
const MAX_CHARS = 1_000_000;

/** Comments and white space are left out; one pass, whatever is left open ends with the text. */
export function gradleTokens(source: string): Token[] {
  const text = source.slice(0, MAX_CHARS);
  const tokens: Token[] = [];
  const pattern =
    /(\n)|[^\S\n]+|\/\/[^\n]*|\/\*|("""|''')|(["'])|([A-Za-z_$][\w$]*|`[^`\n]*`)|(\d[\w.]*)|([^])/gy;
  let line = 1;
  const countLines = (from: number, to: number) => {
    for (let at = text.indexOf("\n", from); at >= 0 && at < to; at = text.indexOf("\n", at + 1)) {
      line++;
    }
  };
  for (let match = pattern.exec(text); match; match = pattern.exec(text)) {
    const [whole, newline, long, quote, word, number, mark] = match;
    const after = match.index + whole.length;
    if (newline) {
      tokens.push({ kind: "line", text: "\n", line });
      line++;
    } else if (whole === "/*") {
      const end = text.indexOf("*/", after);
      pattern.lastIndex = end < 0 ? text.length : end + 2;
      countLines(match.index, pattern.lastIndex);
    } else if (long) {
      const end = text.indexOf(long, after);
      const close = end < 0 ? text.length : end;
      tokens.push({ kind: "string", text: text.slice(after, close), line });
      pattern.lastIndex = Math.min(text.length, close + 3);
      countLines(match.index, pattern.lastIndex);
    } else if (quote) {
      const close = endOfString(text, after, quote);
      tokens.push({ kind: "string", text: text.slice(after, close), line });
      // A line end closes a string that nobody closed.
      pattern.lastIndex = text[close] === quote ? close + 1 : close;
    } else if (word) tokens.push({ kind: "word", text: word.replaceAll("`", ""), line });
    else if (number) tokens.push({ kind: "mark", text: number, line });
    else if (mark) tokens.push({ kind: "mark", text: mark, line });
  }
  return tokens;
}

/** Quotes inside of `${…}` belong to the expression. A line end closes what nobody closed. */
function endOfString(text: string, from: number, quote: string): number {
  let braces = 0;
  for (let at = from; at < text.length; at++) {
    const c = text[at];
    if (c === "\n" || c === quote && braces === 0) return at;
    if (c === "\\") at++;
    else if (quote === '"' && (c === "{" && (braces > 0 || text[at - 1] === "$"))) braces++;
    else if (c === "}" && braces > 0) braces--;
  }
  return text.length;
}
