/**
 * How languages write comments and strings, as far as counting lines needs it (docs/lines.md). A
 * language that is not here has no comments: prose and data. Mostly a table, a row a language.
 */

/** Where a comment may begin. */
export type At =
  | "any"
  /** After white space, an opening bracket or a separator: `$#` and `a#b` are no comments. */
  | "word"
  /** As the first text of its line. */
  | "line"
  /** In the very first column. */
  | "column";

export interface StringSyntax {
  open: string;
  close: string;
  /** `\` hides the next character; "double": the closing quote written twice stands for itself. */
  escape: "backslash" | "double" | "none";
  /** False: an unclosed string ends with its line, which keeps one stray quote from spreading. */
  multiline: boolean;
}

export interface LineSyntax {
  line: readonly (readonly [open: string, at: At])[];
  block: readonly {
    open: string;
    close: string;
    nested: boolean;
    at: At;
    /** The closing mark counts only in the first column (Ruby's `=end`, Perl's `=cut`). */
    closeAtColumn?: boolean;
  }[];
  strings: readonly StringSyntax[];
  /** Text that is code whatever it looks like, e.g. Lisp's `#\"`. */
  skip: readonly string[];
  /** `'x'` is a character, and a lone `'` (Rust's lifetimes, C++'s digit separators) is not. */
  charLiterals?: boolean;
  heredocs?: "shell" | "ruby" | "php";
  /** Strings fenced by a repeated or chosen mark. */
  fenced?: "rust" | "cpp" | "lua" | "swift";
  regexLiterals?: boolean;
  ignoreCase?: boolean;
}

type Part = Partial<LineSyntax>;

function syntax(...parts: Part[]): LineSyntax {
  const merged: LineSyntax = { line: [], block: [], strings: [], skip: [] };
  for (const part of parts) {
    const { line, block, strings, skip } = merged;
    Object.assign(merged, part, {
      line: [...line, ...part.line ?? []],
      block: [...block, ...part.block ?? []],
      strings: [...strings, ...part.strings ?? []],
      skip: [...skip, ...part.skip ?? []],
    });
  }
  return merged;
}

function line(...opens: string[]): Part {
  return { line: opens.map((open) => [open, "any"] as const) };
}
function wordLine(open: string): Part {
  return { line: [[open, "word"]] };
}
function startLine(...opens: string[]): Part {
  return { line: opens.map((open) => [open, "line"] as const) };
}
function block(open: string, close: string, nested = false, at: At = "any"): Part {
  return { block: [{ open, close, nested, at }] };
}
function quoted(
  open: string,
  multiline = false,
  escape: StringSyntax["escape"] = "backslash",
): Part {
  return { strings: [{ open, close: open, escape, multiline }] };
}

const C_COMMENTS = syntax(line("//"), block("/*", "*/"));
const C_NESTED = syntax(line("//"), block("/*", "*/", true));
const DOUBLE = quoted('"');
const SINGLE = quoted("'");
const QUOTES = syntax(DOUBLE, SINGLE);
const TRIPLE = quoted('"""', true);
const CHARS: Part = { charLiterals: true };
const C = syntax(C_COMMENTS, DOUBLE, CHARS);
const JS = syntax(C_COMMENTS, QUOTES, quoted("`", true), { regexLiterals: true });
const XML = block("<!--", "-->");
const SQL = syntax(line("--"), block("/*", "*/"), quoted("'", true, "double"));
const SHELL = syntax(wordLine("#"), quoted("'", true, "none"), quoted('"', true), {
  skip: ["\\'", '\\"', "\\\\", "\\#"],
  heredocs: "shell",
});
const LISP = syntax(line(";"), block("#|", "|#", true), quoted('"', true), {
  skip: ['#\\"', "#\\;"],
});
const HASKELL = syntax(line("--"), block("{-", "-}", true), DOUBLE, CHARS);
const ML = syntax(block("(*", "*)", true), quoted('"', true), CHARS);
const CSS = syntax(block("/*", "*/"), QUOTES);
const FORTRAN = syntax(line("!"), quoted("'", false, "double"), quoted('"', false, "double"));
const BASIC = syntax(line("'"), startLine("rem "), quoted('"', false, "double"), {
  ignoreCase: true,
});
const YAML = wordLine("#");
const INI = startLine("#", ";");
const RAW_C_SHARP: Part = {
  strings: [
    { open: '"""', close: '"""', escape: "none", multiline: true },
    { open: '@"', close: '"', escape: "double", multiline: true },
    { open: '@$"', close: '"', escape: "double", multiline: true },
  ],
};

const TABLE: readonly (readonly [names: string, ...parts: Part[]])[] = [
  ["C|Objective-C|OpenCL|Cuda|Metal|HLSL|GLSL|WGSL|ShaderLab|Processing|RenderScript|XC", C],
  ["C++|Objective-C++|HIP|nesC|SWIG|Ragel|Pro*C|AngelScript", syntax(C, { fenced: "cpp" })],
  ["Java|AspectJ|Apex|Gosu|AIDL|Smithy|C3|Hare|Beef|Gno", syntax(C, TRIPLE)],
  ["C#", syntax(C_COMMENTS, RAW_C_SHARP, DOUBLE, CHARS)],
  ["JavaScript|TypeScript|TSX|Glimmer JS|Glimmer TS|Qt Script|Cycript|QML|Imba", JS],
  [
    "JSON with Comments|JSON5|Jsonnet|CUE|TypeSpec|Bicep|Prisma|Ballerina",
    syntax(C_COMMENTS, QUOTES),
  ],
  ["Go|V|templ", syntax(C_COMMENTS, quoted("`", true, "none"), DOUBLE, CHARS)],
  ["Go Module|Go Workspace", line("//")],
  ["Rust|RON|Move|Cairo|Noir|Sway", syntax(C_NESTED, quoted('"', true), CHARS, { fenced: "rust" })],
  ["Swift", syntax(C_NESTED, TRIPLE, DOUBLE, { fenced: "swift" })],
  ["Kotlin|Gradle Kotlin DSL|Scala", syntax(C_NESTED, TRIPLE, DOUBLE, CHARS)],
  ["Groovy|Gradle|Nextflow", syntax(C_COMMENTS, TRIPLE, quoted("'''", true), QUOTES)],
  ["Dart", syntax(C_NESTED, TRIPLE, quoted("'''", true), QUOTES)],
  [
    "D",
    syntax(
      C_COMMENTS,
      block("/+", "+/", true),
      quoted("`", true, "none"),
      quoted('"', true),
      CHARS,
    ),
  ],
  [
    "Zig",
    syntax(line("//"), DOUBLE, CHARS, {
      strings: [{ open: "\\\\", close: "\n", escape: "none", multiline: false }],
    }),
  ],
  ["Odin|Jai", syntax(C_NESTED, quoted("`", true, "none"), DOUBLE, CHARS)],
  [
    "Solidity|Yul|Protocol Buffer|FlatBuffers|Cap'n Proto|Slice|WebIDL|ANTLR|JFlex|Yacc|Lex|PEG.js",
    syntax(C_COMMENTS, QUOTES),
  ],
  [
    "Thrift|PHP|Hack",
    syntax(C_COMMENTS, line("#"), quoted("'", true), quoted('"', true), {
      heredocs: "php",
      skip: ["#["],
    }),
  ],
  [
    "ActionScript|Haxe|Vala|UnrealScript|Squirrel|SourcePawn|Pawn|Verilog|SystemVerilog|Stan|Modelica|NWScript|LSL|Linker Script|Graphviz (DOT)|Reason|ReScript|Pony|Chapel|QuakeC|AGS Script|POV-Ray SDL|OpenSCAD|Slint|Mint|P4|eC|X10|Xtend|Ceylon|Fantom",
    syntax(C_COMMENTS, DOUBLE, CHARS),
  ],
  ["CSS|PostCSS", CSS],
  ["SCSS|Less|Stylus|Sass", syntax(CSS, line("//"))],
  [
    "Python|Cython|Starlark|Snakemake|Xonsh|Sage|GDScript|Mojo|Boo|Vyper",
    syntax(line("#"), TRIPLE, quoted("'''", true), QUOTES),
  ],
  [
    "Ruby|Crystal",
    syntax(
      line("#"),
      {
        block: [{
          open: "=begin",
          close: "=end",
          nested: false,
          at: "column",
          closeAtColumn: true,
        }],
      },
      QUOTES,
      { heredocs: "ruby", skip: ['?"', "?'", "?#"] },
    ),
  ],
  [
    "Perl|Raku",
    syntax(
      wordLine("#"),
      { block: [{ open: "=", close: "=cut", nested: false, at: "column", closeAtColumn: true }] },
      QUOTES,
      { heredocs: "ruby", skip: ["$'", '$"', "$#"] },
    ),
  ],
  ["Shell|Tcsh|Alpine Abuild|Gentoo Ebuild|Gentoo Eclass|OpenRC runscript|BitBake", SHELL],
  ["fish|Nushell|Elvish", syntax(wordLine("#"), QUOTES)],
  [
    "PowerShell",
    syntax(block("<#", "#>"), wordLine("#"), {
      strings: [
        { open: '@"', close: '"@', escape: "none", multiline: true },
        { open: "@'", close: "'@", escape: "none", multiline: true },
        { open: '"', close: '"', escape: "double", multiline: false },
        { open: "'", close: "'", escape: "double", multiline: false },
      ],
    }),
  ],
  ["Batchfile", syntax(startLine("rem ", "@rem ", "::"), { ignoreCase: true })],
  ["Makefile|QMake|Just|Meson|Ninja|GN|Xmake", syntax(wordLine("#"))],
  ["Dockerfile|Earthly", syntax(startLine("#"), { heredocs: "shell" })],
  ["CMake", syntax(block("#[[", "]]"), block("#[=[", "]=]"), line("#"), quoted('"', true))],
  [
    "R|Tcl|Awk|Nginx|GDB|Robots Exclusion Rules|Puppet|Gnuplot|Caddyfile|Open Policy Agent|Zeek|Roc|Janet|Gherkin|Procfile|SELinux Policy|NASL|Pip Requirements|Cabal Config|Hosts File",
    syntax(wordLine("#"), QUOTES),
  ],
  ["GraphQL|Toit", syntax(wordLine("#"), TRIPLE, DOUBLE)],
  ["Julia", syntax(block("#=", "=#", true), line("#"), TRIPLE, DOUBLE, CHARS)],
  ["Elixir", syntax(line("#"), TRIPLE, quoted("'''", true), DOUBLE, { skip: ['?"', "?#"] })],
  ["Nim", syntax(block("#[", "]#", true), line("#"), TRIPLE, DOUBLE, CHARS)],
  ["CoffeeScript", syntax(block("###", "###"), line("#"), TRIPLE, quoted("'''", true), QUOTES)],
  ["HCL|Terraform Template", syntax(C_COMMENTS, line("#"), DOUBLE, { heredocs: "shell" })],
  ["Nix", syntax(line("#"), block("/*", "*/"), quoted("''", true, "none"), quoted('"', true))],
  ["Lua|Luau|Terra|Teal", syntax(line("--"), QUOTES, { fenced: "lua" })],
  ["SQL|PLSQL|PLpgSQL|TSQL|SQLPL|HiveQL|CQL|SurrealQL", SQL],
  ["Haskell|PureScript|Elm|Idris|Agda|Dhall|C2hs Haskell|Frege|Curry", HASKELL],
  ["Lean|Lean 4", syntax(line("--"), block("/-", "-/", true), DOUBLE, CHARS)],
  ["OCaml|Standard ML|Rocq Prover|Isabelle|F*|Wolfram Language", ML],
  ["F#", syntax(ML, line("//"), TRIPLE)],
  ["Ada|VHDL|Alloy|Eiffel|MoonScript", syntax(line("--"), quoted('"', false, "double"), CHARS)],
  ["AppleScript", syntax(line("--", "#"), block("(*", "*)", true), DOUBLE)],
  [
    "Pascal|Component Pascal|Modula-2|Modula-3|Oberon|Oxygene",
    syntax(line("//"), block("(*", "*)"), block("{", "}"), quoted("'", false, "double")),
  ],
  ["Erlang", syntax(line("%"), DOUBLE, SINGLE, { skip: ["$%", '$"', "$'"] })],
  ["Prolog|Logtalk|Mercury", syntax(line("%"), block("/*", "*/"), QUOTES)],
  ["TeX|BibTeX Style|PostScript", syntax(line("%"), { skip: ["\\%"] })],
  [
    "MATLAB",
    syntax(block("%{", "%}", true, "line"), line("%"), { line: [["...", "any"]] }, DOUBLE),
  ],
  [
    "Common Lisp|Scheme|Racket|NewLisp|LFE|Hy|Fennel|Emacs Lisp",
    syntax(LISP, { skip: ['?\\"', "?\\;"] }),
  ],
  ["Clojure|edn", syntax(line(";"), quoted('"', true), { skip: ['\\"', "\\;"] })],
  ["WebAssembly", syntax(line(";;"), block("(;", ";)", true), DOUBLE)],
  ["Fortran", syntax({ line: [["c", "column"], ["*", "column"]], ignoreCase: true }, FORTRAN)],
  ["Fortran Free Form", FORTRAN],
  ["COBOL", syntax(line("*>"), QUOTES)],
  ["Visual Basic .NET|Visual Basic 6.0|VBA|VBScript|BASIC|FreeBASIC|QuickBASIC|B4X", BASIC],
  ["Assembly|Motorola 68K Assembly|LLVM|Nasal", syntax(line(";"), block("/*", "*/"), QUOTES)],
  ["Unix Assembly", syntax(C_COMMENTS, wordLine("#"), startLine(";", "@"), DOUBLE)],
  ["Vim script", startLine('"')],
  ["AutoHotkey|AutoIt|NSIS|Inno Setup", syntax(wordLine(";"), block("/*", "*/"), DOUBLE)],
  [
    "XML|SVG|XSLT|XML Property List|Maven POM|Ant Build System|XPages|XProc|Web Ontology Language|COLLADA|HTML|Ecmarkup|Vue|Svelte|Astro",
    syntax(XML),
  ],
  ["MDX", syntax(XML, block("{/*", "*/}"))],
  ["HTML+ERB|EJS|HTML+ECR|HTML+EEX", syntax(XML, block("<%#", "%>"), block("<%--", "--%>"))],
  ["Java Server Pages|Classic ASP|ASP.NET|Groovy Server Pages", syntax(XML, block("<%--", "--%>"))],
  ["HTML+Razor", syntax(XML, block("@*", "*@"))],
  ["Blade", syntax(XML, block("{{--", "--}}"))],
  ["Handlebars|Mustache", syntax(XML, block("{{!--", "--}}"), block("{{!", "}}"))],
  ["Jinja|Twig|Nunjucks", syntax(XML, block("{#", "#}"))],
  [
    "Liquid",
    syntax(
      XML,
      block("{% comment %}", "{% endcomment %}"),
      block("{%- comment -%}", "{%- endcomment -%}"),
    ),
  ],
  ["Smarty", syntax(XML, block("{*", "*}"))],
  ["Go Template|Mako", syntax(XML, block("{{/*", "*/}}"), block("{{- /*", "*/ -}}"))],
  ["FreeMarker", syntax(XML, block("<#--", "-->"))],
  ["Velocity Template Language", syntax(line("##"), block("#*", "*#"))],
  ["Pug", startLine("//")],
  ["Haml", startLine("-#", "/")],
  ["Slim", startLine("/")],
  ["YAML|OASv2-yaml|OASv3-yaml|RAML|Salt|MiniYAML", YAML],
  [
    "TOML",
    syntax(TRIPLE, quoted("'''", true, "none"), DOUBLE, quoted("'", false, "none"), line("#")),
  ],
  [
    "INI|EditorConfig|Git Config|NPM Config|desktop|cURL Config|Wget Config|SSH Config|Readline Config|Windows Registry Entries|Godot Resource",
    syntax(INI),
  ],
  ["Java Properties", startLine("#", "!")],
  [
    "Ignore List|Git Attributes|CODEOWNERS|Dotenv|Browserslist|Option List|ShellCheck Config|Git Revision List|crontab|ApacheConf|HAProxy|RPM Spec|Gettext Catalog|Kickstart|pkg-config|Proguard|Tor Config|dircolors|nanorc",
    startLine("#"),
  ],
  ["Kusto|KDL|Typst", C_COMMENTS],
  ["sed|jq|SPARQL|Turtle", wordLine("#")],
  ["Smalltalk", quoted("'", true, "double"), block('"', '"')],
  ["Forth", syntax({ line: [["\\ ", "word"]] }, block("( ", ")"))],
  ["Factor", syntax({ line: [["! ", "word"]] }, DOUBLE)],
  ["Ring|Io|Koka|Wren|Gleam|Tact|Cadence", syntax(C_COMMENTS, DOUBLE)],
  ["SAS|Stata", syntax(block("/*", "*/"), startLine("*"))],
  ["ABAP", syntax({ line: [["*", "column"], ['"', "any"]] })],
  ["REXX|Arc", syntax(block("/*", "*/", true), QUOTES)],
];

const NO_COMMENTS = syntax();
let byLanguage: Map<string, LineSyntax> | null = null;

/** The syntax of a linguist language; one without comments where the table has none. */
export function lineSyntax(language: string | null): LineSyntax {
  if (!byLanguage) {
    byLanguage = new Map();
    for (const [names, ...parts] of TABLE) {
      const merged = syntax(...parts);
      for (const name of names.split("|")) byLanguage.set(name, merged);
    }
  }
  return (language !== null && byLanguage.get(language)) || NO_COMMENTS;
}

/** Names of all languages whose comments are known. */
export function languagesWithComments(): string[] {
  return TABLE.flatMap(([names]) => names.split("|"));
}
