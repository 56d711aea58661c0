/** Scala 2 and 3: imports and definitions by a token scanner, resolution by packages and modules. */
import type { Analyzer } from "./contract.ts";
import { isJvmManifest, jvmResolver } from "./jvm/resolver.ts";
import { readScala } from "./scala/declarations.ts";
import { extractScanned } from "./scanning/extraction.ts";
import {
  type Before,
  COMMENTS,
  compile,
  DOUBLE_QUOTED,
  Kind,
  type Special,
  type StringRule,
} from "./scanning/lexicon.ts";

const RAW: StringRule = {
  open: '"""',
  close: '"""',
  escape: "none",
  multiline: true,
  closesLate: true,
};
const HOLES = ["${"];

/** https://www.scala-lang.org/files/archive/spec/3.4/01-lexical-syntax.html */
const SCALA = compile({
  ...COMMENTS.nested,
  wordCharacters: "$",
  nameQuote: "`",
  loneQuotes: true,
  strings: [RAW, DOUBLE_QUOTED],
  special: { at: '"', read: interpolated },
});

/** `s"…"`: code stands in a string only behind an interpolator's name. */
function interpolated(text: string, offset: number, before: Before): Special | null {
  if (before.kind !== Kind.Word || before.end !== offset) return null;
  const rule = text.startsWith('"""', offset) ? RAW : DOUBLE_QUOTED;
  return { is: "string", content: offset + rule.open.length, rule: { ...rule, holes: HOLES } };
}

export const scala: Analyzer = {
  id: "scala",
  languages: ["Scala"],
  extract: ({ text }) => extractScanned(text, SCALA, readScala),
  isManifest: isJvmManifest,
  resolver: jvmResolver,
};
