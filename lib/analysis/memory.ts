/**
 * What one analysis leaves to the next one of the same project in the same thread. It never changes
 * what a map says: each thing is taken only where all that it was made from is the same. So a map
 * that was made with a memory is, byte for byte, the one that is made without.
 *
 * What it holds is shared between analyses: nobody changes facts, edges or files of a map.
 */
import type { RepositoryView, ViewFacts } from "./languages/contract.ts";

/** Entries of the last two analyses: what neither asked for is forgotten. */
export class Kept<Key, Value> {
  #now = new Map<Key, Value>();
  #before = new Map<Key, Value>();

  /** True as long as nothing was ever kept, or all of it is forgotten. */
  get isEmpty(): boolean {
    return this.#now.size === 0 && this.#before.size === 0;
  }

  get(key: Key): Value | undefined {
    let value = this.#now.get(key);
    if (value === undefined) {
      value = this.#before.get(key);
      if (value !== undefined) this.#now.set(key, value);
    }
    return value;
  }

  set(key: Key, value: Value): Value {
    this.#now.set(key, value);
    return value;
  }

  /** Begins the next analysis. */
  turn(): void {
    this.#before = this.#now;
    this.#now = new Map();
  }
}

/** Facts as something saw them, by path. */
type FactsRead = ReadonlyMap<string, ViewFacts | undefined>;

/** A result, and all that it was made from. */
interface Result {
  inputs: readonly unknown[];
  /** The facts that it looked at. */
  facts: FactsRead;
  value: unknown;
}

/** For results that ask for no facts. */
const NO_VIEW: RepositoryView = {
  paths: [],
  has: () => false,
  hasDirectory: () => false,
  list: () => [],
  real: (path) => path,
  text: () => null,
  facts: () => undefined,
  isTest: () => false,
};

export class AnalysisMemory {
  readonly #kept: Kept<unknown, unknown>[] = [];
  readonly #slots = new Map<string, unknown>();
  readonly #results = new Map<string, Result>();

  /** Begins an analysis. */
  turn(): void {
    for (const kept of this.#kept) kept.turn();
  }

  /** The entries of this name. */
  kept<Key, Value>(name: string): Kept<Key, Value> {
    return this.slot(name, () => {
      const kept = new Kept<Key, Value>();
      this.#kept.push(kept as Kept<unknown, unknown>);
      return kept;
    });
  }

  /** The one thing of this name, which its user keeps true. */
  slot<Value>(name: string, create: () => Value): Value {
    if (!this.#slots.has(name)) this.#slots.set(name, create());
    return this.#slots.get(name) as Value;
  }

  /**
   * The value that the last analysis had under this name where both say the same, else this one: so
   * that what is the same is also the same object.
   */
  settle<Value>(name: string, value: Value, isSame: (a: Value, b: Value) => boolean): Value {
    const last = this.#slots.get(name) as Value | undefined;
    if (last !== undefined && isSame(last, value)) return last;
    this.#slots.set(name, value);
    return value;
  }

  /**
   * The last result of this name where the inputs are the same objects, and so are the facts that it
   * was made from; else makes it.
   * @param make depends on the inputs alone and, through the view that it is given, on facts; the
   *   inputs stand for the rest of the view
   */
  derive<Value>(name: string, inputs: readonly unknown[], make: () => Value): Value;
  derive<Value>(
    name: string,
    inputs: readonly unknown[],
    make: (view: RepositoryView) => Value,
    view: RepositoryView,
  ): Value;
  derive<Value>(
    name: string,
    inputs: readonly unknown[],
    make: (view: RepositoryView) => Value,
    view: RepositoryView = NO_VIEW,
  ): Value {
    const last = this.#results.get(name);
    if (last !== undefined && sameList(last.inputs, inputs) && saysTheSame(view, last.facts)) {
      return last.value as Value;
    }
    const facts = new Map<string, ViewFacts | undefined>();
    const value = make(watchFacts(view, facts));
    this.#results.set(name, { inputs, facts, value });
    return value;
  }
}

/** The same view, which notes the facts that are asked for. */
function watchFacts(
  view: RepositoryView,
  read: Map<string, ViewFacts | undefined>,
): RepositoryView {
  return {
    ...view,
    facts(path) {
      const found = view.facts(path);
      read.set(path, found);
      return found;
    },
  };
}

function saysTheSame(view: RepositoryView, facts: FactsRead): boolean {
  for (const [path, known] of facts) if (view.facts(path) !== known) return false;
  return true;
}

/** Equal members in the same order. */
export function sameList(a: readonly unknown[], b: readonly unknown[]): boolean {
  return a.length === b.length && a.every((one, at) => one === b[at]);
}

/** Equal values under the same keys. */
export function sameEntries<Key>(
  a: ReadonlyMap<Key, unknown>,
  b: ReadonlyMap<Key, unknown>,
): boolean {
  if (a.size !== b.size) return false;
  for (const [key, value] of a) if (b.get(key) !== value || !b.has(key)) return false;
  return true;
}

/** The same JSON, whose keys come in the same order. */
export function sameJson(a: unknown, b: unknown): boolean {
  return a === b || JSON.stringify(a) === JSON.stringify(b);
}
