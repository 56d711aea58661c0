/** Definitions of JavaScript and TypeScript: by hand, and against the TypeScript compiler's trees. */
import assert from "node:assert/strict";
import { extractJavaScript } from "../../../lib/analysis/languages/javascript/extraction.ts";
import { ParseFailure } from "../../../lib/analysis/languages/contract.ts";
import { readTree } from "../../support/corpus.ts";
import { oracleSymbols } from "../../support/typescript_symbols.ts";

const LANGUAGES: readonly [RegExp, string][] = [
  [/\.tsx$/, "TSX"],
  [/\.[cm]?ts$/, "TypeScript"],
  [/\.[cm]?jsx?$/, "JavaScript"],
];

type Row = {
  name: string;
  kind: string;
  container: string | null;
  line: number;
  endLine: number;
  exported: boolean;
};

/** "line-end kind container.name", with "export" where it is seen outside. */
const row = ({ name, kind, container, line, endLine, exported }: Row) =>
  `${line}-${endLine} ${kind} ${container === null ? "" : `${container}.`}${name}${
    exported ? " export" : ""
  }`;

function symbols(text: string, language = "TypeScript"): string[] {
  return (extractJavaScript({ language, text }).symbols ?? []).map(row);
}

Deno.test("symbols() of declarations say where they begin, end and who sees them", () => {
  assert.deepEqual(
    symbols(`export default class Store<T extends { a: 1 }> extends Base<{ b: 2 }> {
  static #count = 0;
  private cache: Map<string, number> = new Map<string, number>()
  handler = async (event: Event): Promise<void> => {
    local();
  };
  constructor(private readonly name: string) { super() }
  get size(): { n: number } { return { n: 1 } }
  set size(value) {}
  static async *[Symbol.iterator]<U>(a: U) { yield a }
  #hide() {}
  private secret() { function inner() {} }
  static { boot(); }
  over(a: string): void;
  over(a: number): void;
  over(a: unknown) {
  }
}
export interface Shape { area(): number; new (a: 1): Shape; <T>(b: T): Map<T, 1>; side: () => 1, get(a: 1): 2; get(a: 2): 1 }
export type Name = string
  | number
declare module "*.svg" { const path: string; export default path }
namespace A.B { export const c = 1; const d = 2 }
declare namespace Amb { function f(): void }
export const enum Colour { Red }
declare global { interface Window { x: 1 } }`),
    [
      "1-18 class Store export",
      "4-6 method Store.handler export",
      "7-7 method Store.constructor export",
      "8-8 method Store.size export",
      "9-9 method Store.size export",
      "10-10 method Store.[Symbol.iterator] export",
      "11-11 method Store.#hide",
      "12-12 method Store.secret",
      "16-17 method Store.over export",
      "19-19 interface Shape export",
      "19-19 method Shape.area export",
      "19-19 method Shape.get export",
      "20-21 type Name export",
      "22-22 module *.svg export",
      "22-22 constant *.svg.path export",
      "23-23 namespace A",
      "23-23 namespace A.B",
      "23-23 constant A.B.c",
      "23-23 constant A.B.d",
      "24-24 namespace Amb",
      "24-24 function Amb.f",
      "25-25 enum Colour export",
      "26-26 namespace global export",
      "26-26 interface global.Window export",
    ],
  );
});

Deno.test("symbols() of values: functions by any form, classes, bindings, no locals, no imports", () => {
  assert.deepEqual(
    symbols(`import x, { y } from "./y"
const fs = require("fs"), { join } = require("path"), z = require("z")(1);
const arrow = async <T, U>(a: T): Promise<Map<T, U>> => {
  const local = 1
}
let later = function* named() {}, plain = new Map<string, number>(), last
const { a, b: { c }, ...rest } = x, [d = 1, , e] = y
var Klass = class extends arrow {
  run() {}
}
const api = { get(id) { return id }, list: () => [], nested: { no() {} }, plain, async *each() {} } as const
const iife = function () {}()
const view = cond ? () => {} : null
export function over(a: 1): void
export function over(a: 2): void
export function over(a: unknown) {}
if (x) { function no() {} }
for (const no of y) { var neither }
export { arrow as main, type Klass }
export default function () {}
@decorated({ a: 1 })
export abstract class Deco { abstract go(): void }`),
    [
      "2-2 constant z",
      "3-5 function arrow export",
      "6-6 function later",
      "6-6 variable plain",
      "6-6 variable last",
      "7-7 constant a",
      "7-7 constant c",
      "7-7 constant rest",
      "7-7 constant d",
      "7-7 constant e",
      "8-10 class Klass export",
      "9-9 method Klass.run export",
      "11-11 constant api",
      "11-11 method api.get",
      "11-11 method api.list",
      "11-11 method api.each",
      "12-12 constant iife",
      "13-13 constant view",
      "16-16 function over export",
      "20-20 function default export",
      "22-22 class Deco export",
      "22-22 method Deco.go export",
    ],
  );
});

Deno.test("symbols() of CommonJS files follow exports, and methods given by assignment", () => {
  assert.deepEqual(
    symbols(
      `var app = exports = module.exports = {};
app.use = function use(fn)
{
}
function Router() {}
Router.prototype.handle = function () {}
Router.prototype = { param: function () {} }
String.prototype.trim = function () {}
exports.parse = parse
function parse() {}
exports.VERSION = "1", exports.void = void 0;
exports["quoted"] = class { m() {} }
const chained = exports.other = () => {}`,
      "JavaScript",
    ),
    [
      "1-1 variable app export",
      "2-4 method app.use export",
      "5-5 function Router",
      "6-6 method Router.handle",
      "7-7 method Router.param",
      "10-10 function parse export",
      "11-11 variable VERSION export",
      "12-12 class quoted export",
      "12-12 method quoted.m export",
      "13-13 function chained export",
    ],
  );
  assert.deepEqual(
    symbols(
      `function a() {}\nmodule.exports = { a, b() {}, c: function () {}, d: 1, e: class {} }`,
      "JavaScript",
    ),
    [
      "1-1 function a export",
      "2-2 function b export",
      "2-2 function c export",
      "2-2 class e export",
    ],
  );
  assert.deepEqual(symbols("module.exports = function () {}", "JavaScript"), [
    "1-1 function module.exports export",
  ]);
});

Deno.test("symbols() end where JavaScript inserts a semicolon, and JSX is no object", () => {
  assert.deepEqual(
    symbols(
      `const a = 1
  + 2
const b = a!
const c = <div x={1}>
  {list(function no() {})} text
  <p>{b}</p>
</div>
const d = \`\${a}
\${b}\`
const e = () => {
}
(f as Set<string>)
const g = h as Set<string>
let i
const j = a <
  b, k = 1
const l = [
]
const m = f()
  .then()`,
      "TSX",
    ),
    [
      "1-2 constant a",
      "3-3 constant b",
      "4-7 constant c",
      "8-9 constant d",
      "10-11 function e",
      "13-13 constant g",
      "14-14 variable i",
      "15-16 constant j",
      "16-16 constant k",
      "17-18 constant l",
      "19-20 constant m",
    ],
  );
});

Deno.test("symbols() of a broken file are those before the break", () => {
  assert.deepEqual(symbols(`import "./a"\nfunction a() {}\nfunction b( {\nfunction c() {}`), [
    "2-2 function a",
  ]);
});

Deno.test("symbols() end in bounded work on hostile text", () => {
  const pieces = [
    "class ",
    "a<",
    "namespace a{",
    "namespace a.",
    "function():a ",
    "const {a:{",
    "x={",
    "exports.a=",
    "@a(",
    "export default {a:",
    "var a=b<c,",
    "class a{b=class{",
    "type a=",
    "if(a)",
    "`${",
    "declare ",
    "a=>{",
  ];
  for (const piece of pieces) {
    for (const prefix of ['import "x";', ""]) {
      try {
        symbols(prefix + piece.repeat(30_000), "TSX");
      } catch (error) {
        assert.ok(error instanceof ParseFailure, `${piece}: ${error}`);
      }
    }
  }
});

const PACKAGES: readonly { name: string; source: RegExp; least: number }[] = [
  { name: "rxjs", source: /^(?:src|dist\/cjs\/internal)\//, least: 1_000 },
  { name: "zod", source: /^(?:src|v4)\//, least: 8_000 },
  { name: "puppeteer-core", source: /^src\//, least: 2_500 },
  { name: "ajv", source: /^(?:lib|dist)\//, least: 1_500 },
  { name: "preact", source: /./, least: 700 },
  { name: "hono", source: /^dist\/(?:cjs|types)\//, least: 2_000 },
];

for (const { name, source, least } of PACKAGES) {
  Deno.test(`symbols of ${name} are those of the TypeScript compiler's syntax trees`, async () => {
    const url = new URL(`../../../node_modules/${name}`, import.meta.url).pathname;
    const root = await Deno.realPath(url);
    const files = await readTree(root, (path) => source.test(path) && /\.[cm]?[jt]sx?$/.test(path));
    let count = 0;
    for (const [path, text] of Object.entries(files)) {
      const theirs = oracleSymbols(path, text);
      assert.ok(theirs, `the compiler cannot parse ${path}`);
      const language = LANGUAGES.find(([extension]) => extension.test(path))![1];
      assert.deepEqual(symbols(text, language), theirs.map(row), `${name}/${path}`);
      count += theirs.length;
    }
    console.log(`${name}: ${count} symbols in ${Object.keys(files).length} files`);
    assert.ok(count >= least, `only ${count} symbols were compared`);
  });
}

/** Tags of classes, interfaces, enums, aliases, namespaces and functions; null without ctags. */
async function ctags(root: string): Promise<{ path: string; name: string; text: string }[] | null> {
  const run = await Deno.permissions.query({ name: "run", command: "ctags" });
  if (run.state !== "granted") return null;
  const options = ["-R", "--languages=TypeScript", "--kinds-TypeScript=cignaf", "-f", "-"];
  try {
    const { success, stdout } = await new Deno.Command("ctags", {
      args: [...options, "--output-format=json", root],
      stderr: "null",
    }).output();
    if (!success) return null; // another ctags than the universal one
    return new TextDecoder().decode(stdout).trim().split("\n").map((line) => JSON.parse(line))
      .map(({ path, name, pattern }) => ({ path, name, text: pattern.slice(2) }));
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return null;
    throw error;
  }
}

Deno.test("symbols have every name that universal-ctags finds at the start of a line", async () => {
  let count = 0;
  for (const [name, source] of [["puppeteer-core", "src"], ["rxjs", "src"], ["zod", "src"]]) {
    const url = new URL(`../../../node_modules/${name}`, import.meta.url).pathname;
    const tags = await ctags(`${await Deno.realPath(url)}/${source}`);
    if (tags === null) {
      console.log("skipped: universal-ctags is not installed");
      return;
    }
    const known = new Map<string, Set<string>>();
    const missing: string[] = [];
    for (const { path, name, text } of tags) {
      // indented: a local; in an import or after `keyof`: taken for an alias by mistake
      if (/^\s|^import\b/.test(text) || /\bkeyof any\[\]/.test(text)) continue;
      if (!known.has(path)) {
        const found = extractJavaScript({
          language: "TypeScript",
          text: await Deno.readTextFile(path),
        }).symbols ?? [];
        known.set(path, new Set(found.map((symbol) => symbol.name)));
      }
      count++;
      if (!known.get(path)!.has(name)) missing.push(`${path}: ${name} in "${text}"`);
    }
    assert.deepEqual(missing, []);
  }
  assert.ok(count > 2_500, `only ${count} tags were compared`);
});
