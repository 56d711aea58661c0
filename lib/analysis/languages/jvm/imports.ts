/** Names with dots, as clauses and imports of JVM languages hold them. */
import { type Code, Mark } from "../scanning/code.ts";

/** `a.b.C` from this token on, and the index behind it; "" where no name begins. */
export function qualifiedName(code: Code, start: number): { text: string; after: number } {
  if (!code.isName(start)) return { text: "", after: start };
  let text = code.name(start);
  let at = start + 1;
  for (; code.code(at) === Mark.Dot && code.isName(at + 1); at += 2) {
    text += `.${code.name(at + 1)}`;
  }
  return { text, after: at };
}
