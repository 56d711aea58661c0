/**
 * GitHub linguist's tables (npm `linguist-languages`), turned round for look-ups: which language a
 * file name, an extension, an interpreter or an editor's mode names. Built at the first question.
 */
import * as linguist from "linguist-languages";

interface Entry {
  name: string;
  type: string;
  color?: string;
  extensions?: readonly string[];
  filenames?: readonly string[];
  interpreters?: readonly string[];
  aliases?: readonly string[];
}

interface Tables {
  names: Map<string, string>;
  types: Map<string, string>;
  /** `#rrggbb` */
  colours: Map<string, string>;
  filenames: Map<string, string>;
  /** Lower case, with the dot; several languages where the extension is ambiguous. */
  extensions: Map<string, string[]>;
  interpreters: Map<string, string>;
  modes: Map<string, string>;
}

/**
 * The language of an extension that several share, where nothing in the content says otherwise:
 * the one that public repositories use it for most. Extensions not named here fall to the first
 * language of linguist's table that has it as its first (primary) extension.
 */
const POPULAR: Readonly<Record<string, string>> = {
  ".h": "C",
  // Every Objective-C file of some length has a mark of its own, or a comment of C.
  ".m": "MATLAB",
  ".mm": "Objective-C++",
  ".ts": "TypeScript",
  ".tsx": "TSX",
  ".pl": "Perl",
  ".pm": "Perl",
  ".t": "Perl",
  ".cgi": "Perl",
  ".fcgi": "Perl",
  ".md": "Markdown",
  ".cs": "C#",
  ".fs": "F#",
  ".r": "R",
  ".v": "Verilog",
  ".sql": "SQL",
  ".ddl": "SQL",
  ".inc": "PHP",
  ".rs": "Rust",
  ".php": "PHP",
  ".html": "HTML",
  ".yml": "YAML",
  ".yaml": "YAML",
  ".json": "JSON",
  ".d": "D",
  ".ml": "OCaml",
  ".sc": "Scala",
  ".scm": "Scheme",
  ".star": "Starlark",
  ".properties": "Java Properties",
  ".plist": "XML Property List",
  ".txt": "Text",
  ".s": "Assembly",
  ".asm": "Assembly",
  ".as": "ActionScript",
  ".asc": "AsciiDoc",
  ".cls": "TeX",
  ".cl": "Common Lisp",
  ".l": "Lex",
  ".lsp": "Common Lisp",
  ".lisp": "Common Lisp",
  ".ex": "Elixir",
  ".es": "JavaScript",
  ".frag": "GLSL",
  ".gs": "JavaScript",
  ".shader": "ShaderLab",
  ".gd": "GDScript",
  ".gml": "Game Maker Language",
  ".sol": "Solidity",
  ".tpl": "Smarty",
  ".cfg": "INI",
  ".lean": "Lean 4",
  ".ls": "LiveScript",
  ".mo": "Modelica",
  ".pp": "Puppet",
  ".spec": "RPM Spec",
  ".bs": "Bikeshed",
  ".bb": "BitBake",
  ".f": "Fortran",
  ".for": "Fortran",
  ".fr": "Text",
  ".cairo": "Cairo",
  ".hh": "C++",
  ".re": "Reason",
  ".cue": "CUE",
  ".res": "ReScript",
  ".bas": "BASIC",
  ".vba": "VBA",
  ".nu": "Nushell",
  ".odin": "Odin",
  ".typ": "Typst",
  ".tsp": "TypeSpec",
  ".sw": "Sway",
  ".mojo": "Mojo",
  ".st": "Smalltalk",
  ".man": "Roff Manpage",
  ".srt": "SubRip Text",
  ".jq": "jq",
  ".toc": "TeX",
  ".al": "Perl",
  ".b": "Brainfuck",
  ".tl": "Teal",
  ".ch": "xBase",
  ".mod": "Modula-2",
  ".m4": "M4",
  ".yy": "Yacc",
  ".pod": "Pod",
  ".bst": "BibTeX Style",
  ".fx": "HLSL",
  ".cp": "C++",
};

/** Extensions that linguist leaves out, or gives to a rarer language than the one that uses them. */
const ADDED: Readonly<Record<string, string>> = {
  ".jsonc": "JSON with Comments",
  ".code-workspace": "JSON with Comments",
  ".cu": "Cuda",
  ".js.map": "JSON",
  ".mjs.map": "JSON",
  ".cjs.map": "JSON",
  ".ts.map": "JSON",
  ".css.map": "JSON",
};

/** Names of files that decide a language and are in no table of linguist's. */
const ADDED_FILENAMES: Readonly<Record<string, string>> = { "README": "Text" };

let tables: Tables | null = null;

/** All look-ups; built once per thread. */
export function linguistTables(): Tables {
  return tables ??= build(Object.values(linguist) as readonly Entry[]);
}

/** True where linguist counts the language as programming or markup rather than data or prose. */
export function isSourceLanguage(language: string): boolean {
  const type = linguistTables().types.get(language);
  return type === "programming" || type === "markup";
}

/** The language to settle on for an ambiguous extension whose content says nothing. */
export function popularLanguage(extension: string): string | null {
  const candidates = linguistTables().extensions.get(extension);
  return POPULAR[extension] ?? candidates?.[0] ?? null;
}

function build(entries: readonly Entry[]): Tables {
  const result: Tables = {
    names: new Map(),
    types: new Map(),
    colours: new Map(),
    filenames: new Map(),
    extensions: new Map(),
    interpreters: new Map(),
    modes: new Map(),
  };
  for (const entry of entries) {
    result.names.set(entry.name.toLowerCase(), entry.name);
    result.types.set(entry.name, entry.type);
    if (entry.color !== undefined) result.colours.set(entry.name, entry.color);
    for (const name of entry.filenames ?? []) setOnce(result.filenames, name, entry.name);
    for (const name of entry.interpreters ?? []) setOnce(result.interpreters, name, entry.name);
    for (const mode of entry.aliases ?? []) setOnce(result.modes, mode, entry.name);
    (entry.extensions ?? []).forEach((raw, index) => {
      const extension = raw.toLowerCase();
      const languages = result.extensions.get(extension) ?? [];
      if (languages.includes(entry.name)) return;
      // A primary extension goes before another language's secondary one.
      if (index === 0) languages.unshift(entry.name);
      else languages.push(entry.name);
      result.extensions.set(extension, languages);
    });
  }
  for (const [name, language] of result.names) result.modes.set(name, language);
  for (const [extension, language] of Object.entries(ADDED)) {
    result.extensions.set(extension, [language]);
  }
  for (const [name, language] of Object.entries(ADDED_FILENAMES)) {
    result.filenames.set(name, language);
  }
  // Interpreters that linguist gives to several languages: the one that a shebang means.
  for (const [name, language] of Object.entries(SHEBANG)) result.interpreters.set(name, language);
  return result;
}

const SHEBANG: Readonly<Record<string, string>> = {
  deno: "TypeScript",
  bun: "JavaScript",
  node: "JavaScript",
  tsx: "TypeScript",
  perl: "Perl",
  perl6: "Raku",
  ocaml: "OCaml",
  lua: "Lua",
};

function setOnce(map: Map<string, string>, key: string, value: string): void {
  if (!map.has(key)) map.set(key, value);
}
