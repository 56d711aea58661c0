/** Scripts, styles and addresses inside of pages and components, and stylesheets themselves. */
import assert from "node:assert/strict";
import type { BlobFacts } from "../../../lib/analysis/facts.ts";
import { type Analyzer, ParseFailure } from "../../../lib/analysis/languages/contract.ts";
import { markup } from "../../../lib/analysis/languages/markup.ts";
import { styles } from "../../../lib/analysis/languages/styles.ts";
import { factsOf } from "../../support/resolve_all.ts";
import { viewOf } from "../../support/repository_view.ts";

const LANGUAGES: Readonly<Record<string, [Analyzer, string]>> = {
  html: [markup, "HTML"],
  vue: [markup, "Vue"],
  svelte: [markup, "Svelte"],
  astro: [markup, "Astro"],
  mdx: [markup, "MDX"],
  css: [styles, "CSS"],
  scss: [styles, "SCSS"],
  sass: [styles, "Sass"],
  less: [styles, "Less"],
};
const languageOf = (path: string) => LANGUAGES[path.slice(path.lastIndexOf(".") + 1)];

/** Edges of one file as "line kind specifier > target", "!" before the reason of an unresolved one. */
function edges(path: string, files: Record<string, string>): string[] {
  const facts = new Map<string, BlobFacts>();
  for (const [name, text] of Object.entries(files)) {
    const [analyzer, language] = languageOf(name) ?? [];
    if (analyzer) facts.set(name, factsOf(analyzer, language!, text));
  }
  const resolver = languageOf(path)![0].resolver(viewOf(files, facts));
  return facts.get(path)!.imports.flatMap((imported) =>
    resolver.resolve(path, imported).map(({ to, reason }) =>
      `${imported.line} ${
        imported.typeOnly ? "type " : ""
      }${imported.kind} ${imported.specifier} > ${to ?? `!${reason}`}`
    )
  );
}

const symbols = (language: string, text: string) =>
  (markup.extract({ language, text }).symbols ?? []).map((one) =>
    `${one.line}-${one.endLine} ${one.kind} ${one.container ? `${one.container}.` : ""}${one.name}${
      one.exported ? " export" : ""
    }`
  );

Deno.test("edges of a Vue component start in each of its blocks, at the lines of the file", () => {
  const files = {
    "src/App.vue": `<template>
  <!-- <script src="./no.js"></script> -->
  <Child v-if="a > b" :class="'<script>'" />
</template>
<script lang="ts">
export { helper } from './helper'
</script>
<script
  setup
  lang="ts"
>
import Child from './Child.vue'
import type { Props } from './types'
const load = () => import('@/lazy')
function go() {
}
</script>
<script src="./outside.ts"></script>
<style lang="scss" scoped>
@use 'theme' as t;
</style>
<style src="./plain.css"></style>`,
    "src/helper.ts": "",
    "src/Child.vue": "",
    "src/types.ts": "",
    "src/lazy.ts": "",
    "src/outside.ts": "",
    "src/_theme.scss": "",
    "src/plain.css": "",
    "tsconfig.json": `{"compilerOptions": {"paths": {"@/*": ["./src/*"]}}}`,
  };
  assert.deepEqual(edges("src/App.vue", files), [
    "6 reexport ./helper > src/helper.ts",
    "12 import ./Child.vue > src/Child.vue",
    "13 type import ./types > src/types.ts",
    "14 dynamic @/lazy > src/lazy.ts",
    "18 import ./outside.ts > src/outside.ts",
    "20 use theme > src/_theme.scss",
    "22 import ./plain.css > src/plain.css",
  ]);
  assert.deepEqual(symbols("Vue", files["src/App.vue"]), [
    "14-14 function load",
    "15-16 function go",
  ]);
});

Deno.test("edges of a Svelte component: both scripts, styles and what its template awaits", () => {
  const files = {
    "a/A.svelte": `<script context="module" lang="ts">
  export const shared = 1;
</script>
<script lang="ts">
  import B from "./B.svelte";
  export let name: string;
</script>
{#await import("./Lazy.svelte") then L}<L/>{/await}
<svelte:head><link rel="stylesheet" href="/global.css"></svelte:head>
<style>@import "./a.css";</style>`,
    "a/B.svelte": "",
    "a/Lazy.svelte": "",
    "a/a.css": "",
    "static/global.css": "",
  };
  assert.deepEqual(edges("a/A.svelte", files), [
    "5 import ./B.svelte > a/B.svelte",
    "8 dynamic ./Lazy.svelte > a/Lazy.svelte",
    "9 include /global.css > static/global.css",
    "10 import ./a.css > a/a.css",
  ]);
  assert.deepEqual(symbols("Svelte", files["a/A.svelte"]), [
    "2-2 constant shared export",
    "6-6 variable name export",
  ]);
});

Deno.test("edges of an Astro component: front matter, processed and inline scripts", () => {
  const files = {
    "src/P.astro": `---
import Layout from "../layouts/L.astro"
const x: Array<string> = []
---
<Layout data={{ a: "<script>" }}>
<script>
  import { go } from "./go"
</script>
<script src="./go.ts"></script>
<script is:inline src="/plain.js" define:vars={{ a: 1 > 2 }}></script>
<link rel="stylesheet" href={styles}>
</Layout>`,
    "layouts/L.astro": "",
    "src/go.ts": "",
    "public/plain.js": "",
  };
  assert.deepEqual(edges("src/P.astro", files), [
    "2 import ../layouts/L.astro > layouts/L.astro",
    "7 import ./go > src/go.ts",
    "9 import ./go.ts > src/go.ts",
    "10 include /plain.js > public/plain.js",
    "11 include {styles} > !the address is computed at run time",
  ]);
  assert.deepEqual(symbols("Astro", files["src/P.astro"]), ["3-3 constant x"]);
});

Deno.test("edges of a page: addresses as a browser reads them, modules, import maps", () => {
  const files = {
    "web/index.html": `<!doctype html>
<link rel="preload stylesheet" href="style.css?v=1">
<link rel=icon href="no.ico">
<script src=main.js></script>
<script type="module" src="/src/app.ts"></script>
<script type="importmap">{"imports": {"lib": "./vendor/lib.js", "deep/": "./vendor/"}}</script>
<script type="module">
  import "lib"; import "deep/d.js"
  import { x } from "./src/app.ts"
</script>
<script type="text/template"><script src="no.js"></script>
<script type="application/json">{"import": "no"}</script>
<script src="//cdn.example.org/a@1/b.js"></script>
<script src="{{ asset('x.js') }}"></script>
<script src="gone.js"></script>
<SCRIPT SRC='compiled.js'></SCRIPT>
<script>function run() {}</script>`,
    "web/style.css": "",
    "web/main.js": "",
    "web/src/app.ts": "",
    "web/vendor/lib.js": "",
    "web/vendor/d.js": "",
    "web/compiled.ts": "",
  };
  assert.deepEqual(edges("web/index.html", files), [
    "2 include style.css?v=1 > web/style.css",
    "4 include main.js > web/main.js",
    "5 import /src/app.ts > web/src/app.ts",
    "8 import lib > web/vendor/lib.js",
    "8 import deep/d.js > web/vendor/d.js",
    "9 import ./src/app.ts > web/src/app.ts",
    "13 include //cdn.example.org/a@1/b.js > cdn.example.org/a@1/b.js",
    "14 include {{ asset('x.js') }} > !the address is computed at run time",
    "15 include gone.js > !no file at web/gone.js",
    "16 include compiled.js > web/compiled.ts",
  ]);
  assert.deepEqual(symbols("HTML", files["web/index.html"]), ["17-17 function run"]);
  const based = {
    "a/b/i.html": `<base href="/"><script src="m.js"></script>`,
    "a/m.js": "",
    "a/b/m.js": "",
  };
  assert.deepEqual(edges("a/b/i.html", based), ["1 include m.js > a/b/m.js"]);
});

Deno.test("edges of MDX are those of its import and export paragraphs", () => {
  const files = {
    "docs/a.mdx": `---
title: import x from "./no"
---
import A from "./A.jsx"
import {
  B
} from "./B"

# import no from "./no"

export { C } from "./C"

\`\`\`js

import no from "./no"
\`\`\`

    import no from "./no"
text
import no from "./no"`,
    "docs/A.jsx": "",
    "docs/B.ts": "",
    "docs/C.js": "",
  };
  assert.deepEqual(edges("docs/a.mdx", files), [
    "4 import ./A.jsx > docs/A.jsx",
    "7 import ./B > docs/B.ts",
    "11 reexport ./C > docs/C.js",
  ]);
});

Deno.test("edges of Sass: partials, index files, packages, builtins and plain CSS", () => {
  const files = {
    "package.json": `{"dependencies": {"bootstrap": "5"}, "workspaces": ["packages/*"]}`,
    "packages/ui/package.json": `{"name": "@org/ui"}`,
    "packages/ui/theme/_dark.scss": "",
    "s/main.scss": `// @import "no";
/* @use "no" */
@use "sass:math";
@use 'colors' with ($a: "x");
@forward "widgets" show b;
@import "one", "two.scss",
  "three";
@import "print.css" print, url(other.css);
@import "~bootstrap/scss/mixins";
@import "bootstrap/scss/grid";
@import "@org/ui/theme/dark";
@import "#{$name}/x";
@import "gone";
.a { content: '@import "no"'; @include b; background: url(//no/@import); }`,
    "s/_colors.scss": "",
    "s/widgets/_index.scss": "",
    "s/_one.scss": "",
    "s/two.scss": "",
    "s/_three.import.scss": "",
    "s/print.css": "",
    "s/other.css": "",
    "s/i.sass": `@import one, two\n@use "colors"\n/* open comment\n`,
  };
  assert.deepEqual(edges("s/main.scss", files), [
    "3 use sass:math > sass:math",
    "4 use colors > s/_colors.scss",
    "5 reexport widgets > s/widgets/_index.scss",
    "6 import one > s/_one.scss",
    "6 import two.scss > s/two.scss",
    "7 import three > s/_three.import.scss",
    "8 import print.css > s/print.css",
    "8 import other.css > s/other.css",
    "9 import ~bootstrap/scss/mixins > pkg:npm/bootstrap",
    "10 import bootstrap/scss/grid > pkg:npm/bootstrap",
    "11 import @org/ui/theme/dark > packages/ui/theme/_dark.scss",
    "12 import #{$name}/x > !the specifier is computed at run time",
    "13 import gone > !no such stylesheet beside it, no package of that name is required, and load paths are set where builds are configured",
  ]);
  assert.deepEqual(edges("s/i.sass", files), [
    "1 import one > s/_one.scss",
    "1 import two > s/two.scss",
    "2 use colors > s/_colors.scss",
  ]);
});

Deno.test("edges of CSS and Less", () => {
  const files = {
    "package.json": `{"devDependencies": {"tailwindcss": "4"}}`,
    "a.css": `@import "tailwindcss" layer(base);
@import url("b.css") screen, print;
@import url(https://fonts.example.org/css?family=A);
@config "./tailwind.config.js";
.x { composes: y z from "./b.css"; }`,
    "b.css": "",
    "tailwind.config.js": "",
    "c.less": `@import (reference, optional) "d";
@import "@{theme}/x";
@plugin "p.js"; // @import "no"`,
    "d.less": "",
    "p.js": "",
  };
  assert.deepEqual(edges("a.css", files), [
    "1 import tailwindcss > pkg:npm/tailwindcss",
    "2 import b.css > b.css",
    "3 import https://fonts.example.org/css?family=A > fonts.example.org/css",
    "4 use ./tailwind.config.js > tailwind.config.js",
    "5 import ./b.css > b.css",
  ]);
  assert.deepEqual(edges("c.less", files), [
    "1 import d > d.less",
    "2 import @{theme}/x > !the specifier is computed at run time",
    "3 use p.js > p.js",
  ]);
});

Deno.test("a component whose script is broken is no silent gap; a page may be a template", () => {
  const broken = "<script>\nlet a = (\n</script>";
  assert.throws(
    () => markup.extract({ language: "Vue", text: broken }),
    (error) => error instanceof ParseFailure && error.message.includes("line 2"),
  );
  assert.deepEqual(markup.extract({ language: "HTML", text: broken }).imports, []);
});

Deno.test("extract() of markup and styles ends in bounded work on hostile text", () => {
  const pieces = [
    "<script",
    "<script>",
    "<link a='",
    '<link rel="stylesheet" href={',
    "<!--",
    "@import '",
    "@import(",
    "@import url(",
    "url(   ",
    "composes: a ",
    "/*",
    "{#await import(",
    "import\n",
    "```\n",
    '<script type="importmap">{"imports":{"a":',
  ];
  for (const piece of pieces) {
    const text = piece.repeat(100_000);
    for (const language of markup.languages) {
      try {
        markup.extract({ language, text });
      } catch (error) {
        assert.ok(error instanceof ParseFailure, `${piece}: ${error}`);
      }
    }
    for (const language of styles.languages) styles.extract({ language, text });
  }
});
