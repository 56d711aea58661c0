/** Where the walk over a file's definitions stands. A stack of its own: texts nest as they like. */
import type { Definition, Scope, SymbolTable } from "./table.ts";
import type { TokenView } from "./tokens.ts";
import type { SymbolKind } from "../../../../domain/wire/symbol.ts";

export interface Frame {
  kind: "statements" | "class" | "interface" | "object" | "exports";
  /** The next token, and the one after the last. */
  at: number;
  end: number;
  /** The definition around it; null at the top. */
  parent: number | null;
  /** Of `X.prototype = {…}` the X. */
  owner: string | null;
  scope: Scope;
  ambient: boolean;
  depth: number;
  /** The last signature without a body, which another of its name may follow. */
  signature: { key: string; index: number } | null;
}

export interface Walk {
  readonly view: TokenView;
  readonly table: SymbolTable;
  readonly frames: Frame[];
}

/** Namespaces nested deeper are not entered: no person writes them. */
export const MAX_DEPTH = 32;

export function definition(
  { view }: Walk,
  kind: SymbolKind,
  name: string,
  at: number,
  last: number,
): Definition {
  return { name, kind, at, line: view.line(at), endLine: view.endLine(Math.max(at, last)) };
}

/** Walks what lies between two brackets next. */
export function enter(
  walk: Walk,
  from: Frame,
  open: number,
  kind: Frame["kind"],
  more: Partial<Frame>,
): void {
  walk.frames.push({
    kind,
    at: open + 1,
    end: walk.view.closing(open),
    parent: from.parent,
    owner: null,
    scope: from.scope,
    ambient: from.ambient,
    depth: from.depth + 1,
    signature: null,
    ...more,
  });
}

/** The token after `@name.of(…)`. */
export function afterDecorator(view: TokenView, at: number): number {
  let next = at + 1;
  if (view.is(next, "(")) return view.closing(next) + 1;
  next++;
  while (view.is(next, ".")) next += 2;
  next = view.afterAngles(next, view.count);
  return view.is(next, "(") && !view.startsLine(next) ? view.closing(next) + 1 : next;
}

/** A single `=`. */
export function isAssignment(view: TokenView, at: number): boolean {
  return view.is(at, "=") && !view.is(at + 1, "=");
}
