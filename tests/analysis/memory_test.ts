/**
 * An analysis that remembers the ones before says, byte by byte, what one says that remembers
 * nothing: whatever was edited, moved, deleted or declared anew in between.
 */
import assert from "node:assert/strict";
import v8 from "node:v8";
import vm from "node:vm";
import fc from "fast-check";
import { canonicalPieces, validateMap, type Written } from "../../lib/analysis/assemble.ts";
import { type SeenFile, takeInventory } from "../../lib/analysis/inventory.ts";
import { AnalysisMemory } from "../../lib/analysis/memory.ts";
import { joinBytes } from "../../lib/domain/bytes.ts";
import type { HistoryCommit, HistoryReader, TreeEntry } from "../../lib/domain/ports.ts";
import type { MapFile, SystemMap } from "../../lib/domain/wire/system_map.ts";
import { buildMapView } from "../../lib/services/map_view.ts";
import { projectMap } from "../../lib/services/projection.ts";
import type { FileRow } from "../../lib/store/projection/rows.ts";
import {
  analyseFiles,
  historyCommit,
  memoryCache,
  memoryHistoryCache,
  type TreeItem,
} from "../support/analysis.ts";
import { canonicalJson } from "../support/canonical.ts";

type Items = Record<string, TreeItem>;

/** Contents that a path takes in turns: what is imported, declared, exported and counted differs. */
const CONTENTS: Record<string, TreeItem[]> = {
  "package.json": [
    '{ "name": "shop", "workspaces": ["packages/*"], "dependencies": { "react": "^18" } }',
    '{ "name": "shop", "imports": { "#lib/*": "./src/*.ts" } }',
    "{ broken",
  ],
  "tsconfig.json": [
    '{ "compilerOptions": { "paths": { "@/*": ["./src/*"] } } }',
    '{ "extends": "./base.json" }',
  ],
  "base.json": [
    '{ "compilerOptions": { "paths": { "@/*": ["./packages/a/*"] } } }',
    '{ "compilerOptions": { "baseUrl": "src" } }',
  ],
  "packages/a/package.json": ['{ "name": "@shop/a", "main": "index.ts" }', '{ "name": "other" }'],
  "packages/a/index.ts": ['import "@/main";\nexport const a = 1;', "\n\nexport const a = 2;"],
  "src/main.ts": [
    'import { a } from "@shop/a";\nimport "./view";\nimport "#lib/cart";\nimport "@/cart";',
    'import type { V } from "./view.tsx";\nimport "react";\n// more\n// lines',
    'import "./gone.ts";',
    new Uint8Array([0, 1, 2]),
  ],
  "src/view.tsx": [
    'import "./main.ts";\nexport const v = 1;',
    "export const v = 2;",
    "// @generated",
  ],
  "src/cart.ts": ['export * from "./view";', "export const cart = 1;"],
  "web/page.vue": [
    '<script setup lang="ts">\nimport "../src/main.ts";\n</script>\n<style>a{}</style>',
    '<template><img src="./logo.svg"></template>',
  ],
  "web/index.html": [
    '<base href="/web/"><script src="a.js"></script>',
    '<script src="a.js"></script>',
  ],
  "web/a.js": ["const b = require('./b');", "app.get('/x', () => 1);", "var x;"],
  "web/b.js": ["module.exports = require('./a.js');", ""],
  "web/style.scss": ['@use "theme";', '@import "theme";'],
  "web/_theme.scss": ["$a: 1;", "// theme"],
  "app/__init__.py": ["", "from .models import Order"],
  "app/models.py": ["class Order:\n    pass", "import app.views\nclass Order: pass", "# moved"],
  "app/views.py": [
    "from app.models import Order, Line",
    "from . import models",
    "from app import *",
  ],
  "tool.py": ["#!/usr/bin/env python3\nimport app", "import helper"],
  "go.mod": ["module example.com/shop\n\ngo 1.22\n", "module example.com/other\n"],
  "cmd/main.go": [
    'package main\n\nimport "example.com/shop/store"\n\nfunc main() { store.Open() }',
    'package cmd\n\nimport "example.com/other/store"',
  ],
  "store/store.go": ["package store\n\nfunc Open() {}", "package store\n\n// note\nfunc Open() {}"],
  "store/more.go": ["package store\n", "//go:build ignore\n\npackage main\n"],
  "Cargo.toml": ['[package]\nname = "core"\nedition = "2021"', '[package]\nname = "core2"'],
  "src/lib.rs": ["mod parse;\npub use parse::Tree;\nuse crate::walk::go;", "mod walk;\nmod parse;"],
  "src/parse.rs": [
    "use super::walk;\npub struct Tree;",
    "pub struct Tree; // one\n",
    "use crate::Tree;",
  ],
  "src/walk.rs": ["pub fn go() {}", "use crate::parse::Tree;\npub fn go() {}"],
  "java/src/main/java/shop/Cart.java": [
    "package shop;\nimport shop.Line;\nclass Cart { Line line; }",
    "package shop;\nclass Cart { }",
    "package shop.cart;\npublic class Cart { shop.Line line; }",
  ],
  "java/src/main/java/shop/Line.java": [
    "package shop;\npublic class Line { Cart cart; }",
    "package shop;\n// no more\npublic class Row { }",
  ],
  "cs/Cart.cs": [
    "using Shop.Lines;\nnamespace Shop { class Cart { Line l; } }",
    "namespace Shop.X;\nclass Cart { }",
  ],
  "cs/Line.cs": [
    "namespace Shop.Lines { public class Line { } }",
    "namespace Shop.X { class Line { Cart c; } }",
  ],
  "c/main.c": ['#include "util.h"\n#include <stdio.h>', '#include "lib/util.h"', "int main;"],
  "c/util.h": ["int util(void);", "#import <Foundation/Foundation.h>\n@interface A\n@end"],
  "c/lib/util.h": ['#include "../util.h"', "class A { public: int a; };"],
  "php/Cart.php": [
    "<?php\nnamespace Shop;\nuse Shop\\Line;\nclass Cart {}",
    "<?php require 'Line.php';",
  ],
  "php/Line.php": [
    "<?php\nnamespace Shop;\nclass Line {}",
    "<?php\nnamespace Other;\nclass Line {}",
  ],
  "composer.json": ['{ "autoload": { "psr-4": { "Shop\\\\": "php/" } } }', "{}"],
  "lib/shop.rb": ["require 'shop/cart'", "require_relative 'shop/cart'\n$LOAD_PATH << 'lib'"],
  "lib/shop/cart.rb": ["class Cart\nend", "require 'shop'\nclass Basket\nend"],
  "run.sh": ["#!/bin/sh\n. ./env.sh", "source lib/env.sh"],
  "env.sh": ["A=1", "# nothing"],
  ".gitattributes": [
    "*.js linguist-vendored\n",
    "src/** linguist-generated\n*.h linguist-language=C++\n",
    "docs/* -linguist-documentation\n",
  ],
  "docs/guide.md": ["# Guide", "# Guide\n\n[more](../README.md)"],
  "CODEOWNERS": ["* @all\n/src/ @core", "/app @py"],
  "README.md": ["# Shop", ""],
  "docker-compose.yml": ["services:\n  web:\n    image: nginx:1.27\n", "services: {}\n"],
  "test/cart.test.ts": ['import "../src/cart.ts";', "// @ts-check"],
  "alias": [
    { mode: "120000", oid: "a".repeat(40), size: 3 },
    { mode: "160000", oid: "b".repeat(40), size: null },
  ],
  "logo.svg": ["<svg/>", new Uint8Array([0])],
};
const PATHS = Object.keys(CONTENTS);
/** Where files move to. */
const PLACES = ["src/", "packages/b/", "app/", "vendor/", "lib/", "java/src/main/java/shop/", ""];

/** Adds a line at the end: little but the lines differs. */
const longer = fc.record({ kind: fc.constant("longer" as const), path: fc.constantFrom(...PATHS) });
const another = (paths: readonly string[]) =>
  fc.record({
    kind: fc.constant("another" as const),
    path: fc.constantFrom(...paths),
    content: fc.nat(3),
  });
/** Their resolver looks at no other file's facts, so that all other edges are kept. */
const SCRIPTS = PATHS.filter((path) => /\.(tsx?|js|scss)$/.test(path));
const change = fc.oneof(
  { weight: 4, arbitrary: another(SCRIPTS) },
  { weight: 3, arbitrary: longer },
  { weight: 3, arbitrary: another(PATHS) },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant("move" as const),
      path: fc.constantFrom(...PATHS),
      to: fc.constantFrom(...PLACES),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant("delete" as const),
      path: fc.constantFrom(...PATHS),
    }),
  },
);
type Change = typeof change extends fc.Arbitrary<infer Value> ? Value : never;

function apply(items: Items, change: Change): void {
  const { kind, path } = change;
  const now = items[path];
  if (kind === "another") {
    const contents = CONTENTS[path]!;
    items[path] = contents[change.content % contents.length]!;
  } else if (kind === "longer") {
    if (typeof now === "string") items[path] = `${now}\n`;
  } else {
    delete items[path];
    if (kind === "move" && now !== undefined) {
      items[change.to + path.slice(path.lastIndexOf("/") + 1)] = now;
    }
  }
}

/** As git would tell it; half of the commits follow on the one before, the others rewrite it. */
function readerOf(commits: readonly HistoryCommit[]): HistoryReader {
  return {
    shallow: false,
    maxCommits: Infinity,
    basis: () => Promise.resolve(""),
    async *log(_signal, since) {
      const left = commits.slice(commits.findIndex(({ sha }) => sha === since) + 1);
      for (const commit of left.toReversed()) yield await Promise.resolve(commit);
    },
  };
}

Deno.test("a map is the same, byte by byte, whatever the analyses before it have left", async () => {
  const steps = fc.array(
    fc.record({ changes: fc.array(change, { minLength: 1, maxLength: 2 }), days: fc.nat(3) }),
    { minLength: 3, maxLength: 12 },
  );
  await fc.assert(
    fc.asyncProperty(steps, async (steps) => {
      const memory = new AnalysisMemory();
      const cache = memoryCache();
      const historyCache = memoryHistoryCache();
      const rows = new WeakMap<MapFile, FileRow>();
      const items: Items = {};
      PATHS.forEach((path, at) => {
        if (at % 11 !== 0) items[path] = CONTENTS[path]![0]!;
      });
      const commits: HistoryCommit[] = [];
      let time = 1_780_000_000;
      for (const [at, { changes, days }] of [{ changes: [], days: 0 }, ...steps].entries()) {
        for (const one of changes) apply(items, one);
        time += days * 86_400;
        const sha = at.toString(16).padStart(8, "0").padEnd(40, "0");
        commits.push(historyCommit({
          sha,
          parents: commits.length === 0 ? [] : [commits.at(-1)!.sha],
          time,
          paths: changes.map(({ path }) => path),
          authorName: days === 0 ? "Ada" : "Bob",
        }));
        const options = {
          sha,
          reader: readerOf(commits),
          committedAt: new Date(time * 1_000).toISOString(),
        };
        const cold = await analyseFiles(items, options);
        const warm = await analyseFiles(items, { ...options, cache, historyCache, memory });
        const expected = canonicalJson(cold);
        assert.equal(canonicalJson(warm), expected);
        const known = memory.kept<string, Written>("written");
        const written = canonicalPieces(validateMap(warm, known), known);
        assert.equal(new TextDecoder().decode(joinBytes(written)), expected);
        assert.deepEqual(await viewOf(warm, memory), await viewOf(cold));
        const project = (map: SystemMap, known?: typeof rows) =>
          projectMap(map, "p1", () => null, known).files;
        assert.deepEqual(project(warm, rows), project(cold));
        // What is remembered is shared: who changes it, fails here.
        freeze(warm);
      }
    }),
    { numRuns: 25 },
  );
});

Deno.test("what is remembered of a changed or new file is not the whole listing that it came in", () => {
  v8.setFlagsFromString("--expose-gc");
  const collect = vm.runInNewContext("gc") as () => void;
  const PIECE = 1_000_000;
  const ROUNDS = 16;
  const seen = new AnalysisMemory().kept<string, SeenFile>("inventory");
  const NEW = 16;
  const oids = new Array<number>(ROUNDS).fill(0);
  const attributesOf = () => ({});
  const take = () => {
    // As a listing comes: one text, of which each path and name of a content is a part.
    const text = new TextDecoder("latin1").decode(
      new TextEncoder().encode(
        oids.map((oid, n) => `${String(oid).padStart(40, "0")} src/component${1_000 + n}.ts `)
          .join("").padEnd(PIECE),
      ),
    );
    const entries = oids.map((_, n): TreeEntry => {
      const [oid, path] = [[0, 40], [41, 61]].map(([from, to]) =>
        text.slice(n * 62 + from!, n * 62 + to!)
      );
      return { path: path!, validUtf8: true, mode: "100644", oid: oid!, size: 1 };
    });
    return takeInventory(entries, entries, attributesOf, 10, seen).files;
  };
  take();
  collect();
  const before = Deno.memoryUsage().heapUsed;
  for (let n = 0; n < ROUNDS; n++) {
    oids[n] = n + 1;
    const { path, oid } = take()[n]!;
    assert.deepEqual([path, Number(oid)], [`src/component${1_000 + n}.ts`, n + 1]);
  }
  for (let n = 0; n < NEW; n++) {
    oids.push(1);
    assert.equal(take().length, ROUNDS + n + 1);
  }
  collect();
  const kept = Deno.memoryUsage().heapUsed - before;
  assert.ok(kept < 5 * PIECE, `${kept} bytes are kept of ${(ROUNDS + NEW) * PIECE}`);
});

const viewOf = (map: SystemMap, memory?: AnalysisMemory) =>
  buildMapView(map, { map_id: "m", created_at: "2026-01-01T00:00:00Z" }, memory);

function freeze(value: unknown): void {
  if (typeof value !== "object" || value === null || Object.isFrozen(value)) return;
  Object.freeze(value);
  Object.values(value).forEach(freeze);
}
