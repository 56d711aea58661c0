/** How Swift is written, for the scanner. */
import {
  type Before,
  COMMENTS,
  compile,
  DOUBLE_QUOTED,
  Kind,
  type Special,
  type StringRule,
} from "../scanning/lexicon.ts";

const HOLES = { holes: ["\\("] };

/** https://docs.swift.org/swift-book/documentation/the-swift-programming-language/lexicalstructure */
export const SWIFT = compile({
  ...COMMENTS.nested,
  wordCharacters: "$",
  nameQuote: "`",
  strings: [
    { ...DOUBLE_QUOTED, open: '"""', close: '"""', multiline: true, ...HOLES },
    { ...DOUBLE_QUOTED, ...HOLES },
  ],
  directives: true,
  special: { at: "#/", read: special },
});

const HASHED = /(#{1,255})("""|"|\/)/y;
const CONDITION = /#(?:if|elseif|else|endif)\b/y;
const MACRO = /#[\p{L}_][\p{L}\p{N}_]*/uy;
/** Characters of a regular expression on one line. */
const MAX_PATTERN = 2_000;

/** `##"…"##`, `#/…/#`, `/…/`, `#selector`; `#if` and its like are left to the scanner. */
function special(text: string, offset: number, before: Before): Special | null {
  if (text[offset] === "/") return pattern(text, offset, before);
  HASHED.lastIndex = offset;
  const [hashed, hashes, quote] = HASHED.exec(text) ?? [];
  if (hashed !== undefined) {
    const rule: StringRule = {
      open: hashed,
      close: `${quote}${hashes}`,
      escape: "none",
      multiline: quote !== '"',
      ...(quote === "/" ? {} : { holes: [`\\${hashes}(`] }),
    };
    return { is: "string", content: offset + hashed.length, rule };
  }
  CONDITION.lastIndex = offset;
  if (before.firstOnLine && CONDITION.test(text)) return null;
  MACRO.lastIndex = offset;
  const end = offset + (MACRO.exec(text)?.[0].length ?? 1);
  return { is: "token", kind: end - offset > 1 ? Kind.Word : Kind.Punctuation, end };
}

const BEFORE_PATTERN = new Set(
  "return in case try await if guard while where throw is as else yield".split(" "),
);

/** A regular expression without marks stands where an operand does, and begins without a space. */
function pattern(text: string, start: number, before: Before): Special | null {
  if (/[\s/*)=]/.test(text[start + 1] ?? " ")) return null;
  if (before.kind === Kind.Word) {
    if (!BEFORE_PATTERN.has(text.slice(before.start, before.end))) return null;
  } else if (before.kind !== Kind.Punctuation) return null;
  else if (!"([{,=:;!&|?}".includes(text[before.start]!)) return null;
  // behind `}` and `?` a line has to begin, else they end an operand
  else if ("}?".includes(text[before.start]!) && !before.firstOnLine) return null;
  const limit = Math.min(text.length, start + MAX_PATTERN);
  let set = false;
  for (let at = start + 1; at < limit; at++) {
    const c = text[at];
    if (c === "\n") return null;
    if (c === "\\") at++;
    else if (c === "[") set = true;
    else if (c === "]") set = false;
    else if (c === "/" && !set) {
      const ends = !/[\s]/.test(text[at - 1]!) || text[at - 2] === "\\";
      return ends ? { is: "token", kind: Kind.StringPart, end: at + 1 } : null;
    }
  }
  return null;
}
