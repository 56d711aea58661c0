/** Finds what a file imports in its tokens. Whatever is not certainly an import gives nothing. */
import type { RawImport } from "../../facts.ts";
import { lineAt } from "../../text_lines.ts";
import { literalValue } from "./literals.ts";
import { findReferences } from "./references.ts";
import { Kind, type Tokens } from "./scanner.ts";

/** A computed specifier is shown as written, shortened to this many characters. */
const MAX_EXPRESSION = 200;
/** Properties of a promise: `import("x").then` is a value, `import("x").Name` a type. */
const PROMISE_MEMBERS = new Set(["then", "catch", "finally"]);
const TYPE_WORDS = new Set(["typeof", "keyof", "as", "extends", "satisfies", "readonly", "is"]);
const DECLARING_WORDS = new Set(["const", "let", "var", "function", "class", "import"]);
const MEMBER_WORDS = new Set(
  "async static get set public private protected abstract override readonly".split(" "),
);

/** Imports in source order. `typescript` allows type positions, `import x = require()` and `///`. */
export function findImports(
  text: string,
  tokens: Tokens,
  starts: readonly number[],
  options: { typescript: boolean },
): RawImport[] {
  return new Finder(text, tokens, starts, options.typescript).run();
}

class Finder {
  readonly #found: RawImport[] = [];
  /** null until the first call of `require` asks for it. */
  #requireIsOurs: boolean | null = null;

  constructor(
    readonly text: string,
    readonly tokens: Tokens,
    readonly starts: readonly number[],
    readonly typescript: boolean,
  ) {}

  run(): RawImport[] {
    if (this.typescript) {
      this.#found.push(...findReferences(this.text, this.tokens, this.starts));
    }
    const { kinds, starts, ends } = this.tokens;
    for (let index = 0; index < kinds.length; index++) {
      if (kinds[index] !== Kind.Word) continue;
      const c = this.text.charCodeAt(starts[index]!);
      const length = ends[index]! - starts[index]!;
      // i(mport), e(xport), r(equire), W(orker), S(haredWorker)
      if (c === 105 && length === 6 && this.#is(index, "import")) this.#import(index);
      else if (c === 101 && length === 6 && this.#is(index, "export")) this.#export(index);
      else if (c === 114 && length === 7 && this.#is(index, "require")) this.#require(index);
      else if (c === 87 && length === 6 && this.#is(index, "Worker")) this.#worker(index);
      else if (c === 83 && length === 12 && this.#is(index, "SharedWorker")) this.#worker(index);
    }
    return this.#found;
  }

  #word(index: number): string {
    return this.text.slice(this.tokens.starts[index], this.tokens.ends[index]);
  }

  #is(index: number, text: string): boolean {
    const start = this.tokens.starts[index];
    return start !== undefined && this.tokens.ends[index]! - start === text.length &&
      this.text.startsWith(text, start);
  }

  #isWord(index: number): boolean {
    return this.tokens.kinds[index] === Kind.Word;
  }

  #isString(index: number): boolean {
    return this.tokens.kinds[index] === Kind.String;
  }

  #isMember(index: number): boolean {
    return index > 0 && (this.#is(index - 1, ".") || this.#is(index - 1, "?."));
  }

  #add(index: number, kind: RawImport["kind"], typeOnly: boolean): void {
    this.#found.push({
      specifier: literalValue(this.#word(index)),
      line: lineAt(this.starts, this.tokens.starts[index]!),
      kind,
      typeOnly,
    });
  }

  #import(index: number): void {
    if (this.#isMember(index)) return;
    if (this.#is(index + 1, "(")) return this.#call(index);
    if (this.#isString(index + 1)) {
      if (!this.#startsStatement(index)) return;
      return this.#add(index + 1, "import", false);
    }
    if (this.#importEquals(index)) return;
    const clause = this.#clause(index + 1);
    if (clause) this.#add(clause.source, "import", clause.typeOnly);
  }

  /** A bare `import "x"` cannot follow a word or a bracket on its own line, as text in a tag may. */
  #startsStatement(index: number): boolean {
    if (index === 0) return true;
    const before = this.tokens.ends[index - 1]!;
    return this.#is(index - 1, ";") || this.#is(index - 1, "}") || this.#is(index - 1, "{") ||
      this.#isString(index - 1) ||
      /[\r\n\u2028\u2029]/.test(this.text.slice(before, this.tokens.starts[index]));
  }

  /** `import x = require("y")`, with `export` before it or `type` after it. */
  #importEquals(index: number): boolean {
    const typeOnly = this.#is(index + 1, "type") && this.#isWord(index + 2);
    const name = typeOnly ? index + 2 : index + 1;
    if (!this.#isWord(name) || !this.#is(name + 1, "=")) return false;
    if (
      this.#is(name + 2, "require") && this.#is(name + 3, "(") && this.#isString(name + 4) &&
      this.#is(name + 5, ")")
    ) this.#add(name + 4, "require", typeOnly);
    return true;
  }

  #export(index: number): void {
    if (this.#isMember(index)) return;
    const typed = this.#is(index + 1, "type") ? index + 2 : index + 1;
    if (!this.#is(typed, "{") && !this.#is(typed, "*")) {
      // `export v from "x"`, a proposal that Babel compiles
      if (!this.#isWord(typed) || !this.#is(typed + 1, "from") || !this.#isString(typed + 2)) {
        return;
      }
    }
    const clause = this.#clause(index + 1);
    if (clause) this.#add(clause.source, "reexport", clause.typeOnly);
  }

  /** Reads `type? name, { a, type b as c } , * as n  from "source"`; null where it is another thing. */
  #clause(first: number): { source: number; typeOnly: boolean } | null {
    let index = first;
    let typeOnly = false;
    if (this.#is(first, "type") || this.#is(first, "typeof")) {
      const next = first + 1;
      const named = this.#is(next, "from") && this.#isString(next + 1); // import type from "x"
      typeOnly = !named && !this.#is(next, ",");
      if (typeOnly) index = next;
    }
    let others = false;
    let named: { all: number; types: number } | null = null;
    // name, comma, braces or star as name: no clause is longer than this many tokens
    for (let count = 0; count < 8; count++) {
      if (this.#is(index, "from") && this.#isString(index + 1) && index > first) {
        const inline = !others && named !== null && named.all > 0 && named.all === named.types;
        return { source: index + 1, typeOnly: typeOnly || inline };
      }
      if (this.#is(index, "{")) {
        const braces = this.#names(index);
        if (!braces) return null;
        named = braces;
        index = braces.after;
        // `export { a }` ends here, whatever the next line exports
        if (!this.#is(index, "from") && !this.#is(index, ",")) return null;
      } else if (this.#is(index, ",")) index++;
      else if (this.#is(index, "*") || this.#isWord(index) || this.#isString(index)) {
        others = true;
        index++;
      } else return null;
    }
    return null;
  }

  #names(open: number): { all: number; types: number; after: number } | null {
    let all = 0;
    let types = 0;
    let index = open + 1;
    while (!this.#is(index, "}")) {
      if (!this.#isWord(index) && !this.#isString(index)) return null;
      all++;
      if (this.#isInlineType(index)) types++;
      while (this.#isWord(index) || this.#isString(index)) index++;
      if (this.#is(index, ",")) index++;
    }
    return { all, types, after: index + 1 };
  }

  /** `type a`, `type as as b`, but neither `type`, `type as b` nor `type, a`. */
  #isInlineType(index: number): boolean {
    if (!this.#is(index, "type") && !this.#is(index, "typeof")) return false;
    const second = this.#isWord(index + 1) || this.#isString(index + 1);
    if (!second) return false;
    if (!this.#is(index + 1, "as")) return true;
    // type as | type as as | type as b | type as as b
    const third = this.#isWord(index + 2);
    const fourth = this.#isWord(index + 3) || this.#isString(index + 3);
    return !third || (this.#is(index + 2, "as") && fourth);
  }

  /** `import(…)`: an expression or, in TypeScript, a type. */
  #call(index: number): void {
    const argument = index + 2;
    const close = this.#closing(index + 1);
    if (close < 0 || this.#isDefinition(index, close)) return;
    const literal = this.#literalArgument(argument, close);
    if (!literal) return this.#computed(argument, close, "dynamic");
    if (this.typescript && this.#isType(index, close)) return this.#add(argument, "import", true);
    this.#add(argument, "dynamic", false);
  }

  #isType(index: number, close: number): boolean {
    if (this.#is(close + 1, ".")) {
      return this.#isWord(close + 2) && !PROMISE_MEMBERS.has(this.#word(close + 2));
    }
    if (index === 0) return false;
    if (this.#isWord(index - 1)) return TYPE_WORDS.has(this.#word(index - 1));
    return this.#is(index - 1, "<") || this.#is(index - 1, "|") || this.#is(index - 1, "&");
  }

  /** A method that is called import or require: `{ import(name) { … } }`. */
  #isDefinition(index: number, close: number): boolean {
    if (this.#is(close + 1, "{")) return true;
    if (!this.#is(close + 1, ":")) return false;
    if (index === 0) return false;
    if (this.#isWord(index - 1)) return MEMBER_WORDS.has(this.#word(index - 1));
    return ["{", ",", ";", "}"].some((c) => this.#is(index - 1, c));
  }

  #literalArgument(argument: number, close: number): boolean {
    const kind = this.tokens.kinds[argument];
    if (kind !== Kind.String && kind !== Kind.Template) return false;
    return argument + 1 === close || this.#is(argument + 1, ",");
  }

  #closing(open: number): number {
    let depth = 0;
    for (let index = open; index < this.tokens.kinds.length; index++) {
      if (this.tokens.kinds[index] !== Kind.Punctuator) continue;
      if (this.#is(index, "(")) depth++;
      else if (this.#is(index, ")") && --depth === 0) return index;
      // an argument is short; this keeps `import(((((…` linear
      if (index - open > 250) return -1;
    }
    return -1;
  }

  #computed(argument: number, close: number, kind: RawImport["kind"]): void {
    if (argument >= close) return;
    const start = this.tokens.starts[argument]!;
    const end = Math.min(this.tokens.ends[close - 1]!, start + 4 * MAX_EXPRESSION);
    const written = this.text.slice(start, end).replace(/\s+/g, " ");
    this.#found.push({
      specifier: written.length > MAX_EXPRESSION ? `${written.slice(0, MAX_EXPRESSION)}…` : written,
      line: lineAt(this.starts, start),
      kind,
      typeOnly: false,
      dynamic: "the specifier is computed at run time",
    });
  }

  #require(index: number): void {
    if (this.#isMember(index) || !this.#is(index + 1, "(")) return;
    // `import x = require()` and `import type x = require()` are found already
    const equals = this.#is(index - 1, "=");
    if (equals && (this.#is(index - 3, "import") || this.#is(index - 4, "import"))) return;
    if (this.#is(index - 1, "function") || this.#is(index - 1, "new")) return;
    const close = this.#closing(index + 1);
    if (close < 0 || this.#isDefinition(index, close)) return;
    this.#requireIsOurs ??= this.#mayRequire();
    if (!this.#requireIsOurs) return;
    if (this.#literalArgument(index + 2, close)) this.#add(index + 2, "require", false);
    else this.#computed(index + 2, close, "require");
  }

  /**
   * False where the file declares a `require` of its own: a variable, function, class or import of
   * that name (`createRequire()` makes a real one), or browserify's `function(require,module,exports)`.
   * The wrappers of AMD and UMD, `function (require, exports, module)`, hand on the real one.
   */
  #mayRequire(): boolean {
    for (let index = 1; index < this.tokens.kinds.length; index++) {
      if (!this.#is(index, "require") || !this.#isWord(index)) continue;
      if (this.#isWord(index - 1) && DECLARING_WORDS.has(this.#word(index - 1))) {
        if (!this.#isCreateRequire(index)) return false;
      }
      const bundled = ["(", "require", ",", "module", ",", "exports", ")"];
      if (bundled.every((token, i) => this.#is(index - 1 + i, token))) return false;
    }
    return true;
  }

  #isCreateRequire(index: number): boolean {
    if (this.#is(index + 1, ":") || this.#is(index - 2, "declare")) return true;
    if (!this.#is(index + 1, "=")) return false;
    for (let i = index + 2; i < index + 6; i++) if (this.#is(i, "createRequire")) return true;
    return false;
  }

  /** `new Worker(new URL("./w.ts", import.meta.url))`: the module that the worker runs. */
  #worker(index: number): void {
    if (!this.#is(index - 1, "new") || !this.#is(index + 1, "(")) return;
    if (!this.#is(index + 2, "new") || !this.#is(index + 3, "URL")) return;
    const written = [",", "import", ".", "meta", ".", "url"];
    if (!this.#is(index + 4, "(") || !written.every((text, i) => this.#is(index + 6 + i, text))) {
      return;
    }
    const kind = this.tokens.kinds[index + 5];
    if (kind === Kind.String || kind === Kind.Template) this.#add(index + 5, "dynamic", false);
  }
}
