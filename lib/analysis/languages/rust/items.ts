/**
 * What a Rust file defines (https://doc.rust-lang.org/reference/items.html). Bodies of functions are
 * jumped over. Macros called with braces where items stand (`cfg_if!`, `thread_local!`) are looked
 * into: what they hold are items nearly always.
 */
import type { SymbolKind } from "../../../domain/wire/symbol.ts";
import type { RawSymbol } from "../../facts.ts";
import { type Code, Mark } from "../scanning/code.ts";
import { Kind } from "../scanning/lexicon.ts";
import { Outline } from "../scanning/outline.ts";

/** An inline module's name and the tokens of its brackets. */
export interface InlineModule {
  name: string;
  open: number;
  last: number;
}

export interface Items {
  symbols: RawSymbol[];
  /** In the order of the text, the outer before the inner. */
  inline: InlineModule[];
  /** `mod a;` by the token of its name, with what `#[path]` says, else what `cfg_attr` does. */
  modules: { at: number; path: string | null; pathsBySetting: string[] }[];
  /** First and last tokens of macros' definitions, which are no code of this file. */
  macros: [first: number, last: number][];
}

interface Attributes {
  path: string | null;
  /** Those of `cfg_attr`. */
  pathsBySetting: string[];
  macroExport: boolean;
}

const TYPES: Readonly<Record<string, SymbolKind>> = {
  struct: "struct",
  enum: "enum",
  union: "union",
};
const QUOTE = 39;
/** Words before `fn`, `trait`, `impl`, `mod` and the like. */
const MODIFIERS = new Set("default async unsafe safe auto gen".split(" "));

/** Reads a whole file; nothing in it can make this throw. */
export function readItems(code: Code): Items {
  return new Reader(code).run();
}

class Reader {
  readonly #outline: Outline;
  readonly #items: Items;

  constructor(readonly code: Code) {
    this.#outline = new Outline(code);
    this.#items = { symbols: this.#outline.symbols, inline: [], modules: [], macros: [] };
  }

  run(): Items {
    for (let at = 0; at < this.code.end;) {
      this.#outline.leave(at);
      at = Math.max(at + 1, this.#item(at));
    }
    return this.#items;
  }

  #item(start: number): number {
    const { code } = this;
    const attributes: Attributes = { path: null, pathsBySetting: [], macroExport: false };
    let at = this.#attributes(start, attributes);
    const around = this.#outline.around?.kind;
    // members of traits and of their implementations are seen where the trait is
    let exported = around === "trait";
    if (code.is(at, "pub")) {
      exported = !(code.code(at + 1) === Mark.ParenOpen && code.is(at + 2, "self"));
      at = code.code(at + 1) === Mark.ParenOpen ? code.next(at + 1) : at + 1;
    }
    for (;; at++) {
      const word = code.word(at);
      if (word === "extern" && code.kind(at + 1) === Kind.String) at++;
      else if (word === "extern" && code.is(at + 1, "fn")) continue;
      else if (word === "const" && /^(?:fn|unsafe|async|extern|trait)$/.test(code.word(at + 1))) {
        continue;
      } else if (!MODIFIERS.has(word) || code.kind(at + 1) !== Kind.Word) break;
    }
    const word = code.word(at);
    const name = at + 1;
    switch (word) {
      case "mod":
        return this.#module(name, exported, attributes);
      case "fn":
        return this.#function(name, exported);
      case "struct":
      case "enum":
      case "union":
        if (code.kind(name) !== Kind.Word) return name;
        return this.#whole(name, TYPES[word]!, exported, this.#typeEnd(name + 1));
      case "trait":
        return this.#open(name, "trait", exported);
      case "impl":
        return this.#implementation(name);
      case "static":
      case "const": {
        if (code.code(at - 1) === QUOTE) return name; // `'static`
        const own = /^(?:mut|ref)$/.test(code.word(name)) ? name + 1 : name;
        return this.#whole(
          own,
          word === "const" ? "constant" : "variable",
          exported,
          this.#end(own),
        );
      }
      case "type":
        return this.#whole(name, "type", exported, this.#end(name));
      case "use":
        return this.#end(name) + 1;
      case "macro_rules":
        if (code.code(name) === Mark.Bang) {
          return this.#macro(at, name + 1, attributes.macroExport);
        }
        break;
      case "macro":
        if (code.kind(name) === Kind.Word) return this.#macro(at, name, exported);
        break;
      case "extern":
        return code.is(name, "crate") ? this.#end(name) + 1 : name;
    }
    // a block of `extern "C"`, or of a macro's own making
    if (code.code(at) === Mark.BraceOpen) return at + 1;
    if (word !== "" && code.code(at + 1) === Mark.Bang) return this.#call(at + 2);
    return Math.max(at, code.next(at));
  }

  #attributes(start: number, found: Attributes): number {
    const { code } = this;
    let at = start;
    while (code.code(at) === Mark.Hash) {
      const open = code.code(at + 1) === Mark.Bang ? at + 2 : at + 1;
      if (code.code(open) !== Mark.BracketOpen) return at + 1;
      if (code.is(open + 1, "macro_export")) found.macroExport = true;
      if (code.is(open + 1, "path")) found.path = this.#path(open + 1);
      at = code.next(open);
      if (!code.is(open + 1, "cfg_attr")) continue;
      for (let inside = open + 3; inside < at; inside++) {
        const path = code.code(inside - 1) === Mark.Comma ? this.#path(inside) : null;
        if (path !== null) found.pathsBySetting.push(path);
      }
    }
    return at;
  }

  /** The file that `path = "a.rs"` names. */
  #path(at: number): string | null {
    const { code } = this;
    if (!code.is(at, "path") || code.code(at + 1) !== Mark.Equals) return null;
    return /^"([^"\\\n]*)"$/.exec(code.read(at + 2))?.[1] ?? null;
  }

  /** A macro's call where an item could stand. */
  #call(start: number): number {
    const { code } = this;
    const open = code.kind(start) === Kind.Word ? start + 1 : start;
    return code.code(open) === Mark.BraceOpen ? open + 1 : code.next(open);
  }

  #module(name: number, exported: boolean, attributes: Attributes): number {
    const { code } = this;
    if (code.kind(name) !== Kind.Word) return name;
    if (code.code(name + 1) === Mark.Semicolon) {
      const { path, pathsBySetting } = attributes;
      this.#items.modules.push({
        at: name,
        path,
        pathsBySetting: path === null ? pathsBySetting : [],
      });
      return name + 2;
    }
    if (code.code(name + 1) !== Mark.BraceOpen) return name + 1;
    const last = code.close(name + 1);
    const text = plainName(code.read(name));
    this.#items.inline.push({ name: text, open: name + 1, last });
    this.#outline.open({ name: text, kind: "module", exported, at: name, last });
    return name + 2;
  }

  #function(name: number, exported: boolean): number {
    const kind = /^(?:trait|class)$/.test(this.#outline.around?.kind ?? "") ? "method" : "function";
    return this.#whole(name, kind, exported, this.#typeEnd(name + 1));
  }

  /** An item up to its last token, which holds no others. */
  #whole(name: number, kind: SymbolKind, exported: boolean, last: number): number {
    const { code } = this;
    const text = plainName(code.word(name));
    if (text !== "" && text !== "_") {
      this.#outline.add({ name: text, kind, exported, at: name, last });
    }
    return last + 1;
  }

  #macro(start: number, name: number, exported: boolean): number {
    const { code } = this;
    let last = name;
    while (last < code.end && code.code(last) !== Mark.BraceOpen) {
      const mark = code.code(last);
      if (mark === Mark.Semicolon || mark === Mark.BraceClose) break;
      last = code.next(last);
    }
    if (code.code(last) === Mark.BraceOpen) last = code.close(last);
    this.#items.macros.push([start, Math.min(last, code.end - 1)]);
    return this.#whole(name, "macro", exported, last);
  }

  #open(name: number, kind: SymbolKind, exported: boolean): number {
    const { code } = this;
    const open = this.#head(name + 1);
    const text = plainName(code.word(name));
    if (code.code(open) !== Mark.BraceOpen) return this.#whole(name, kind, exported, open);
    this.#outline.open({ name: text, kind, exported, at: name, last: code.close(open) });
    return open + 1;
  }

  /** Members stand in the type; a trait's are as visible as the trait. */
  #implementation(start: number): number {
    const { code } = this;
    let at = code.code(start) === Mark.Less
      ? Math.max(code.typeArguments(start), start + 1)
      : start;
    let name = "";
    let isTrait = false;
    for (; at < code.end && code.code(at) !== Mark.BraceOpen; at = this.#overType(at)) {
      const mark = code.code(at);
      if (mark === Mark.Semicolon || mark === Mark.BraceClose) return at;
      if (code.is(at, "where")) {
        at = this.#head(at);
        break;
      }
      if (code.is(at, "for") && code.code(at + 1) !== Mark.Less) isTrait = true;
      else if (code.kind(at) === Kind.Word && !/^(?:dyn|mut|const)$/.test(code.read(at))) {
        name = plainName(code.read(at));
      }
    }
    if (code.code(at) !== Mark.BraceOpen) return at;
    const kind = isTrait ? "trait" : "class";
    this.#outline.enter({ name, kind, exported: true, last: code.close(at) });
    return at + 1;
  }

  /** The `{` or `;` behind a head; a block among type arguments is part of it. */
  #head(start: number): number {
    const { code } = this;
    let at = start;
    while (at < code.end) {
      const mark = code.code(at);
      if (mark === Mark.BraceOpen || mark === Mark.Semicolon || mark === Mark.BraceClose) break;
      at = this.#overType(at);
    }
    return at;
  }

  #overType(at: number): number {
    const { code } = this;
    return code.code(at) === Mark.Less ? Math.max(code.typeArguments(at), at + 1) : code.next(at);
  }

  /** The last token of a type or function: its body's end, or its semicolon. */
  #typeEnd(start: number): number {
    const at = this.#head(start);
    const mark = this.code.code(at);
    if (mark === Mark.BraceOpen) return Math.min(this.code.close(at), this.code.end - 1);
    return mark === Mark.BraceClose ? at - 1 : at;
  }

  /** The semicolon that ends what goes on here. */
  #end(start: number): number {
    const { code } = this;
    let at = start;
    while (at < code.end && code.code(at) !== Mark.BraceClose) {
      if (code.code(at) === Mark.Semicolon) return at;
      at = code.next(at);
    }
    return at - 1;
  }
}

/** `r#type` is the name `type`. */
export function plainName(name: string): string {
  return name.startsWith("r#") ? name.slice(2) : name;
}
