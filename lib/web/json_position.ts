/**
 * Where a text stops being JSON. `JSON.parse` names a position only in some of its messages, so a
 * failed text is scanned once more: with a stack of its own, since nesting is the caller's choice.
 */

const SPACE = /[ \t\r\n]*/y;
const LITERAL = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y;
const ESCAPE = /\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y;

/** 1-based line and column (UTF-16 units) of the first character that cannot belong to JSON. */
export function jsonErrorPosition(text: string): { line: number; column: number } {
  const before = text.slice(0, errorOffset(text));
  const line = before.split("\n").length;
  return { line, column: before.length - before.lastIndexOf("\n") };
}

type Expected = "value" | "value or ]" | "key" | "key or }" | "colon" | "comma or end" | "nothing";

function errorOffset(text: string): number {
  const open: ("{" | "[")[] = [];
  let expected: Expected = "value";
  let at = 0;
  for (;;) {
    at = endOf(SPACE, text, at) ?? at;
    const token = tokenAt(text, at);
    if (token === null) return at;
    if ("broken" in token) return token.broken;
    const next = advance(expected, token.kind, open);
    if (next === null) return at;
    expected = next;
    at = token.end;
  }
}

type Token = { kind: string; end: number } | { broken: number };

function tokenAt(text: string, at: number): Token | null {
  const first = text[at];
  if (first === undefined) return null;
  if ("{}[],:".includes(first)) return { kind: first, end: at + 1 };
  if (first === '"') return stringAt(text, at);
  const end = endOf(LITERAL, text, at);
  return end === null ? null : { kind: "literal", end };
}

/** A loop rather than an expression: a string may be as long as the body. */
function stringAt(text: string, start: number): Token {
  let at = start + 1;
  while (at < text.length) {
    const character = text[at] as string;
    if (character === '"') return { kind: "string", end: at + 1 };
    if (character < " ") return { broken: at };
    const next = character === "\\" ? endOf(ESCAPE, text, at) : at + 1;
    if (next === null) return { broken: at };
    at = next;
  }
  return { broken: at };
}

function endOf(sticky: RegExp, text: string, at: number): number | null {
  sticky.lastIndex = at;
  return sticky.test(text) ? sticky.lastIndex : null;
}

/** The state after one token, or null where the token cannot stand here. */
function advance(expected: Expected, token: string, open: ("{" | "[")[]): Expected | null {
  const done = (): Expected => open.length === 0 ? "nothing" : "comma or end";
  const close = (bracket: "{" | "["): Expected | null => {
    if (open.at(-1) !== bracket) return null;
    open.pop();
    return done();
  };
  switch (expected) {
    case "value":
    case "value or ]":
      if (token === "{" || token === "[") {
        open.push(token);
        return token === "{" ? "key or }" : "value or ]";
      }
      if (token === "]" && expected === "value or ]") return close("[");
      return token === "string" || token === "literal" ? done() : null;
    case "key":
    case "key or }":
      if (token === "}" && expected === "key or }") return close("{");
      return token === "string" ? "colon" : null;
    case "colon":
      return token === ":" ? "value" : null;
    case "comma or end":
      if (token === ",") return open.at(-1) === "{" ? "key" : "value";
      return token === "}" ? close("{") : token === "]" ? close("[") : null;
    case "nothing":
      return null;
  }
}
