/** How Ruby is written: https://docs.ruby-lang.org/en/master/syntax/literals_rdoc.html */
import { type Before, compile, Kind, type Special, type StringRule } from "../scanning/lexicon.ts";

const DOUBLE: StringRule = {
  open: '"',
  close: '"',
  escape: "backslash",
  multiline: true,
  holes: ["#{"],
};

export const RUBY = compile({
  wordCharacters: "$@",
  lineComments: ["#"],
  blockComments: [{ open: "=begin", close: "\n=end", nested: false, at: "column" }],
  strings: [
    DOUBLE,
    { ...DOUBLE, open: "'", close: "'", holes: [] },
    { ...DOUBLE, open: "`", close: "`" },
  ],
  special: { at: "/%<?$_`", read: readSpecial },
});

/** Behind these a value begins; behind other words an operator may follow. */
const BEFORE_VALUE = new Set(
  ("if unless when while until and or not return then in elsif else do case yield begin rescue " +
    "ensure puts p raise print assert assert_match match").split(" "),
);
/** UTF-16 code units of a literal where an operator would be as likely, or of a regular expression. */
const MAX_UNCERTAIN = 2_000;
const CLOSING: Record<string, string> = { "(": ")", "[": "]", "{": "}", "<": ">" };

function readSpecial(text: string, offset: number, before: Before): Special | null {
  switch (text[offset]) {
    case "_":
      return text.startsWith("__END__", offset) &&
          /^\r?\n|^$/.test(text.slice(offset + 7, offset + 9)) &&
          (offset === 0 || text[offset - 1] === "\n")
        ? { is: "comment", end: text.length }
        : null;
    case "$":
      return /[^\w\s]/.test(text[offset + 1] ?? " ") ? word(offset + 2) : null;
    case "`":
      return isMethodName(text, offset, before) ? word(offset + 1) : null;
    case "?":
      return character(text, offset, before);
    case "<":
      return heredoc(text, offset, before);
    default:
      break;
  }
  if (isMethodName(text, offset, before)) return null;
  const expected = expects(text, offset, before);
  if (expected === "operator") return null;
  return text[offset] === "/"
    ? regularExpression(text, offset)
    : percent(text, offset, expected === "value");
}

const word = (end: number): Special => ({ is: "token", kind: Kind.Word, end });

/** `def /(other)`, `a./(b)`, `:/` */
function isMethodName(text: string, offset: number, before: Before): boolean {
  if (before.end < 0) return false;
  const mark = text[before.end - 1];
  if (before.end === offset && mark === ":" && text[before.end - 2] !== ":") return true;
  return mark === "." || text.slice(before.start, before.end) === "def";
}

/** What the place before says: a value must follow, an operator must, or both may. */
function expects(text: string, offset: number, before: Before): "value" | "operator" | "either" {
  if (before.kind === -1) return "value";
  if (before.kind === Kind.Punctuation) {
    const mark = text[before.end - 1]!;
    if (")]}".includes(mark)) return before.firstOnLine ? "value" : "operator";
    // `empty? /x/`
    const suffix = (mark === "?" || mark === "!") && /\w/.test(text[before.start - 1] ?? "");
    if (!suffix) return "value";
  } else if (before.kind !== Kind.Word) return before.firstOnLine ? "value" : "operator";
  else if (BEFORE_VALUE.has(text.slice(before.start, before.end))) return "value";
  if (before.firstOnLine) return "value";
  // `split /x/` has a space before and none behind; `a / b` and `a/b` have both or none.
  const apart = before.end < offset && !/[\s=]/.test(text[offset + 1] ?? " ");
  return apart ? "either" : "operator";
}

function regularExpression(text: string, offset: number): Special | null {
  const limit = Math.min(text.length, offset + 2 * MAX_UNCERTAIN);
  let holes = 0;
  for (let at = offset + 1; at < limit; at++) {
    const c = text[at]!;
    if (c === "\\") at++;
    else if (c === "#" && text[at + 1] === "{") {
      holes++;
      at++;
    } else if (c === "}" && holes > 0) holes--;
    else if (c === "/" && holes === 0) return { is: "token", kind: Kind.StringPart, end: at + 1 };
  }
  return null;
}

/** `%w[a b]`, `%(a "b")`, `%r{…}`: brackets of the literal's own kind pair in it. */
function percent(text: string, offset: number, certain: boolean): Special | null {
  const [all, , open] = /^%([wWiIqQrxs]?)([^\w\s=])/.exec(text.slice(offset, offset + 3)) ??
    /^%([wWiIqQrxs])(=)/.exec(text.slice(offset, offset + 3)) ?? [];
  if (all === undefined || (!certain && /^%[^\w([{<]/.test(all))) return null;
  const close = CLOSING[open!] ?? open!;
  // `desc %q{…}` holds whole paragraphs.
  const length = /^%[a-zA-Z][([{<]/.test(all) ? 3 * MAX_UNCERTAIN : MAX_UNCERTAIN;
  const limit = certain ? text.length : Math.min(text.length, offset + length);
  let depth = 1;
  for (let at = offset + all.length; at < limit; at++) {
    const c = text[at]!;
    if (c === "\\") at++;
    else if (c === close) {
      if (--depth === 0) return { is: "token", kind: Kind.StringPart, end: at + 1 };
    } else if (c === open) depth++;
  }
  // What never ends takes the rest, as in Ruby.
  return certain ? { is: "token", kind: Kind.StringPart, end: text.length } : null;
}

/** `?"`: letters are passed over as words, which is as good. */
function character(text: string, offset: number, before: Before): Special | null {
  const c = text[offset + 1] ?? "";
  if (!/[^\w\s]/.test(c) || before.end === offset && before.kind === Kind.Word) return null;
  if (expects(text, offset, before) !== "value") return null;
  const end = offset + (c === "\\" ? 3 : 2);
  return /\w/.test(text[end] ?? "") ? null : { is: "token", kind: Kind.Character, end };
}

function heredoc(text: string, offset: number, before: Before): Special | null {
  const opener =
    /^<<(?:([~-])(?:(["'`])([^"'`\n]{1,100})\2|([A-Za-z_]\w*))|(["'`])([^"'`\n]{1,100})\5|([A-Z_]\w*))/;
  const match = opener.exec(text.slice(offset, offset + 120));
  if (!match || isMethodName(text, offset, before)) return null;
  const [all, indented, , quoted, name, , bareQuoted, bare] = match;
  const touching = before.end === offset && before.kind !== Kind.Punctuation;
  const expected = expects(text, offset, before);
  if (touching || (indented === undefined && expected === "operator")) return null;
  const id = (quoted ?? name ?? bareQuoted ?? bare!).replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  return {
    is: "heredoc",
    end: offset + all.length,
    body(whole, from) {
      const close = new RegExp(`^${indented === undefined ? "" : "[ \\t]*"}${id}\\r?$`, "gm");
      close.lastIndex = from;
      return close.test(whole) ? close.lastIndex : whole.length;
    },
  };
}
