/** C, C++, Objective-C and CUDA: includes and definitions by a token scanner, resolution by include paths. */
import { readC } from "./c/declarations.ts";
import type { Analyzer } from "./contract.ts";
import { extractScanned } from "./scanning/extraction.ts";
import {
  type Before,
  CHARACTER,
  COMMENTS,
  compile,
  DOUBLE_QUOTED,
  Kind,
  type Special,
} from "./scanning/lexicon.ts";
import { cResolver, isCManifest } from "./c/resolver.ts";

/** https://eel.is/c++draft/lex */
const C = compile({
  ...COMMENTS.c,
  wordCharacters: "$",
  strings: [DOUBLE_QUOTED, CHARACTER],
  digitSeparator: "'",
  directives: true,
  special: { at: '"/', read: special },
});

const RAW_PREFIX = /^(?:u8|[uUL])?R$/;
const DELIMITER = /"([^\s()\\"]{0,16})\(/y;

function special(text: string, offset: number, before: Before): Special | null {
  return text[offset] === "/" ? continuedComment(text, offset) : rawString(text, offset, before);
}

/** `R"x(…)x"` */
function rawString(text: string, offset: number, { kind, start, end }: Before): Special | null {
  if (kind !== Kind.Word || end !== offset || end - start > 3) return null;
  if (!RAW_PREFIX.test(text.slice(start, end))) return null;
  DELIMITER.lastIndex = offset;
  const found = DELIMITER.exec(text);
  if (!found) return null;
  const close = text.indexOf(`)${found[1]}"`, offset);
  return {
    is: "token",
    kind: Kind.String,
    end: close < 0 ? text.length : close + found[1]!.length + 2,
  };
}

/** A backslash at its end carries a line comment over to the next line. */
function continuedComment(text: string, offset: number): Special | null {
  if (text[offset + 1] !== "/") return null;
  for (let end = text.indexOf("\n", offset);; end = text.indexOf("\n", end + 1)) {
    if (end < 0) return { is: "comment", end: text.length };
    const last = text[end - 1] === "\r" ? end - 2 : end - 1;
    if (text[last] !== "\\") return { is: "comment", end };
  }
}

export const c: Analyzer = {
  id: "c",
  languages: ["C", "C++", "Objective-C", "Objective-C++", "Cuda"],
  extract: ({ text }) => extractScanned(text, C, readC),
  isManifest: isCManifest,
  resolver: cResolver,
};
