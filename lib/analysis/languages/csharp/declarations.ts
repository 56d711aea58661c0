/**
 * What a C# file imports and defines (https://learn.microsoft.com/dotnet/csharp/language-reference).
 * One pass over namespaces, types and members; bodies of members are jumped over by their brackets.
 * One file, though long: definitions nest in each other, and share the place and what is open.
 */
import type { SymbolKind } from "../../../domain/wire/symbol.ts";
import type { RawImport } from "../../facts.ts";
import { type Code, Mark } from "../scanning/code.ts";
import type { Found } from "../scanning/extraction.ts";
import { Kind } from "../scanning/lexicon.ts";
import { Outline } from "../scanning/outline.ts";
import { extensionTakes } from "./arguments.ts";
import type { CSharpFacts } from "./facts.ts";
import { readNames } from "./names.ts";

const MODIFIERS = new Set(
  ("public private protected internal static abstract sealed virtual override readonly const extern " +
    "unsafe async partial new required file volatile event ref fixed").split(" "),
);
const TYPES: Readonly<Record<string, SymbolKind>> = {
  class: "class",
  struct: "struct",
  interface: "interface",
  enum: "enum",
  record: "class",
};
/** What stands before a parenthesis in a body: in a broken text a body may seem to be a type's. */
const STATEMENTS = new Set(
  ("if for foreach while switch catch lock using return new throw fixed typeof sizeof nameof await " +
    "base this").split(" "),
);

interface Modifiers {
  visible: boolean;
  constant: boolean;
  after: number;
}

/** Reads a whole file; nothing in it can make this throw. */
export function readCSharp(code: Code): Found {
  return new Reader(code).run();
}

/** `@class` is the name `class`. */
const plainName = (name: string) => name.startsWith("@") ? name.slice(1) : name;

class Reader {
  readonly #imports: RawImport[] = [];
  readonly #outline: Outline;
  readonly #declares = new Map<string, Set<string>>();
  readonly #extensions = new Set<string>();
  readonly #skipped: [number, number][] = [];

  constructor(readonly code: Code) {
    this.#outline = new Outline(code);
  }

  run(): Found {
    const { code } = this;
    for (let at = 0; at < code.end;) {
      this.#outline.leave(at);
      at = Math.max(at + 1, this.#declaration(at));
    }
    const own = new Set([...this.#declares.values()].flatMap((types) => [...types]));
    const { uses, calls } = this.#imports.length > 0
      ? readNames(code, this.#skipped, own)
      : { uses: [], calls: [] };
    const facts: CSharpFacts = {
      declares: [...this.#declares].map(([namespace, types]) => [namespace, ...types]),
      ...(this.#extensions.size > 0 ? { extensions: [...this.#extensions] } : {}),
      ...(uses.length > 0 ? { uses } : {}),
      ...(calls.length > 0 ? { calls } : {}),
    };
    return { imports: this.#imports, symbols: this.#outline.symbols, extra: { ...facts } };
  }

  /** Directly in a file or a namespace. */
  get #isTop(): boolean {
    const around = this.#outline.around;
    return around === undefined || around.kind === "namespace";
  }

  #declaration(start: number): number {
    const { code } = this;
    if (code.kind(start) === Kind.Directive) return start + 1;
    const mark = code.code(start);
    if (mark === Mark.Semicolon || mark === Mark.BraceClose) return start + 1;
    if (mark === Mark.BraceOpen || mark === Mark.BracketOpen) return code.next(start);
    if (this.#isTop) {
      if (code.is(start, "namespace")) return this.#namespace(start + 1);
      const using = code.is(start, "global") ? start + 1 : start;
      if (code.is(using, "using")) return this.#using(using + 1);
      if (code.is(start, "extern") && code.is(start + 1, "alias")) return this.#end(start);
    }
    const modifiers = this.#modifiers(start);
    const at = modifiers.after;
    const word = code.word(at);
    if (word === "delegate" && code.code(at + 1) !== Mark.Star) {
      return this.#delegate(at + 1, modifiers);
    }
    if (Object.hasOwn(TYPES, word) && this.#isTypeHead(at)) return this.#type(at, modifiers);
    if (code.code(at) === Mark.BraceOpen) return code.next(at);
    // what stands in no type is a statement
    return this.#isTop ? this.#statement(at) : this.#member(at, modifiers);
  }

  #modifiers(start: number): Modifiers {
    const { code } = this;
    const within = this.#outline.around?.kind === "interface";
    const found = { visible: within, constant: false, after: start };
    let isPrivate = false;
    let isStatic = false;
    let isReadonly = false;
    for (let at = start;; found.after = at) {
      if (code.code(at) === Mark.BracketOpen) {
        at = code.next(at);
        continue;
      }
      const word = code.word(at);
      if (!MODIFIERS.has(word)) break;
      // a type or member of that name, not the modifier
      if (
        word !== "new" && code.kind(at + 1) !== Kind.Word && code.code(at + 1) !== Mark.ParenOpen
      ) break;
      if (word === "public" || word === "protected") found.visible = true;
      else if (word === "private") isPrivate = true;
      else if (word === "internal" && within) isPrivate = true;
      else if (word === "static") isStatic = true;
      else if (word === "readonly") isReadonly = true;
      else if (word === "const") found.constant = true;
      at++;
    }
    found.constant ||= isStatic && isReadonly;
    if (isPrivate) found.visible = false;
    return found;
  }

  /** `a.b.C`, type arguments left out. */
  #qualified(start: number): { text: string; after: number } {
    const { code } = this;
    let at = start;
    if (code.is(at, "global") && code.code(at + 1) === Mark.Colon) at += 3;
    const parts: string[] = [];
    while (code.kind(at) === Kind.Word) {
      if (parts.length < 100) parts.push(plainName(code.read(at)));
      at = code.typeArguments(at + 1);
      if (code.code(at) !== Mark.Dot) break;
      at++;
    }
    return { text: parts.join("."), after: at };
  }

  #namespace(start: number): number {
    const { code } = this;
    const { text, after } = this.#qualified(start);
    this.#skipped.push([start, after - 1]);
    if (text === "") return start;
    const mark = code.code(after);
    const last = mark === Mark.BraceOpen ? code.close(after) : code.end;
    if (mark !== Mark.BraceOpen && mark !== Mark.Semicolon) return after;
    this.#types(this.#namespaceOf(text));
    this.#outline.open({ name: text, kind: "namespace", exported: true, at: start, last });
    return after + 1;
  }

  /** The whole name of a namespace that is declared here. */
  #namespaceOf(text: string): string {
    const outer = this.#outline.around?.path;
    return outer ? `${outer}.${text}` : text;
  }

  #types(namespace: string): Set<string> {
    let types = this.#declares.get(namespace);
    if (!types) this.#declares.set(namespace, types = new Set());
    return types;
  }

  /** https://learn.microsoft.com/dotnet/csharp/language-reference/keywords/using-directive */
  #using(start: number): number {
    const { code } = this;
    let at = start;
    let form = "namespace";
    if (code.is(at, "static")) {
      form = "static";
      at++;
    } else if (code.is(at, "unsafe")) at++;
    if (code.kind(at) === Kind.Word && code.code(at + 1) === Mark.Equals) {
      form = "alias";
      at += 2;
    }
    const { text, after } = this.#qualified(at);
    if (text === "" || code.code(after) !== Mark.Semicolon) return this.#statement(start);
    this.#skipped.push([start, after]);
    const around = this.#outline.around?.path ?? "";
    const names = around !== "" ? [form, around] : form === "namespace" ? [] : [form];
    this.#imports.push({
      specifier: text,
      line: code.line(at),
      kind: "use",
      typeOnly: false,
      ...(names.length > 0 ? { names } : {}),
    });
    return after + 1;
  }

  /** Behind the semicolon that ends what goes on here. */
  #end(start: number): number {
    return this.#last(start) + 1;
  }

  /** The semicolon that ends what goes on here; the token before what closes the scope. */
  #last(start: number): number {
    const { code } = this;
    let at = start;
    while (at < code.end && code.code(at) !== Mark.BraceClose) {
      if (code.code(at) === Mark.Semicolon) return at;
      at = code.next(at);
    }
    return at - 1;
  }

  /** Behind a statement: its semicolon or block. */
  #statement(start: number): number {
    const { code } = this;
    let at = start;
    while (at < code.end) {
      const mark = code.code(at);
      if (mark === Mark.Semicolon) return at + 1;
      if (mark === Mark.BraceClose) return at;
      if (mark === Mark.BraceOpen) return code.next(at);
      at = code.next(at);
    }
    return at;
  }

  #isTypeHead(at: number): boolean {
    const { code } = this;
    if (code.kind(at + 1) !== Kind.Word) return false;
    if (!code.is(at, "record")) return true;
    // `record Foo(…)`, `record struct Foo`, but also a method of a type `record`
    const behind = code.typeArguments(at + 2);
    const mark = code.code(behind);
    return code.is(at + 1, "struct") || code.is(at + 1, "class") || mark === Mark.ParenOpen ||
      mark === Mark.BraceOpen || mark === Mark.Colon || mark === Mark.Semicolon;
  }

  #type(keyword: number, { visible }: Modifiers): number {
    const { code } = this;
    const isRecord = code.is(keyword, "record");
    const second = isRecord && Object.hasOwn(TYPES, code.word(keyword + 1)) ? keyword + 1 : keyword;
    const name = second + 1;
    const kind = TYPES[code.read(second)] ?? "class";
    let open = name + 1;
    while (open < code.end && code.code(open) !== Mark.BraceOpen) {
      const mark = code.code(open);
      if (mark === Mark.Semicolon || mark === Mark.BraceClose) break;
      open = mark === Mark.Less ? Math.max(code.typeArguments(open), open + 1) : code.next(open);
    }
    const text = plainName(code.read(name));
    const hasBody = code.code(open) === Mark.BraceOpen;
    const last = hasBody ? code.close(open) : Math.min(open, code.end - 1);
    if (this.#isTop) this.#types(this.#outline.around?.path ?? "").add(text);
    if (!hasBody) {
      this.#outline.add({ name: text, kind, exported: visible, at: name, last });
      return last + 1;
    }
    this.#outline.open({ name: text, kind, exported: visible, at: name, last });
    if (kind !== "enum") return open + 1;
    this.#skipped.push([open, last]);
    return last;
  }

  #delegate(start: number, { visible }: Modifiers): number {
    const { code } = this;
    let at = start;
    while (at < code.end) {
      const mark = code.code(at);
      const called = mark === Mark.ParenOpen && code.code(at - 1) !== Mark.Comma && at > start;
      if (called || mark === Mark.Semicolon || mark === Mark.BraceClose) break;
      at = mark === Mark.Less ? Math.max(code.typeArguments(at), at + 1) : code.next(at);
    }
    let name = at - 1;
    if (code.code(name) === Mark.Greater) {
      while (name > start && code.code(name) !== Mark.Less) name--;
      name--;
    }
    const last = this.#last(at);
    if (code.kind(name) === Kind.Word && code.code(at) === Mark.ParenOpen) {
      const text = plainName(code.read(name));
      if (this.#isTop) this.#types(this.#outline.around?.path ?? "").add(text);
      this.#outline.add({ name: text, kind: "type", exported: visible, at: name, last });
    }
    return last + 1;
  }

  /** A method, property, field or event. */
  #member(start: number, modifiers: Modifiers): number {
    const { code } = this;
    const end = this.#outline.around?.last ?? code.end;
    /** The last name, and the index behind it and its type parameters. */
    let name = -1;
    let behind = -1;
    for (let at = start; at < end;) {
      const mark = code.code(at);
      if (mark === 0) {
        if (code.is(at, "operator")) return this.#operator(at, end, modifiers);
        if (code.kind(at) === Kind.Word && !code.is(at, "where")) {
          name = at;
          behind = at + 1;
        }
        at++;
        continue;
      }
      if (mark === Mark.ParenOpen && behind === at) {
        const tilde = code.code(name - 1) === Mark.Tilde ? "~" : "";
        const text = `${tilde}${plainName(code.read(name))}`;
        return this.#method(name, text, at, end, modifiers);
      }
      if (mark === Mark.Semicolon) {
        this.#field(modifiers, name, at);
        return at + 1;
      }
      if (mark === Mark.BraceOpen) return this.#behindProperty(at, end);
      if (mark === Mark.Equals) {
        if (code.code(at + 1) === Mark.Greater) return this.#end(at);
        return this.#fields(modifiers, name, at);
      }
      if (mark === Mark.Comma) return this.#fields(modifiers, name, at);
      if (mark === Mark.Less) {
        const after = Math.max(code.typeArguments(at), at + 1);
        if (behind === at) behind = after;
        at = after;
      } else at = code.next(at);
    }
    return end;
  }

  /** A property's accessors may be followed by its value. */
  #behindProperty(open: number, end: number): number {
    const { code } = this;
    const after = code.next(open);
    return after < end && code.code(after) === Mark.Equals ? this.#end(after) : after;
  }

  #field(modifiers: Modifiers, name: number, last: number): void {
    const { code } = this;
    if (!modifiers.constant || code.kind(name) !== Kind.Word) return;
    const text = plainName(code.read(name));
    this.#outline.add({
      name: text,
      kind: "constant",
      exported: modifiers.visible,
      at: name,
      last,
    });
  }

  /** Fields from the token behind the first one's name. */
  #fields(modifiers: Modifiers, first: number, behind: number): number {
    const { code } = this;
    let name = first;
    for (let at = behind; at < code.end;) {
      const mark = code.code(at);
      if (mark === Mark.BraceClose) return at;
      if (mark === Mark.Comma || mark === Mark.Semicolon) {
        this.#field(modifiers, name, at);
        if (mark === Mark.Semicolon) return at + 1;
        name = at + 1;
      }
      at = mark === Mark.Less ? Math.max(code.typeArguments(at), at + 1) : code.next(at);
    }
    return code.end;
  }

  /** `operator +`, `implicit operator Foo` */
  #operator(start: number, end: number, modifiers: Modifiers): number {
    const { code } = this;
    let open = start + 1;
    let name = "";
    for (; open < Math.min(end, start + 40) && code.code(open) !== Mark.ParenOpen; open++) {
      name += code.read(open);
    }
    if (code.code(open) !== Mark.ParenOpen || name === "") return open;
    const text = `operator ${name}`;
    return this.#method(start, text, open, end, modifiers);
  }

  #method(name: number, text: string, open: number, end: number, { visible }: Modifiers): number {
    const { code } = this;
    let last = code.next(open);
    while (last < end) {
      const mark = code.code(last);
      if (mark === Mark.Semicolon) break;
      if (mark === Mark.BraceOpen) {
        last = Math.min(code.close(last), end);
        break;
      }
      if (mark === Mark.Equals && code.code(last + 1) === Mark.Greater) {
        last = this.#last(last);
        break;
      }
      last = code.next(last);
    }
    if (!STATEMENTS.has(text)) {
      const takes = extensionTakes(code, open, text);
      if (takes !== null) this.#extensions.add(takes);
      this.#outline.add({ name: text, kind: "method", exported: visible, at: name, last });
    }
    return last + 1;
  }
}
