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

/** Words behind which a value begins; other words are values. */
const BEFORE_VALUES = new Set("return case in assert throw else do".split(" "));

/**
 * `/pattern/` where a value is expected; a division or a comment elsewhere.
 * https://groovy-lang.org/syntax.html#_slashy_string
 */
function slashy(text: string, offset: number, before: Before): Special | null {
  const next = text[offset + 1];
  if (next === "/" || next === "*" || isBehindValue(text, before)) return null;
  const limit = Math.min(text.length, offset + MAX_PATTERN);
  for (let end = offset + 1; end < limit; end++) {
    const c = text[end];
    // only a stroke can be escaped
    if (c === "\\" && text[end + 1] === "/") end++;
    // a hole may hold a division
    else if (c === "$" && text[end + 1] === "{") {
      const length = text.slice(end, limit).indexOf("}");
      if (length < 0) return null;
      end += length;
    } else if (c === "/") return { is: "token", kind: Kind.String, end: end + 1 };
  }
  return null;
}

function isBehindValue(text: string, { kind, start, end }: Before): boolean {
  if (kind === -1) return false;
  if (kind === Kind.Word) {
    return text[start - 1] === "." || !BEFORE_VALUES.has(text.slice(start, end));
  }
  if (kind !== Kind.Punctuation) return true;
  const c = text[start]!;
  return /[)\]}]/.test(c) || (/[+-]/.test(c) && text[start - 1] === c);
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
    if (code.is(at, "package") && isFirst(code, at)) {
      packageName ||= qualifiedName(code, at + 1).text;
    }
    if (code.is(at, "import") && isFirst(code, at)) {
      const name = code.is(at + 1, "static") ? at + 2 : at + 1;
      const { text, after } = qualifiedName(code, name);
      const star = code.code(after) === Mark.Dot && code.code(after + 1) === Mark.Star;
      if (text === "") continue;
      const specifier = star ? `${text}.*` : text;
      imports.push({ specifier, line: code.line(name), kind: "import", typeOnly: false });
    }
    const kind = Object.hasOwn(TYPES, code.word(at)) ? TYPES[code.word(at)] : undefined;
    if (kind === undefined || code.code(at - 1) === Mark.Dot || !code.isName(at + 1)) continue;
    // these words may be names as well, and then end a statement
    const soft = code.is(at, "record") || code.is(at, "trait");
    if (soft && code.isFirstOnLine(at + 1)) continue;
    const open = bodyOf(code, at + 2);
    if (open < 0) continue;
    const name = code.name(at + 1);
    if (outline.around === undefined) declared.add(name);
    const exported = !isPrivate(code, at);
    outline.open({ name, kind, exported, at: at + 1, last: code.close(open) });
  }
  const facts: JvmFacts = { declares: [[packageName, ...declared]] };
  return { imports, symbols: outline.symbols, extra: { ...facts } };
}

/** True at the beginning of a statement, behind an annotation as well: `@Grab("…") import a.B`. */
function isFirst(code: Code, at: number): boolean {
  const before = at - 1;
  if (code.isFirstOnLine(at) || code.code(before) === Mark.Semicolon) return true;
  return annotationAt(code, before) >= 0;
}

/** The `@` of the annotation that ends with this token, `@A`, `@a.b.C(1)`; -1 where none does. */
function annotationAt(code: Code, last: number): number {
  let name = code.code(last) === Mark.ParenClose ? code.tokens.partners[last]! - 1 : last;
  while (code.isName(name) && code.code(name - 1) === Mark.Dot) name -= 2;
  return code.isName(name) && code.code(name - 1) === Mark.At ? name - 1 : -1;
}

/** `non` is a part of `non-sealed`. */
const MODIFIERS = new Set(
  "public protected private static final abstract strictfp sealed non".split(" "),
);

/** Whether one of the modifiers before a type's keyword hides it; annotations may stand among them. */
function isPrivate(code: Code, keyword: number): boolean {
  // `@interface` is one keyword
  const first = code.code(keyword - 1) === Mark.At ? keyword - 1 : keyword;
  for (let at = first - 1; at >= 0; at--) {
    if (code.is(at, "private")) return true;
    const annotation = annotationAt(code, at);
    if (annotation >= 0) at = annotation;
    else if (!MODIFIERS.has(code.word(at)) && code.code(at) !== Mark.Minus) return false;
  }
  return false;
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
