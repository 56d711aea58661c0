/** Kotlin: imports and definitions by a token scanner, resolution by packages and modules. */
import type { Analyzer } from "./contract.ts";
import { isJvmManifest, jvmResolver } from "./jvm/resolver.ts";
import { readKotlin } from "./kotlin/declarations.ts";
import { extractScanned } from "./scanning/extraction.ts";
import {
  CHARACTER,
  COMMENTS,
  compile,
  DOUBLE_QUOTED,
  type Special,
  type StringRule,
} from "./scanning/lexicon.ts";

const RAW: StringRule = {
  open: '"""',
  close: '"""',
  escape: "none",
  multiline: true,
  holes: ["${"],
  closesLate: true,
};
const PLAIN: StringRule = { ...DOUBLE_QUOTED, holes: ["${"] };

/** https://kotlinlang.org/spec/syntax-and-grammar.html */
const KOTLIN = compile({
  ...COMMENTS.nested,
  nameQuote: "`",
  strings: [RAW, PLAIN, CHARACTER],
  special: { at: "$", read: severalDollars },
});

/** `$$"…"`: as many dollars open a hole as stand before the string. */
function severalDollars(text: string, offset: number): Special | null {
  let content = offset;
  while (text.charCodeAt(content) === 36 && content - offset < 20) content++;
  const rule = text.startsWith('"""', content) ? RAW : text[content] === '"' ? PLAIN : null;
  if (!rule) return null;
  const holes = [`${"$".repeat(content - offset)}{`];
  return { is: "string", content: content + rule.open.length, rule: { ...rule, holes } };
}

export const kotlin: Analyzer = {
  id: "kotlin",
  languages: ["Kotlin", "Gradle Kotlin DSL"],
  extract: ({ text }) => extractScanned(text, KOTLIN, readKotlin),
  isManifest: isJvmManifest,
  resolver: jvmResolver,
};
