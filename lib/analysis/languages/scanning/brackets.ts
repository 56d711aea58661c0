/**
 * Pairs brackets while a text is scanned, without searching: a closing bracket that has no partner
 * is passed over, one whose partner lies deeper ends what was left open in between.
 *
 * Of a conditional directive's branches only one counts (the first, or the one after `#if 0`), since
 * each may open the block that is closed once behind them; in the others brackets pair among
 * themselves.
 */
import type { StringRule } from "./lexicon.ts";
import type { TokenColumns } from "./tokens.ts";

/** 0, 1, 2 for `(`, `[`, `{`, which are 40, 91, 123, and for the closing ones, 41, 93, 125. */
const shape = (code: number) => code < 50 ? 0 : code < 100 ? 1 : 2;

/** What may be closed: brackets from `base` on, which are more of a shape than `counts`. */
interface Floor {
  base: number;
  counts: readonly [number, number, number];
}

interface Condition {
  around: Floor;
  /** The branch that counts is here or behind. */
  chosen: boolean;
}

const GROUND: Floor = { base: 0, counts: [0, 0, 0] };

export class Brackets {
  readonly #tokens: TokenColumns;
  /** Token indices of what is open, their shapes and, for holes, the strings around them. */
  readonly #open: number[] = [];
  readonly #shapes: number[] = [];
  readonly #strings: (StringRule | null)[] = [];
  readonly #counts: [number, number, number] = [0, 0, 0];
  readonly #conditions: Condition[] = [];
  #floor = GROUND;
  /** Token of the first bracket without a partner that counts; -1 for none. */
  lost = -1;

  constructor(tokens: TokenColumns) {
    this.#tokens = tokens;
  }

  /** @param code of the opening bracket; `string` where it is a hole in one */
  open(token: number, code: number, string: StringRule | null): void {
    const of = shape(code);
    this.#open.push(token);
    this.#shapes.push(of);
    this.#strings.push(string);
    this.#counts[of]!++;
  }

  /** The string whose hole this bracket closes, else null. */
  close(token: number, code: number): StringRule | null {
    const wanted = shape(code);
    if (this.#counts[wanted]! <= this.#floor.counts[wanted]!) {
      if (this.lost < 0) this.lost = token;
      return null;
    }
    for (;;) {
      const partner = this.#open[this.#open.length - 1]!;
      const found = this.#shapes[this.#shapes.length - 1] === wanted;
      const string = this.#pop();
      if (found) {
        this.#tokens.partners[partner] = token;
        this.#tokens.partners[token] = partner;
        return string;
      }
      if (this.lost < 0) this.lost = partner;
    }
  }

  #pop(): StringRule | null {
    this.#open.pop();
    this.#counts[this.#shapes.pop()!]!--;
    return this.#strings.pop()!;
  }

  /** `#if` and its like; `dead` for `#if 0`. */
  condition(dead: boolean): void {
    this.#conditions.push({ around: this.#floor, chosen: !dead });
    if (dead) this.#raise();
  }

  /** `#else`, `#elif`. */
  otherwise(): void {
    const condition = this.#conditions[this.#conditions.length - 1];
    if (!condition) return;
    this.#drop(condition);
    if (condition.chosen) this.#raise();
    condition.chosen = true;
  }

  /** `#endif`. */
  endCondition(): void {
    const condition = this.#conditions.pop();
    if (condition) this.#drop(condition);
  }

  #raise(): void {
    this.#floor = { base: this.#open.length, counts: [...this.#counts] };
  }

  /** Forgets what a branch that does not count left open. */
  #drop(condition: Condition): void {
    if (this.#floor === condition.around) return;
    while (this.#open.length > this.#floor.base) this.#pop();
    this.#floor = condition.around;
  }

  /** The innermost bracket that is still open, -1 for none. */
  get unclosed(): number {
    return this.#open[this.#open.length - 1] ?? -1;
  }
}
