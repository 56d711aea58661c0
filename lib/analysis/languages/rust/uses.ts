/** What a Rust file names of other files and crates: `mod`, `use`, `extern crate`, paths, `include!`. */
import type { RawImport } from "../../facts.ts";
import { type Code, Mark } from "../scanning/code.ts";
import { Kind } from "../scanning/lexicon.ts";
import type { RustFacts } from "./facts.ts";
import { type InlineModule, type Items, plainName } from "./items.ts";

/** Names in one path and groups in groups; what is longer is no program. */
const MAX_PATH = 40;
/** Leaves of one `use`. */
const MAX_LEAVES = 5_000;
/** Paths of one file that no `use` names. */
const MAX_MENTIONED = 1_000;
/** Their arguments are code of other crates. */
const QUOTING = new Set(["quote", "quote_spanned", "parse_quote", "parse_quote_spanned"]);
const PRIMITIVES = new Set(
  "bool char str u8 u16 u32 u64 u128 usize i8 i16 i32 i64 i128 isize f32 f64 std core alloc"
    .split(" "),
);

export function readUses(code: Code, items: Items): { imports: RawImport[]; extra: RustFacts } {
  return new Reader(code, items).run();
}

class Reader {
  readonly #imports: RawImport[] = [];
  /** Names that this file brings into scope somewhere. */
  readonly #bound = new Set<string>();
  readonly #mentions = new Map<string, RawImport>();
  readonly #scope: InlineModule[] = [];

  constructor(readonly code: Code, readonly items: Items) {}

  run(): { imports: RawImport[]; extra: RustFacts } {
    const { code, items } = this;
    const { kinds, codes } = code.tokens;
    const inline: string[] = [];
    const modules = new Map(items.modules.map((module) => [module.at, module]));
    let nextInline = 0;
    let nextMacro = 0;
    for (let at = 0; at < code.end; at++) {
      while (this.#scope.length > 0 && this.#scope[this.#scope.length - 1]!.last <= at) {
        this.#scope.pop();
      }
      const opened = items.inline[nextInline];
      if (opened && opened.open <= at) {
        nextInline++;
        this.#bound.add(opened.name);
        if (this.#scope.length < MAX_PATH) {
          this.#scope.push(opened);
          inline.push(this.#names().join("::"));
        }
      }
      const macro = items.macros[nextMacro];
      if (macro && macro[0] <= at) {
        nextMacro++;
        at = Math.max(at, macro[1]);
        continue;
      }
      if (kinds[at] !== Kind.Word) continue;
      const following = codes[at + 1];
      if (code.is(at, "use") && following !== Mark.Less) at = this.#use(at);
      else if (following === Mark.Colon) at = this.#path(at);
      else if (following === Mark.Bang) at = this.#macroCall(at);
      else if (modules.has(at)) {
        const name = plainName(code.read(at));
        this.#bound.add(name);
        const { path, pathsBySetting } = modules.get(at)!;
        for (const other of pathsBySetting) {
          this.#add(`#[cfg_attr(…, path = "${other}")] mod ${name}`, at, "import");
        }
        this.#add(`${path ? `#[path = "${path}"] ` : ""}mod ${name}`, at, "import");
      } else if (code.is(at, "crate") && code.is(at - 1, "extern")) this.#externCrate(at + 1);
    }
    const mentioned = [...this.#mentions.values()].filter(({ specifier }) =>
      /^(?:crate|self|super)\b/.test(specifier) || !this.#bound.has(specifier.split("::")[0]!)
    );
    const all = [...this.#imports, ...mentioned];
    return {
      imports: all.sort((a, b) => a.line - b.line),
      extra: {
        ...(inline.length > 0 ? { inline } : {}),
        ...(mentioned.length > 0
          ? { mentioned: [...new Set(mentioned.map(({ specifier }) => specifier))] }
          : {}),
      },
    };
  }

  #names(): string[] {
    return this.#scope.map(({ name }) => name);
  }

  #import(specifier: string, at: number, kind: RawImport["kind"]): RawImport {
    const names = this.#names();
    const scope = names.length > 0 ? { names } : {};
    return { specifier, line: this.code.line(at), kind, typeOnly: false, ...scope };
  }

  #add(specifier: string, at: number, kind: RawImport["kind"], as: string | null = null): void {
    if (as !== null) this.#bound.add(as);
    this.#imports.push({ ...this.#import(specifier, at, kind), ...(as === null ? {} : { as }) });
  }

  #externCrate(at: number): void {
    const { code } = this;
    if (code.kind(at) !== Kind.Word || code.is(at, "self")) return;
    const name = plainName(code.read(at));
    this.#bound.add(name);
    const as = code.is(at + 1, "as") ? plainName(code.read(at + 2)) : null;
    this.#add(`extern crate ${name}`, at, this.#isPublic(at - 2) ? "reexport" : "use", as);
  }

  /** `pub` or `pub(…)` stands before this token. */
  #isPublic(at: number): boolean {
    const { code } = this;
    const before = at - 1;
    if (code.is(before, "pub")) return true;
    if (code.code(before) !== Mark.ParenClose) return false;
    const open = code.tokens.partners[before]!;
    return open > 0 && code.is(open - 1, "pub");
  }

  /** All leaves of `use a::{b, c as d, e::*};`; gives the index of its last token. */
  #use(start: number): number {
    const { code } = this;
    const kind = this.#isPublic(start) ? "reexport" : "use";
    const path: string[] = [];
    /** Lengths of the path at the open groups. */
    const groups: number[] = [];
    let leaves = 0;
    let line = start;
    const leaf = (name: string | null) => {
      const own = name === "self" && path.length > 0
        ? path
        : name === null
        ? path
        : [...path, name];
      if (own.length === 0 || own.length > MAX_PATH || leaves++ > MAX_LEAVES) return;
      const text = own.join("::");
      if (name !== "*") this.#bound.add(own[own.length - 1]!);
      this.#add(text, line, kind, as);
    };
    let pending: string | null = null;
    let as: string | null = null;
    let at = start + 1;
    for (; at < code.end; at++) {
      const mark = code.code(at);
      if (code.kind(at) === Kind.Word) {
        if (code.is(at, "as")) {
          as = plainName(code.read(++at));
          continue;
        }
        if (pending !== null) return at - 1; // no use after all
        pending = plainName(code.read(at));
        line = at;
      } else if (mark === Mark.Colon && code.code(at + 1) === Mark.Colon) {
        // a leading `::` is the first name, an empty one
        if (pending !== null || path.length === 0) path.push(pending ?? "");
        pending = null;
        at++;
      } else if (mark === Mark.Star) {
        pending = "*";
        line = at;
      } else if (mark === Mark.BraceOpen) {
        if (groups.length > MAX_PATH) return at;
        groups.push(path.length);
      } else if (mark === Mark.Comma || mark === Mark.BraceClose || mark === Mark.Semicolon) {
        if (pending !== null) leaf(pending);
        pending = as = null;
        if (mark === Mark.Semicolon) break;
        path.length = groups[groups.length - 1] ?? 0;
        if (mark === Mark.BraceClose) {
          if (groups.pop() === undefined) return at - 1;
          path.length = groups[groups.length - 1] ?? 0;
        }
      } else return at - 1;
    }
    return at;
  }

  /** A path in the code, known by its modules: the last name is what it means in them. */
  #path(start: number): number {
    const { code } = this;
    if (code.code(start + 2) !== Mark.Colon || !code.touches(start + 2)) return start;
    const first = plainName(code.read(start));
    const before = code.code(start - 1);
    const inside = (before === Mark.Colon && code.code(start - 2) === Mark.Colon) ||
      before === Mark.Dollar;
    const names = [first];
    let at = start;
    while (
      code.code(at + 1) === Mark.Colon && code.code(at + 2) === Mark.Colon &&
      code.kind(at + 3) === Kind.Word
    ) {
      at += 3;
      if (names.length < MAX_PATH) names.push(plainName(code.read(at)));
    }
    const called = code.code(at + 1) === Mark.Bang && code.code(at + 2) !== Mark.Equals;
    if (inside || at === start) return at;
    const type = names.findIndex((name) => /^\p{Lu}/u.test(name));
    const modules = called ? names : names.slice(0, type < 0 ? names.length - 1 : type);
    if (modules.length > 0 && /^[a-z_]/.test(first) && !PRIMITIVES.has(first)) {
      const specifier = modules.join("::");
      const key = [specifier, ...this.#names()].join(" ");
      const ours = first === "self" && modules.length === 1;
      if (!ours && !this.#mentions.has(key) && this.#mentions.size < MAX_MENTIONED) {
        this.#mentions.set(key, this.#import(specifier, start, "use"));
      }
    }
    return called ? this.#macroCall(at) : at;
  }

  /** `include!("x")` and its like; the arguments of quoting macros are passed over. */
  #macroCall(at: number): number {
    const { code } = this;
    const open = at + 2;
    const name = code.read(at);
    if (QUOTING.has(name)) return Math.max(at, code.next(open) - 1);
    if (name !== "include" && name !== "include_str" && name !== "include_bytes") return at;
    const mark = code.code(open);
    if (mark !== Mark.ParenOpen && mark !== Mark.BraceOpen && mark !== Mark.BracketOpen) return at;
    const literal = /^"([^"\\\n]+)"$/.exec(code.read(open + 1))?.[1];
    if (literal !== undefined) this.#add(literal, at, "include");
    else if (name === "include") {
      const reason = "the file's name is made at build time";
      this.#imports.push({ ...this.#import("include!", at, "include"), dynamic: reason });
    }
    return at;
  }
}
