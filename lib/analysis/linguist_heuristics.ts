// deno-lint-ignore-file no-invalid-regexp no-regex-spaces -- ES2025's modifiers are new to the linter
/**
 * GitHub linguist's heuristics.yml (version 9, MIT licence), rule by rule: which content shows which
 * language, for extensions that several share. Long because it is a table.
 *
 * Changed for patterns that run on hostile text: `^\s*` does not cross lines (the same answer, for
 * only the existence of a match counts), and classes that cross lines are bounded to 500 characters.
 * Left out: rules for `.json` and `.yaml`, whose languages (OpenAPI's) linguist counts as JSON and
 * YAML; `.ts`, `.txt`, see disambiguate.ts.
 */

/** A pattern that must match, or one that must not. */
type Test = RegExp | { absent: RegExp };

/** The first rule whose tests all hold gives the language; one without tests is the default. */
export interface Heuristic {
  extensions: readonly string[];
  rules: readonly (readonly [language: string, ...tests: Test[]])[];
}

function not(absent: RegExp): Test {
  return { absent };
}

const CPP =
  /(?:^[^\S\n]*#\s*include <(cstdint|string|vector|map|list|array|bitset|queue|stack|forward_list|unordered_map|unordered_set|(i|o|io)stream)>)|(?:^[^\S\n]*template\s*<)|(?:^[ \t]*(try|constexpr))|(?:^[ \t]*catch\s*\()|(?:^[ \t]*(class|(using[ \t]+)?namespace)\s+\w+)|(?:^[ \t]*(private|public|protected):$)|(?:__has_cpp_attribute|__cplusplus >)|(?:std::\w+)/m;
const EUPHORIA =
  /(?:^[^\S\n]*namespace\s)|(?:^[^\S\n]*(?:public\s+)?include\s)|(?:^[^\S\n]*(?:(?:public|export|global)\s+)?(?:atom|constant|enum|function|integer|object|procedure|sequence|type)\s)/m;
const FORTRAN = /^(?i:[c*][^abd-z]|      (subroutine|program|end|data)\s|\s*!)/m;
const FREEBASIC =
  /(?:(?i:^[ \t]*#(?:define|endif|endmacro|ifn?def|include|lang|macro|pragma)(?:$|\s)))|(?:(?i:^[ \t]*dim( shared)? [a-z_][a-z0-9_]* as [a-z_][a-z0-9_]* ptr))/m;
const GSC =
  /(?:^[^\S\n]*#\s*(?:using|insert|include|define|namespace)[ \t]+\w)|(?:^[^\S\n]*((?:autoexec|private)\s+){0,2}function\s+((?:autoexec|private)\s+){0,2}\w+\s*\()|(?:\b(?:level|self)[ \t]+thread[ \t]+(?:\[\[[ \t]*(\w+\.)+[ \t]*\]\]|\w+)[ \t]*\([^\r\n\)]*\)[ \t]*;)|(?:^[ \t]*#[ \t]*(?:precache|using_animtree)[ \t]*\()/m;
const JSON = /(?<![\s\S])\s*[{\[]/m;
const KEY_EQUALS_VALUE = /^[^#!;][^=]{0,500}=/m;
const M68K =
  /(?:(?i:\bmoveq(?:\.l)?\s+#(?:\$-?[0-9a-f]{1,3}|%[0-1]{1,8}|-?[0-9]{1,3}),\s*d[0-7]\b))|(?:(?i:^[^\S\n]*move(?:\.[bwl])?\s+(?:sr|usp),\s*[^\s]+))|(?:(?i:^[^\S\n]*move\.[bwl]\s+.*\b[ad]\d))|(?:(?i:^[^\S\n]*movem\.[bwl]\b))|(?:(?i:^[^\S\n]*move[mp](?:\.[wl])?\b))|(?:(?i:^[^\S\n]*btst\b))|(?:(?i:^[^\S\n]*dbra\b))/m;
const MAN_HEADING = /^[.'][ \t]*SH +(?:[^"\s]+|"[^"\s]+)/m;
const MAN_TITLE = /^[.'][ \t]*TH +(?:[^"\s]+|"[^"]{1,500}") +"?(?:[1-9]|@[^\s@]+@)/m;
const MDOC_DATE = /^[.'][ \t]*Dd +(?:[^"\s]+|"[^"]{1,500}")/m;
const MDOC_HEADING = /^[.'][ \t]*Sh +(?:[^"\s]|"[^"]{1,500}")/m;
const MDOC_TITLE = /^[.'][ \t]*Dt +(?:[^"\s]+|"[^"]{1,500}") +"?(?:[1-9]|@[^\s@]+@)/m;
const OBJECTIVEC =
  /^[^\S\n]*(@(interface|class|protocol|property|end|synchronised|selector|implementation)\b|#import\s+.+\.h[">])/m;
const PERL =
  /(?:\buse\s+(?:strict\b|v?5\b))|(?:^[^\S\n]*use\s+(?:constant|overload)\b)|(?:^[^\S\n]*(?:\*|(?:our\s*)?@)EXPORT\s*=)|(?:^[^\S\n]*package\s+[^\W\d]\w*(?:::\w+)*\s*(?:[;{]|\sv?\d))|(?:[\s$][^\W\d]\w*(?::\w+)*->[a-zA-Z_\[({])/m;
const QUICKBASIC =
  /(?:^[ ]*(CONST|DIM|REDIM|DEFINT|PRINT|DECLARE (SUB|FUNCTION)|FUNCTION|SUB) )|(?:(#|$)lang:?\s*"?qb"?)|(?:(?i:'\$INCLUDE:))|(?:(?i:^[ ]*CLS[ ]*('|:|\r|\n)))|(?:(?i:^[ ]*OPTION _EXPLICIT))|(?:(?i:^[ ]*DIM SHARED ))|(?:(?i:^[ ]*PRINT "))|(?:(?i: As _(Byte|Offset|MEM)))|(?:(?i:^[ ]*_(DISPLAY|DEST|CONSOLE|SOURCE|FREEIMAGE|PALETTECOLOR|PRINTSTRING|LOADFONT|PUTIMAGE)))|(?:(?i:^[ ]*_(TITLE|PLAYMOD) "))|(?:(?i:^[ ]*_(LIMIT|SCREEN|DELAY) \.?\d+))|(?:(?i:\b_(MOUSEBUTTON|NEWIMAGE|KEYDOWN|WIDTH|HEIGHT)\())|(?:(?i:^[ ]*\$(CONSOLE|CHECKING):))|(?:(?i:^[ ]*\$(FULLSCREEN|RESIZE|STATIC|DYNAMIC|NOPREFIX|SCREENSHOW|SCREENHIDE|EXEICON)\b))/m;
const RAKU = /^[^\S\n]*(?:use\s+v6\b|\bmodule\b|\b(?:my\s+)?class\b)/m;
const UCODE =
  /(?:^#!.*\bucode\b)|(?:^[^\S\n]*['"]use strict['"];)|(?:^[ \t]*(?:export|import)\b)|(?:\b(?:require|include)\s*\(\s*['"])|(?:^[^\S\n]*let\s+\w+)|(?:\b(?:printf|sprintf)\s*\()/m;
const VB_CLASS = /^[ ]*VERSION [0-9]\.[0-9] CLASS/m;
const VB_FORM = /^[ ]*VERSION [0-9]\.[0-9]{2}/m;
const VB_MODULE = /^[ ]*Attribute VB_Name = /m;
const VBA =
  /(?:\b(?:VBA|[vV]ba)(?:\b|[0-9A-Z_]))|(?:^[ ]*(?:Public|Private)? Declare PtrSafe (?:Sub|Function)\b)|(?:^[ ]*#If Win64\b)|(?:^[ ]*(?:Dim|Const) [0-9a-zA-Z_]*[ ]*As Long(?:Ptr|Long)\b)|(?:^[ ]*Option (?:Private Module|Compare Database)\b)|(?:(?: |\()(?:Access|Excel|Outlook|PowerPoint|Visio|Word|VBIDE)\.\w)|(?:\b(?:(?:Active)?VBProjects?|VBComponents?|Application\.(?:VBE|ScreenUpdating))\b)|(?:\b(?:ThisDrawing|AcadObject|Active(?:Explorer|Inspector|Window\.Presentation|Presentation|Document)|Selection\.(?:Document|Find|Paragraphs|Range))\b)|(?:\b(?:(?:This|Active)?Workbooks?|Worksheets?|Active(?:Sheet|Chart|Cell)|WorksheetFunction)\b)|(?:\b(?:Range\(".*|Cells\([0-9a-zA-Z_]*, (?:[0-9a-zA-Z_]*|"[a-zA-Z]{1,3}"))\))/m;
const YAML = /^[ \t]*(?:#|(?:[^/"\s:{}\[\]]|\/[^/*:\n])[^:\n]*:)/m;

export const HEURISTICS: readonly Heuristic[] = [
  {
    extensions: [".1", ".2", ".3", ".4", ".5", ".6", ".7", ".8", ".9"],
    rules: [
      ["Roff Manpage", MDOC_DATE, MDOC_TITLE, MDOC_HEADING],
      ["Roff Manpage", MAN_TITLE, MAN_HEADING],
      ["Roff", /^\.(?:[A-Za-z]{2}(?:\s|$)|\\")/m],
      ["Text"],
    ],
  },
  {
    extensions: [
      ".1in",
      ".1m",
      ".1x",
      ".3in",
      ".3m",
      ".3p",
      ".3pm",
      ".3qt",
      ".3x",
      ".man",
      ".mdoc",
    ],
    rules: [
      ["Roff Manpage", MDOC_DATE, MDOC_TITLE, MDOC_HEADING],
      ["Roff Manpage", MAN_TITLE, MAN_HEADING],
      ["Roff"],
    ],
  },
  {
    extensions: [".action"],
    rules: [
      [
        "ROS Interface",
        /(?i:^[a-z]\w*(?:\/[a-z]\w*)?(?:<=\d+)?(?:\[(?:<=\d+)?\])?\s+\w+\b)/m,
        /^---\s*$/m,
        not(/^[^\S\n]*[^\s@#\w-]/m),
      ],
    ],
  },
  {
    extensions: [".al"],
    rules: [
      [
        "AL",
        /(?:(?:(?<![\s\S])\W{0,3}|^)\s*(?i:(CODEUNIT|PAGE|PAGEEXTENSION|PAGECUSTOMIZATION|ENUM|ENUMEXTENSION|QUERY|REPORT|REPORTEXTENSION|TABLE|TABLEEXTENSION|XMLPORT|PROFILE|PROFILEEXTENSION|CONTROLADDIN|INTERFACE|PERMISSIONSET|PERMISSIONSETEXTENSION|ENTITLEMENT))\b\s+(?:\d|"|[A-Z]))|(?:(?:(?<![\s\S])\W{0,3}|^)\s*(?i:DOTNET)\s*$)|(?:(?:(?<![\s\S])\W{0,3}|^)\s*(?i:(NAMESPACE|USING))\s+[\w.]+\s*;)/m,
      ],
      ["Perl"],
    ],
  },
  {
    extensions: [".alg"],
    rules: [
      [
        "ALGOL",
        /(?:(?i:^comment\b.*(;|comment)))|(?:^#[^#\r\n]+#$)|(?:(?i:\b(integer|real|boolean|string)\b\s+\w+\s*:=\s*))|(?:(?i:^begin[\s\S]{0,500}^end))/m,
      ],
    ],
  },
  {
    extensions: [".app"],
    rules: [
      [
        "Erlang",
        /^\{\s*(?:application|'application')\s*,\s*(?:[a-z]+[\w@]*|'[^']{1,500}')\s*,\s*\[[\s\S]{0,500}\]\s*\}\.[ \t]*$/m,
      ],
    ],
  },
  {
    extensions: [".as"],
    rules: [
      [
        "ActionScript",
        /^[^\S\n]*(?:package(?:\s+[\w.]+)?\s+(?:\{|$)|import\s+[\w.*]+\s*;|(?:intrinsic\s+)class\s+[\w<>.]+|\s+class\s+extends\s+[\w<>.]+|(?:(?:public|protected|private|static)\s+)*(?:(?:var|const|local)\s+\w+\s*:\s*[\w<>.]+(?:\s*=.*)?\s*;|function\s+\w+\s*\((?:\s*\w+\s*:\s*[\w<>.]+\s*(,\s*\w+\s*:\s*[\w<>.]+\s*)*)?\)))/m,
      ],
    ],
  },
  {
    extensions: [".asc"],
    rules: [
      ["Public Key", /^(----[- ]BEGIN|ssh-(rsa|dss)) /m],
      ["AsciiDoc", /^[=-]+\s|\{\{[A-Za-z]/m],
      [
        "AGS Script",
        /^(\/\/.+|((import|export)\s+)?(function|int|float|char)\s+((room|repeatedly|on|game)_)?([A-Za-z]+[A-Za-z_0-9]+)\s*[;\(])/m,
      ],
    ],
  },
  {
    extensions: [".asm"],
    rules: [
      ["Assembly", /(?i:mov\s+[^\s]{2,},)/m],
      ["Motorola 68K Assembly", M68K],
    ],
  },
  {
    extensions: [".asy"],
    rules: [
      ["LTspice Symbol", /^SymbolType[ \t]/m],
      ["Asymptote"],
    ],
  },
  {
    extensions: [".b"],
    rules: [
      ["B", /^[^\S\n]*(?:extrn|auto|goto)\b/m, not(/^[^\S\n]*(?:implement|include|load|ref)\b/m)],
      ["Brainfuck", /(>\+>|>\+<)/m],
      ["Limbo", /(?:^\w+\s*:\s*module\s*\{)|(implement \w+;)/m],
    ],
  },
  {
    extensions: [".bas"],
    rules: [
      ["B4X", /(?<![\s\S])\W{0,3}(?:.*(?:\r?\n|\r)){0,9}B4(?:J|A|R|i)=true/m],
      ["FreeBASIC", FREEBASIC],
      ["FreeBASIC", /(?i:^[ \t]*return )/m, not(/(?i:[ \t]*gosub )/m)],
      ["BASIC", /(?<![\s\S])\s*\d/m],
      ["QuickBASIC", QUICKBASIC],
      ["VBA", VBA],
      ["Visual Basic 6.0", VB_MODULE],
    ],
  },
  {
    extensions: [".bb"],
    rules: [
      ["BlitzBasic", /(<^[^\S\n]*; |End Function)/m],
      ["BitBake", /^(# |include|require|inherit)\b/m],
      ["Clojure", /\((def|defn|defmacro|let)\s/m],
    ],
  },
  {
    extensions: [".bf"],
    rules: [
      ["Beef", /^[^\S\n]*using\s+(System|Beefy)(\.(.*))?;\s*$/m],
      ["HyPhy", /(?:^[^\S\n]*#include\s+".*";\s*$)|(?:\sfprintf\s*\()/m],
      ["Brainfuck", /(>\+>|>\+<)/m],
    ],
  },
  {
    extensions: [".bi"],
    rules: [
      ["FreeBASIC", FREEBASIC],
      ["FreeBASIC", /(?i:^[ \t]*return )/m, not(/(?i:[ \t]*gosub )/m)],
      ["QuickBASIC", QUICKBASIC],
    ],
  },
  {
    extensions: [".bs"],
    rules: [
      ["Bikeshed", /^(?i:<pre\s+class)\s*=\s*('|\"|\b)metadata\b('|\"|\b)[^>\r\n]*>/m],
      [
        "BrighterScript",
        /(?:(?i:^[^\S\n]*(?:sub\s*\w+\(.*?\))|(?::\s*sub\(.*?\))$))|(?:(?i:^[^\S\n]*(end\ssub)$))|(?:(?i:^[^\S\n]*(?:function\s*\w+\(.*?\)\s*as\s*\w*)|(?::\s*function\(.*?\)\s*as\s*\w*)$))|(?:(?i:^[^\S\n]*(end\sfunction)$))/m,
      ],
      ["Bluespec BH", /^package\s+[A-Za-z_][A-Za-z0-9_']*(?:\s*\(|\s+where)/m],
    ],
  },
  {
    extensions: [".bst"],
    rules: [
      ["BibTeX Style", /ENTRY\s*\{/m],
      ["BuildStream"],
    ],
  },
  {
    extensions: [".builds"],
    rules: [
      ["XML", /^(\s*)(?i:<Project|<Import|<Property|<?xml|xmlns)/m],
    ],
  },
  {
    extensions: [".cairo"],
    rules: [
      [
        "Cairo Zero",
        /(^(\s*)%lang(\s+)([A-Za-z0-9_]+))|(^(\s*)%builtins(\s+)([A-Za-z0-9_]+\s*)*$)|(^(\s*)from(\s+)starkware\.(cairo|starknet)\.([A-Za-z0-9_.\s]{1,500}?)import)|(,\s*ap\+\+;$)|(;\s*ap\+\+$)/m,
      ],
      ["Cairo"],
    ],
  },
  {
    extensions: [".ch"],
    rules: [
      [
        "xBase",
        /^[^\S\n]*#\s*(?i:if|ifdef|ifndef|define|command|xcommand|translate|xtranslate|include|pragma|undef)\b/m,
      ],
    ],
  },
  {
    extensions: [".cl"],
    rules: [
      ["Common Lisp", /^[^\S\n]*\((?i:defun|in-package|defpackage) /m],
      ["Cool", /^class/m],
      ["OpenCL", /\/\* |\/\/ |^\}/m],
    ],
  },
  {
    extensions: [".cls"],
    rules: [
      [
        "Visual Basic 6.0",
        VB_CLASS,
        /^[^\S\n]*BEGIN(?:\r?\n|\r)\s*MultiUse\s*=.*(?:\r?\n|\r)\s*Persistable\s*=/m,
      ],
      ["VBA", VB_CLASS],
      ["TeX", /^[^\S\n]*\\(?:NeedsTeXFormat|ProvidesClass)\{/m],
      ["ObjectScript", /^Class\s/m],
      [
        "OpenEdge ABL",
        /(?i:^[^\S\n]*(?:end\s+(?:class|interface)\.|(?:class|interface)\s+[a-z_][a-z0-9_#$%&-]*:))/m,
      ],
    ],
  },
  {
    extensions: [".cmp"],
    rules: [
      ["Gerber Image", /^[DGMT][0-9]{2}\*(?:\r?\n|\r)/m],
    ],
  },
  {
    extensions: [".container", ".mount", ".network", ".service", ".socket", ".target", ".timer"],
    rules: [
      ["INI", /^[#\s]{0,500}\[[^\]]+\]\s*$/m, KEY_EQUALS_VALUE, not(/^[^#;=\[]{1,500}[^ \r\n=]$/m)],
    ],
  },
  {
    extensions: [".cs"],
    rules: [
      ["Smalltalk", /![\w\s]{1,500}methodsFor: /m],
      ["C#", /^[^\S\n]*(using\s+[A-Z][\s\w.]{1,500};|namespace\s*[\w\.]+\s*(\{|;)|\/\/)/m],
    ],
  },
  {
    extensions: [".csc"],
    rules: [
      ["GSC", GSC],
    ],
  },
  {
    extensions: [".csl"],
    rules: [
      ["XML", /(?i:^[^\S\n]*(<\?xml|xmlns))/m],
      ["Kusto", /(^\|\s*(where|extend|project|limit|summarize))|(^\.\w+)/m],
    ],
  },
  {
    extensions: [".d"],
    rules: [
      [
        "D",
        /^module\s+[\w.]*\s*;|import\s+[\w\s,.:]{0,500};|\w+\s+\w+\s*\(.*\)(?:\(.*\))?\s*\{[^}]{0,500}\}|unittest\s*(?:\(.*\))?\s*\{[^}]{0,500}\}/m,
      ],
      [
        "DTrace",
        /^(\w+:\w*:\w*:\w*|BEGIN|END|provider\s+|(tick|profile)-\w+\s+\{[^}]{0,500}\}|#pragma\s+D\s+(option|attributes|depends_on)\s|#pragma\s+ident\s)/m,
      ],
      [
        "Makefile",
        /([\/\\].*:\s+.*\s\\$|: \\$|^[ %]:|^[\w\s\/\\.]{1,500}\w+\.\w+\s*:\s+[\w\s\/\\.]{1,500}\w+\.\w+)/m,
      ],
    ],
  },
  {
    extensions: [".dsp"],
    rules: [
      ["Microsoft Developer Studio Project", /# Microsoft Developer Studio Generated Build File/m],
      [
        "Faust",
        /\bprocess\s*[(=]|\b(library|import)\s*\(\s*"|\bdeclare\s+(name|version|author|copyright|license)\s+"/m,
      ],
    ],
  },
  {
    extensions: [".e"],
    rules: [
      [
        "E",
        /(?:^[^\S\n]*(def|var)\s+(.+):=)|(?:^[^\S\n]*(def|to)\s+(\w+)(\(.+\))?\s+\{)|(?:^[^\S\n]*(when)\s+(\(.+\))\s+->\s+\{)/m,
      ],
      [
        "Eiffel",
        /(?:^[^\S\n]*\w+\s*(?:,\s*\w+)*[:]\s*\w+\s)|(?:^[^\S\n]*\w+\s*(?:\(\s*\w+[:][^)]{1,500}\))?(?:[:]\s*\w+)?(?:--.+\s+)*\s+(?:do|local)\s)|(?:^[^\S\n]*(?:across|deferred|elseif|ensure|feature|from|inherit|inspect|invariant|note|once|require|undefine|variant|when)\s*$)/m,
      ],
      ["Euphoria", EUPHORIA],
    ],
  },
  {
    extensions: [".ecl"],
    rules: [
      ["ECLiPSe", /^[^#\n]+:-/m],
      ["ECL", /:=/m],
    ],
  },
  {
    extensions: [".es"],
    rules: [
      ["Erlang", /^[^\S\n]*(?:%%|main\s*\(.*?\)\s*->)/m],
      ["JavaScript", /\/\/|["']use strict["']|export\s+default\s|\/\*[\s\S]{0,500}?\*\//m],
    ],
  },
  {
    extensions: [".eslintrc"],
    rules: [
      ["YAML", YAML],
      ["JSON with Comments"],
    ],
  },
  {
    extensions: [".ex"],
    rules: [
      [
        "Elixir",
        /(?:^[^\S\n]*@moduledoc\s)|(?:^[^\S\n]*(?:cond|import|quote|unless)\s)|(?:^[^\S\n]*def(?:exception|impl|macro|module|protocol)[(\s])/m,
      ],
      ["Euphoria", EUPHORIA],
    ],
  },
  {
    extensions: [".f"],
    rules: [
      ["Forth", /^: /m],
      ["Filebench WML", /flowop/m],
      ["Fortran", FORTRAN],
    ],
  },
  {
    extensions: [".for"],
    rules: [
      ["Forth", /^: /m],
      ["Fortran", FORTRAN],
    ],
  },
  {
    extensions: [".fpp"],
    rules: [
      [
        "FPP",
        /(?:^[^\S\n]*(active|passive|queued)\s+component\s)|(?:^[^\S\n]*(module|topology|struct|enum|port|interface)\s+[A-Za-z_$][A-Za-z0-9_]*\s*\{)|(?:^[^\S\n]*instance\s+[A-Za-z_$][A-Za-z0-9_]*\s*:)/m,
      ],
      ["Fortran", FORTRAN],
    ],
  },
  {
    extensions: [".fr"],
    rules: [
      ["Forth", /^(: |also |new-device|previous )/m],
      ["Frege", /^[^\S\n]*(import|module|package|data|type) /m],
      ["Text"],
    ],
  },
  {
    extensions: [".frm"],
    rules: [
      ["VBA", VB_FORM, /^[^\S\n]*Begin\s+\{[0-9A-Z\-]*\}\s?/m],
      ["Visual Basic 6.0", VB_FORM, /^[^\S\n]*Begin\s+VB\.Form\s+/m],
      ["INI", /(?<![\s\S])TYPE=VIEW/m],
    ],
  },
  {
    extensions: [".fs"],
    rules: [
      ["Forth", /^(: |new-device)/m],
      ["F#", /^[^\S\n]*(#light|import|let|module|namespace|open|type)/m],
      ["GLSL", /^[^\S\n]*(#version|precision|uniform|varying|vec[234])/m],
      ["Filterscript", /#include|#pragma\s+(rs|version)|__attribute__/m],
    ],
  },
  {
    extensions: [".ftl"],
    rules: [
      [
        "FreeMarker",
        /^(?:<|[a-zA-Z-][a-zA-Z0-9_-]+[ \t]+\w)|\$\{\w+[^\r\n]*?\}|^[ \t]*(?:<#--.*?-->|<#(?:[a-z]+)\s[^>]{0,500}>.*?<\/#(?:[a-z]+)>|\[#--.*?--\]|\[#(?:[a-z]+)\s[^\]]{0,500}\].*?\[#(?:[a-z]+)\])/m,
      ],
      ["Fluent", /^-?[a-zA-Z][a-zA-Z0-9_-]* *=|\{\$-?[a-zA-Z][-\w]*(?:\.[a-zA-Z][-\w]*)?\}/m],
    ],
  },
  {
    extensions: [".g"],
    rules: [
      [
        "GAP",
        /\s*(Declare|BindGlobal|KeyDependentOperation|Install(Method|GlobalFunction)|SetPackageInfo)/m,
      ],
      ["G-code", /^[MG][0-9]+(?:\r?\n|\r)/m],
    ],
  },
  {
    extensions: [".gd"],
    rules: [
      ["GAP", /\s*(Declare|BindGlobal|KeyDependentOperation)/m],
      ["GDScript", /\s*(extends|var|const|enum|func|class|signal|tool|yield|assert|onready)/m],
    ],
  },
  {
    extensions: [".gml"],
    rules: [
      ["XML", /(?i:^[^\S\n]*(<\?xml|xmlns))/m],
      ["Graph Modeling Language", /(?i:^[^\S\n]*(graph|node)\s+\[$)/m],
      ["Gerber Image", /^[DGMT][0-9]{2}\*$/m],
      ["Game Maker Language"],
    ],
  },
  {
    extensions: [".gs"],
    rules: [
      ["GLSL", /^#version\s+[0-9]+\b/m],
      ["Gosu", /^uses (java|gw)\./m],
      ["Genie", /^\[indent=[0-9]+\]/m],
    ],
  },
  {
    extensions: [".gsc"],
    rules: [
      ["GSC", GSC],
    ],
  },
  {
    extensions: [".gsh"],
    rules: [
      ["GSC", GSC],
    ],
  },
  {
    extensions: [".gts"],
    rules: [
      ["Gerber Image", /^G0./m],
      ["Glimmer TS", not(/^G0./m)],
    ],
  },
  {
    extensions: [".h"],
    rules: [
      ["Objective-C", OBJECTIVEC],
      ["C++", CPP],
      ["C"],
    ],
  },
  {
    extensions: [".hh"],
    rules: [
      ["Hack", /<\?hh/m],
    ],
  },
  {
    extensions: [".html"],
    rules: [
      [
        "Ecmarkup",
        /<emu-(?:alg|annex|biblio|clause|eqn|example|figure|gann|gmod|gprose|grammar|intro|not-ref|note|nt|prodref|production|rhs|table|t|xref)(?:$|\s|>)/m,
      ],
      ["HTML"],
    ],
  },
  {
    extensions: [".i"],
    rules: [
      ["Motorola 68K Assembly", M68K],
      ["SWIG", /^[ \t]*%[a-z_]+\b|^%[{}]$/m],
      ["Assembly", /(?:(?i:mov\s+[^\s]+,))|(?:^\s[^\S\n]*(i?)db\s+[a-z\d])/m],
    ],
  },
  {
    extensions: [".ice"],
    rules: [
      ["JSON", JSON],
      ["Slice"],
    ],
  },
  {
    extensions: [".inc"],
    rules: [
      ["Motorola 68K Assembly", M68K],
      ["PHP", /^<\?(?:php)?/m],
      [
        "SourcePawn",
        /(?:^public\s+(?:SharedPlugin(?:\s+|:)__pl_\w+\s*=(?:\s*\{)?|(?:void\s+)?__pl_\w+_SetNTVOptional\(\)(?:\s*\{)?))|(?:^methodmap\s+\w+\s+<\s+\w+)|(?:^[^\S\n]*MarkNativeAsOptional\s*\()/m,
      ],
      [
        "NASL",
        /(?:^[^\S\n]*include\s*\(\s*(?:"|')[\\/\w\-\.:\s]{1,500}\.(?:nasl|inc)\s*(?:"|')\s*\)\s*;)|(?:^[^\S\n]*(?:global|local)_var\s+(?:\w+(?:\s*=\s*[\w\-"']+)?\s*)(?:,\s*\w+(?:\s*=\s*[\w\-"']+)?\s*)*\s*;)|(?:^[^\S\n]*namespace\s+\w+\s*\{)|(?:^[^\S\n]*object\s+\w+\s*(?:extends\s+\w+(?:::\w+)?)?\s*\{)|(?:^[^\S\n]*(?:public\s+|private\s+|\s*)function\s+\w+\s*\([\w\s,]{0,500}\)\s*\{)/m,
      ],
      ["POV-Ray SDL", /^[^\S\n]*#(declare|local|macro|while)\s/m],
      [
        "Pascal",
        /(?:(?i:^[^\S\n]*\{\$(?:mode|ifdef|undef|define)[ ]+[a-z0-9_]+\}))|(?:^[^\S\n]*end[.;]\s*$)/m,
      ],
      ["BitBake", /^inherit(\s+[\w.-]+)+\s*$/m],
      ["Assembly", /(?:^(?i:[^"m]{0,500}mov\s+[^\s]+,))|(?:^\s[^\S\n]*(?i:db\s+[a-z\d]))/m],
    ],
  },
  {
    extensions: [".j"],
    rules: [
      ["Jasmin", /^[^\S\n]*\.(?:class|super|method|end\s+method|limit|field|source|bytecode)\b/m],
      ["Objective-J", /^[^\S\n]*@(?:import|implementation|protocol|interface|typedef|end)\b/m],
      [
        "JASS",
        /(?:^[^\S\n]*(?:constant\s+)?(?:function|native)\s+\w+\s+takes\b)|(?:^[^\S\n]*end(?:function|globals|loop)\s*$)|(?:^[^\S\n]*(?:call|set|local|exitwhen)\s+\S)/m,
      ],
    ],
  },
  {
    extensions: [".k"],
    rules: [
      ["KCL", /(?:^schema [A-Za-z0-9_-]+)|(?:^\}$)|(?:\s*\}\s*)/m],
      ["KFramework", /(?:^requires\s+"[^"]{1,500}"$)|(?:^syntax\s+\w+\s+::=.*)|(?:^endmodule$)/m],
    ],
  },
  {
    extensions: [".l"],
    rules: [
      ["Common Lisp", /\(def(un|macro)\s/m],
      ["Lex", /^(%[%{}]xs|<.*>)/m],
      ["Roff", /^\.[A-Za-z]{2}(\s|$)/m],
      ["PicoLisp", /^\((de|class|rel|code|data|must)\s/m],
    ],
  },
  {
    extensions: [".lean"],
    rules: [
      ["Lean", /^import [a-z]/m],
      ["Lean 4", /^import [A-Z]/m],
    ],
  },
  {
    extensions: [".lp"],
    rules: [
      [
        "Lambdapi",
        /^[^\S\n]*(?:opaque\s+symbol|symbol|rule|notation|constant|injective|require(?:\s+open)?|open|type|assert(?:not)?|compute)\b/m,
      ],
      [
        "Linear Programming",
        /(?i:^[^\S\n]*(?:minimize|minimum|min|maximize|maximum|max)(?:\s+multi-objectives)?\s*$)/m,
      ],
      [
        "Answer Set Programming",
        /(?:^[^\S\n]*#(?:include|const|program|script|show|minimize|maximize|heuristic|project|edge|theory|defined)\b)|(?:^[^\S\n]*(?:[A-Za-z_]\w*(?:\([^)]{0,500}\))?\s*:-|:-)\s[^.]{0,500}\.)|(?:^[^\S\n]*[a-z_][a-zA-Z0-9_]*(?:\([^)]{0,500}\))?\s*\.\s*$)/m,
      ],
    ],
  },
  {
    extensions: [".ls"],
    rules: [
      ["LoomScript", /^[^\S\n]*package\s*[\w\.\/\*\s]{0,500}\s*\{/m],
      ["LiveScript"],
    ],
  },
  {
    extensions: [".lsp", ".lisp"],
    rules: [
      ["Common Lisp", /^[^\S\n]*\((?i:defun|in-package|defpackage) /m],
      ["NewLisp", /^[^\S\n]*\(define /m],
    ],
  },
  {
    extensions: [".m"],
    rules: [
      ["Objective-C", OBJECTIVEC],
      ["Mercury", /:- module/m],
      ["MUF", /^: /m],
      ["M", /^[^\S\n]*;/m],
      ["Wolfram Language", /\(\*/m, /\*\)$/m],
      ["MATLAB", /^[^\S\n]*%/m],
      ["Limbo", /^\w+\s*:\s*module\s*\{/m],
    ],
  },
  {
    extensions: [".m4"],
    rules: [
      ["M4Sugar", /(?:AC_DEFUN|AC_PREREQ|AC_INIT)|(?:^_?m4_)/m],
      ["M4"],
    ],
  },
  {
    extensions: [".mask"],
    rules: [
      ["Unity3D Asset", /tag:unity3d.com/m],
    ],
  },
  {
    extensions: [".mc"],
    rules: [
      ["Win32 Message File", /(?i:^[ \t]*(\/\*\s*)?MessageId=|^\.$)/m],
      ["M4", /^dnl|^divert\((?:-?\d+)?\)|^\w+\(`[^\r\n]*?'[),]/m],
      ["Monkey C", /\b(?:using|module|function|class|var)\s+\w/m],
    ],
  },
  {
    extensions: [".md"],
    rules: [
      ["Markdown", /(?:(^[-A-Za-z0-9=#!\*\[|>])|<\/)|(?:(?<![\s\S])(?![\s\S]))/m],
      ["GCC Machine Description", /^(;;|\(define_)/m],
      ["Markdown"],
    ],
  },
  {
    extensions: [".ml"],
    rules: [
      ["OCaml", /(^[^\S\n]*module)|let rec |match\s+(\S+\s)+with/m],
      ["Standard ML", /=> |case\s+(\S+\s)+of/m],
    ],
  },
  {
    extensions: [".mod"],
    rules: [
      ["XML", /<!ENTITY /m],
      ["NMODL", /\b(NEURON|INITIAL|UNITS)\b/m],
      ["Modula-2", /^[^\S\n]*(?i:MODULE|END) [\w\.]+;/m],
    ],
  },
  {
    extensions: [".mojo"],
    rules: [
      ["Mojo", /^[^\S\n]*(alias|def|from|fn|import|struct|trait)\s/m],
      ["XML", /^[^\S\n]*<\?xml/m],
    ],
  },
  {
    extensions: [".mps"],
    rules: [
      ["JetBrains MPS", /<persistence/m],
      ["Mathematical Programming System", /(?i:^[^\S\n]*(ROWS|COLUMNS)\s*$)/m],
    ],
  },
  {
    extensions: [".ms"],
    rules: [
      ["Roff", /^[.'][A-Za-z]{2}(\s|$)/m],
      ["Unix Assembly", not(/\/\*/m), /^[^\S\n]*\.(?:include\s|globa?l\s|[A-Za-z][_A-Za-z0-9]*:)/m],
      ["MiniScript", /^[^\S\n]*\bend (?:function|while|if|for)\b|\s\b(?:isa)\b\s/m],
      ["MAXScript"],
    ],
  },
  {
    extensions: [".msg"],
    rules: [
      [
        "OMNeT++ MSG",
        /^cplusplus\(?[\S]*\)?[\s]{0,500}\{?\{?|^namespace[\s]{1,500}([^.\s]*\.)*[^.\s]*;|^struct[\s]{1,500}[\S]+|^message[\s]{1,500}[\S]+(extends )?[\S]*[\s]{0,500}|^packet[\s]{1,500}[\S]+|^class[\s]{1,500}[\S]+(extends )?[\S]*[\s]{0,500}|^enum[\s]{1,500}[\S]+|^import ([^.\s]*\.)*[^.\s]*;/m,
      ],
      [
        "ROS Interface",
        /(?i:^[a-z]\w*(?:\/[a-z]\w*)?(?:<=\d+)?(?:\[(?:<=\d+)?\])?\s+\w+\b)/m,
        not(/^[^\S\n]*[^\s@#\w-]/m),
      ],
    ],
  },
  {
    extensions: [".n"],
    rules: [
      ["Roff", /^[.']/m],
      ["Nemerle", /^(module|namespace|using)\s/m],
    ],
  },
  {
    extensions: [".ncl"],
    rules: [
      ["XML", /^[^\S\n]*<\?xml\s+version/m],
      ["Gerber Image", /^[DGMT][0-9]{2}\*(?:\r?\n|\r)/m],
      [
        "Nickel",
        /(?:^let(?:\srec)?(?:\s[a-zA-Z_][a-zA-Z0-9_]*)?)|(?:^import\s"[^"]{1,500}"\s+as\s)|(?:std\.[a-zA-Z_][a-zA-Z0-9_]*\.)/m,
      ],
      ["Text", /THE_TITLE/m],
      ["NCL", /(?:^load ")|(?:^begin$)|(?:[0-9]\.$)|(?:^;)/m],
    ],
  },
  {
    extensions: [".nl"],
    rules: [
      ["NL", /^(b|g)[0-9]+ /m],
      ["NewLisp"],
    ],
  },
  {
    extensions: [".nr"],
    rules: [
      ["Roff", /^\./m],
      ["Noir"],
    ],
  },
  {
    extensions: [".nu"],
    rules: [
      ["Nushell", /^[^\S\n]*(import|export|module|def|let|let-env) /m],
      ["Nu"],
    ],
  },
  {
    extensions: [".odin"],
    rules: [
      ["Object Data Instance Notation", /(?:^|<)\s*[A-Za-z0-9_]+\s*=\s*</m],
      [
        "Odin",
        /package\s+\w+|\b(?:im|ex)port\s*"[\w:./]+"|\w+\s*::\s*(?:proc|struct)\s*\(|^[^\S\n]*\/\/\s/m,
      ],
    ],
  },
  {
    extensions: [".p"],
    rules: [
      [
        "Gnuplot",
        /(?:^s?plot\b)|(?:^set\s+(term|terminal|out|output|[xy]tics|[xy]label|[xy]range|style)\b)/m,
      ],
      [
        "OpenEdge ABL",
        /(?:(?i:\bDEFINE\s+(?:VARIABLE|TEMP-TABLE|BUFFER|QUERY|INPUT\s+PARAMETER|OUTPUT\s+PARAMETER)\b))|(?:(?i:\bEND(?:\s+(?:PROCEDURE|FUNCTION|DO|FOR\s+EACH))?\.))/m,
      ],
    ],
  },
  {
    extensions: [".pc"],
    rules: [
      ["Pro*C", /^[^\S\n]*EXEC\s+SQL\s/m],
      ["pkg-config", /^Name:[ \t]+\S/m, /^Description:[ \t]+\S/m, /^Version:[ \t]+\S/m],
    ],
  },
  {
    extensions: [".php"],
    rules: [
      ["Hack", /<\?hh/m],
      ["PHP", /<\?[^h]/m],
    ],
  },
  {
    extensions: [".pkl"],
    rules: [
      [
        "Pkl",
        /(?:^[^\S\n]*(module|import|amends|extends|local|const|fixed|abstract|open|class|typealias|@\w+)\b)|(?:^[^\S\n]*[a-zA-Z0-9_$]+\s*(=|{|:)|^[^\S\n]*`[^`]{1,500}`\s*(=|{|:)|for\s*\(|when\s*\()/m,
      ],
      ["Pickle"],
    ],
  },
  {
    extensions: [".pl"],
    rules: [
      ["Prolog", /^[^#\n]*:-/m],
      ["Perl", not(/^[^\S\n]*use\s+v6\b/m), PERL],
      ["Raku", RAKU],
    ],
  },
  {
    extensions: [".plist"],
    rules: [
      [
        "XML Property List",
        /^[^\S\n]*(?:<\?xml\s|<!DOCTYPE\s+plist|<plist(?:\s+version\s*=\s*["']\d+(?:\.\d+)?["'])?\s*>\s*$)/m,
      ],
      ["OpenStep Property List"],
    ],
  },
  {
    extensions: [".plt"],
    rules: [
      ["Prolog", /^[^\S\n]*:-/m],
    ],
  },
  {
    extensions: [".pm"],
    rules: [
      ["Perl", not(/^[^\S\n]*use\s+v6\b/m), PERL],
      ["Raku", RAKU],
      ["X PixMap", /^[^\S\n]*\/\* XPM \*\//m],
    ],
  },
  {
    extensions: [".pod"],
    rules: [
      ["Pod 6", /^[^\S\r\n]*=(comment|begin pod|begin para|item\d+)/m],
      ["Pod"],
    ],
  },
  {
    extensions: [".pp"],
    rules: [
      ["Pascal", /^[^\S\n]*end[.;]/m],
      ["Puppet", /^\s[^\S\n]*\w+\s+=>\s/m],
    ],
  },
  {
    extensions: [".pro"],
    rules: [
      ["Proguard", /^-(include\b.*\.pro$|keep\b|keepclassmembers\b|keepattributes\b)/m],
      ["Prolog", /^[^\[#\n]+:-/m],
      ["INI", /last_client=/m],
      ["QMake", /HEADERS/m, /SOURCES/m],
      ["IDL", /^[^\S\n]*(?i:function|pro|compile_opt) \w[ \w,:]*$/m],
    ],
  },
  {
    extensions: [".properties"],
    rules: [
      ["INI", KEY_EQUALS_VALUE, /^[;\[]/m],
      ["Java Properties", KEY_EQUALS_VALUE, /^[#!]/m],
      ["INI", KEY_EQUALS_VALUE],
      ["Java Properties", /^[^#!][^:]{0,500}:/m],
    ],
  },
  {
    extensions: [".q"],
    rules: [
      ["q", /((?i:[A-Z.][\w.]*:\{)|^\\(cd?|d|l|p|ts?) )/m],
      ["HiveQL", /(?i:select\s+[\w*,]+\s+from|(CREATE|ALTER|DROP)\s(DATABASE|SCHEMA|TABLE))/m],
    ],
  },
  {
    extensions: [".qs"],
    rules: [
      ["Q#", /^((\/{2,3})?\s*(namespace|operation)\b)/m],
      ["Qt Script", /(\w+\.prototype\.\w+|===|\bvar\b)/m],
    ],
  },
  {
    extensions: [".r"],
    rules: [
      ["Rebol", /(?i:\bRebol\b)/m],
      [
        "Rez",
        /(#include\s+["<](Types\.r|Carbon\/Carbon\.r)[">])|((resource|data|type)\s+'[A-Za-z0-9]{4}'\s+((\(.*\)\s+){0,1}){)/m,
      ],
      ["R", /<-|^[^\S\n]*#/m],
    ],
  },
  {
    extensions: [".re"],
    rules: [
      [
        "Reason",
        /(?:^[^\S\n]*module\s+type\s)|(?:^[^\S\n]*(?:include|open)\s+\w+\s*;\s*$)|(?:^[^\S\n]*let\s+(?:module\s\w+\s*=\s*\{|\w+:\s+.*=.*;\s*$))/m,
      ],
      [
        "C++",
        /(?:^[^\S\n]*#(?:(?:if|ifdef|define|pragma)\s+\w|\s*include\s+<[^>]{1,500}>))|(?:^[^\S\n]*template\s*<)/m,
      ],
    ],
  },
  {
    extensions: [".releaserc"],
    rules: [
      ["YAML", YAML],
      ["JSON"],
    ],
  },
  {
    extensions: [".res"],
    rules: [
      [
        "ReScript",
        /(?:^[^\S\n]*(let|module|type)\s+\w*\s+=\s+)|(?:^[^\S\n]*(?:include|open)\s+\w+\s*$)/m,
      ],
    ],
  },
  {
    extensions: [".resource"],
    rules: [
      ["RobotFramework", /^\*{3} (Settings|Variables|Keywords) \*{3}$/m],
    ],
  },
  {
    extensions: [".rno"],
    rules: [
      [
        "RUNOFF",
        /(?i:^\.!|^\f|\f$|^\.end lit(?:eral)?\b|^\.[a-zA-Z].*?;\.[a-zA-Z](?:[; \t])|\^\*[^[^\S\n]*][^*]{0,500}\\\*(?:$|\s)|^\.c;[ \t]*\w+)/m,
      ],
      ["Roff", /^\.\\" /m],
    ],
  },
  {
    extensions: [".rpy"],
    rules: [
      ["Python", /^(import|from|class|def)\s/m],
      ["Ren'Py"],
    ],
  },
  {
    extensions: [".rs"],
    rules: [
      ["Rust", /^(use |fn |mod |pub |macro_rules|impl|#!?\[)/m],
      ["RenderScript", /#include|#pragma\s+(rs|version)|__attribute__/m],
      ["XML", /^[^\S\n]*<\?xml/m],
    ],
  },
  {
    extensions: [".s"],
    rules: [
      ["Unix Assembly", /(?i:mov[lq]?)\s+[%\$]/m],
      ["Assembly", /(?i:mov)\s+[^\s%]{2,},/m],
      ["Motorola 68K Assembly", M68K],
    ],
  },
  {
    extensions: [".sc"],
    rules: [
      ["SuperCollider", /(?i:\^(this|super)\.|^[^\S\n]*~\w+\s*=\.)/m],
      ["Scala", /(^[^\S\n]*import (scala|java)\.|^[^\S\n]*class\b)/m],
    ],
  },
  {
    extensions: [".scd"],
    rules: [
      ["SuperCollider", /(?i:\^(this|super)\.|^[^\S\n]*(~\w+\s*=\.|SynthDef\b))/m],
      ["Markdown", /^#+\s+(NAME|SYNOPSIS|DESCRIPTION)/m],
    ],
  },
  {
    extensions: [".scm"],
    rules: [
      [
        "Tree-sitter Query",
        /(?:\(#[\w-]+[!\?])|(?:(?:[\)\]]\s*[\*\+\?](?:\s|$)))|(?:(?:^[^\S\n]*\w+:\s*[\(\[\"]))|(?:\(#(?:set!|(?:not-)?(?:any-of|match)\?))|(?:@[\w.-]+(?:\)\s|$))/m,
        not(/\([+\-:<>\/=~\)]/m),
      ],
      [
        "Scheme",
        /(?:(?:'[\(\*#]|\w->\w|\.\.\.[\s\)]|\([+\-:<>\/=~\)]|~>|[#`]\(|#:\w))|(?:^[^\S\n]*\((?:define\*?|import|library|lambda))/m,
        not(/(?:\(#[\w-]+[!\?])|(?:(?:[\)\]]\s*[\*\+\?](?:\s|$)))|(?:@[\w.-]+(?:\)\s|$))/m),
      ],
    ],
  },
  {
    extensions: [".sol"],
    rules: [
      [
        "Solidity",
        /\bpragma\s+solidity\b|\b(?:abstract\s+)?contract\s+[a-zA-Z$_][a-zA-Z0-9$_]*(?:\s+is\s+(?:[a-zA-Z0-9$_][^\{]{0,500}?)?)?\s*\{/m,
      ],
      ["Gerber Image", /^[DGMT][0-9]{2}\*(?:\r?\n|\r)/m],
    ],
  },
  {
    extensions: [".sql"],
    rules: [
      ["PLpgSQL", /(?i:^\\i\b|AS\s+\$\$|LANGUAGE\s+'?plpgsql'?|BEGIN(\s+WORK)?\s*;)/m],
      [
        "SQLPL",
        /(?i:ALTER\s+MODULE|MODE\s+DB2SQL|\bSYS(CAT|PROC)\.|ASSOCIATE\s+RESULT\s+SET|\bEND!\s*$)/m,
      ],
      [
        "PLSQL",
        /(?i:\$\$PLSQL_|XMLTYPE|systimestamp|\.nextval|CONNECT\s+BY|AUTHID\s+(DEFINER|CURRENT_USER)|constructor\W+function)/m,
      ],
      ["TSQL", /(?i:^[^\S\n]*GO\b|BEGIN(\s+TRY|\s+CATCH)|OUTPUT\s+INSERTED|DECLARE\s+@|\[dbo\])/m],
      ["SQL"],
    ],
  },
  {
    extensions: [".srt"],
    rules: [
      ["SubRip Text", /^(\d{2}:\d{2}:\d{2},\d{3})\s*(-->)\s*(\d{2}:\d{2}:\d{2},\d{3})$/m],
    ],
  },
  {
    extensions: [".srv"],
    rules: [
      [
        "ROS Interface",
        /(?i:^[a-z]\w*(?:\/[a-z]\w*)?(?:<=\d+)?(?:\[(?:<=\d+)?\])?\s+\w+\b)/m,
        /^---\s*$/m,
        not(/^[^\S\n]*[^\s@#\w-]/m),
      ],
    ],
  },
  {
    extensions: [".st"],
    rules: [
      ["StringTemplate", /\$\w+[($]|.!\s*.+?\s*!.|<!\s*.+?\s*!>|\[!\s*.+?\s*!\]|\{!\s*.+?\s*!\}/m],
      [
        "Smalltalk",
        /(?<![\s\S])\s*[\[{(^"'\w#]|[a-zA-Z_]\w*\s*:=\s*[a-zA-Z_]\w*|class\s*>>\s*[a-zA-Z_]\w*|^[a-zA-Z_]\w*\s+[a-zA-Z_]\w*:|^Class\s*\{|if(?:True|False):\s*\[/m,
      ],
    ],
  },
  {
    extensions: [".star"],
    rules: [
      ["STAR", /^loop_\s*$/m],
      ["Starlark"],
    ],
  },
  {
    extensions: [".stl"],
    rules: [
      ["STL", /(?<![\s\S])\s*solid(?:$|\s)[\s\S]{0,500}^endsolid(?:$|\s)/m],
    ],
  },
  {
    extensions: [".svx"],
    rules: [
      ["Survex data", /(?<![\s\S])(;|\*[^*]{1,500}$)/m],
      ["mdsvex"],
    ],
  },
  {
    extensions: [".sw"],
    rules: [
      ["Sway", /^[^\S\n]*(?:(?:abi|dep|fn|impl|mod|pub|trait)\s|#\[)/m],
      ["XML", /^[^\S\n]*<\?xml\s+version/m],
    ],
  },
  {
    extensions: [".t"],
    rules: [
      ["Perl", not(/^[^\S\n]*use\s+v6\b/m), PERL],
      ["Raku", /^[^\S\n]*(?:use\s+v6\b|\bmodule\b|\bmy\s+class\b)/m],
      ["Turing", /^[^\S\n]*%[ \t]+|^[^\S\n]*var\s+\w+(\s*:\s*\w+)?\s*:=\s*\w+/m],
    ],
  },
  {
    extensions: [".tact"],
    rules: [
      ["JSON", /(?<![\s\S])\s*\{\"/m],
      ["Tact"],
    ],
  },
  {
    extensions: [".tag"],
    rules: [
      ["Java Server Pages", /<%[@!=\s]?\s*(taglib|tag|include|attribute|variable)\s/m],
    ],
  },
  {
    extensions: [".tl"],
    rules: [
      ["Teal", /--.*/m, /\b(local|function|end|record|interface|enum)\b/m],
      ["Type Language"],
    ],
  },
  {
    extensions: [".tlv"],
    rules: [
      ["TL-Verilog", /^\\.{0,10}TLV_version/m],
    ],
  },
  {
    extensions: [".toc"],
    rules: [
      ["World of Warcraft Addon Data", /^## |@no-lib-strip@/m],
      ["TeX", /^\\(contentsline|defcounter|beamer|boolfalse)/m],
    ],
  },
  {
    extensions: [".tpl"],
    rules: [
      ["Go Template", /\{\{-?\s*(\`?\"\\?\"?|\/\*\s|\w*)\b/m],
      ["Smarty", /(?<!\{)\{(\*\s|\$|\/)?\w*\b/m],
    ],
  },
  {
    extensions: [".tsp"],
    rules: [
      ["TypeSpec", /^(import|using|namespace|interface|op|model|scalar|alias|union|enum)\s/m],
      ["TSPLIB data", /^(NAME|TYPE|DIMENSION|EDGE_WEIGHT_TYPE|EDGE_WEIGHT_FORMAT)\s*:/m],
    ],
  },
  {
    extensions: [".tst"],
    rules: [
      ["GAP", /gap> /m],
      ["Scilab"],
    ],
  },
  {
    extensions: [".tsx"],
    rules: [
      ["XML", /(?i:^[^\S\n]*<\?xml\s+version)/m],
      ["TSX"],
    ],
  },
  {
    extensions: [".typ"],
    rules: [
      ["Typst", /^#(import|show|let|set)/m],
      ["XML"],
    ],
  },
  {
    extensions: [".uc"],
    rules: [
      ["ucode", UCODE],
      ["UnrealScript"],
    ],
  },
  {
    extensions: [".url"],
    rules: [
      ["INI", /^\[InternetShortcut\](?:\r?\n|\r)([^\s\[][^\r\n]*(?:\r?\n|\r)){0,20}URL=/m],
    ],
  },
  {
    extensions: [".v"],
    rules: [
      ["Rocq Prover", /(?:^|\s)(?:Proof|Qed)\.(?:$|\s)|(?:^|\s)Require[ \t]+(Import|Export)\s/m],
      [
        "Verilog",
        /^[ \t]*module\s+[^\s()]+\s*\#?\(|^[ \t]*`(?:define|ifdef|ifndef|include|timescale|pragma)|^[ \t]*always[ \t]*@|^[ \t]*initial[ \t]*(begin|@)/m,
      ],
      ["V", /\$(?:if|else)[ \t]|^[ \t]*fn\s+[^\s()]+\(.*?\).*?\{|^[ \t]*for\s*\{/m],
    ],
  },
  {
    extensions: [".vba"],
    rules: [
      ["Vim script", /^UseVimball/m],
      ["VBA"],
    ],
  },
  {
    extensions: [".vcf"],
    rules: [
      ["TSV", /(?<![\s\S])##fileformat=VCF/m],
      ["vCard", /(?<![\s\S])BEGIN:VCARD/m],
    ],
  },
  {
    extensions: [".w"],
    rules: [
      ["OpenEdge ABL", /&ANALYZE-SUSPEND _UIB-CODE-BLOCK _CUSTOM _DEFINITIONS/m],
      ["CWeb", /^@(<|\w+\.)/m],
    ],
  },
  {
    extensions: [".x"],
    rules: [
      ["DirectX 3D File", /^xof 030(2|3)(?:txt|bin|tzip|bzip)\b/m],
      ["RPC", /\b(program|version)\s+\w+\s*\{|\bunion\s+\w+\s+switch\s*\(/m],
      ["Logos", /^%(end|ctor|hook|group)\b/m],
      ["Linker Script", /OUTPUT_ARCH\(|OUTPUT_FORMAT\(|SECTIONS/m],
    ],
  },
  {
    extensions: [".yy"],
    rules: [
      ["JSON", JSON],
      ["Yacc"],
    ],
  },
];
