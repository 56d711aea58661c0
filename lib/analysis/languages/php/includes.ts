/** The path of `require`, `include` and their `_once` forms, where it is a constant. */
import { type Code, Mark } from "../scanning/code.ts";
import { Kind } from "../scanning/lexicon.ts";

/** Directories that one path may leave. */
const MAX_LEVELS = 20;

/**
 * The path that an expression gives, with `__DIR__` at its beginning for the file's own directory and
 * `{NAME}` for a constant; null where it is computed.
 * @param limit index behind the expression
 */
export function includedPath(code: Code, start: number, limit: number): string | null {
  let from = start;
  let to = limit;
  while (code.code(from) === Mark.ParenOpen && code.close(from) === to - 1) {
    from++;
    to--;
  }
  let path = "";
  for (let at = from; at < to;) {
    const part = literalPart(code, at, path === "");
    if (part === null) return null;
    path += part.text;
    at = part.after;
    if (at >= to) return path;
    if (code.code(at) !== Mark.Dot) return null;
    at++;
  }
  return null;
}

/** @param first whether a directory of the file may stand here */
function literalPart(
  code: Code,
  at: number,
  first: boolean,
): { text: string; after: number } | null {
  if (code.kind(at) === Kind.String) {
    const text = code.read(at).slice(1, -1);
    return /[\\\n${}]/.test(text) ? null : { text, after: at + 1 };
  }
  const word = code.word(at);
  if (word === "DIRECTORY_SEPARATOR") return { text: "/", after: at + 1 };
  const own = first ? directory(code, at) : null;
  if (own !== null) return own;
  const constant = /^[A-Z][A-Z0-9_]*$/.test(word) && code.code(at + 1) !== Mark.ParenOpen;
  return constant ? { text: `{${word}}`, after: at + 1 } : null;
}

/** `__DIR__`, `dirname(__FILE__)`, `dirname(__DIR__, 2)`, `dirname(dirname(__FILE__))`. */
function directory(code: Code, start: number): { text: string; after: number } | null {
  const opened: number[] = [];
  let at = start;
  for (; /^\\?dirname$/i.test(code.word(at)); at += 2) {
    if (code.code(at + 1) !== Mark.ParenOpen || opened.length > MAX_LEVELS) return null;
    opened.push(at + 1);
  }
  const base = code.word(at);
  // WordPress: the file's directory with a slash behind it
  const wordPress = opened.length === 0 && base === "plugin_dir_path" &&
    code.is(at + 2, "__FILE__") && code.close(at + 1) === at + 3;
  if (wordPress) return { text: "__DIR__/", after: at + 4 };
  if (base !== "__DIR__" && (base !== "__FILE__" || opened.length === 0)) return null;
  let levels = base === "__FILE__" ? -1 : 0;
  at++;
  while (opened.length > 0) {
    const open = opened.pop()!;
    let count = 1;
    if (code.code(at) === Mark.Comma && code.kind(at + 1) === Kind.Number) {
      count = Number(code.read(at + 1));
      at += 2;
    }
    if (code.close(open) !== at || !(count >= 1 && count <= MAX_LEVELS)) return null;
    levels += count;
    at++;
  }
  return { text: `__DIR__${"/..".repeat(levels)}`, after: at };
}
