/**
 * What a file of C, C++ or Objective-C includes and defines. Declarations are read without types: a
 * walk over each one's tokens finds the name and what follows it; bodies of functions are jumped
 * over by their brackets. Macros that stand among the words of a declaration are words like others.
 *
 * One file, since every rule is a step of the one walk over a declaration.
 */
import type { SymbolKind } from "../../../domain/wire/symbol.ts";
import type { RawImport } from "../../facts.ts";
import { type Code, Mark } from "../scanning/code.ts";
import type { Found } from "../scanning/extraction.ts";
import { Kind } from "../scanning/lexicon.ts";
import { Outline } from "../scanning/outline.ts";
import { type Directives, readDirectives } from "./directives.ts";
import { type Head, isScope, overArguments, readHead } from "./heads.ts";
import { Modules } from "./modules.ts";
import { isObjectiveC, readObjectiveC } from "./objective_c.ts";
import { initializersEnd, oldStyleBody, pointerName } from "./parameters.ts";
import { isMacroName, Role, ROLES } from "./words.ts";

/** A name with its parameters: what may be a function. */
interface Candidate {
  /** Index of the name's token, and its text. */
  at: number;
  name: string;
  qualifiers: readonly string[];
  /** Index of the parameters' `(`. */
  open: number;
  /** A type stands before it, or its name says that it needs none. */
  sure: boolean;
}

/** The state of a walk over one declaration. */
interface Walk {
  /** A type was read. */
  typed: boolean;
  typedef: boolean;
  hidden: boolean;
  external: boolean;
  constant: boolean;
  /** A static member, one for all objects. */
  shared: boolean;
  /** Index of the last name, -1 for none; behind it (and its type arguments) lies `behind`. */
  name: number;
  behind: number;
  qualifiers: string[];
  candidate: Candidate | null;
  /** The one before a comma: parameters of old style are declared like variables. */
  first: Candidate | null;
  /** The name in `(*name)`; -1 for none. */
  pointer: number;
  initialised: boolean;
}

interface Access {
  last: number;
  hidden: boolean;
}

/** Reads a whole file; nothing in it can make this throw. */
export function readC(code: Code): Found {
  return new Reader(code).run();
}

class Reader {
  readonly #outline: Outline;
  readonly #directives: Directives;
  readonly #modules: Modules;
  /** Where to go on behind the `}` of a type whose variables have been read. */
  readonly #resume = new Map<number, number>();
  readonly #access: Access[] = [];
  readonly #skip: (at: number) => number;

  constructor(readonly code: Code) {
    this.#outline = new Outline(code);
    this.#directives = readDirectives(code);
    this.#modules = new Modules(code);
    const { behind, dead } = this.#directives;
    this.#skip = (start) => {
      let at = start;
      while (code.kind(at) === Kind.Directive) at = behind.get(at) ?? dead.get(at) ?? at + 1;
      return at;
    };
  }

  run(): Found {
    const { code } = this;
    for (let at = 0; at < code.end;) {
      this.#outline.leave(at);
      while (this.#access.length > 0 && this.#access[this.#access.length - 1]!.last <= at) {
        this.#access.pop();
      }
      at = Math.max(at + 1, this.#declaration(at));
    }
    const { macros, imports } = this.#directives;
    const all: RawImport[] = [...imports, ...this.#modules.imports];
    const symbols = [...this.#outline.symbols, ...macros];
    return {
      imports: all.sort((a, b) => a.line - b.line),
      symbols: symbols.sort((a, b) => a.line - b.line),
      ...(this.#modules.declared ? { extra: { ...this.#modules.declared } } : {}),
    };
  }

  /** Directly in a class, struct or union (Objective-C's classes hold functions as well). */
  get #inType(): boolean {
    const last = this.#outline.around?.last;
    return last !== undefined && this.#access[this.#access.length - 1]?.last === last;
  }

  #declaration(start: number): number {
    const { code } = this;
    if (code.kind(start) === Kind.Directive) return this.#directives.dead.get(start) ?? start + 1;
    const mark = code.code(start);
    if (mark === Mark.Semicolon) return start + 1;
    if (mark === Mark.BraceClose) return this.#resume.get(start) ?? start + 1;
    if (mark === Mark.BraceOpen) return code.next(start);
    if (isObjectiveC(code, start)) {
      return readObjectiveC(code, start, this.#outline, this.#modules.imports);
    }
    if (code.kind(start) === Kind.Word) {
      const imported = this.#modules.read(start, this.#outline.around === undefined);
      if (imported > start) return imported;
      switch (code.read(start)) {
        case "template":
          return this.#template(start);
        case "namespace":
          return this.#namespace(start + 1);
        case "inline":
          if (code.is(start + 1, "namespace")) return this.#namespace(start + 2);
          break;
        case "using":
          return this.#using(start + 1);
        case "concept":
          return this.#named(start + 1, "type");
        case "extern":
          if (code.kind(start + 1) !== Kind.String) break;
          if (code.code(start + 2) === Mark.BraceOpen) return start + 3;
          return this.#walk(start + 2, {});
        case "export":
          return code.code(start + 1) === Mark.BraceOpen ? start + 2 : start + 1;
        case "typedef":
          return this.#walk(start + 1, { typedef: true });
        case "public":
        case "private":
        case "protected":
          return this.#accessSpecifier(start);
      }
    }
    return this.#walk(start, {});
  }

  /** Behind `template <…>` and `requires …`: what follows is a declaration like others. */
  #template(start: number): number {
    const { code } = this;
    // an explicit instantiation defines nothing new
    if (code.code(start + 1) !== Mark.Less) return this.#end(start + 1);
    const at = Math.max(code.typeArguments(start + 1), start + 2);
    if (!code.is(at, "requires")) return at;
    if (code.code(at + 1) === Mark.ParenOpen) return code.next(at + 1);
    let end = at + 1;
    while (isScope(code, end + 1)) end += 3;
    return Math.max(code.typeArguments(end + 1), end + 1);
  }

  #namespace(start: number): number {
    const { code } = this;
    const names: string[] = [];
    let at = this.#skip(start);
    let name = at;
    for (; at < code.end; at = this.#skip(at)) {
      if (code.kind(at) === Kind.Word) {
        // an attribute's macro stands before the name
        if (!isScope(code, at - 2)) names.length = 0;
        if (!code.is(at, "inline")) names.push(code.read(name = at));
        at++;
      } else if (isScope(code, at)) at += 2;
      else if (code.code(at) === Mark.BracketOpen || code.code(at) === Mark.ParenOpen) {
        at = code.next(at);
      } else break;
    }
    if (code.code(at) !== Mark.BraceOpen) return this.#end(at);
    const last = code.close(at);
    if (last === code.end) return at + 1;
    const text = names.join(".");
    const exported = names.length > 0;
    if (exported) this.#outline.add({ name: text, kind: "namespace", exported, at: name, last });
    this.#outline.enter({ name: text, kind: "namespace", exported, last });
    return at + 1;
  }

  /** `using a = …;`; other directives name nothing new. */
  #using(start: number): number {
    const { code } = this;
    let at = start + 1;
    while (code.code(at) === Mark.BracketOpen) at = code.next(at);
    if (code.code(at) !== Mark.Equals) return this.#end(start);
    return this.#named(start, "type");
  }

  /** A name and all up to the next semicolon. */
  #named(name: number, kind: SymbolKind): number {
    const after = this.#end(name);
    if (this.code.kind(name) !== Kind.Word) return after;
    this.#add(name, this.code.read(name), kind, [], after - 1, false);
    return after;
  }

  /** Behind the semicolon that ends what goes on here, or before what closes the scope. */
  #end(start: number): number {
    const { code } = this;
    let at = start;
    while (at < code.end && code.code(at) !== Mark.BraceClose) {
      if (code.code(at) === Mark.Semicolon) return at + 1;
      at = this.#skip(code.next(at));
    }
    return at;
  }

  #accessSpecifier(start: number): number {
    const { code } = this;
    let at = start + 1;
    if (code.kind(at) === Kind.Word) at++; // Qt's `public slots:`
    if (code.code(at) !== Mark.Colon) return start + 1;
    const current = this.#access[this.#access.length - 1];
    if (current) current.hidden = code.is(start, "private");
    return at + 1;
  }

  #add(
    at: number,
    name: string,
    kind: SymbolKind,
    qualifiers: readonly string[],
    last: number,
    hidden: boolean,
  ): void {
    const exported = !hidden && !(this.#inType && this.#access.at(-1)?.hidden);
    const definition = { name, kind, exported, at, last };
    if (qualifiers.length === 0) return this.#outline.add(definition);
    // `void a::b() { … }` stands in `a`
    this.#outline.enter({ name: qualifiers.join("."), kind: "class", exported: true, last });
    this.#outline.add(definition);
    this.#outline.leave(last);
  }

  /** Walks over one declaration, adds what it defines, and gives the index behind it. */
  #walk(start: number, given: Partial<Walk>, trailer = false): number {
    const { code } = this;
    const walk: Walk = {
      typed: false,
      typedef: false,
      hidden: false,
      external: false,
      constant: false,
      shared: false,
      name: -1,
      behind: -1,
      qualifiers: [],
      candidate: null,
      first: null,
      pointer: -1,
      initialised: false,
      ...given,
    };
    let at = this.#skip(start);
    while (at < code.end) {
      let next = at + 1;
      switch (code.code(at)) {
        case 0: {
          if (code.kind(at) !== Kind.Word) break;
          const role = ROLES.get(code.read(at));
          if (role === undefined) this.#name(walk, at);
          else if (role === Role.Start && at > start) return at;
          else if (role === Role.Key) {
            if (trailer) return at;
            const head = readHead(code, at, this.#skip);
            if (typeof head !== "number") return this.#type(head, walk);
          } else next = this.#word(walk, at, role);
          break;
        }
        case Mark.Semicolon:
          return this.#semicolon(walk, at);
        case Mark.BraceClose:
          return at;
        case Mark.BraceOpen: {
          const done = this.#brace(walk, at);
          if (done >= 0) return done;
          next = code.next(at);
          break;
        }
        case Mark.ParenOpen:
          next = this.#parenthesis(walk, at);
          break;
        case Mark.Comma:
          this.#variable(walk, at - 1);
          walk.first ??= walk.candidate;
          Object.assign(walk, { name: -1, pointer: -1, typed: true, candidate: null });
          walk.initialised = false;
          break;
        case Mark.Equals:
          walk.initialised = true;
          next = this.#initialiser(at + 1);
          break;
        case Mark.Colon:
          if (isScope(code, at)) {
            if (walk.behind === at) walk.qualifiers.push(code.read(walk.name));
            else walk.qualifiers = [];
            next = at + 2;
          } else if (walk.candidate) next = initializersEnd(code, at + 1, this.#skip);
          // a label of Qt (`signals:`), not a bit-field
          else if (!walk.typed && !walk.typedef) return at + 1;
          break;
        case Mark.Star:
        case Mark.Ampersand:
          if (walk.name >= 0 && !walk.candidate) {
            walk.typed = true;
            walk.name = -1;
          }
          walk.constant = false;
          break;
        case Mark.Less: {
          const after = code.typeArguments(at);
          if (after > at) {
            if (walk.behind === at) walk.behind = after;
            next = after;
          }
          break;
        }
        case Mark.BracketOpen:
          next = code.next(at);
          break;
        case Mark.At:
          if (code.isFirstOnLine(at) && at > start) return at;
      }
      at = this.#skip(next);
    }
    return at;
  }

  #name(walk: Walk, at: number): void {
    if (!isScope(this.code, at - 2)) {
      if (walk.name >= 0) walk.typed = true;
      walk.qualifiers = [];
    }
    walk.name = at;
    walk.behind = at + 1;
  }

  /** A word with a role. */
  #word(walk: Walk, at: number, role: Role): number {
    const { code } = this;
    switch (role) {
      case Role.Type:
        walk.typed = true;
        break;
      case Role.TypeOf:
        walk.typed = true;
        return overArguments(code, at);
      case Role.Attribute: {
        const behind = overArguments(code, at);
        // `requires requires (T t) { … }`
        const block = code.is(at, "requires") && code.is(at - 1, "requires");
        return block && code.code(behind) === Mark.BraceOpen ? code.next(behind) : behind;
      }
      case Role.Static:
        walk.shared = this.#inType;
        walk.hidden = !this.#inType;
        break;
      case Role.Extern:
        walk.external = true;
        break;
      case Role.Const:
      case Role.Constexpr:
        walk.constant = true;
        break;
      case Role.Operator:
        return this.#operator(walk, at);
    }
    return at + 1;
  }

  /** `operator==`, `operator()`, `operator bool`, `operator""_km` */
  #operator(walk: Walk, start: number): number {
    const { code } = this;
    let at = start + 1;
    let name = "operator";
    if (code.code(at) === Mark.ParenOpen && code.code(at + 1) === Mark.ParenClose) {
      name += "()";
      at += 2;
    }
    for (; at < start + 30 && at < code.end && code.code(at) !== Mark.ParenOpen; at++) {
      const mark = code.code(at);
      if (mark === Mark.Semicolon || mark === Mark.BraceOpen) break;
      const after = at > start + 1 ? code.typeArguments(at) : at;
      if (after > at && code.kind(at - 1) === Kind.Word) {
        // `operator Action<R(Args...)>()`
        name += code.text.slice(code.tokens.starts[at], code.tokens.ends[after - 1]);
        at = after - 1;
        continue;
      }
      name += `${code.kind(at) === Kind.Word && at === start + 1 ? " " : ""}${code.read(at)}`;
    }
    if (code.code(at) !== Mark.ParenOpen) return at;
    const qualifiers = isScope(code, start - 2) ? walk.qualifiers : [];
    walk.candidate ??= { at: start, name, qualifiers, open: at, sure: true };
    return code.next(at);
  }

  #parenthesis(walk: Walk, at: number): number {
    const { code } = this;
    const next = code.next(at);
    const candidate = walk.candidate;
    const macro = candidate?.sure && candidate.qualifiers.length === 0 &&
      isMacroName(candidate.name) && walk.behind === at && !isMacroName(code.read(walk.name));
    if ((candidate?.sure && !macro) || walk.pointer >= 0) return next;
    const inner = pointerName(code, at);
    const named = walk.name >= 0 && walk.behind === at;
    if (
      inner &&
      (!named || code.code(next) === Mark.ParenOpen || code.code(next) === Mark.BracketOpen)
    ) {
      // `(*name)(…)`, `(name)(…)`, `(*name(…))(…)`
      if (inner.pointer && !inner.parameters) {
        walk.pointer = inner.name;
        walk.typed = true;
      } else {
        const open = inner.parameters ? inner.name + 1 : next;
        const name = code.read(inner.name);
        walk.candidate = { at: inner.name, name, qualifiers: inner.qualifiers, open, sure: true };
        walk.typed = true;
      }
      return code.code(next) === Mark.ParenOpen ? code.next(next) : next;
    }
    if (!named) return next;
    if (this.#wrapsParameters(walk, at)) {
      const name = walk.name - 1;
      walk.candidate = {
        at: name,
        name: code.read(name),
        qualifiers: [],
        open: at + 1,
        sure: true,
      };
      return next;
    }
    const destructor = code.code(walk.name - 1) === Mark.Tilde;
    const name = `${destructor ? "~" : ""}${code.read(walk.name)}`;
    const qualifiers = walk.qualifiers;
    const sure = walk.typed || destructor || qualifiers.length > 0 || name === this.#typeAround;
    walk.candidate = { at: walk.name, name, qualifiers, open: at, sure };
    // `MACRO(x)` may be no type, or be one: `EXPORT(int) f()`
    walk.typed ||= !isMacroName(name);
    return next;
  }

  /** `name OF((int a))`: a macro around the parameters for compilers of old. */
  #wrapsParameters({ name }: Walk, open: number): boolean {
    const { code } = this;
    return code.code(open + 1) === Mark.ParenOpen &&
      code.close(open + 1) + 1 === code.close(open) &&
      code.kind(name - 1) === Kind.Word && !ROLES.has(code.read(name - 1)) &&
      /^[A-Z_][A-Z\d_]*$/.test(code.read(name));
  }

  /** The name of the class around, which its constructors have. */
  get #typeAround(): string | undefined {
    return this.#inType ? this.#outline.around!.path?.split(".").at(-1) : undefined;
  }

  /** Up to the `,` or `;` behind a value. */
  #initialiser(start: number): number {
    const { code } = this;
    let at = this.#skip(start);
    while (at < code.end) {
      const mark = code.code(at);
      if (mark === Mark.Semicolon || mark === Mark.BraceClose || mark === Mark.Comma) break;
      at = this.#skip(
        mark === Mark.Less ? Math.max(code.typeArguments(at), at + 1) : code.next(at),
      );
    }
    return at;
  }

  /** A `{`: a function's body, else a value or a macro's block. -1: the declaration goes on. */
  #brace(walk: Walk, open: number): number {
    const { code } = this;
    const { candidate } = walk;
    const after = code.next(open);
    if (!candidate) {
      const mark = code.code(after);
      if (walk.typed && (mark === Mark.Semicolon || mark === Mark.Comma)) {
        walk.initialised = true;
        return -1;
      }
      return after;
    }
    let last = code.close(open);
    if (last === code.end) last = open;
    let end = last + 1;
    while (code.is(end, "catch")) {
      const handler = overArguments(code, end);
      if (code.code(handler) !== Mark.BraceOpen) break;
      last = Math.min(code.close(handler), code.end - 1);
      end = code.next(handler);
    }
    const role = ROLES.get(candidate.name);
    if (role !== Role.Statement && (candidate.sure || !isMacroName(candidate.name))) {
      const method = candidate.qualifiers.length > 0 || this.#inType;
      const kind = method ? "method" : "function";
      this.#add(candidate.at, candidate.name, kind, candidate.qualifiers, last, walk.hidden);
    }
    return end;
  }

  #semicolon(walk: Walk, at: number): number {
    const { code } = this;
    const candidate = walk.first ?? walk.candidate;
    if (candidate && !walk.typedef) {
      const body = oldStyleBody(code, candidate.open, this.#skip);
      if (body >= 0) return this.#brace({ ...walk, candidate }, body);
    }
    this.#variable(walk, at);
    return at + 1;
  }

  /** A variable or type name, where the walk has come to one. */
  #variable(walk: Walk, last: number): void {
    const { code } = this;
    const { candidate, pointer } = walk;
    if (walk.typedef) {
      const name = pointer >= 0 ? pointer : candidate?.sure ? candidate.at : walk.name;
      if (name >= 0 && walk.typed) this.#add(name, code.read(name), "type", [], last, false);
      return;
    }
    const name = pointer >= 0 ? pointer : walk.name;
    if (candidate || !walk.typed || name < 0 || (walk.external && !walk.initialised)) return;
    const constant = walk.constant && pointer < 0;
    if (this.#inType && !(constant && walk.shared && walk.initialised)) return;
    const kind = constant ? "constant" : "variable";
    this.#add(name, code.read(name), kind, pointer >= 0 ? [] : walk.qualifiers, last, walk.hidden);
  }

  /** A class, struct, union or enum with its body; its variables follow. */
  #type({ keyword, name, qualifiers, open }: Head, walk: Walk): number {
    const { code } = this;
    const last = code.close(open);
    const text = name >= 0 ? code.read(name) : "";
    if (last === code.end) {
      // the head of another branch, whose body was read with the first one's
      if (name >= 0 && text !== this.#typeAround) {
        this.#add(name, text, keyword, qualifiers, open, false);
      }
      return open + 1;
    }
    if (name >= 0) this.#add(name, text, keyword, qualifiers, last, false);
    const { typedef, hidden, external, constant } = walk;
    const trailing = { typedef, hidden, external, constant, typed: true };
    const after = code.code(last + 1) === Mark.Semicolon
      ? last + 2
      : this.#walk(last + 1, trailing, true);
    if (keyword === "enum") return after;
    this.#resume.set(last, after);
    const path = [...qualifiers, ...(text === "" ? [] : [text])].join(".");
    const exported = !(this.#inType && this.#access.at(-1)?.hidden);
    this.#outline.enter({ name: path, kind: keyword, exported, last });
    this.#access.push({ last, hidden: keyword === "class" });
    return open + 1;
  }
}
