/** Definitions of a text with what they stand in: a stack of open ones, each up to its last token. */
import type { SymbolKind } from "../../../domain/wire/symbol.ts";
import type { RawSymbol } from "../../facts.ts";
import type { Code } from "./code.ts";

/** Containers within containers; what lies deeper is no program, and is not listed. */
const MAX_DEPTH = 64;
/** UTF-16 code units of a name; a longer one is data. */
const MAX_NAME = 500;

interface Container {
  /** null where the definition opens a block but names nothing (a companion, an extension). */
  path: string | null;
  /** Index of the token that closes it. */
  last: number;
  exported: boolean;
  kind: SymbolKind;
}

export interface Definition {
  name: string;
  kind: SymbolKind;
  /** By its own modifiers; within something hidden nothing is exported. */
  exported: boolean;
  /** Index of the name's token. */
  at: number;
  /** Index of the definition's last token. */
  last: number;
}

export class Outline {
  readonly symbols: RawSymbol[] = [];
  readonly #code: Code;
  readonly #open: Container[] = [];

  constructor(code: Code) {
    this.#code = code;
  }

  /** Adds a definition to what is open. Ask `leave` first. */
  add({ name, kind, exported, at, last }: Definition): void {
    if (name === "" || name.length > MAX_NAME || this.#open.length > MAX_DEPTH) return;
    const around = this.#open[this.#open.length - 1];
    const line = this.#code.line(at);
    this.symbols.push({
      name,
      kind,
      container: around?.path ?? null,
      line,
      endLine: Math.max(line, this.#code.endLine(last)),
      exported: exported && (around?.exported ?? true),
    });
  }

  /** Adds a definition and opens it: what follows up to its last token stands in it. */
  open(definition: Definition): void {
    this.add(definition);
    this.enter(definition);
  }

  /** Opens a container without listing it, e.g. a package clause with braces. */
  enter({ name, kind, exported, last }: Omit<Definition, "at">): void {
    const around = this.#open[this.#open.length - 1];
    const outer = around?.path ?? null;
    const deep = this.#open.length > MAX_DEPTH || name.length > MAX_NAME;
    this.#open.push({
      path: name === "" || deep ? outer : outer === null ? name : `${outer}.${name}`,
      last,
      exported: exported && (around?.exported ?? true),
      kind,
    });
  }

  /** Closes everything whose last token lies at or before this one. */
  leave(index: number): void {
    while (this.#open.length > 0 && this.#open[this.#open.length - 1]!.last <= index) {
      this.#open.pop();
    }
  }

  /** How many containers are open. */
  get depth(): number {
    return this.#open.length;
  }

  /** What is open here; undefined at the top. */
  get around(): Readonly<Container> | undefined {
    return this.#open[this.#open.length - 1];
  }
}
