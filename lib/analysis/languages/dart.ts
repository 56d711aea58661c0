/** Dart: directives and definitions by a token scanner, resolution by pubspec.yaml. */
import type { Analyzer } from "./contract.ts";
import { readDart } from "./dart/declarations.ts";
import { isPubManifest } from "../packages/pub.ts";
import { dartResolver } from "./dart/resolver.ts";
import { extractScanned } from "./scanning/extraction.ts";
import { COMMENTS, compile, type Special, type StringRule } from "./scanning/lexicon.ts";

const PLAIN: readonly StringRule[] = ["'''", '"""', "'", '"'].map((mark) => ({
  open: mark,
  close: mark,
  escape: "backslash",
  multiline: mark.length === 3,
  holes: ["${"],
}));

/** https://dart.dev/language, and the grammar of https://spec.dart.dev */
const DART = compile({
  ...COMMENTS.nested,
  wordCharacters: "$",
  strings: PLAIN,
  special: { at: "r", read: raw },
});

/** `r'…'`: neither escapes nor holes. The letter begins a word everywhere else. */
function raw(text: string, offset: number): Special | null {
  const rule = PLAIN.find(({ open }) => text.startsWith(open, offset + 1));
  if (!rule) return null;
  const content = offset + 1 + rule.open.length;
  return { is: "string", content, rule: { ...rule, escape: "none", holes: [] } };
}

export const dart: Analyzer = {
  id: "dart",
  languages: ["Dart"],
  extract: ({ text }) => extractScanned(text, DART, readDart),
  isManifest: isPubManifest,
  resolver: dartResolver,
};
