/**
 * Groovy, Gradle's scripts included: imports and types by a token scanner, resolution by packages and
 * modules. Methods are not listed: in scripts they cannot be told from calls with certainty.
 */
import type { RawImport } from "../facts.ts";
import type { Analyzer } from "./contract.ts";
import type { JvmFacts } from "./jvm/facts.ts";
import { qualifiedName } from "./jvm/imports.ts";
import { isJvmManifest, jvmResolver } from "./jvm/resolver.ts";
import { type Code, Mark } from "./scanning/code.ts";
import { extractScanned, type Found } from "./scanning/extraction.ts";
import {
  type Before,
  COMMENTS,
  compile,
  DOUBLE_QUOTED,
  Kind,
  type Special,
  type StringRule,
} from "./scanning/lexicon.ts";
import { Outline } from "./scanning/outline.ts";
import type { SymbolKind } from "../../domain/wire/symbol.ts";

const HOLES = ["${"];
const SINGLE: StringRule = { open: "'", close: "'", escape: "backslash", multiline: false };

/** https://groovy-lang.org/syntax.html */
const GROOVY = compile({
  ...COMMENTS.c,
  wordCharacters: "$",
  strings: [
    { open: '"""', close: '"""', escape: "backslash", multiline: true, holes: HOLES },
    { open: "'''", close: "'''", escape: "backslash", multiline: true },
    { open: "$/", close: "/$", escape: "none", multiline: true, holes: HOLES },
    { ...DOUBLE_QUOTED, holes: HOLES },
    SINGLE,
  ],
  special: { at: "/", read: slashy },
});

/** Characters of a pattern; this keeps a line of strokes linear. */
const MAX_PATTERN = 2_000;

/** `/pattern/` where a value is expected, on one line; a division or a comment elsewhere. */
function slashy(text: string, offset: number, before: Before): Special | null {
  const next = text[offset + 1];
  if (next === "/" || next === "*") return null;
  const behindValue = before.kind !== -1 && (before.kind !== Kind.Punctuation ||
    /[)\]}]/.test(text[before.start]!));
  if (behindValue) return null;
  const limit = Math.min(text.length, offset + MAX_PATTERN);
  for (let end = offset + 1; end < limit && text[end] !== "\n"; end++) {
    if (text[end] === "\\") end++;
    else if (text[end] === "/") return { is: "token", kind: Kind.String, end: end + 1 };
  }
  return null;
}

const TYPES: Record<string, SymbolKind> = {
  class: "class",
  interface: "interface",
  trait: "trait",
  enum: "enum",
  record: "class",
};

function readGroovy(code: Code): Found {
  const imports: RawImport[] = [];
  const outline = new Outline(code);
  const declared = new Set<string>();
  let packageName = "";
  for (let at = 0; at < code.end; at++) {
    outline.leave(at);
    const starts = code.isFirstOnLine(at) || code.code(at - 1) === Mark.Semicolon;
    if (starts && code.is(at, "package")) packageName ||= qualifiedName(code, at + 1).text;
    if (starts && code.is(at, "import")) {
      const name = code.is(at + 1, "static") ? at + 2 : at + 1;
      const { text, after } = qualifiedName(code, name);
      const star = code.code(after) === Mark.Dot && code.code(after + 1) === Mark.Star;
      if (text === "" || (!star && !text.includes("."))) continue;
      const specifier = star ? `${text}.*` : text;
      imports.push({ specifier, line: code.line(name), kind: "import", typeOnly: false });
    }
    const kind = Object.hasOwn(TYPES, code.word(at)) ? TYPES[code.word(at)] : undefined;
    if (kind === undefined || code.code(at - 1) === Mark.Dot || !code.isName(at + 1)) continue;
    const open = bodyOf(code, at + 2);
    if (open < 0) continue;
    const name = code.name(at + 1);
    if (outline.around === undefined) declared.add(name);
    const exported = !code.is(at - 1, "private");
    outline.open({ name, kind, exported, at: at + 1, last: code.close(open) });
  }
  const facts: JvmFacts = { declares: [[packageName, ...declared]] };
  return { imports, symbols: outline.symbols, extra: { ...facts } };
}

/** Tokens that a type's header may take. */
const MAX_HEADER = 200;
const HEADER_WORDS = new Set(["extends", "implements", "permits"]);

/** The brace behind a type's name; -1 where what follows is no header. */
function bodyOf(code: Code, start: number): number {
  const first = code.code(start);
  const header = first === Mark.BraceOpen || first === Mark.Less || first === Mark.ParenOpen ||
    HEADER_WORDS.has(code.word(start));
  if (!header) return -1;
  for (let at = start; at < code.end && at < start + MAX_HEADER; at = code.next(at)) {
    const mark = code.code(at);
    if (mark === Mark.BraceOpen) return at;
    if (mark === Mark.Semicolon || mark === Mark.Equals || mark === Mark.BraceClose) return -1;
  }
  return -1;
}

export const groovy: Analyzer = {
  id: "groovy",
  languages: ["Groovy", "Gradle"],
  extract: ({ text }) => extractScanned(text, GROOVY, readGroovy),
  isManifest: isJvmManifest,
  resolver: jvmResolver,
};
