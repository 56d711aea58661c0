/** Names in a C# file that may be types or extension methods of other files. */
import { type Code, Mark } from "../scanning/code.ts";
import { Kind } from "../scanning/lexicon.ts";
import { countArguments } from "./arguments.ts";

/** Names of one file; data has more. */
const MAX_NAMES = 3_000;

/** Words before a name that declare nothing: what follows may be a type. */
const NO_TYPES = new Set(
  ("new return is as in out ref case typeof sizeof nameof throw else static public private protected " +
    "internal abstract sealed virtual override readonly const extern unsafe async partial required file " +
    "volatile event await yield when not and or params this using stackalloc default scoped " +
    "global fixed lock implicit explicit operator delegate class struct interface enum record do from " +
    "join on equals select by into let orderby checked unchecked notnull").split(" "),
);
/** What stands before a dot and is no value: no extension method is called on it. */
const NO_VALUES = new Set(
  ("base bool byte char decimal double float int long nint nuint object sbyte short string uint ulong " +
    "ushort").split(" "),
);
/** The last word of an attribute's name may be left out. */
const TWICE = /(?<=Attribute)Attribute$/;
/** Behind these a name is declared. */
const DECLARING = new Set("class struct interface enum record namespace".split(" "));

export interface Names {
  uses: string[];
  calls: string[];
}

/**
 * @param skipped first and last tokens of using directives, namespaces' names and the bodies of enums
 * @param own types that the file declares itself
 */
export function readNames(
  code: Code,
  skipped: readonly (readonly [number, number])[],
  own: ReadonlySet<string>,
): Names {
  const uses = new Set<string>();
  const calls = new Set<string>();
  const { kinds, codes, starts } = code.tokens;
  /** Tokens that name attributes. */
  const attributes = new Set<number>();
  let next = 0;
  for (let at = 0; at < code.end; at++) {
    const range = skipped[next];
    if (range && range[0] <= at) {
      next++;
      at = Math.max(at, range[1]);
      continue;
    }
    if (codes[at] === Mark.BracketOpen && isAttributeList(code, at)) addNames(code, at, attributes);
    if (kinds[at] !== Kind.Word || !isCapital(code.text, starts[at]!)) continue;
    const before = at > 0 ? codes[at - 1]! : 0;
    const after = at + 1 < code.end ? codes[at + 1]! : 0;
    if (before === Mark.Dot) {
      const call = calls.size < MAX_NAMES ? callOf(code, at) : null;
      if (call !== null) calls.add(call);
    } else if (uses.size < MAX_NAMES) {
      const isAttribute = attributes.has(at) && after !== Mark.Dot;
      if (!isAttribute && !isType(code, at, before, after)) continue;
      const name = `${code.read(at)}${isAttribute ? "Attribute" : ""}`.replace(TWICE, "");
      if (!own.has(name)) uses.add(name);
    }
  }
  return { uses: [...uses].sort(), calls: [...calls].sort() };
}

/** What may be a call of an extension method; null where it cannot be one. */
function callOf(code: Code, at: number): string | null {
  if (NO_VALUES.has(code.word(at - 2))) return null;
  const open = code.typeArguments(at + 1);
  if (code.code(open) !== Mark.ParenOpen) return open > at + 1 ? code.read(at) : null;
  // `void I.Method() {` is no call
  if (code.code(code.next(open)) === Mark.BraceOpen) return null;
  const count = countArguments(code, open);
  return count === null ? code.read(at) : `${code.read(at)} ${count}`;
}

/** Behind these a type may have arguments in parentheses. */
const MATCHING = new Set("new is case not or and".split(" "));

/** True unless the name is declared here, or is a member's: a property, a method, an argument. */
function isType(code: Code, at: number, before: number, after: number): boolean {
  const word = code.word(at - 1);
  if (word !== "" && (DECLARING.has(word) || !NO_TYPES.has(word))) return false;
  if (MATCHING.has(word)) return true;
  const behind = after === Mark.Less ? code.typeArguments(at + 1) : at + 1;
  const next = code.code(behind);
  // a call, but for attributes and base classes
  if (next === Mark.ParenOpen) return before === Mark.BracketOpen || before === Mark.Colon;
  if (next === Mark.Equals) {
    return code.code(behind + 1) === Mark.Equals && code.touches(behind + 1);
  }
  if (next === Mark.Colon) return code.code(behind + 1) === Mark.Colon; // an argument's name
  // `List<int> Name;`, `int[] Name`, `int? Name`
  const typed = before === Mark.Greater || before === Mark.BracketClose || before === Mark.Question;
  return !typed || next === Mark.Dot || behind > at + 1 || code.kind(behind) === Kind.Word ||
    next === Mark.Question || next === Mark.BracketOpen;
}

/** Not an index, an array's size or a list: nothing stands before that could be one's beginning. */
function isAttributeList(code: Code, open: number): boolean {
  const before = code.code(open - 1);
  if (open === 0 || code.kind(open - 1) === Kind.Directive) return true;
  if (before === Mark.BracketClose) {
    const partner = code.tokens.partners[open - 1]!;
    return code.kind(partner - 1) !== Kind.Word && code.code(partner - 1) !== Mark.ParenClose;
  }
  return before === Mark.BraceOpen || before === Mark.BraceClose || before === Mark.Semicolon ||
    before === Mark.ParenOpen || before === Mark.Comma || before === Mark.Less;
}

/** Adds the name of each attribute of a list: `[A(1), B]`, `[return: A]`. */
function addNames(code: Code, open: number, names: Set<number>): void {
  const close = code.close(open);
  if (close === code.end) return;
  names.add(open + 1);
  for (let at = open + 1; at < close; at = code.next(at)) {
    const mark = code.code(at);
    if (mark === Mark.Comma || mark === Mark.Colon) names.add(at + 1);
  }
}

function isCapital(text: string, offset: number): boolean {
  const c = text.charCodeAt(offset);
  if (c < 128) return c >= 65 && c <= 90;
  return /^\p{Lu}/u.test(text.slice(offset, offset + 2));
}
