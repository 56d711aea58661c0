/** Paths that Ruby code gives literally, by the idioms that name the file's own directory. */
import { type Code, Mark } from "../scanning/code.ts";
import { Kind } from "../scanning/lexicon.ts";

/** Tokens that one path may take. */
const MAX_TOKENS = 60;

/**
 * The path that the expression from this token on gives, with `__DIR__` at its beginning for the
 * file's own directory, and the index behind it; null where it is computed.
 */
export function literalPath(code: Code, start: number): { path: string; after: number } | null {
  const first = term(code, start, 0);
  if (first === null) return null;
  let { path, after } = first;
  // "a" + "b", __dir__ + "/x"
  while (code.code(after) === Mark.Plus && after - start < MAX_TOKENS) {
    const next = term(code, after + 1, 0);
    if (next === null) return null;
    path += next.path;
    after = next.after;
  }
  // What goes on with a call or an operator is not the path itself.
  const mark = code.isFirstOnLine(after) ? 0 : code.code(after);
  return mark === 0 || ENDS.has(mark) ? { path, after } : null;
}

const ENDS = new Set<number>([
  Mark.ParenClose,
  Mark.BracketClose,
  Mark.BraceClose,
  Mark.Comma,
  Mark.Semicolon,
]);

function term(code: Code, at: number, depth: number): { path: string; after: number } | null {
  if (depth > 10) return null;
  const kind = code.kind(at);
  if (kind === Kind.String) {
    const text = code.read(at).slice(1, -1);
    return /[\\\n]/.test(text) ? null : { path: text, after: at + 1 };
  }
  if (kind === Kind.StringPart) return interpolated(code, at);
  const word = code.word(at);
  if (word === "__dir__") return { path: "__DIR__", after: at + 1 };
  if (word === "__FILE__") return { path: "__DIR__/__FILE__", after: at + 1 };
  if (word !== "File" && word !== "Pathname") return null;
  if (word === "File" && code.code(at + 1) !== Mark.Dot) return null;
  const method = code.word(at + 2);
  const call = arguments_(code, at + 3, depth);
  if (call === null) return null;
  const [a = "", b] = call.parts;
  if (method === "dirname" && call.parts.length === 1) return { ...call, path: `${a}/..` };
  if (method === "realpath" && call.parts.length === 1) return { ...call, path: a };
  if (method === "join") return { ...call, path: call.parts.join("/") };
  if (method !== "expand_path" || call.parts.length > 2) return null;
  // From the file's own name, `..` is its directory.
  if (b === undefined) return { ...call, path: a.startsWith("__DIR__") ? a : `./${a}` };
  return { ...call, path: `${b}/${a}` };
}

/** Parenthesised terms; calls without parentheses are not followed. */
function arguments_(code: Code, open: number, depth: number) {
  const close = code.close(open);
  if (code.code(open) !== Mark.ParenOpen || close >= code.end || close - open > MAX_TOKENS) {
    return null;
  }
  const parts: string[] = [];
  for (let at = open + 1; at < close;) {
    const part = term(code, at, depth + 1);
    if (part === null) return null;
    parts.push(part.path);
    at = part.after;
    if (at < close && code.code(at) !== Mark.Comma) return null;
    at++;
  }
  return { parts, path: "", after: close + 1 };
}

/** `"#{__dir__}/x"` and `"#{File.dirname(__FILE__)}/x"`; the string may hold nothing else computed. */
function interpolated(code: Code, at: number): { path: string; after: number } | null {
  const behind = code.tokens.partners[at]!;
  if (behind <= at || behind - at > MAX_TOKENS || code.read(at) !== '"#{') return null;
  const directory = term(code, at + 1, 1);
  if (directory === null || directory.after !== behind) return null;
  const rest = code.read(behind);
  const complete = rest.startsWith("}") && rest.endsWith('"') &&
    code.tokens.partners[behind]! <= at;
  if (!complete || !directory.path.startsWith("__DIR__") || /[\\\n]/.test(rest)) return null;
  return { path: directory.path + rest.slice(1, -1), after: behind + 1 };
}

/**
 * The path below the file's directory, where `__FILE__/..` is that directory itself; null for a path
 * that is relative to something else.
 */
export function belowDirectory(path: string): string | null {
  return /^__DIR__(?:\/|$)/.test(path) ? path.slice("__DIR__".length).replace(/^\/+/, "") : null;
}
