/** Definitions as they are found, and which of them other files see once all exports are known. */
import type { RawSymbol } from "../../../facts.ts";
import type { SymbolKind } from "../../../../domain/wire/symbol.ts";

/** UTF-16 code units of a name with its container; nobody looks up longer ones. */
const MAX_NAME = 1_000;

/** A file, a namespace or a declared module: what may export. */
export interface Scope {
  /** Names that `export { … }`, `export default x`, `exports.y = x` and the like let out. */
  readonly exports: Set<string>;
  /** In `declare namespace` all is exported, unless an export clause says what is. */
  readonly ambient: boolean;
  hasExportClause: boolean;
}

export function newScope(ambient: boolean): Scope {
  return { exports: new Set(), ambient, hasExportClause: false };
}

interface Entry {
  symbol: RawSymbol;
  at: number;
  parent: number | null;
  /** Null for members of classes and objects: they are seen with them. */
  scope: Scope | null;
  /** An `export` before it; for a member, that it is not private. */
  open: boolean;
  /** `X.prototype.m = …`: a method only where the file defines this `X`. */
  owner: string | null;
}

export interface Definition {
  /** Index of its name's token. */
  at: number;
  name: string;
  kind: SymbolKind;
  line: number;
  endLine: number;
}

export class SymbolTable {
  readonly #entries: Entry[] = [];

  /** Adds a definition of a scope; answers its index, which its members name as their parent. */
  define(found: Definition, parent: number | null, scope: Scope, exported: boolean): number {
    return this.#add(found, { parent, scope, open: exported, owner: null });
  }

  /** Adds a method of a class or object. */
  member(found: Definition, parent: number, visible: boolean): number {
    return this.#add(found, { parent, scope: null, open: visible, owner: null });
  }

  /** Adds a method that an assignment at the top of the file gives to `owner`. */
  assigned(found: Definition, owner: string): number {
    return this.#add(found, { parent: null, scope: null, open: true, owner });
  }

  #add({ at, ...found }: Definition, rest: Omit<Entry, "symbol" | "at">): number {
    const { parent } = rest;
    const around = parent === null ? null : this.#entries[parent]!.symbol;
    const container = around === null
      ? rest.owner
      : around.container === null
      ? around.name
      : `${around.container}.${around.name}`;
    this.#entries.push({ symbol: { ...found, container, exported: false }, at, ...rest });
    return this.#entries.length - 1;
  }

  /** The body follows the signatures before it: the definition is where the body is. */
  move(index: number, { at, line, endLine }: Definition): void {
    Object.assign(this.#entries[index]!, { at });
    Object.assign(this.#entries[index]!.symbol, { line, endLine });
  }

  /** In the order of the text. @param until line after which nothing is certain, or null */
  symbols(until: number | null): RawSymbol[] {
    const tops = new Map<string, Entry>();
    for (const entry of this.#entries) {
      const { name, container } = entry.symbol;
      if (container === null && entry.owner === null) tops.set(name, entry);
    }
    const kept = this.#entries.filter(({ symbol, owner }) =>
      (owner === null || tops.has(owner)) && (until === null || symbol.endLine < until) &&
      symbol.name.length + (symbol.container?.length ?? 0) <= MAX_NAME
    );
    for (const { symbol, parent, scope, open, owner } of this.#entries) {
      const seen = open || (scope !== null &&
        (scope.exports.has(symbol.name) || (scope.ambient && !scope.hasExportClause)));
      const around = parent === null ? null : this.#entries[parent]!.symbol;
      symbol.exported = seen && (around === null || around.exported) && owner === null;
    }
    for (const { symbol, owner } of kept) {
      if (owner !== null) symbol.exported = tops.get(owner)!.symbol.exported;
    }
    // two names may stand in one place (`namespace a.b`), and a method's in its class: stable
    return kept.sort((a, b) => a.at - b.at).map(({ symbol }) => symbol);
  }
}
