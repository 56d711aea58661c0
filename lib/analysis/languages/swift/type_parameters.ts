/**
 * Names that generic declarations give to their parameters: in the declaration, and in the file's
 * extensions of the type, they are no types of others.
 */
import { type Code, Mark } from "../scanning/code.ts";
import { isOperator } from "./statements.ts";

const NAMED = new Set("func class struct enum actor typealias macro".split(" "));
/** At the beginning of a line these end a declaration that has no body. */
const NEXT = new Set(
  ("func class struct enum protocol actor extension typealias associatedtype let var case init deinit " +
    "subscript macro import public private fileprivate internal open package static final override " +
    "mutating nonmutating").split(" "),
);
/** Tokens between the parameters and the body. */
const MAX_HEAD = 1_000;

export class TypeParameters {
  /** Name -> the last token of the declaration that has it. */
  readonly #ends = new Map<string, number>();
  /** By the generic types of the file. */
  readonly #ofTypes = new Map<string, string[]>();

  constructor(readonly code: Code) {}

  /** True where the name that stands at `at` is a parameter's. */
  has(name: string, at: number): boolean {
    return (this.#ends.get(name) ?? -1) >= at;
  }

  /** Takes note of what begins at this token; to be called for one after the other. */
  read(at: number): void {
    const { code } = this;
    if (code.code(at) === Mark.Less && this.#isDeclared(at)) {
      const behind = code.typeArguments(at);
      if (behind === at) return;
      const names = this.#names(at, behind - 1);
      if (code.isName(at - 1) && code.word(at - 2) !== "func") {
        this.#ofTypes.set(code.name(at - 1), names);
      }
      this.#hold(names, behind);
    } else if (this.#ofTypes.size > 0 && code.is(at, "extension") && code.isName(at + 1)) {
      const names = this.#ofTypes.get(code.name(at + 1));
      if (names) this.#hold(names, at + 2);
    }
  }

  #isDeclared(at: number): boolean {
    const { code } = this;
    const word = code.word(at - 1);
    if (word === "init" || word === "subscript") return true;
    if (code.isName(at - 1)) return NAMED.has(code.word(at - 2));
    const failable = code.code(at - 1) === Mark.Question || code.code(at - 1) === Mark.Bang;
    if (failable && code.word(at - 2) === "init") return true;
    // an operator of up to four characters: `func == <T>(`
    let before = at - 1;
    while (before > at - 5 && isOperator(code, before)) before--;
    return before < at - 1 && code.word(before) === "func" && code.isName(at + 1);
  }

  /** `T`, `T: P`, `each T`, `let N: Int` */
  #names(open: number, close: number): string[] {
    const { code } = this;
    const names: string[] = [];
    let depth = 0;
    for (let at = open; at < close; at = at === open ? at + 1 : code.next(at)) {
      const mark = code.code(at);
      if (mark === Mark.Less) depth++;
      else if (mark === Mark.Greater) depth--;
      if (at !== open && (mark !== Mark.Comma || depth > 1)) continue;
      const marked = /^(?:each|let)$/.test(code.word(at + 1)) && code.isName(at + 2);
      if (code.isName(at + (marked ? 2 : 1))) names.push(code.name(at + (marked ? 2 : 1)));
    }
    return names;
  }

  /** Until the end of the declaration whose head goes on at `start`. */
  #hold(names: readonly string[], start: number): void {
    const { code } = this;
    const limit = Math.min(code.end, start + MAX_HEAD);
    let end = start;
    while (end < limit && code.code(end) !== Mark.BraceOpen && code.code(end) !== Mark.BraceClose) {
      if (code.isFirstOnLine(end) && (NEXT.has(code.word(end)) || code.code(end) === Mark.At)) {
        break;
      }
      end = code.next(end);
    }
    if (code.code(end) === Mark.BraceOpen) end = code.close(end);
    for (const name of names) this.#ends.set(name, Math.max(end, this.#ends.get(name) ?? 0));
  }
}
