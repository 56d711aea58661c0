/** C++20's modules (https://eel.is/c++draft/module): what a file declares and imports. */
import type { RawImport } from "../../facts.ts";
import { type Code, Mark } from "../scanning/code.ts";
import { Kind } from "../scanning/lexicon.ts";

/** The module that a file belongs to; `interface` where it is what importers see of it. */
export interface DeclaredModule {
  module: string;
  interface: boolean;
}

export class Modules {
  readonly imports: RawImport[] = [];
  declared: DeclaredModule | null = null;

  constructor(readonly code: Code) {}

  /** Behind the module declaration or import that begins here; `start` itself where there is none. */
  read(start: number, top: boolean): number {
    const { code } = this;
    if (!top || !code.isFirstOnLine(start)) return start;
    const exported = code.is(start, "export");
    const at = exported ? start + 1 : start;
    if (code.is(at, "import")) return this.#import(at, exported) ?? start;
    if (code.is(at, "module")) return this.#module(at, exported) ?? start;
    return start;
  }

  #import(at: number, exported: boolean): number | null {
    const { code } = this;
    const kind = exported ? "reexport" : "import";
    const add = (specifier: string) => {
      this.imports.push({ specifier, line: code.line(at), kind, typeOnly: false });
    };
    if (code.kind(at + 1) === Kind.String && code.code(at + 2) === Mark.Semicolon) {
      add(code.read(at + 1).slice(1, -1));
      return at + 3;
    }
    if (code.code(at + 1) === Mark.Less) {
      let close = at + 2;
      while (close < at + 40 && code.code(close) !== Mark.Greater) close++;
      if (code.code(close) !== Mark.Greater || code.line(close) !== code.line(at)) return null;
      const { starts, ends } = code.tokens;
      add(code.text.slice(starts[at + 1], ends[close]));
      return close + 1;
    }
    const { name, after } = this.#name(at + 1);
    if (name === "" || code.code(after) !== Mark.Semicolon) return null;
    const own = this.declared?.module.split(":")[0] ?? "";
    add(`module ${name.startsWith(":") ? own : ""}${name}`);
    return after + 1;
  }

  #module(at: number, exported: boolean): number | null {
    const { code } = this;
    const { name, after } = this.#name(at + 1);
    if (code.code(after) !== Mark.Semicolon) return null;
    // `module;` opens the global fragment, `module :private;` the private one
    if (name === "" || name.startsWith(":")) return after + 1;
    this.declared = { module: name, interface: exported };
    if (!exported && !name.includes(":")) {
      const line = code.line(at);
      this.imports.push({ specifier: `module ${name}`, line, kind: "import", typeOnly: false });
    }
    return after + 1;
  }

  /** `a.b:c`, `:c` */
  #name(start: number): { name: string; after: number } {
    const { code } = this;
    let at = start;
    let name = "";
    for (; at < start + 40; at++) {
      const mark = code.code(at);
      const joins = mark === Mark.Dot || mark === Mark.Colon;
      if (!joins && (code.kind(at) !== Kind.Word || /\w$/.test(name))) break;
      name += code.read(at);
    }
    return { name, after: at };
  }
}
