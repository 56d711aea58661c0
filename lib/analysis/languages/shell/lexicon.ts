/** How shell scripts are written: https://www.gnu.org/software/bash/manual/bash.html#Shell-Syntax */
import { type Before, compile, Kind, type Special, type StringRule } from "../scanning/lexicon.ts";

/** `${x:-it's}` keeps its apostrophe, so that its braces are no code; quotes in it pair by themselves. */
const DOUBLE: StringRule = {
  open: '"',
  close: '"',
  escape: "backslash",
  multiline: true,
  holes: ["$("],
};
const BACKQUOTED: StringRule = { open: "`", close: "`", escape: "backslash", multiline: true };
const ANSI: StringRule = { open: "$'", close: "'", escape: "backslash", multiline: true };

/**
 * A word here is a run of what a shell's word may hold bare, so that `./lib/x.sh` and `-f` are one
 * token each; brackets and `=` stand alone.
 */
export const SHELL = compile({
  wordCharacters: "./-+@%,:~$",
  lineComments: [],
  blockComments: [],
  strings: [
    DOUBLE,
    BACKQUOTED,
    { open: "'", close: "'", escape: "none", multiline: true },
  ],
  special: { at: "#<\\$", read: readSpecial },
});

function readSpecial(text: string, offset: number, before: Before): Special | null {
  const next = text[offset + 1] ?? "";
  switch (text[offset]) {
    case "#": {
      // `a#b` and `${#x}` are no comments
      if (before.end === offset && !/[;&|()\s]/.test(text[offset - 1] ?? "\n")) return null;
      const end = text.indexOf("\n", offset);
      return { is: "comment", end: end < 0 ? text.length : end };
    }
    case "\\":
      return offset + 1 < text.length
        ? { is: "token", kind: Kind.StringPart, end: offset + (next === "\r" ? 3 : 2) }
        : null;
    case "$":
      if (next === "'") return { is: "string", content: offset + 2, rule: ANSI };
      return /[#?!*]/.test(next) ? { is: "token", kind: Kind.StringPart, end: offset + 2 } : null;
    case "<":
      return heredoc(text, offset);
    default:
      return null;
  }
}

/** `<<A`, `<<-'A'`; not `<<<`, and no shift as in `$((1 << n))` */
function heredoc(text: string, offset: number): Special | null {
  if (text[offset + 1] !== "<" || text[offset + 2] === "<" || text[offset - 1] === "<") return null;
  const line = text.slice(Math.max(0, offset - 300), offset);
  if (line.lastIndexOf("((") > Math.max(line.lastIndexOf("))"), line.lastIndexOf("\n"))) {
    return null;
  }
  const opener = /^<<(-?)[ \t]*(?:(["'])([^"'\n]{1,100})\2|\\?([A-Za-z_][\w.-]{0,100}))/;
  const match = opener.exec(text.slice(offset, offset + 120));
  if (!match) return null;
  const [all, tabs, , quoted, bare] = match;
  const id = (quoted ?? bare!).replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  return {
    is: "heredoc",
    end: offset + all.length,
    body(whole, from) {
      const close = new RegExp(`^${tabs === "-" ? "\\t*" : ""}${id}\\r?$`, "gm");
      close.lastIndex = from;
      return close.test(whole) ? close.lastIndex : whole.length;
    },
  };
}
