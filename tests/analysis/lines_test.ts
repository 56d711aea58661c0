import assert from "node:assert/strict";
import { countLines } from "../../lib/analysis/lines.ts";
import { languagesWithComments } from "../../lib/analysis/line_syntax.ts";
import { linguistTables } from "../../lib/analysis/linguist.ts";

/** Expects one letter per line: c code, m comment, b blank. */
function expectLines(language: string | null, rows: readonly (readonly [string, string])[]) {
  const text = rows.map(([, line]) => line + "\n").join("");
  const expected = { code: 0, comment: 0, blank: 0 };
  for (const [kind] of rows) {
    expected[kind === "c" ? "code" : kind === "m" ? "comment" : "blank"]++;
  }
  const bytes = new TextEncoder().encode(text);
  assert.deepEqual(countLines(bytes, language), expected, `${language}:\n${text}`);
  const crlf = new TextEncoder().encode(text.replaceAll("\n", "\r\n"));
  assert.deepEqual(countLines(crlf, language), expected, `${language} with CRLF`);
  const open = new TextEncoder().encode(text.slice(0, -1));
  if (rows.at(-1)![1] !== "") {
    assert.deepEqual(countLines(open, language), expected, `${language} without a last newline`);
  }
}

const CASES: Record<string, readonly (readonly [string, string])[]> = {
  C: [
    ["m", "/* a"],
    ["b", ""],
    ["m", "   b */"],
    ["c", "int x = 1; // no"],
    ["c", 'char *s = "/* no"; /* yes */'],
    ["c", "char c = '\"'; char d = '\\'';"],
    ["c", "#define A \\"],
    ["c", "  1"],
    ["m", "// end"],
    ["c", "/* x */ int y;"],
    ["m", "/* x */ /* y */"],
  ],
  "C++": [
    ["c", 'auto s = R"x(/*'],
    ["c", '// )" inside'],
    ["b", "  "],
    ["c", ")x\"; int n = 1'000;"],
    ["m", "// yes"],
  ],
  Rust: [
    ["m", "/* a /* b */"],
    ["m", "still */"],
    ["c", "fn f<'a>(x: &'a str) -> char { '\"' }"],
    ["c", 'let s = r#"// " no'],
    ["c", '/* no "#;'],
    ["m", "/// doc"],
  ],
  Go: [["c", "s := `/*"], ["b", ""], ["c", "// no`"], ["m", "// yes"], ["c", "r := '\\''"]],
  Python: [
    ["m", "# yes"],
    ["c", '"""doc'],
    ["b", ""],
    ["c", '# string"""'],
    ["c", "x = '#' # no"],
    ["c", "y = 'it\\'s' "],
    ["m", "  # yes"],
  ],
  JavaScript: [
    ["m", "#!/usr/bin/env node"],
    ["c", "const r = /[/*]/; // no"],
    ["c", "const t = `"],
    ["c", "// no"],
    ["c", "`;"],
    ["c", "a = b / c; /* x"],
    ["m", "*/"],
  ],
  Shell: [
    ["m", "#!/bin/sh"],
    ["c", 'echo "$#" ${x#y} # no'],
    ["c", "cat <<'EOF'"],
    ["c", "# text"],
    ["b", ""],
    ["c", "it's"],
    ["c", "EOF"],
    ["m", "# yes"],
    ["c", "echo $((1 << 2))"],
    ["c", "echo 'a"],
    ["c", "# b'"],
    ["m", "# yes"],
  ],
  Ruby: [
    ["m", "=begin"],
    ["m", "text"],
    ["b", ""],
    ["m", "=end"],
    ["c", "x = <<~SQL"],
    ["c", "  # no"],
    ["c", "SQL"],
    ["m", "# yes"],
  ],
  Perl: [["c", "my $x = 1;"], ["m", "=pod"], ["m", "text"], ["m", "=cut"], ["c", "1;"]],
  Lua: [["m", "--[==[ a"], ["m", "]] b ]==]"], ["c", "s = [["], ["c", "-- no ]]"], ["m", "-- yes"]],
  SQL: [["m", "-- a"], ["c", "select '-- it''s"], ["c", "-- no'; /* x"], ["m", "*/"]],
  Haskell: [["m", "{- a {- b -}"], ["m", "-}"], ["c", "f' x = '\"' -- no"], ["m", "-- yes"]],
  HTML: [
    ["c", "<p>// no</p>"],
    ["m", "<!-- a"],
    ["m", "-->"],
    ["c", "<script>"],
    ["m", "// yes"],
    ["c", "f();"],
    ["c", "</script>"],
    ["c", "<style>"],
    ["m", "/* yes */"],
    ["c", "</style>"],
  ],
  Vue: [
    ["c", "<template>"],
    ["m", "<!-- x -->"],
    ["c", "</template>"],
    [
      "c",
      '<script lang="ts">',
    ],
    ["m", "/* y */"],
    ["c", "</script>"],
  ],
  Astro: [["c", "---"], ["m", "// yes"], ["c", "const a = 1;"], ["c", "---"], [
    "c",
    "<p>// no</p>",
  ]],
  PHP: [
    ["c", "<p># no</p>"],
    ["c", "<?php"],
    ["m", "# yes"],
    ["c", "$x = <<<EOT"],
    [
      "c",
      "// no",
    ],
    ["c", "EOT;"],
    ["m", "// yes"],
    ["c", "?>"],
    ["m", "<!-- yes -->"],
  ],
  YAML: [["m", "# yes"], ["c", "a: b#c"], ["b", " \t"]],
  TOML: [["c", 'a = """'], ["c", "# no"], ["c", '"""'], ["m", "# yes"]],
  Dockerfile: [["m", "# yes"], ["c", "RUN echo # no"]],
  OCaml: [["m", "(* a (* b *)"], ["m", "*)"], ["c", "let x = 'a' (* c *)"]],
  "Common Lisp": [["m", "; a"], ["m", "#| b"], ["m", "|#"], ["c", '(f #\\" "; no")']],
  Elixir: [["c", '@doc """'], ["c", "# no"], ["c", '"""'], ["m", "# yes"]],
  Zig: [["c", "const s ="], ["c", "\\\\ // no"], ["m", "// yes"]],
  "C#": [["c", 'var s = @"\\";'], ["m", "// yes"], ["c", 'var t = @"a ""'], ["c", '// no";']],
  Swift: [["c", 'let s = #"/* " "#'], ["m", "/* /* */"], ["m", "*/"]],
  PowerShell: [["m", "<# a"], ["m", "#>"], ["c", '$s = @"'], ["c", "# no"], ["c", '"@']],
  "Vim script": [["m", '" yes'], ["c", 'let a = "x"']],
  Batchfile: [["m", "REM yes"], ["m", ":: yes"], ["c", "echo off"]],
  Fortran: [["m", "C yes"], ["c", "      X = 1 ! no"], ["m", "! yes"]],
  Julia: [["m", "#= a"], ["m", "=#"], ["c", 'x = "#="'], ["c", "y = a'"]],
  Nix: [["c", "x = ''"], ["c", "# no"], ["c", "'';"], ["m", "# yes"]],
  CSS: [["m", "/* a */"], ["c", "a{}"]],
  SCSS: [["m", "// yes"], ["c", "a{}"]],
  Erlang: [["m", "% yes"], ["c", "x() -> $%. % no"]],
  Makefile: [["m", "# yes"], ["c", "a: b # no"]],
  INI: [["m", "; yes"], ["m", "# yes"], ["c", "a=b ; no"]],
  Markdown: [["c", "# Title"], ["b", ""], ["c", "<!-- text -->"]],
  JSON: [["c", '{ "a": "// no" }']],
  "JSON with Comments": [["m", "// yes"], ["c", '{ "a": "http://x" }']],
};

for (const [language, rows] of Object.entries(CASES)) {
  Deno.test(`countLines() follows the published rule in ${language}`, () => {
    expectLines(language, rows);
  });
}

Deno.test("countLines() finds no lines in an empty file and one in a lone newline", () => {
  assert.deepEqual(countLines(new Uint8Array(), "C"), { code: 0, comment: 0, blank: 0 });
  assert.deepEqual(countLines(new Uint8Array([10]), "C"), { code: 0, comment: 0, blank: 1 });
  assert.deepEqual(countLines(new Uint8Array([32]), null), { code: 0, comment: 0, blank: 1 });
});

Deno.test("countLines() knows the comments of at least 60 languages that linguist names", () => {
  const names = new Set(languagesWithComments());
  const known = new Set(linguistTables().names.values());
  assert.deepEqual([...names].filter((name) => !known.has(name)), []);
  assert.equal(names.size, languagesWithComments().length, "a language stands in two rows");
  assert.ok(names.size >= 60, String(names.size));
});

Deno.test("countLines() stays linear in hostile text and counts every line once", () => {
  const hostile = [
    "<<A\n".repeat(40_000),
    Array.from({ length: 20_000 }, (_, at) => `<<A${at}\n`).join(""),
    "/*".repeat(80_000),
    "r#".repeat(80_000),
    "(*".repeat(80_000),
    "'\\".repeat(80_000),
    "<script>".repeat(20_000),
    "<?".repeat(40_000),
    "[=".repeat(80_000),
  ];
  for (const text of hostile) {
    const bytes = new TextEncoder().encode(text);
    const expected = text.endsWith("\n") ? text.split("\n").length - 1 : 1;
    for (const language of ["Shell", "Rust", "OCaml", "HTML", "PHP", "Lua", "C++", "Ruby"]) {
      const { code, comment, blank } = countLines(bytes, language);
      assert.equal(code + comment + blank, expected, language);
    }
  }
});
