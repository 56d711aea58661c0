/** What a shell script sources and which functions it defines: one pass over its tokens. */
import type { RawImport } from "../../facts.ts";
import { type Code, Mark } from "../scanning/code.ts";
import type { Found } from "../scanning/extraction.ts";
import { Kind } from "../scanning/lexicon.ts";
import { Outline } from "../scanning/outline.ts";
import { literalPath } from "./paths.ts";

/** Words behind which a command begins. */
const BEFORE_COMMAND = new Set("then do else if elif while until time command builtin".split(" "));
const DECLARING = new Set("export readonly local declare typeset".split(" "));
/** Marks behind which a command begins, and those that end a word. */
const BEGINS = new Set<number>([
  Mark.Semicolon,
  Mark.Ampersand,
  Mark.Bar,
  Mark.BraceOpen,
  Mark.ParenOpen,
  Mark.ParenClose,
  Mark.Bang,
]);
const ENDS = new Set<number>([
  Mark.Semicolon,
  Mark.Ampersand,
  Mark.Bar,
  Mark.ParenClose,
  Mark.BraceClose,
  Mark.BracketClose,
  Mark.Greater,
]);
/** UTF-16 code units that are quoted of a path that is computed, and that a word is read of. */
const MAX_QUOTED = 80;
const MAX_WORD = 2_000;
/** Tokens in which the end of a function is looked for whose brackets do not pair. */
const MAX_BODY = 5_000;
const NAME = /^[A-Za-z_]\w*$/;

/** Reads a whole script; nothing in it can make this throw. */
export function readShell(code: Code): Found {
  return new Reader(code).run();
}

class Reader {
  readonly #imports: RawImport[] = [];
  readonly #outline: Outline;
  readonly #variables = new Map<string, string | null>();
  /** `load` is a command of bats (https://bats-core.readthedocs.io/) in its test files alone. */
  readonly #bats: boolean;

  constructor(readonly code: Code) {
    this.#outline = new Outline(code);
    this.#bats = /^[ \t]*@test[ \t]/m.test(code.text);
  }

  run(): Found {
    const { code } = this;
    for (let at = 0; at < code.end; at++) {
      if (code.tokens.kinds[at] !== Kind.Word) continue;
      this.#outline.leave(at);
      this.#word(at);
    }
    return { imports: this.#imports, symbols: this.#outline.symbols };
  }

  #word(at: number): void {
    const { code } = this;
    if (code.code(at + 1) === Mark.Equals && code.touches(at + 1)) return this.#assign(at);
    if (!this.#isCommand(at)) return;
    const word = code.read(at);
    if (word === "source" || word === ".") this.#source(at + 1);
    else if (word === "load" && this.#bats) this.#source(at + 1, "bats");
    else if (word === "function") this.#function(at + 1);
    else if (code.code(at + 1) === Mark.ParenOpen && code.code(at + 2) === Mark.ParenClose) {
      this.#function(at);
    }
  }

  #isCommand(at: number): boolean {
    const { code } = this;
    if (code.isFirstOnLine(at)) return true;
    // White space follows the command `.`, but none its like in a pattern, `(.*)`.
    if (code.is(at, ".") && code.touches(at + 1)) return false;
    if (BEGINS.has(code.code(at - 1))) return true;
    return code.kind(at - 1) === Kind.Word && BEFORE_COMMAND.has(code.read(at - 1));
  }

  /** A variable with one literal value may stand in paths behind it; one with several may not. */
  #assign(at: number): void {
    const { code } = this;
    const name = code.read(at);
    if (!NAME.test(name)) return;
    const before = code.word(at - 1);
    const declared = DECLARING.has(before) || /^-\w+$/.test(before);
    if (!declared && !this.#isCommand(at)) return;
    const value = code.touches(at + 2) ? this.#argument(at + 2) : "";
    const path = value === "" ? null : literalPath(value, this.#variables);
    const known = this.#variables.get(name);
    this.#variables.set(name, known === undefined || known === path ? path : null);
  }

  /** The text of the word that begins at a token: all that follows without white space. */
  #argument(start: number): string {
    const { code } = this;
    const { starts, ends, partners, kinds } = code.tokens;
    let last = start;
    for (let at = start; at < code.end;) {
      const hole = kinds[at] === Kind.StringPart && partners[at]! > at;
      const next = code.next(at);
      last = hole ? partners[at]! : next - 1;
      const ended = !hole && (!code.touches(next) || ENDS.has(code.code(next)));
      if (next >= code.end || ended || ends[last]! - starts[start]! > MAX_WORD) break;
      at = next;
    }
    return code.text.slice(starts[start], ends[Math.min(last, code.end - 1)]);
  }

  #source(argument: number, how?: "bats"): void {
    const { code } = this;
    if (argument >= code.end || code.isFirstOnLine(argument)) return;
    const mark = code.code(argument);
    if (ENDS.has(mark) || mark === Mark.Equals || mark === Mark.ParenOpen) return;
    const written = mark === Mark.Less ? "<(…)" : this.#argument(argument);
    const path = mark === Mark.Less ? null : literalPath(written, this.#variables);
    const line = code.line(argument);
    const base = { line, kind: "source" as const, typeOnly: false };
    const names = how === undefined ? {} : { names: [how] };
    if (path !== null) {
      this.#imports.push({ ...base, ...names, specifier: path });
      return;
    }
    const text = written.replace(/\s+/g, " ");
    const specifier = text.length > MAX_QUOTED ? `${text.slice(0, MAX_QUOTED)}…` : text;
    this.#imports.push({ ...base, specifier, dynamic: "the path is computed at run time" });
  }

  /** `name() {`, `function name {`; the body may be in parentheses. */
  #function(name: number): void {
    const { code } = this;
    if (code.kind(name) !== Kind.Word || /[$=,]/.test(code.read(name))) return;
    let open = name + 1;
    if (code.code(open) === Mark.ParenOpen && code.code(open + 1) === Mark.ParenClose) open += 2;
    const mark = code.code(open);
    if (mark !== Mark.BraceOpen && mark !== Mark.ParenOpen) return;
    // What a function defines is not there before it runs.
    if (this.#outline.around !== undefined) return;
    this.#outline.open({
      name: code.read(name),
      kind: "function",
      exported: true,
      at: name,
      last: this.#end(open),
    });
  }

  /** A brace that is a pattern of `case` leaves one open; then the first in column 0 closes. */
  #end(open: number): number {
    const { code } = this;
    const close = code.close(open);
    if (close < code.end) return close;
    const limit = Math.min(code.end, open + MAX_BODY);
    for (let at = open + 1; at < limit; at++) {
      const first = code.code(at) === Mark.BraceClose && code.isFirstOnLine(at);
      if (first && code.text[code.tokens.starts[at]! - 1] === "\n") return at;
    }
    return open;
  }
}
