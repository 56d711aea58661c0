/** How PHP is written: https://www.php.net/manual/en/langref.php */
import { compile, Kind, type Special, type StringRule } from "../scanning/lexicon.ts";

/** `<?` alone counts before white space only, so that `<?xml` in a page is none. */
const OPENING = /<\?(?:php(?=\s|$)|=|(?=\s))/gi;

const DOUBLE: StringRule = {
  open: '"',
  close: '"',
  escape: "backslash",
  multiline: true,
  holes: ["{$", "${"],
};

export const PHP = compile({
  // Names with their namespaces are one token each, as in PHP 8.
  wordCharacters: "$\\",
  lineComments: [],
  blockComments: [{ open: "/*", close: "*/", nested: false }],
  strings: [
    { open: "'", close: "'", escape: "backslash", multiline: true },
    DOUBLE,
    { ...DOUBLE, open: "`", close: "`" },
  ],
  start: (text) => behindOpening(text, 0),
  special: { at: "?#/<", read: readSpecial },
});

/** The offset behind the next opening tag; the text's length without one. */
function behindOpening(text: string, from: number): number {
  OPENING.lastIndex = from;
  return OPENING.test(text) ? OPENING.lastIndex : text.length;
}

function readSpecial(text: string, offset: number): Special | null {
  const c = text[offset];
  if (c === "?") {
    if (text[offset + 1] !== ">") return null;
    // A page between two pieces of code ends a statement as a semicolon does.
    return { is: "token", kind: Kind.Directive, end: behindOpening(text, offset + 2) };
  }
  if (c === "<") return text.startsWith("<<<", offset) ? heredoc(text, offset) : null;
  const comment = c === "#" ? text[offset + 1] !== "[" : text[offset + 1] === "/";
  if (!comment) return null;
  let end = text.indexOf("\n", offset);
  if (end < 0) end = text.length;
  const closing = text.slice(offset, end).indexOf("?>");
  return { is: "comment", end: closing < 0 ? end : offset + closing };
}

/** The closing name may be indented, and code goes on behind it (since PHP 7.3). */
function heredoc(text: string, offset: number): Special | null {
  const start = /^<<<[ \t]*(["']?)([A-Za-z_\x80-\uffff][\w\x80-\uffff]{0,200})\1[ \t]*\r?$/m;
  const line = text.indexOf("\n", offset);
  const [, , name] = start.exec(text.slice(offset, Math.min(line, offset + 300))) ?? [];
  if (name === undefined || line < 0) return null;
  return {
    is: "heredoc",
    end: line,
    body(whole, from) {
      const close = new RegExp(`^[ \\t]*${name}(?![\\w\\x80-\\uffff])`, "gm");
      close.lastIndex = from;
      return close.test(whole) ? close.lastIndex : whole.length;
    },
  };
}
