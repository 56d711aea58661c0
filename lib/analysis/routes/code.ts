/** Questions that several route rules ask of a file's tokens. */
import type { Code } from "../lexer.ts";

/** True where the tokens from `index` on read like this. */
export function reads(code: Code, index: number, ...texts: string[]): boolean {
  return texts.every((text, offset) => {
    const token = code.tokens[index + offset];
    return token !== undefined && token.kind !== "string" && token.text === text;
  });
}

export function isMark(code: Code, index: number, text: string): boolean {
  const token = code.tokens[index];
  return token?.kind === "mark" && token.text === text;
}

export function wordAt(code: Code, index: number): string | null {
  const token = code.tokens[index];
  return token?.kind === "word" ? token.text : null;
}

/** A string whose value is written there; null for all else. */
export function literalAt(code: Code, index: number): string | null {
  const token = code.tokens[index];
  return token?.kind === "string" && !token.dynamic ? token.text : null;
}

/** The literal that is a whole argument: a comma or the closing bracket follows it. */
export function argumentAt(code: Code, index: number): string | null {
  const after = code.tokens[index + 1];
  const whole = after?.kind === "mark" && ",)]}".includes(after.text);
  return whole ? literalAt(code, index) : null;
}

/** Literals of `"a"`, `["a", "b"]`, `{"a", "b"}` or `("a", "b")`; [] where another value is among them. */
export function literalsAt(code: Code, index: number): string[] {
  const one = argumentAt(code, index);
  if (one !== null) return [one];
  const token = code.tokens[index];
  if (token?.kind !== "mark" || !"[{(".includes(token.text)) return [];
  const end = code.closing(index);
  const literals: string[] = [];
  for (let at = index + 1; at < end && literals.length < MAX_LITERALS; at++) {
    if (isMark(code, at, ",")) continue;
    const literal = argumentAt(code, at);
    if (literal === null) return [];
    literals.push(literal);
  }
  return literals;
}

const MAX_LITERALS = 20;

/**
 * Where the value of a named argument begins, between the brackets at `open`: `name = …` or
 * `name: …`, not inside of inner brackets; -1 where there is none.
 */
export function namedArgument(code: Code, open: number, names: readonly string[]): number {
  const end = Math.min(code.closing(open), open + MAX_ARGUMENT_TOKENS);
  for (let at = open + 1; at < end; at++) {
    const token = code.tokens[at]!;
    if (token.kind === "mark" && "([{".includes(token.text)) at = code.closing(at);
    else if (token.kind !== "mark" && names.includes(token.text)) {
      if (isMark(code, at + 1, "=") || isMark(code, at + 1, ":")) return at + 2;
    }
  }
  return -1;
}

const MAX_ARGUMENT_TOKENS = 2_000;

/** The index behind a type argument list `<…>`, or the same index where none begins. */
export function afterGenerics(code: Code, index: number): number {
  if (!isMark(code, index, "<")) return index;
  let depth = 0;
  for (let at = index; at < index + 60; at++) {
    if (isMark(code, at, "<")) depth++;
    else if (isMark(code, at, ">") && --depth === 0) return at + 1;
  }
  return index;
}

/** One path behind another, with one slash between them and one in front. */
export function joinPaths(prefix: string, path: string): string {
  const parts = [prefix, path].map((part) => part.replace(/^\/+|\/+$/g, "")).filter((part) => part);
  return `/${parts.join("/")}`;
}

/**
 * Whether what follows at `index` is a class (its name's index is told) or a member: other
 * annotations, attributes and modifiers are passed over.
 */
export function declares(
  code: Code,
  index: number,
  bracketed: boolean,
): { kind: "class"; name: number } | { kind: "member"; at: number } {
  for (let at = index, steps = 0; steps < 60; steps++) {
    if (bracketed && isMark(code, at, "[")) at = code.closing(at) + 1;
    else if (bracketed && reads(code, at, "#", "[")) at = code.closing(at + 1) + 1;
    else if (!bracketed && isMark(code, at, "@") && wordAt(code, at + 1) !== "interface") {
      at += 2;
      while (isMark(code, at, ".") || isMark(code, at, ":")) at += 2;
      if (isMark(code, at, "(")) at = code.closing(at) + 1;
    } else {
      const word = wordAt(code, at);
      if (word !== null && CLASSES.has(word)) return { kind: "class", name: at + 1 };
      if (word === null || !MODIFIERS.has(word)) return { kind: "member", at };
      at++;
    }
  }
  return { kind: "member", at: index };
}

const CLASSES = new Set(["class", "interface", "record", "object", "trait"]);
const MODIFIERS = new Set(
  ("public private protected internal abstract final open static sealed data partial default " +
    "inner suspend readonly export unsafe strictfp async override virtual").split(" "),
);
