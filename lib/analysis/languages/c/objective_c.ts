/** What Objective-C adds to C: classes, categories, protocols, methods and `@import`. */
import type { RawImport } from "../../facts.ts";
import { type Code, Mark } from "../scanning/code.ts";
import { Kind } from "../scanning/lexicon.ts";
import type { Outline } from "../scanning/outline.ts";

const CONTAINERS = { interface: "class", implementation: "class", protocol: "interface" } as const;

/** True where something of Objective-C alone begins: `@…`, or a method's `-` or `+`. */
export function isObjectiveC(code: Code, at: number): boolean {
  const mark = code.code(at);
  if (mark === Mark.At) return true;
  return (mark === Mark.Minus || mark === Mark.Plus) && code.isFirstOnLine(at);
}

/** Reads what begins here and gives the index at which to go on. */
export function readObjectiveC(
  code: Code,
  start: number,
  outline: Outline,
  imports: RawImport[],
): number {
  if (code.code(start) !== Mark.At) return method(code, start, outline);
  const word = code.word(start + 1);
  const name = start + 2;
  if (word === "import") {
    let at = name;
    while (code.code(at + 1) === Mark.Dot && code.kind(at + 2) === Kind.Word) at += 2;
    if (code.kind(name) !== Kind.Word) return name;
    const specifier = `@${code.text.slice(code.tokens.starts[name], code.tokens.ends[at])}`;
    imports.push({ specifier, line: code.line(name), kind: "import", typeOnly: false });
    return at + 1;
  }
  if (word === "class" || word === "property" || word === "synthesize" || word === "dynamic") {
    let at = name;
    while (at < code.end && code.code(at) !== Mark.Semicolon && code.code(at) !== Mark.At) {
      at = code.next(at);
    }
    return at;
  }
  if (!Object.hasOwn(CONTAINERS, word) || code.kind(name) !== Kind.Word) return name;
  const behind = code.code(name + 1);
  if (behind === Mark.Semicolon || behind === Mark.Comma) return name + 1; // a forward declaration
  const last = containerEnd(code, name);
  const kind = CONTAINERS[word as keyof typeof CONTAINERS];
  outline.open({ name: code.read(name), kind, exported: true, at: name, last });
  return behindHead(code, name + 1);
}

/** The `@end` of a container; the token before the next container where there is none. */
function containerEnd(code: Code, start: number): number {
  for (let at = start; at < code.end; at++) {
    if (code.code(at) !== Mark.At) continue;
    if (code.is(at + 1, "end")) return at + 1;
    const word = code.word(at + 1);
    if (Object.hasOwn(CONTAINERS, word) && code.isFirstOnLine(at)) {
      if (word !== "protocol" || code.code(at + 3) !== Mark.Semicolon) return at - 1;
    }
  }
  return code.end - 1;
}

/** Behind `: Super <Protocols>`, `(Category)` and the instance variables. */
function behindHead(code: Code, start: number): number {
  let at = start;
  if (code.code(at) === Mark.Less) at = Math.max(code.typeArguments(at), at + 1);
  if (code.code(at) === Mark.Colon && code.kind(at + 1) === Kind.Word) at += 2;
  if (code.code(at) === Mark.ParenOpen) at = code.next(at);
  if (code.code(at) === Mark.Less) at = Math.max(code.typeArguments(at), at + 1);
  return code.code(at) === Mark.BraceOpen ? code.next(at) : at;
}

/** `- (void)add:(int)a to:(int)b { … }` is `add:to:`; declarations without a body are not listed. */
function method(code: Code, start: number, outline: Outline): number {
  let at = start + 1;
  if (code.code(at) === Mark.ParenOpen) at = code.next(at);
  const name = at;
  if (code.kind(name) !== Kind.Word) return name;
  let selector = code.code(name + 1) === Mark.Colon ? "" : code.read(name);
  for (; at < code.end; at = code.next(at)) {
    const mark = code.code(at);
    if (mark === Mark.Semicolon) return at + 1;
    if (mark === Mark.BraceClose || mark === Mark.At) return at;
    if (mark === Mark.Colon && code.kind(at - 1) === Kind.Word) selector += `${code.read(at - 1)}:`;
    if (mark !== Mark.BraceOpen) continue;
    const last = code.close(at) === code.end ? at : code.close(at);
    outline.add({ name: selector, kind: "method", exported: true, at: name, last });
    return last + 1;
  }
  return at;
}
