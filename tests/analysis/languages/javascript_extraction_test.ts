import assert from "node:assert/strict";
import { ParseFailure } from "../../../lib/analysis/languages/contract.ts";
import { extractJavaScript } from "../../../lib/analysis/languages/javascript/extraction.ts";

/** Each import as "line kind specifier", with "type" where it is type-only, "?" where computed. */
function imports(text: string, language = "TypeScript"): string[] {
  return extractJavaScript({ language, text }).imports.map((found) =>
    [
      found.line,
      found.kind,
      ...(found.typeOnly ? ["type"] : []),
      ...(found.dynamic ? ["?"] : []),
      found.specifier,
    ].join(" ")
  );
}

function table(language: string, cases: readonly [text: string, ...expected: string[]][]): void {
  for (const [text, ...expected] of cases) {
    assert.deepEqual(imports(text, language), expected, text);
  }
}

Deno.test("extract() finds every static form of import", () => {
  table("TypeScript", [
    [`import "./a"`, "1 import ./a"],
    [`import a from './a'`, "1 import ./a"],
    [`import * as a from "./a"`, "1 import ./a"],
    [`import a, { b as c, default as d } from "./a";`, "1 import ./a"],
    [`import a, * as b from "./a"`, "1 import ./a"],
    [`import {} from "./a"`, "1 import ./a"],
    [`import { "string name" as b } from "./a"`, "1 import ./a"],
    [`import data from "./a.json" with { type: "json" }`, "1 import ./a.json"],
    [`import data from "./a.json" assert { type: "json" };`, "1 import ./a.json"],
    [`import defer * as a from "./a"`, "1 import ./a"],
    [`import source a from "./a.wasm"`, "1 import ./a.wasm"],
    [`import {\n  a,\n  b,\n} from\n  "./a"`, "5 import ./a"],
    [`import a from "./a"; import b from "./b"`, "1 import ./a", "1 import ./b"],
    [`import a/* x */from/* "./no" */"./a"`, "1 import ./a"],
    [`import from from "from"`, "1 import from"],
    [`declare module "m" { import { a } from "./a"; }`, "1 import ./a"],
  ]);
});

Deno.test("extract() tells type-only imports and exports from others", () => {
  table("TypeScript", [
    [`import type A from "./a"`, "1 import type ./a"],
    [`import type { A } from "./a"`, "1 import type ./a"],
    [`import type * as A from "./a"`, "1 import type ./a"],
    [`import type from "./a"`, "1 import ./a"],
    [`import type from from "./a"`, "1 import type ./a"],
    [`import type, { b } from "./a"`, "1 import ./a"],
    [`import { type A, type B } from "./a"`, "1 import type ./a"],
    [`import { type A, b } from "./a"`, "1 import ./a"],
    [`import a, { type B } from "./a"`, "1 import ./a"],
    [`import { type } from "./a"`, "1 import ./a"],
    [`import { type as b } from "./a"`, "1 import ./a"],
    [`import { type as as } from "./a"`, "1 import ./a"],
    [`import { type as as b } from "./a"`, "1 import type ./a"],
    [`import { type as } from "./a"`, "1 import type ./a"],
    [`export type { A } from "./a"`, "1 reexport type ./a"],
    [`export type * from "./a"`, "1 reexport type ./a"],
    [`export { type A } from "./a"`, "1 reexport type ./a"],
    [`type T = import("./a").T<string>`, "1 import type ./a"],
    [`type T = typeof import("./a")`, "1 import type ./a"],
    [`let x: Array<import("./a").T>;`, "1 import type ./a"],
    [`import type A = require("./a")`, "1 require type ./a"],
  ]);
  table("JavaScript", [
    [`import typeof A from "./a"`, "1 import type ./a"],
    [`import { type A, typeof B } from "./a"`, "1 import type ./a"],
  ]);
});

Deno.test("extract() finds re-exports, CommonJS and dynamic imports", () => {
  table("TypeScript", [
    [`export * from "./a"`, "1 reexport ./a"],
    [`export * as a from "./a" with { type: "json" }`, "1 reexport ./a"],
    [`export { a, default } from "./a"`, "1 reexport ./a"],
    [`export { a }\nexport { b } from "./b"`, "2 reexport ./b"],
    [`export a from "./a"`, "1 reexport ./a"],
    [`import a = require("./a")`, "1 require ./a"],
    [`export import a = require("./a")`, "1 require ./a"],
    [`import a = B.C`],
    [`const a = require("./a")`, "1 require ./a"],
    [`const a = require('./a').b.c`, "1 require ./a"],
    ["const a = require(`./a`)", "1 require ./a"],
    [`const a = await import("./a")`, "1 dynamic ./a"],
    ["import(`./a`)", "1 dynamic ./a"],
    [`import("./a", { with: { type: "json" } })`, "1 dynamic ./a"],
    [`import(/* webpackChunkName: "no" */ "./a").then(f)`, "1 dynamic ./a"],
    [`const l = () => import("./a")`, "1 dynamic ./a"],
    ["f(`${await import('./a')}`)", "1 dynamic ./a"],
    ["import(`./${name}.js`)", "1 dynamic ? `./${name}.js`"],
    [`require(dir + "/a")`, `1 require ? dir + "/a"`],
    [`new Worker(new URL("./w.ts", import.meta.url), { type: "module" })`, "1 dynamic ./w.ts"],
    [`const require = createRequire(import.meta.url); require("./a")`, "1 require ./a"],
    [`define(function (require, exports) { require("./a") })`, "1 require ./a"],
    [`/// <reference path="a.d.ts" />\nlet x`, "1 include type ./a.d.ts"],
    [`/// <reference types="node" />`, "1 include type node"],
  ]);
});

Deno.test("extract() takes nothing from strings, comments, regular expressions or members", () => {
  table("TypeScript", [
    [`// import "./no"`],
    [`/* import "./no" */`],
    ["`import './no'`"],
    ["`${`import './no'`} import './no'`"],
    [`"import './no'; require('./no')"`],
    [`'it\\'s import "./no"'`],
    [`const r = /import "./.test(x)`],
    [`const r = /[/]'/, s = "import './no'"`],
    [`if (x) /'/.test(y); import "./a"`, "1 import ./a"],
    [`const half = a / 2; import b from "./b"; const c = d / 'e'`, "1 import ./b"],
    [`x = (a) / b; y = "/"; import "./a"`, "1 import ./a"],
    [`x = { a: 1 } / 2; import "./a" // /`, "1 import ./a"],
    [`a.import("./no"); a.require("./no"); a?.require("./no")`],
    [`({ import: "./no", require: "./no" })`],
    [`class A { import(path) { } require(path: string): void { } }`],
    [`import.meta.url; import.meta.resolve("./no")`],
    [`jest.mock("./no"); vi.mock("./no"); require.resolve("./no")`],
    [`function require(x) {} require("./no")`],
    [`(function(require,module,exports){ require("./no") })`],
    [`new URL("./no", import.meta.url)`],
    [`let a = "unclosed\nimport "./a"`, "2 import ./a"],
    [`const from = 1; export { from }\n"./no"`],
    [`/// <reference lib="dom" />`],
    [`let x\n/// <reference path="late.d.ts" />`],
    [`declare module "./no" { }`],
    [`import`],
  ]);
});

Deno.test("extract() tells JSX text from code, and type parameters from JSX", () => {
  table("TSX", [
    [`const a = <p>import x from "./no"; it's</p>; import("./a")`, "1 dynamic ./a"],
    [
      `<a href="import './no'" b='{'>{/* import "./no" */}{load(() => import("./a"))}</a>`,
      "1 dynamic ./a",
    ],
    [`<><A.B x={<i/>} {...c}/>don't{"import './no'"}</>; import "./a"`, "1 import ./a"],
    [`const f = <T,>(x: T) => "import './no'"; import "./a"`, "1 import ./a"],
    [`const f = <T extends U>(x: T) => x; import "./a"`, "1 import ./a"],
    [`type F = <T>(x: T) => void; import "./a"`, "1 import ./a"],
    [`type F = <T>(x: T) => void; import "./a" // </T>`, "1 import ./a"],
    [`const a = <Select<string> x={1}>it's</Select>; import "./a"`, "1 import ./a"],
    [`if (a < b && c > d) {} import "./a"`, "1 import ./a"],
    [`const x = cond ? <A>'</A> : <B/>; import "./a"`, "1 import ./a"],
    [`return <div>\n  {a}\n</div>\nimport "./a"`, "4 import ./a"],
  ]);
  table("TypeScript", [[
    `const a = <any>b; const c = <T>(d: T) => d; import "./a"`,
    "1 import ./a",
  ]]);
  table("JavaScript", [[`const f = <T>(x: T): T => x;\nimport "./a"`, "2 import ./a"]]);
});

Deno.test("extract() reads escapes, hashbangs, byte order marks and every line end", () => {
  table("JavaScript", [
    [`import "./\\u0061\\x62\\u{63}\\n"`, "1 import ./abc\n"],
    [`#!/usr/bin/env node\r\nimport "./a"\r\n`, "2 import ./a"],
    [`\ufeffimport "./a"`, "1 import ./a"],
    [`// comment\u2028import "./a"`, "1 import ./a"],
    [`<!-- import "./no"\nimport "./a"`, "2 import ./a"],
    [`let a = 1_000.5e-3, b = 0xe+1, c = 10n / 2; import "./a" // /`, "1 import ./a"],
  ]);
});

Deno.test("extract() counts lines by the published rule", () => {
  const lines = (text: string, language = "TSX") => extractJavaScript({ language, text }).lines;
  assert.deepEqual(lines(""), { code: 0, comment: 0, blank: 0 });
  assert.deepEqual(lines("a"), { code: 1, comment: 0, blank: 0 });
  assert.deepEqual(lines("#!x\n\n \t\r\na /* c */\n"), { code: 1, comment: 1, blank: 2 });
  assert.deepEqual(lines("/*\n\n * a\n */ // b\n/* c */ d\n"), { code: 1, comment: 3, blank: 1 });
  assert.deepEqual(lines("a(`\n// code\n\n`)\n"), { code: 3, comment: 0, blank: 1 });
  assert.deepEqual(lines("x = <p>\n {/* a\n b */}\n // text\n</p>"), {
    code: 3,
    comment: 2,
    blank: 0,
  });
});

Deno.test("extract() refuses a broken file that names nothing, and keeps what a broken file names", () => {
  assert.throws(
    () => imports("let a\n/* never closed"),
    (error) => error instanceof ParseFailure && error.message.includes("line 2"),
  );
  assert.throws(() => imports("function f( {"), ParseFailure);
  assert.deepEqual(imports(`import "./a"\nfunction f( {`), ["1 import ./a"]);
});

Deno.test("extract() ends in bounded work on hostile text", () => {
  for (
    const piece of [
      "<a>",
      "{<a>",
      "(",
      "`${",
      "<a b={",
      "import(",
      "/*",
      "<",
      "require((",
      "import {a,",
      "(/[",
    ]
  ) {
    const text = piece.repeat(20_000);
    try {
      imports(text, "TSX");
    } catch (error) {
      assert.ok(error instanceof ParseFailure, `${piece}: ${error}`);
    }
  }
});
