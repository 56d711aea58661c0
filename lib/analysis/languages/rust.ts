/** Rust: modules, uses and definitions by a token scanner, resolution by crates and module trees. */
import type { Analyzer } from "./contract.ts";
import { isCargoManifest } from "./rust/packages.ts";
import { namesOf } from "./rust/facts.ts";
import { readItems } from "./rust/items.ts";
import { rustResolver } from "./rust/resolver.ts";
import { readUses } from "./rust/uses.ts";
import { extractScanned } from "./scanning/extraction.ts";
import { COMMENTS, compile, Kind, type Special } from "./scanning/lexicon.ts";

/** https://doc.rust-lang.org/reference/tokens.html */
const RUST = compile({
  ...COMMENTS.nested,
  strings: [{ open: '"', close: '"', escape: "backslash", multiline: true }],
  loneQuotes: true,
  special: { at: "rbc", read: prefixed },
});

const RAW_STRING = /[bc]?r(#{0,255})"/y;
const RAW_NAME = /r#[\p{L}_][\p{L}\p{N}_]*/uy;

/** `r#"…"#`, `br"…"`, and names such as `r#type`. */
function prefixed(text: string, offset: number): Special | null {
  const next = text.charCodeAt(offset + 1);
  if (next !== 35 && next !== 34 && next !== 114) return null; // # " r
  RAW_STRING.lastIndex = offset;
  const raw = RAW_STRING.exec(text);
  if (raw) {
    const close = `"${raw[1]}`;
    const end = text.indexOf(close, offset + raw[0].length);
    return { is: "token", kind: Kind.String, end: end < 0 ? text.length : end + close.length };
  }
  RAW_NAME.lastIndex = offset;
  const name = RAW_NAME.exec(text);
  return name ? { is: "token", kind: Kind.Word, end: offset + name[0].length } : null;
}

export const rust: Analyzer = {
  id: "rust",
  languages: ["Rust"],
  extract: ({ text }) =>
    extractScanned(text, RUST, (code) => {
      const items = readItems(code);
      const { imports, extra } = readUses(code, items);
      return { imports, symbols: items.symbols, extra: { ...extra, ...namesOf(items.symbols) } };
    }),
  isManifest: isCargoManifest,
  resolver: rustResolver,
};
