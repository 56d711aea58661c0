/**
 * The truth test: edges of real packages and of hand-made workspaces against the TypeScript
 * compiler. It sees an installed copy, we see what git has. docs/accuracy.md says what is measured.
 */
import assert from "node:assert/strict";
import { dirname } from "node:path";
import type ts from "typescript";
import type { RawImport } from "../../lib/analysis/facts.ts";
import { ParseFailure } from "../../lib/analysis/languages/contract.ts";
import { javascript } from "../../lib/analysis/languages/javascript.ts";
import { readTree } from "../support/corpus.ts";
import { viewOf } from "../support/repository_view.ts";
import { oracleEdges, oracleImports } from "../support/typescript_oracle.ts";

interface Edge {
  from: string;
  specifier: string;
  to: string;
}

/** Differences that are known and wanted, each with the reason that docs/accuracy.md gives. */
const KNOWN: readonly { reason: string; is(ours: Edge | null, theirs: Edge | null): boolean }[] = [
  {
    reason: "JavaScript runs the script beside a declaration, not the declaration",
    is: (ours, theirs) =>
      ours !== null && theirs !== null && /\.[cm]?jsx?$/.test(ours.from) &&
      theirs.to === ours.to.replace(/\.([cm]?)jsx?$/, ".d.$1ts"),
  },
  {
    reason: "bundlers also try .mjs, .mts, .json and components where no extension is written",
    is: (ours, theirs) =>
      ours !== null && theirs === null && /\.(?:[cm][jt]s|json|vue|svelte)$/.test(ours.to) &&
      !/\.[a-z]+$/.test(ours.specifier),
  },
  {
    reason: "the package's output is not committed: the edge leads to its source",
    is: (ours, theirs) => ours !== null && theirs === null && /^@?[a-z]/.test(ours.specifier),
  },
  {
    reason: "bundlers import styles and assets, the compiler does not resolve them",
    is: (ours, theirs) => ours !== null && theirs === null && /\.(?:css|svg|vue)$/.test(ours.to),
  },
];

const LANGUAGES: readonly [RegExp, string][] = [
  [/\.tsx$/, "TSX"],
  [/\.[cm]?ts$/, "TypeScript"],
  [/\.[cm]?jsx?$/, "JavaScript"],
];

function ourEdges(files: Record<string, string>): Edge[] {
  const resolver = javascript.resolver(viewOf(files));
  return Object.entries(files).flatMap(([from, text]) => {
    const language = LANGUAGES.find(([extension]) => extension.test(from))?.[1];
    if (!language) return [];
    return importsOf(language, text).flatMap((imported) =>
      resolver.resolve(from, imported).flatMap(({ to, resolution }) =>
        // `///` references are no module resolution
        resolution === "file" && imported.kind !== "include"
          ? [{ from, specifier: imported.specifier, to: to! }]
          : []
      )
    );
  });
}

function importsOf(language: string, text: string): RawImport[] {
  try {
    return javascript.extract({ language, text }).imports;
  } catch (error) {
    if (error instanceof ParseFailure) return []; // the comparison then shows what it costs
    throw error;
  }
}

const keyOf = (edge: { from: string; specifier: string }) => `${edge.from}\0${edge.specifier}`;

interface Comparison {
  ours: number;
  theirs: number;
  agreed: number;
  known: Map<string, number>;
  unexplained: string[];
}

function compare(ours: readonly Edge[], theirs: readonly Edge[]): Comparison {
  const byKey = (edges: readonly Edge[]) => new Map(edges.map((edge) => [keyOf(edge), edge]));
  const [mine, other] = [byKey(ours), byKey(theirs)];
  const result: Comparison = {
    ours: mine.size,
    theirs: other.size,
    agreed: 0,
    known: new Map(),
    unexplained: [],
  };
  for (const key of new Set([...mine.keys(), ...other.keys()])) {
    const [a, b] = [mine.get(key) ?? null, other.get(key) ?? null];
    if (a && b && a.to === b.to) {
      result.agreed++;
      continue;
    }
    const reason = KNOWN.find((known) => known.is(a, b))?.reason;
    if (reason) result.known.set(reason, (result.known.get(reason) ?? 0) + 1);
    else {
      const { from, specifier } = (a ?? b)!;
      result.unexplained.push(`${from} "${specifier}": ours ${a?.to}, the compiler's ${b?.to}`);
    }
  }
  return result;
}

/** Prints the figures and fails on any difference without a reason. */
function judge(name: string, { ours, theirs, agreed, known, unexplained }: Comparison): void {
  const ratio = (part: number, of: number) => (of === 0 ? 1 : part / of).toFixed(4);
  console.log(
    `${name}: ${theirs} edges, precision ${ratio(agreed, ours)}, recall ${ratio(agreed, theirs)}`,
    [...known].map(([reason, count]) => `(${count}: ${reason})`).join(" "),
  );
  assert.deepEqual(unexplained, []);
}

function differences({ known }: Comparison): number {
  return [...known.values()].reduce((sum, count) => sum + count, 0);
}

/** Writes a tree into a directory of its own, makes the links of an installation, and cleans up. */
async function installed(
  files: Record<string, string>,
  links: Record<string, string>,
  use: (root: string) => void,
): Promise<void> {
  const root = await Deno.makeTempDir({ prefix: "oracle-" });
  try {
    for (const [path, text] of Object.entries(files)) {
      await Deno.mkdir(dirname(`${root}/${path}`), { recursive: true });
      await Deno.writeTextFile(`${root}/${path}`, text);
    }
    for (const [link, target] of Object.entries(links)) {
      await Deno.mkdir(dirname(`${root}/${link}`), { recursive: true });
      await Deno.symlink(`${root}/${target}`, `${root}/${link}`, { type: "dir" });
    }
    use(root);
  } finally {
    await Deno.remove(root, { recursive: true });
  }
}

async function against(
  name: string,
  files: Record<string, string>,
  links: Record<string, string> = {},
  options: ts.CompilerOptions = {},
): Promise<Comparison> {
  let result: Comparison | null = null;
  await installed(files, links, (root) => {
    const theirs = oracleEdges(root, Object.keys(files), options)
      .filter((edge): edge is Edge => edge.to !== null);
    result = compare(ourEdges(files), theirs);
    judge(name, result);
  });
  return result!;
}

const PACKAGES: readonly {
  name: string;
  /** The sources that the package ships, without what its build made. */
  source: RegExp;
  files: number;
  edges: number;
  /** Differences that have a reason in `KNOWN`; without any, precision and recall are 1. */
  known: number;
  options?: ts.CompilerOptions;
}[] = [
  { name: "rxjs", source: /^src\//, files: 240, edges: 1_000, known: 0 },
  // its own tsconfig sets the condition that leads to its sources
  {
    name: "zod",
    source: /^src\//,
    files: 300,
    edges: 400,
    known: 0,
    options: { customConditions: ["@zod/source"] },
  },
  { name: "puppeteer-core", source: /^src\//, files: 150, edges: 900, known: 0 },
  { name: "ajv", source: /^lib\//, files: 100, edges: 250, known: 0 },
  { name: "preact", source: /^(?!.*\bdist\/)/, files: 60, edges: 60, known: 2 },
];

for (const { name, source, files: least, edges, known, options } of PACKAGES) {
  Deno.test(`edges of ${name} are those of the TypeScript compiler`, async () => {
    const root = new URL(`../../node_modules/${name}`, import.meta.url).pathname;
    const files = await readTree(
      await Deno.realPath(root),
      (path) => source.test(path) || /^(?:package|tsconfig.*)\.json$/.test(path),
    );
    assert.ok(Object.keys(files).length >= least, `${name} has ${Object.keys(files).length} files`);
    const result = await against(name, files, {}, options);
    assert.ok(result.theirs >= edges, `the compiler found only ${result.theirs} edges`);
    assert.equal(differences(result), known);
  });
}

Deno.test("imports of real packages are those of the compiler's syntax trees, line by line", async () => {
  let count = 0;
  for (const { name, source } of PACKAGES) {
    const url = new URL(`../../node_modules/${name}`, import.meta.url).pathname;
    const root = await Deno.realPath(url);
    const files = await readTree(root, (path) => source.test(path) && /\.[cm]?[jt]sx?$/.test(path));
    for (const [path, text] of Object.entries(files)) {
      const language = LANGUAGES.find(([extension]) => extension.test(path))![1];
      const ours = importsOf(language, text).filter((found) =>
        found.kind !== "include" && found.dynamic === undefined
      );
      const theirs = oracleImports(`${root}/${path}`);
      count += theirs.length;
      const row = ({ line, specifier, typeOnly }: typeof ours[0] | typeof theirs[0]) =>
        `${line} ${specifier}${typeOnly ? " type" : ""}`;
      assert.deepEqual(ours.map(row).sort(), theirs.map(row).sort(), `${name}/${path}`);
    }
  }
  assert.ok(count > 3_500, `only ${count} imports were compared`);
});

/** Workspaces as git has them; `links` is what an installation adds, for the compiler alone. */
const WORKSPACES: readonly {
  name: string;
  files: Record<string, string | object>;
  links: Record<string, string>;
  /** Edges that must be found, whatever the compiler says: "from > to". */
  edges: readonly string[];
  /** Differences that have a reason in `KNOWN`. */
  known: number;
}[] = [
  {
    name: "npm workspaces with exports, imports and conditions",
    files: {
      "package.json": { workspaces: ["packages/*"] },
      "packages/ui/package.json": {
        name: "@org/ui",
        type: "module",
        exports: {
          ".": "./src/index.ts",
          "./theme/*": { import: "./src/theme/*.ts" },
          "./legacy": { require: "./legacy.cjs", import: "./legacy.mjs" },
          "./private/*": null,
        },
        imports: { "#util": "./src/util.ts", "#deep/*": { default: "./src/deep/*.ts" } },
      },
      "packages/ui/src/index.ts":
        `export * from "#util"; import { a } from "#deep/a"; export * from "@org/ui/theme/dark";`,
      "packages/ui/src/util.ts": `export const u = 1; import "@org/ui";`,
      "packages/ui/src/deep/a.ts": "export const a = 1;",
      "packages/ui/src/theme/dark.ts": "export const dark = 1;",
      "packages/ui/src/private.ts": "export {}",
      "packages/ui/legacy.cjs": "module.exports = 1;",
      "packages/ui/legacy.mjs": "export default 1;",
      "packages/app/package.json": {
        name: "app",
        dependencies: { "@org/ui": "*", "plain": "^1.0.0" },
      },
      "packages/app/main.ts":
        `import * as ui from "@org/ui"; import { dark } from "@org/ui/theme/dark";
import legacy from "@org/ui/legacy"; import * as p from "plain"; import "plain/sub/file";
import "@org/ui/private/x"; import "@org/ui/src/util";
import type { T } from "plain/types";`,
      "packages/app/old.cjs": `const legacy = require("@org/ui/legacy"); require("plain");`,
      "packages/plain/package.json": { name: "plain", version: "1.2.0", main: "./main.js" },
      "packages/plain/main.js": "export const p = 1;",
      "packages/plain/sub/file.js": "",
      "packages/plain/types.d.ts": "export type T = 1;",
    },
    links: {
      "node_modules/@org/ui": "packages/ui",
      "node_modules/plain": "packages/plain",
      "node_modules/app": "packages/app",
    },
    edges: [
      "packages/app/main.ts > packages/ui/legacy.mjs",
      "packages/app/old.cjs > packages/ui/legacy.cjs",
      "packages/ui/src/index.ts > packages/ui/src/deep/a.ts",
    ],
    known: 0,
  },
  {
    name: "pnpm workspace with unbuilt output",
    files: {
      "pnpm-workspace.yaml": "packages:\n  - apps/*\n  - libs/**\n  - '!libs/old'\n",
      "apps/web/package.json": {
        name: "web",
        dependencies: { "@org/core": "workspace:^", alias: "workspace:@org/types@*" },
      },
      "apps/web/src/main.tsx":
        `import { core } from "@org/core"; import { sub } from "@org/core/sub";
import type { A } from "alias"; import "./app.css"; const l = () => import("./lazy");`,
      "apps/web/src/app.css": "",
      "apps/web/src/lazy.tsx": "export default <p>import './no'</p>;",
      "libs/core/package.json": {
        name: "@org/core",
        exports: {
          ".": { types: "./dist/index.d.ts", import: "./dist/index.js" },
          "./*": "./dist/*.js",
        },
      },
      "libs/core/tsconfig.json": { compilerOptions: { outDir: "dist", rootDir: "src" } },
      "libs/core/src/index.ts": "export const core = 1;",
      "libs/core/src/sub.ts": "export const sub = 1;",
      "libs/deep/types/package.json": { name: "@org/types", types: "index.d.ts" },
      "libs/deep/types/index.d.ts": "export type A = 1;",
    },
    links: {
      "apps/web/node_modules/@org/core": "libs/core",
      "apps/web/node_modules/alias": "libs/deep/types",
    },
    edges: [
      "apps/web/src/main.tsx > libs/core/src/index.ts",
      "apps/web/src/main.tsx > libs/core/src/sub.ts",
      "apps/web/src/main.tsx > libs/deep/types/index.d.ts",
      "apps/web/src/main.tsx > apps/web/src/app.css",
    ],
    known: 3,
  },
  {
    name: "yarn workspaces, nested and linked",
    files: {
      "package.json": { workspaces: { packages: ["modules/**"], nohoist: [] } },
      "modules/a/package.json": { name: "a", main: "lib" },
      "modules/a/lib/index.js": `exports.b = require("b"); require("c/x.json"); require("react");`,
      "modules/b/package.json": { name: "b", module: "./esm.js", main: "./cjs" },
      "modules/b/cjs.js": `require("./inner");`,
      "modules/b/esm.js": "",
      "modules/b/inner/package.json": { main: "start.js" },
      "modules/b/inner/start.js": `require("a/lib/index.js")`,
      "modules/group/c/package.json": { name: "c" },
      "modules/group/c/x.json": "{}",
      "modules/group/c/index.ts": `import a = require("a"); export = a;`,
      "tools/package.json": { name: "tools", dependencies: { a: "link:../modules/a" } },
      "tools/run.ts": `import "a"; import "b";`,
    },
    links: {
      "node_modules/a": "modules/a",
      "node_modules/c": "modules/group/c",
      "modules/a/node_modules/b": "modules/b",
      "tools/node_modules/a": "modules/a",
    },
    edges: [
      "modules/a/lib/index.js > modules/b/cjs.js",
      "tools/run.ts > modules/a/lib/index.js",
    ],
    known: 0,
  },
  {
    name: "tsconfig paths with extends and rootDirs",
    files: {
      "tsconfig.base.json": {
        compilerOptions: {
          paths: { "@libs/*": ["./libs/*/src/index.ts", "./libs/*"], "@libs/x-*": ["./x/*"] },
        },
      },
      "tsconfig.json": { extends: "./tsconfig.base.json" },
      "libs/a/src/index.ts": `import "@libs/b"; import "@libs/x-y"; import "@libs/none";`,
      "libs/b.ts": `import "@libs/a"; import "libs/a/src";`,
      "x/y.ts": "export {}",
      "app/tsconfig.json": {
        extends: ["../tsconfig.base.json", "./local.json"],
        compilerOptions: { baseUrl: "./src", rootDirs: ["src", "generated"] },
      },
      "app/local.json": { compilerOptions: {} },
      "app/src/main.ts":
        `import "pages/home"; import "./made"; import "../generated/made"; import "@libs/a";`,
      "app/src/pages/home/index.tsx": `import "main"; import "pages/none";`,
      "app/generated/made.ts": `import "./main";`,
    },
    links: {},
    edges: [
      "app/src/main.ts > app/generated/made.ts",
      "app/src/main.ts > app/src/pages/home/index.tsx",
      "libs/a/src/index.ts > x/y.ts",
    ],
    known: 0,
  },
  {
    name: "project references with aliases of their own",
    files: {
      "tsconfig.json": {
        files: [],
        references: [{ path: "./tsconfig.app.json" }, { path: "server" }],
      },
      "tsconfig.app.json": {
        include: ["src"],
        compilerOptions: { composite: true, paths: { "@/*": ["./src/*"], "shared": ["./shared"] } },
      },
      "src/main.ts": `import "@/view"; import "shared"; import "@/view.js"; import "@/gone";`,
      "src/view.tsx": `import "./main.js"; import data from "@/data.json";`,
      "src/data.json": "{}",
      "shared/index.ts": "export {}",
      "server/tsconfig.json": {
        compilerOptions: { composite: true, paths: { "@/*": ["./*"] } },
      },
      "server/main.ts": `import "@/routes/all"; import "../src/main";`,
      "server/routes/all.mts": `import "../main.ts"; export * from "./all.mjs";`,
    },
    links: {},
    edges: [
      "src/main.ts > src/view.tsx",
      "server/main.ts > src/main.ts",
      "src/view.tsx > src/data.json",
    ],
    known: 1,
  },
];

for (const { name, files, links, edges, known } of WORKSPACES) {
  Deno.test(`edges of ${name} are those of the compiler in an installed copy`, async () => {
    const texts = Object.fromEntries(
      Object.entries(files).map((
        [path, content],
      ) => [path, typeof content === "string" ? content : JSON.stringify(content)]),
    );
    const found = new Set(ourEdges(texts).map(({ from, to }) => `${from} > ${to}`));
    for (const edge of edges) assert.ok(found.has(edge), edge);
    assert.equal(differences(await against(name, texts, links)), known);
  });
}
