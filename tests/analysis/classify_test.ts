import assert from "node:assert/strict";
import type { SystemMap } from "../../lib/domain/wire/system_map.ts";
import { analyseFiles } from "../support/analysis.ts";
import { readAttributes } from "../../lib/analysis/attributes.ts";
import { decideLanguage, languageHint } from "../../lib/analysis/classify.ts";
import { decodeBlob, textOf } from "../../lib/analysis/encoding.ts";
import { languageByContent } from "../../lib/analysis/disambiguate.ts";
import { HEURISTICS } from "../../lib/analysis/linguist_heuristics.ts";
import { compileGlob } from "../../lib/analysis/globs.ts";
import {
  generatedByContent,
  isDocumentation,
  isGeneratedPath,
  isTestPath,
  isVendored,
} from "../../lib/analysis/origin.ts";

function language(path: string, text = ""): string | null {
  return decideLanguage(languageHint(path), text);
}

Deno.test("a file's language follows its name, extension, shebang, mode line and content", () => {
  const cases: [path: string, text: string, expected: string | null][] = [
    ["a.ts", "const a = 1;", "TypeScript"],
    ["a.d.ts", "", "TypeScript"],
    ["i18n/de.ts", '<?xml version="1.0"?>\n<TS version="2.1">', "XML"],
    ["a.tsx", "", "TSX"],
    ["a.mjs", "", "JavaScript"],
    ["a.jsx", "", "JavaScript"],
    ["a.py", "", "Python"],
    ["a.go", "", "Go"],
    ["go.mod", "", "Go Module"],
    ["Makefile", "", "Makefile"],
    ["Dockerfile", "", "Dockerfile"],
    ["docker/Dockerfile.dev", "", "Dockerfile"],
    ["CMakeLists.txt", "", "CMake"],
    ["a.h", "int f(void);", "C"],
    ["a.h", "namespace a {\n}", "C++"],
    ["a.h", "#include <vector>", "C++"],
    ["a.h", "@interface A\n@end", "Objective-C"],
    ["a.h", "/* -*- C++ -*- */\nint x;", "C++"],
    ["a.m", "@implementation A", "Objective-C"],
    ["a.m", "% comment\nfunction y = f(x)", "MATLAB"],
    ["a.pl", "use strict;\nmy $x;", "Perl"],
    ["a.pl", "a(X) :- b(X).", "Prolog"],
    ["a.md", "# Title", "Markdown"],
    ["a.cs", "class A {}", "C#"],
    ["a.fs", "let x = 1", "F#"],
    ["a.r", "x <- 1", "R"],
    ["a.R", "x <- 1", "R"],
    ["a.v", "module a(input b);", "Verilog"],
    ["a.v", "Theorem a : b.", "Rocq Prover"],
    ["a.sql", "select 1;", "SQL"],
    ["a.inc", "<?php echo 1;", "PHP"],
    ["a.inc", "#include <x.h>", "C++"],
    ["a.rs", "fn main() {}", "Rust"],
    ["a.m4", "AC_INIT([x])", "M4Sugar"],
    ["a.m4", "define(`a', `b')dnl", "M4"],
    ["a.yy", "%{\n%}\n%%", "Yacc"],
    ["a.yy", '{ "modelName": "GMSprite" }', "JSON"],
    ["a.pro", "QT += core\n", "QMake"],
    ["a.pro", "-keep class a.B\n", "Proguard"],
    ["a.pro", "a(X) :- b(X).", "Prolog"],
    ["a.ms", ".TH X 1", "Roff"],
    ["a.pod", "=head1 NAME", "Pod"],
    ["a.scd", "SynthDef(\\a, {})", "SuperCollider"],
    ["a.toc", "## Interface: 1", "World of Warcraft Addon Data"],
    ["a.q", "select * from a;", "HiveQL"],
    ["a.ipynb", "{}", "Jupyter Notebook"],
    ["a.vue", "", "Vue"],
    ["a.yml", "a: 1", "YAML"],
    ["package.json", "{}", "JSON"],
    ["tsconfig.build.json", "{}", "JSON with Comments"],
    ["requirements-dev.txt", "", "Pip Requirements"],
    ["notes.txt", "", "Text"],
    ["bin/run", "#!/usr/bin/env python3\n", "Python"],
    ["bin/run", "#!/bin/bash\n", "Shell"],
    ["bin/run", "#!/usr/bin/env -S deno run -A\n", "TypeScript"],
    ["bin/run", "#!/usr/bin/env node", "JavaScript"],
    ["bin/run", "# vim: set ft=ruby :\n", "Ruby"],
    ["bin/run", "plain", null],
    ["a.unknownext", "plain", null],
    [".h", "", null],
    ["a.js", "/* -*- Mode: Java; tab-width: 2 -*- */", "JavaScript"],
    ["bin/run", "# -*- coding: utf-8; mode: perl -*-\n", "Perl"],
    ["bin/run", "# -*-mode:ruby-*-\n", "Ruby"],
    ["bin/run", "# -*- tab-width: 4 -*-\n", null],
    ["bin/run", "a\n# ex: set filetype=python:\n", "Python"],
    ["a.txt", "*a.txt*\n vim:tw=78:ts=8:noet:ft=help:norl:", "Vim Help File"],
    ["a.pro", "/* a.c */\nint a(void);\n/* vim: set ft=c : */\n", "C"],
    ["de.ts", "<!-- from Qt -->\n<!DOCTYPE TS><TS>", "XML"],
    ["a.ts", "class A<TS> {}", "TypeScript"],
    ["a.m", "# octave\nx = 1\nendif", "MATLAB"],
    ["a.m", "(* a *)\nf[x_] := 1", "Wolfram Language"],
    ["a.cls", "\\NeedsTeXFormat{LaTeX2e}", "TeX"],
    ["a.cls", "VERSION 1.0 CLASS\nBEGIN\n  MultiUse = -1\n  Persistable = 0\n", "Visual Basic 6.0"],
    ["a.r", "REBOL [Title: 1]", "Rebol"],
    ["a.v", "module a\n\nfn main() {\n}", "V"],
    ["a.md", '(define_insn "a"', "GCC Machine Description"],
    ["a.sql", "create function a() returns int language plpgsql;", "PLpgSQL"],
    ["a.sql", "BEGIN TRY\nGO", "TSQL"],
    ["a.lean", "import Lean", "Lean 4"],
    ["a.d", "a.o: a.c a.h\n", "Makefile"],
    ["ls.1", '.TH LS "1"\n.SH NAME\n', "Roff Manpage"],
    ["tool.1.in", ".TH TOOL 1\n.SH NAME\n", "Roff Manpage"],
    ["LGPL-2.1", "The GNU Lesser", "Text"],
    ["a.js.map", "{}", "JSON"],
    ["big5.map", "# made by", null],
    ["Dockerfile.yaml", "", "YAML"],
    ["Makefile.pl", "use strict;", "Perl"],
    ["Makefile.linux", "", "Makefile"],
  ];
  for (const [path, text, expected] of cases) {
    assert.equal(language(path, text), expected, `${path}: ${text}`);
  }
});

Deno.test("origin: vendored, generated and test paths", () => {
  const cases: [(path: string) => boolean, string[], string[]][] = [
    [
      isVendored,
      [
        "node_modules/a/b.js",
        "a/vendor/b.go",
        "third_party/x.c",
        "dist/a.js",
        ".yarn/releases/y.cjs",
        "configure",
        "js/jquery-3.6.0.min.js",
        "js/bootstrap.js",
        "gradlew",
        "gradle/wrapper/gradle-wrapper.properties",
        "external/a.c",
      ],
      [
        "src/a.js",
        "distribution/a.js",
        "vendors.ts",
        "src/dist.ts",
        "src/react.js",
        "src/cache/a.c",
        ".github/workflows/ci.yml",
        "types/a.d.ts",
        "a/configure.ac",
        "gradlew.md",
      ],
    ],
    [
      isGeneratedPath,
      [
        "package-lock.json",
        "a/go.sum",
        "a.min.js",
        "a.js.map",
        "api.pb.go",
        "x_pb2.py",
        "a/MODULE.bazel.lock",
        "A.feature.cs",
      ],
      ["package.json", "a.js", "map.js", "admin.js"],
    ],
    [
      isTestPath,
      [
        "a_test.go",
        "test_a.py",
        "a/tests/b.py",
        "a.spec.ts",
        "a.test.tsx",
        "__tests__/a.js",
        "src/test/java/A.java",
        "ATest.java",
        "conftest.py",
        "a_spec.rb",
      ],
      [
        "a.go",
        "contest.py",
        "latest.ts",
        "testing/mod.ts",
        "attest.js",
        "src/a.ts",
        "protests/a.js",
      ],
    ],
  ];
  for (const [rule, yes, no] of cases) {
    for (const path of yes) assert.ok(rule(path), `${rule.name}(${path})`);
    for (const path of no) assert.ok(!rule(path), `!${rule.name}(${path})`);
  }
});

Deno.test("languages of hostile texts are decided in time that grows with the text", () => {
  // Each of these would cost seconds to minutes, were a rule's pattern to look ahead without bound.
  const pieces = ["\n", "\t", "a", " #\n", "BEGIN\n"];
  const extensions = HEURISTICS.flatMap(({ extensions }) => extensions);
  assert.ok(extensions.length > 100);
  for (const extension of extensions) {
    for (const piece of pieces) {
      languageByContent(extension, piece.repeat(50_000 / piece.length));
    }
  }
});

Deno.test("control characters end no word: a rule sees no more of one than of any other", () => {
  const shown = (piece: string) => languageByContent(".f", `${piece.repeat(200)}flowop`);
  assert.equal(shown("x "), "Filebench WML");
  assert.equal(shown("xx"), null);
  assert.equal(shown("x\u0001"), null);
});

Deno.test("generated files sign in a comment of their own language, near the top", () => {
  const cases: [language: string, text: string, expected: boolean][] = [
    ["C", "/* autogenerated from errcodes.txt, do not edit */", true],
    ["C", '" * Autogenerated by Thrift Compiler ()" "\\n"\n" * @generated" "\\n"', false],
    ["Shell", "cat <<EOF\n/* Automatically generated by me */\nEOF", false],
    ["Markdown", "    // auto-generated by the Thrift compiler", false],
    ["Markdown", "<!-- This file is automatically generated -->", true],
    ["Python", "#\n# Autogenerated by Thrift Compiler (0.17)\n", true],
    ["Java", "/* The following code was generated by JFlex 1.4 */", true],
    ["Java", "// This is a generated file. Not intended for manual editing.", true],
    ["Dart", "// GENERATED CODE - DO NOT MODIFY BY HAND", true],
    ["C", "/* DO NOT EDIT THIS FILE - it is machine generated */\n#include <jni.h>", true],
    ["C", "/* Generated by Cython 3.0 */", true],
    ["Ruby", "#\n# DO NOT MODIFY!!!!\n# This file is automatically generated by Racc 1.4", true],
    [
      "Microsoft Developer Studio Project",
      "# Microsoft Developer Studio Project File\n" +
      "# Microsoft Developer Studio Generated Build File, Format Version 6.00",
      true,
    ],
    ["JavaScript", "a();\n//# sourceMappingURL=a.js.map\n", true],
    ["JavaScript", 'const a = "sourceMappingURL=";\n', false],
    ["HTML", '<html><head><meta name="generator" content="groff">', true],
    ["HTML", '<html><head><meta name="generator" content="Hugo 0.1">', false],
    ["PostScript", "%!PS\n%%Creator: Scribus1.4.2\n", true],
    ["Java", `${"\n".repeat(60)}// @generated`, false],
  ];
  for (const [language, text, expected] of cases) {
    assert.equal(generatedByContent(text, language, 5), expected, `${language}: ${text}`);
  }
});

Deno.test("generatedByContent() sees generators' marks and minified code", () => {
  const go = "// Code generated by protoc-gen-go. DO NOT EDIT.\npackage a\n";
  assert.equal(generatedByContent(go, "Go", 2), true);
  const minified = `!function(){${"a=1;".repeat(2_000)}}()`;
  assert.equal(generatedByContent(minified, "JavaScript", 1), true);
  const prose = "// This generator writes: Code generated\nlet a;\n";
  assert.equal(generatedByContent(prose, "JavaScript", 2), false);
});

Deno.test("decodeBlob() tells binary from text as git does, and reads UTF-16 and Latin-1", () => {
  const kind = (bytes: number[]) => decodeBlob(new Uint8Array(bytes));
  const text = (bytes: number[]) => {
    const decoded = kind(bytes);
    return decoded.kind === "text" ? textOf(decoded.bytes) : decoded.kind;
  };
  assert.equal(text([0x61, 0, 0x62]), "binary");
  assert.equal(text([0xef, 0xbb, 0xbf, 0x61]), "a");
  assert.equal(text([0xff, 0xfe, 0x61, 0, 0xe9, 0]), "aé");
  assert.equal(text([0xfe, 0xff, 0, 0x61]), "a");
  assert.equal(text([0x61, 0xe9]), "aé");
  const late = new Uint8Array(9_000).fill(0x61);
  late[8_500] = 0;
  assert.equal(decodeBlob(late).kind, "text");
  const pointer = "version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n";
  assert.equal(decodeBlob(new TextEncoder().encode(pointer)).kind, "lfs");
});

Deno.test("compileGlob() follows gitignore's rules", () => {
  const cases: [pattern: string, path: string, below: boolean, expected: boolean][] = [
    ["*.js", "a/b.js", false, true],
    ["/*.js", "a/b.js", false, false],
    ["docs/", "docs/a.md", true, true],
    ["docs/", "docs", true, false],
    ["docs", "a/docs/b", true, true],
    ["a/**/b", "a/b", true, true],
    ["a/**/b", "a/x/y/b", true, true],
    ["a/**", "a/x/y", false, true],
    ["a/**", "a", true, false],
    ["**/x.c", "x.c", false, true],
    ["a?c", "abc", false, true],
    ["[a-c]x", "bx", false, true],
    ["[!a]x", "ax", false, false],
    ["a*b*c", "aXbYc", false, true],
    ["a*b*c", "aXbY", false, false],
    ["\\*", "*", false, true],
    ["*", "\0", true, true],
  ];
  for (const [pattern, path, below, expected] of cases) {
    assert.equal(compileGlob(pattern, { below })(path), expected, `${pattern} on ${path}`);
  }
  const hostile = compileGlob("*a".repeat(2_000) + "b", { below: false });
  assert.equal(hostile("a".repeat(5_000)), false);
});

Deno.test(".gitattributes: the last line and the deepest file win", () => {
  const of = readAttributes([
    {
      path: ".gitattributes",
      text: "* text=auto\n*.x linguist-language=cpp\nlib/** linguist-vendored\n" +
        "lib/own.js -linguist-vendored\n*.gen.ts linguist-generated=true\n",
    },
    { path: "lib/sub/.gitattributes", text: "*.js linguist-vendored=false\n" },
  ]);
  assert.deepEqual(of("a.x"), { language: "C++" });
  assert.deepEqual(of("lib/a.js"), { vendored: true });
  assert.deepEqual(of("lib/own.js"), { vendored: false });
  assert.deepEqual(of("lib/sub/a.js"), { vendored: false });
  assert.deepEqual(of("src/a.gen.ts"), { generated: true });
  assert.deepEqual(of("src/a.ts"), {});
});

Deno.test(".gitattributes: macros, denials, and what is taken back", () => {
  const of = readAttributes([
    {
      path: ".gitattributes",
      text: "[attr]made linguist-generated -diff\n*.gen made\n*.md linguist-documentation=false\n" +
        "a.gen !linguist-generated\nb.gen -linguist-generated\n*.x linguist-language=Python\n" +
        "y.x !linguist-language\n",
    },
    { path: "sub/.gitattributes", text: "[attr]local linguist-vendored\n*.gen local\n" },
  ]);
  assert.deepEqual({ ...of("sub/c.gen") }, { generated: true }, "macros of the root alone");
  assert.equal(of("a.gen").generated, undefined);
  assert.equal(of("b.gen").generated, false);
  assert.equal(of("README.md").documentation, false);
  assert.equal(of("z.x").language, "Python");
  assert.equal(of("y.x").language, undefined);
});

Deno.test(".gitattributes: linguist-detectable changes no file and no language", async () => {
  const files = { "a.ts": "f();\n", "b.json": "{}\n", "c.md": "text\n" };
  const plain = await analyseFiles(files);
  const marked = await analyseFiles({
    ...files,
    ".gitattributes": "*.ts -linguist-detectable\n*.json linguist-detectable\n",
  });
  const languages = ({ languages }: SystemMap) =>
    languages.filter(({ name }) => name !== "Git Attributes");
  assert.deepEqual(languages(marked), languages(plain));
  assert.deepEqual(plain.languages.map(({ name }) => name).sort(), [
    "JSON",
    "Markdown",
    "TypeScript",
  ]);
});

Deno.test("documentation is what linguist's documentation.yml names", () => {
  for (const path of ["docs/a.html", "README", "x/LICENSE.txt", "lib/javadoc/a.html", "man/x.1"]) {
    assert.ok(isDocumentation(path), path);
  }
  for (const path of ["src/docs/a.ts", "readme/a.ts", "src/license_check.py", "lib/examples/a.c"]) {
    assert.ok(!isDocumentation(path), path);
  }
});
