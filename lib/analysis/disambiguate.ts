/**
 * Content rules for extensions that several languages share: linguist's own (linguist_heuristics.ts)
 * and, where those say nothing, a few more for what linguist leaves to its classifier, which guesses
 * from the words of a training set. No rule means the popular default (linguist.ts).
 */
import { type Heuristic, HEURISTICS } from "./linguist_heuristics.ts";

type Rule = readonly [language: string, pattern: RegExp];

/** As linguist has it. */
const CONSIDERED_CHARS = 50 * 1024;

const XML_START = /^\s*<(\?xml|!DOCTYPE|!--|[A-Za-z][\w.:-]*(\s|>|\/))/;

/**
 * Before linguist's. Its `<TS\b` anywhere is also TypeScript with a type parameter of that name; no
 * script begins with a tag.
 */
const FIRST: Readonly<Record<string, readonly Rule[]>> = {
  ".ts": [["XML", /^\s*<(\?xml|!DOCTYPE TS|!--|TS\b)/]],
  ".plist": [["XML Property List", /^\s*<\?xml/]],
};

/** After linguist's conditions, before its default. */
const MORE: Readonly<Record<string, readonly Rule[]>> = {
  ".h": [[
    "C++",
    /^[ \t]*(#[ \t]*include[ \t]*<(set|memory|iostream|utility|functional|algorithm|type_traits|optional|string_view|atomic|mutex|thread|tuple|variant|chrono|sstream|cstddef|cstdio|cstring|cstdlib|initializer_list|limits)>|(inline[ \t]+)namespace\b|using[ \t]+[\w:]+|typename\b|(public|private|protected)[ \t]*:|virtual\b)/m,
  ]],
  ".m": [
    ["Objective-C", /^[ \t]*(@import\b|#[ \t]*import\b)/m],
    [
      "MATLAB",
      /^[ \t]*(function\b|classdef\b|end[ \t;]*$|clc\b|clear\b|close all\b|disp ?\(|printf ?\(|1;)|^#(?!\w|!)/m,
    ],
    ["Wolfram Language", /\(\*|^[A-Z]\w*\[/m],
    ["Objective-C", /^[ \t]*(\/\/|\/\*|#[ \t]*(include|define|if|pragma)\b)/m],
  ],
  ".mm": [["XML", /^\s*<map\b/]],
  ".m4": [["M4Sugar", /\b(AS_INIT|AM_INIT_AUTOMAKE|AT_INIT|m4_\w+)\b/]],
  ".pro": [
    ["Proguard", /^-(include|dontwarn)\b/m],
    ["QMake", /^[ \t]*(HEADERS|SOURCES|QT|TEMPLATE|TARGET|CONFIG|SUBDIRS)[ \t]*[+-]?=/m],
  ],
  ".sch": [
    ["XML", XML_START],
    ["KiCad Schematic", /^(EESchema|\(kicad_sch)/],
    ["Scheme", /^[ \t]*(;|\(define\b)/m],
  ],
  ".yy": [["JSON", /^\s*\{/]],
  ".cue": [["Cue Sheet", /^[ \t]*(TITLE|FILE|TRACK|PERFORMER)[ \t]+["\d]/m]],
  ".nb": [["Wolfram Language", /^\(\*+/]],
  ".pl": [
    ["Perl", /\buse[ \t]+(warnings\b|v?5\b)|^[ \t]*(sub|package)[ \t]+\w|\b(my|our)[ \t]+[$@%]/m],
  ],
  ".inc": [
    ["BitBake", /^(inherit|require|SRC_URI|DESCRIPTION|LICENSE)\b/m],
    ["C++", /^[ \t]*#[ \t]*(include|define|if|ifdef|ifndef)\b/m],
    ["Pascal", /^[ \t]*(\{\$|procedure\b|function\b|unit\b)/im],
    ["Assembly", /^[ \t]*(%(define|macro|include)|\.(macro|section)|;)/m],
    ["SQL", /^[ \t]*(CREATE|INSERT|SELECT)\b/im],
    ["HTML", /^\s*<[a-z!]/i],
  ],
  ".d": [["Makefile", /^[\w.\/-]{1,300}\.(o|lo|obj)\b[^\n:]{0,300}:/m]],
  ".properties": [["INI", /^[ \t]*\[[^\]\n]{1,200}\]\s*$/m]],
  ".pp": [["Pascal", /^[ \t]*(unit|program|uses|interface)\b/im]],
  ".spec": [
    ["Python", /^(a = )?Analysis\(|^# -\*- mode: python/m],
    ["Ruby", /^[ \t]*(describe|require)\b/m],
  ],
  ".cls": [
    ["TeX", /^[ \t]*\\\w/m],
    ["Visual Basic 6.0", /^VERSION \d\.\d+ CLASS/],
    ["Apex", /\bclass[ \t]+\w+/i],
  ],
  ".l": [["Lex", /^(%[%{}]|%option\b)/m]],
  ".s": [["Unix Assembly", /^[ \t]*\.(text|globl|global|section|file|type|align)\b/m]],
  ".frag": [["JavaScript", /^[ \t]*(\(function|var|const|let)\b/m]],
  ".workflow": [["XML", XML_START]],
  ".res": [["XML", XML_START]],
  ".re": [["C++", /\/\*!re2c/]],
  ".gml": [["Graph Modeling Language", /^[ \t]*graph\s{0,50}\[/im]],
  ".v": [
    ["Rocq Prover", /^[ \t]*(Theorem|Lemma|Definition|Require|Inductive|Fixpoint|Proof)\b/m],
    ["V", /^(pub[ \t]+)?(fn|struct|import)[ \t]+[\w.]+|^module[ \t]+\w+[ \t]*$/m],
  ],
};

const BY_EXTENSION: ReadonlyMap<string, Heuristic["rules"]> = new Map(
  HEURISTICS.flatMap(({ extensions, rules }) => extensions.map((one) => [one, rules] as const)),
);

/** The language that the content shows; null where no rule speaks. */
export function languageByContent(extension: string, text: string): string | null {
  const rules = BY_EXTENSION.get(extension) ?? [];
  if (rules.length === 0 && !(extension in FIRST) && !(extension in MORE)) return null;
  const probe = tame(text.slice(0, CONSIDERED_CHARS));
  const shown = matching(FIRST[extension], probe) ??
    rules.find(([, ...tests]) => tests.length > 0 && tests.every((test) => holds(test, probe)))
      ?.[0];
  return shown ?? matching(MORE[extension], probe) ?? defaultOf(rules);
}

function matching(rules: readonly Rule[] | undefined, text: string): string | null {
  return rules?.find(([, pattern]) => pattern.test(text))?.[0] ?? null;
}

function holds(test: RegExp | { absent: RegExp }, text: string): boolean {
  return test instanceof RegExp ? test.test(text) : !test.absent.test(text);
}

function defaultOf(rules: Heuristic["rules"]): string | null {
  return rules.find(([, ...tests]) => tests.length === 0)?.[0] ?? null;
}

const LONGEST = { space: 32, word: 256, line: 2_000 } as const;

/**
 * The text without what makes the rules' patterns slow: long runs of white space, words of more than
 * 256 characters, lines of more than 2,000. No rule tells languages by these.
 */
function tame(text: string): string {
  if (isTame(text)) return text;
  // Patterns that match every run, long or not, are linear; `\s{32,}` tries each place of a shorter one.
  return text
    .replace(
      /\s+/g,
      (run) =>
        run.length < LONGEST.space
          ? run
          : run.includes("\n")
          ? "\n\n"
          : run.slice(0, LONGEST.space),
    )
    .replace(/\S+/g, (word) => word.slice(0, LONGEST.word))
    .replace(/.+/g, (line) => line.slice(0, LONGEST.line));
}

/** Whether no run is as long as that; a few texts that are tame may be said not to be. */
function isTame(text: string): boolean {
  let space = 0;
  let word = 0;
  let line = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    // Beyond ASCII a character counts for both.
    if (code === 32 || code >= 9 && code <= 13) word = 0;
    else if (++word >= LONGEST.word) return false;
    if (code > 32 && code < 128) space = 0;
    else if (++space >= LONGEST.space) return false;
    if (code === 10) line = 0;
    else if (++line >= LONGEST.line) return false;
  }
  return true;
}
