/**
 * Content rules for extensions that several languages share: a short form of linguist's
 * heuristics.yml for the pairs that occur in real repositories. The first rule that matches wins;
 * none means the popular default (linguist.ts). Patterns are linear: they run on hostile text.
 */
type Rule = readonly [language: string, pattern: RegExp];

const OBJECTIVE_C =
  /^[ \t]*(@(interface|class|protocol|property|end|synchronised|selector|implementation|import)\b|#import\b)/m;
const CPP =
  /^[ \t]*(#[ \t]*include[ \t]*<(cstdint|string|vector|map|set|list|array|memory|iostream|utility|functional|algorithm|type_traits|optional|unordered_map|unordered_set|string_view|atomic|mutex|thread|tuple|variant|chrono|sstream|cstddef|cstdio|cstring|cstdlib|initializer_list|limits)>|template[ \t]*<|(inline[ \t]+)?namespace\b|class[ \t]+\w+|using[ \t]+[\w:]+|typename\b|(public|private|protected)[ \t]*:|virtual\b|constexpr\b)|\bstd::\w/m;
const PROLOG = /^[^#]{0,200}:-/m;
const RAKU = /^[ \t]*(use[ \t]+v6\b|unit[ \t]+(class|module|role)|my[ \t]+class\b)/m;
const PERL =
  /\buse[ \t]+(strict\b|warnings\b|v?5\b)|^[ \t]*(sub|package)[ \t]+\w|\b(my|our)[ \t]+[$@%]/m;
const XML_START = /^\s*<(\?xml|!DOCTYPE|TS\b|[A-Za-z][\w.:-]*(\s|>|\/))/;

const ROFF = /^[.'][A-Za-z]{2}(\s|$)/m;

const RULES: Readonly<Record<string, readonly Rule[]>> = {
  ".h": [["Objective-C", OBJECTIVE_C], ["C++", CPP]],
  ".m4": [["M4Sugar", /\b(AC_DEFUN|AC_PREREQ|AC_INIT|AS_INIT|AM_INIT_AUTOMAKE|AT_INIT|m4_\w+)\b/]],
  ".ms": [["Roff", ROFF], ["Unix Assembly", /^[ \t]*\.(text|globl|global|section)\b/m]],
  ".n": [["Roff", ROFF]],
  ".nr": [["Roff", ROFF]],
  ".f": [["Forth", /^: [^\s:]/m]],
  ".fr": [
    ["Forth", /^(: |also |new-device|previous )/m],
    ["Frege", /^[ \t]*(import|module|package|data|type)[ \t]/m],
  ],
  ".pro": [
    ["Proguard", /^-(include|keep|keepclassmembers|keepattributes|dontwarn)\b/m],
    ["QMake", /^[ \t]*(HEADERS|SOURCES|QT|TEMPLATE|TARGET|CONFIG|SUBDIRS)[ \t]*[+-]?=/m],
    ["Prolog", PROLOG],
    ["IDL", /^[ \t]*(function|pro|compile_opt)[ \t]+\w[ \w,:]{0,200}$/im],
  ],
  ".q": [[
    "HiveQL",
    /\bSELECT\s+[\w*,]+\s+FROM\b|\b(CREATE|ALTER|DROP)\s(DATABASE|SCHEMA|TABLE)\b/i,
  ]],
  ".sch": [
    ["XML", XML_START],
    ["KiCad Schematic", /^(EESchema|\(kicad_sch)/],
    ["Scheme", /^[ \t]*(;|\(define\b)/m],
  ],
  ".scd": [["SuperCollider", /\bSynthDef\b|\^(this|super)\.|^[ \t]*~\w+[ \t]*=/m]],
  ".toc": [["World of Warcraft Addon Data", /^## |@no-lib-strip@/m]],
  ".ncl": [["XML", XML_START], ["NCL", /^[ \t]*(load[ \t]+"|begin\b)/m]],
  ".nb": [["Wolfram Language", /^\(\*+/]],
  ".plt": [["Prolog", PROLOG]],
  ".vba": [["Vim script", /^UseVimball\b/m]],
  ".w": [["OpenEdge ABL", /^&(ANALYZE-SUSPEND|Scoped-define)\b/im]],
  ".yy": [["JSON", /^\s*\{/]],
  ".cue": [["Cue Sheet", /^[ \t]*(TITLE|FILE|TRACK|PERFORMER)[ \t]+["\d]/m]],
  ".m": [
    ["Objective-C", OBJECTIVE_C],
    ["Mercury", /^:- module\b/m],
    ["MATLAB", /^[ \t]*(%|function\b|classdef\b|end[ \t]*$|clc\b|clear\b|close all\b)/m],
    ["Wolfram Language", /\(\*|^[A-Z]\w*\[/m],
    ["Objective-C", /^[ \t]*(\/\/|\/\*|#include)/m],
    ["M", /^[ \t]*;/m],
  ],
  ".mm": [["XML", /^\s*<map\b/]],
  ".ts": [["XML", /^\s*(<\?xml|<!DOCTYPE TS|<TS\b)/]],
  ".tsx": [["XML", /^\s*<\?xml/]],
  ".rs": [["XML", /^[ \t]*<\?xml/], ["RenderScript", /^#(include|pragma)\b/m]],
  ".pl": [["Raku", RAKU], ["Perl", PERL], ["Prolog", PROLOG]],
  ".pm": [["Raku", RAKU], ["X PixMap", /^\s*\/\* XPM \*\//]],
  ".t": [["Raku", RAKU], ["Perl", PERL], ["Terra", /^[ \t]*(terra|local)\b/m]],
  ".md": [["GCC Machine Description", /^\(define_(insn|expand|split|attr|constants)\b/m]],
  ".cs": [["Smalltalk", /![\w\s]+methodsFor: /]],
  ".fs": [
    ["Forth", /^(: |new-device)/m],
    ["F#", /^[ \t]*(#light|import|let|module|namespace|open|type|\/\/)\b/m],
    ["GLSL", /^[ \t]*(#version|precision|uniform|varying|vec[234])\b/m],
  ],
  ".r": [["Rebol", /\bRebol\b/i], ["Rez", /^[ \t]*(resource|data|type)[ \t]+'/m]],
  ".v": [
    ["Rocq Prover", /^[ \t]*(Theorem|Lemma|Definition|Require|Inductive|Fixpoint|Proof)\b/m],
    ["V", /^(pub[ \t]+)?(fn|struct|import)[ \t]+[\w.]+|^module[ \t]+\w+[ \t]*$/m],
  ],
  ".sql": [
    ["PLpgSQL", /\$\$|LANGUAGE\s+'?plpgsql|^[ \t]*(RAISE|PERFORM)\b/im],
    ["PLSQL", /\bCREATE[ \t]+OR[ \t]+REPLACE[ \t]+(PACKAGE|TYPE)\b|\bVARCHAR2\b|^\/$/im],
    ["TSQL", /^[ \t]*GO[ \t]*$|\bBEGIN[ \t]+TRY\b|\bDECLARE[ \t]+@\w/im],
  ],
  ".inc": [
    ["PHP", /^<\?(php)?/m],
    ["BitBake", /^(inherit|require|SRC_URI|DESCRIPTION|LICENSE)\b/m],
    ["C++", /^[ \t]*#[ \t]*(include|define|if|ifdef|ifndef)\b/m],
    ["Pascal", /^[ \t]*(\{\$|procedure\b|function\b|unit\b)/im],
    ["Assembly", /^[ \t]*(%(define|macro|include)|\.(macro|section)|;)/m],
    ["SQL", /^[ \t]*(CREATE|INSERT|SELECT)\b/im],
    ["HTML", /^\s*<[a-z!]/i],
  ],
  ".php": [["Hack", /^<\?hh\b/]],
  ".hh": [["Hack", /^<\?hh\b/]],
  ".d": [
    ["D", /^(module|import)[ \t]+[\w.]+|\b(unittest|version|mixin)\b.{0,80}[({]/m],
    ["DTrace", /^([\w:*-]+::?[\w:*-]*[ \t]*$|#pragma D\b)/m],
    ["Makefile", /^[^\s:#][^\n:]{0,500}:([ \t]|\\?$)/m],
  ],
  ".ml": [["Standard ML", /^[ \t]*(structure|signature|functor)\b|=>.{0,200}\bcase\b/m]],
  ".properties": [["INI", /^[ \t]*\[[^\]\n]{1,200}\]\s*$/m]],
  ".plist": [["OpenStep Property List", /^\s*[{(]/]],
  ".ex": [["Elixir", /^[ \t]*(@moduledoc|defmodule|defp?|use|alias|import)\b/m], [
    "Euphoria",
    /^[ \t]*(procedure|namespace|include)\b/m,
  ]],
  ".es": [["Erlang", /^[ \t]*-(module|export)\(/m]],
  ".pp": [["Pascal", /^[ \t]*(unit|program|uses|interface)\b/im]],
  ".spec": [["Python", /^(a = )?Analysis\(|^# -\*- mode: python/m], [
    "Ruby",
    /^[ \t]*(describe|require)\b/m,
  ]],
  ".cls": [
    ["TeX", /^[ \t]*\\\w/m],
    ["Visual Basic 6.0", /^VERSION \d\.\d+ CLASS/],
    ["Apex", /\bclass[ \t]+\w+/i],
  ],
  ".cl": [
    ["Common Lisp", /^[ \t]*\((defun|in-package|defpackage)\b/im],
    ["OpenCL", /\/\*|\/\/|^\}/m],
  ],
  ".l": [["Lex", /^(%[%{}]|%option\b)/m], ["Common Lisp", /\((def(un|macro)\b)/i], [
    "Roff",
    /^\.[a-z][a-z](\s|$)/im,
  ]],
  ".as": [["ActionScript", /^[ \t]*(package|import|public)\b/m]],
  ".asc": [["Public Key", /^(----[- ]BEGIN|ssh-(rsa|dss))/m]],
  ".s": [["Unix Assembly", /^[ \t]*\.(text|globl|global|section|file|type|align)\b/m]],
  ".txt": [["Vim Help File", /\bvim:.{0,80}\b(ft|filetype)=help\b/]],
  ".frag": [["JavaScript", /^[ \t]*(\(function|var|const|let)\b/m]],
  ".gs": [["GLSL", /^#version\b/m]],
  ".tpl": [["Go Template", /\{\{-?\s*(\.|if|range|define|include|template|end|with|\/\*)/]],
  ".html": [["Ecmarkup", /<emu-(alg|clause|intro|xref)\b/]],
  ".res": [["XML", XML_START]],
  ".re": [["C++", /^[ \t]*#(include|define|pragma)\b|\/\*!re2c/m]],
  ".workflow": [["XML", XML_START]],
  ".gml": [["XML", XML_START], ["Graph Modeling Language", /^[ \t]*graph\s*\[/im]],
  ".st": [["StringTemplate", /\$\w+\$|^\w+\([\w,\s]*\)\s*::=/m]],
  ".mod": [["XML", /<!ENTITY /], ["Modula-2", /^[ \t]*(DEFINITION |IMPLEMENTATION )?MODULE\b/m]],
  ".sc": [["SuperCollider", /\b(SynthDef|Server\.default|s\.boot)\b/]],
  ".lean": [["Lean", /^[ \t]*import [a-z]/m]],
  ".nu": [["Nu", /^\s*\(/]],
  ".j": [["Objective-J", /^[ \t]*@(import|implementation)\b/m], ["Jasmin", /^\.(class|super)\b/m]],
};

/** The language that the content shows; null where no rule speaks. */
export function languageByContent(extension: string, text: string): string | null {
  for (const [language, pattern] of RULES[extension] ?? []) {
    if (pattern.test(text)) return language;
  }
  return null;
}
