/** What a Rust file keeps for the resolver, beside its imports. */
import type { RawSymbol } from "../../facts.ts";

/**
 * An import's `names` are the inline modules around it, outermost first. Specifiers: `mod a`, or
 * `#[path = "b.rs"] mod a`, for a module in its own file, before it one of
 * `#[cfg_attr(…, path = "c.rs")] mod a` for each file that it may have instead, `extern crate a`, a
 * path for each leaf of a `use` (a glob ends with `::*`), and a relative file name for `include!`.
 */
export interface RustFacts {
  /** Inline modules, `a::b`, each behind the one around it. */
  inline?: string[];
  /** Specifiers that no `use` names but a path in the code: where it is no crate, it is no import. */
  mentioned?: string[];
  /** Names of its items, those in inline modules included, but not of methods; each once. */
  items?: string[];
  /** Macros that it exports. */
  macros?: string[];
}

/** The part of the facts that the names of a file's definitions give. */
export function namesOf(symbols: readonly RawSymbol[]): Pick<RustFacts, "items" | "macros"> {
  const items = symbols.filter(({ kind }) => kind !== "method").map(({ name }) => name);
  const macros = symbols.filter(({ kind, exported }) => kind === "macro" && exported);
  return {
    ...(items.length > 0 ? { items: [...new Set(items)] } : {}),
    ...(macros.length > 0 ? { macros: [...new Set(macros.map(({ name }) => name))] } : {}),
  };
}

export function rustFacts(extra: Record<string, unknown> | undefined): RustFacts {
  return (extra ?? {}) as RustFacts;
}

export interface DeclaredModule {
  name: string;
  /** The file that it names. */
  path: string | null;
  /** The file is one that it may have by a `cfg_attr`; its declaration without one follows. */
  bySetting: boolean;
}

/** The module that a specifier declares; null for others. */
export function declaredModule(specifier: string): DeclaredModule | null {
  const [, setting, path, name] =
    /^(?:#\[(cfg_attr\(…, )?path = "([^"]*)"\)?\] )?mod (.+)$/.exec(specifier) ?? [];
  return name === undefined ? null : { name, path: path ?? null, bySetting: setting !== undefined };
}
