/**
 * The preprocessor's part of a C text: what it includes, which macros it defines, and which of its
 * branches a reader of declarations passes over. One pass over the directives, in code order.
 */
import type { RawImport, RawSymbol } from "../../facts.ts";
import { lineAt } from "../../text_lines.ts";
import type { Code } from "../scanning/code.ts";
import { Kind } from "../scanning/lexicon.ts";

/** Characters of a directive that are looked at; a longer `#define` is known by its first ones. */
const HEAD = 1_000;

const INCLUDE =
  /^#[ \t]*(?:include|import|(include_next))\b(?:[ \t]|\/\*[^*]{0,200}\*\/|\\\r?\n)*(?:<([^>\n]*)>|"([^"\n]*)"|([A-Za-z_]\w*))?/;
const DEFINE = /^#[ \t]*define(?:[ \t]|\\\r?\n)+([A-Za-z_$][\w$]*)(\(?)\s*(\S?)/;
const CONDITION = /^#[ \t]*(ifdef|ifndef|if|elif|elifdef|elifndef|else|endif)\b[ \t]*(\w*)/;

export interface Directives {
  imports: RawImport[];
  macros: RawSymbol[];
  /**
   * By the token of an `#else` or `#elif`: the token behind the `#endif`. A declaration that is not
   * finished at the end of a branch goes on there.
   */
  behind: ReadonlyMap<number, number>;
  /** By the token of an `#if 0`: the token behind what is never compiled. */
  dead: ReadonlyMap<number, number>;
}

interface Condition {
  /** Tokens of its `#else` and `#elif`. */
  branches: number[];
  /** The token of `#if 0`, whose first branch is never compiled. */
  dead: number | null;
}

export function readDirectives(code: Code): Directives {
  const imports: RawImport[] = [];
  const macros: RawSymbol[] = [];
  const behind = new Map<number, number>();
  const dead = new Map<number, number>();
  const open: Condition[] = [];
  /** Conditions that are open where the dead branch began; 0 outside of one. */
  let deadSince = 0;
  let count = 0;
  let guard = "";
  const { kinds, starts, ends } = code.tokens;
  for (let at = 0; at < code.end; at++) {
    if (kinds[at] !== Kind.Directive) continue;
    const start = starts[at]!;
    const head = code.text.slice(start, Math.min(ends[at]!, start + HEAD));
    const condition = CONDITION.exec(head);
    if (condition) {
      const [, word = "", operand = ""] = condition;
      if (count === 0 && word === "ifndef") guard = operand;
      if (word.startsWith("if")) {
        const never = deadSince === 0 && word === "if" && operand === "0" && isZero(head);
        open.push({ branches: [], dead: never ? at : null });
        if (never) deadSince = open.length;
      } else {
        const current = open[open.length - 1];
        if (deadSince === open.length && current && current.dead !== null) {
          dead.set(current.dead, word === "endif" ? at : at + 1);
          deadSince = 0;
        } else if (word !== "endif") current?.branches.push(at);
        if (word === "endif") {
          for (const branch of current?.branches ?? []) behind.set(branch, at + 1);
          open.pop();
        }
      }
    } else if (deadSince === 0) {
      const included = INCLUDE.exec(head);
      if (included) imports.push(...includes(included, code.line(at)));
      else if (count > 1 || guard === "" || !isGuard(head, guard)) {
        const macro = DEFINE.exec(head);
        if (macro) macros.push(macroSymbol(macro[1]!, code, at));
      }
    }
    count++;
  }
  // what a broken text never ends
  for (const { dead: token } of open) {
    if (token !== null && !dead.has(token)) dead.set(token, code.end);
  }
  return { imports, macros, behind, dead };
}

function isZero(head: string): boolean {
  return /^#[ \t]*if[ \t]+0[ \t]*(?:$|[\r\n/])/.test(head);
}

/** `#define GUARD` behind the `#ifndef GUARD` with which a header begins. */
function isGuard(head: string, guard: string): boolean {
  const [, name, , value] = DEFINE.exec(head) ?? [];
  return name === guard && (value === "" || value === "1");
}

function includes([, next, angle, quoted, macro]: RegExpExecArray, line: number): RawImport[] {
  const names = next === undefined ? {} : { names: ["next"] };
  const base = { line, kind: "include", typeOnly: false, ...names } as const;
  if (angle !== undefined) {
    return angle.trim() === "" ? [] : [{ ...base, specifier: `<${angle.trim()}>` }];
  }
  if (quoted !== undefined) return quoted === "" ? [] : [{ ...base, specifier: quoted }];
  if (macro === undefined) return [];
  return [{ ...base, specifier: macro, dynamic: "the file is named by a macro" }];
}

function macroSymbol(name: string, code: Code, at: number): RawSymbol {
  const line = code.line(at);
  return {
    name: name.slice(0, 500),
    kind: "macro",
    container: null,
    line,
    endLine: Math.max(line, lineAt(code.lineStarts, code.tokens.ends[at]! - 1)),
    exported: true,
  };
}
