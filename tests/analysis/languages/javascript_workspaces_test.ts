/** Monorepos as git has them, nothing installed: no import of their own may stay unresolved. */
import assert from "node:assert/strict";
import { extractJavaScript } from "../../../lib/analysis/languages/javascript/extraction.ts";
import { javascript } from "../../../lib/analysis/languages/javascript.ts";
import { viewOf } from "../../support/repository_view.ts";

type Files = Record<string, string | object>;

/** Every import as "from specifier > target"; "!" before the reason of an unresolved one. */
function edges(files: Files): string[] {
  const texts = Object.fromEntries(
    Object.entries(files).map(([path, content]) => [
      path,
      typeof content === "string" ? content : JSON.stringify(content),
    ]),
  );
  const resolver = javascript.resolver(viewOf(texts));
  return Object.entries(texts).flatMap(([from, text]) => {
    if (!/\.[cm]?[jt]sx?$/.test(from) || /\.config\./.test(from)) return [];
    const language = from.endsWith("x") ? "TSX" : "TypeScript";
    return extractJavaScript({ language, text }).imports.flatMap((imported) =>
      resolver.resolve(from, imported).map(({ to, reason }) =>
        `${from} ${imported.specifier} > ${to ?? `!${reason}`}`
      )
    );
  });
}

const WORKSPACES: Record<string, { files: Files; edges: string[] }> = {
  npm: {
    files: {
      "package.json": { name: "root", workspaces: ["apps/*", "packages/*", "!packages/old"] },
      "apps/web/package.json": {
        name: "web",
        dependencies: { "@acme/ui": "*", "@acme/db": "^1.0.0" },
      },
      "apps/web/src/main.tsx": `import { Button } from "@acme/ui/button"; import "@acme/ui";
import { db } from "@acme/db"; import "@acme/ui/styles.css"; import type { T } from "@acme/types";`,
      "packages/ui/package.json": {
        name: "@acme/ui",
        exports: {
          ".": { types: "./dist/index.d.ts", import: "./dist/index.mjs" },
          "./button": "./src/button.tsx",
          "./styles.css": "./dist/styles.css",
        },
      },
      "packages/ui/src/index.ts": `export * from "./button"; export * from "@acme/ui/button"`,
      "packages/ui/src/button.tsx": "",
      "packages/ui/dist/styles.css": "",
      "packages/db/package.json": { name: "@acme/db", version: "1.4.0", main: "lib/index.js" },
      "packages/db/src/index.ts": "",
      "packages/types/package.json": { name: "@acme/types", types: "./index.d.ts" },
      "packages/types/index.d.ts": "",
      "scripts/seed.ts": `import "@acme/db"`,
    },
    edges: [
      "apps/web/src/main.tsx @acme/ui/button > packages/ui/src/button.tsx",
      "apps/web/src/main.tsx @acme/ui > packages/ui/src/index.ts",
      "apps/web/src/main.tsx @acme/db > packages/db/src/index.ts",
      "apps/web/src/main.tsx @acme/ui/styles.css > packages/ui/dist/styles.css",
      "apps/web/src/main.tsx @acme/types > packages/types/index.d.ts",
      "packages/ui/src/index.ts ./button > packages/ui/src/button.tsx",
      "packages/ui/src/index.ts @acme/ui/button > packages/ui/src/button.tsx",
      "scripts/seed.ts @acme/db > packages/db/src/index.ts",
    ],
  },
  pnpm: {
    files: {
      "package.json": { name: "root", private: true },
      "pnpm-workspace.yaml": "packages:\n  - 'pkgs/**'\n  - tools\ncatalog:\n  react: ^19.0.0\n",
      "tsconfig.base.json": { compilerOptions: { paths: { "@lib/*": ["./pkgs/lib/src/*"] } } },
      "pkgs/app/package.json": {
        name: "app",
        dependencies: { lib: "workspace:*", short: "workspace:@org/long@^", react: "catalog:" },
      },
      "pkgs/app/tsconfig.json": { extends: "../../tsconfig.base.json" },
      "pkgs/app/index.ts": `import "lib"; import "lib/deep/x"; import "short"; import "@lib/y";`,
      "pkgs/lib/package.json": {
        name: "lib",
        publishConfig: { main: "dist/index.js" },
        main: "src/index.ts",
      },
      "pkgs/lib/src/index.ts": "",
      "pkgs/lib/deep/x.ts": "",
      "pkgs/lib/src/y.ts": "",
      "pkgs/nested/long/package.json": { name: "@org/long", module: "./index.mjs" },
      "pkgs/nested/long/index.mjs": `import "app"`,
      "tools/package.json": { name: "tools", devDependencies: { lib: "workspace:../pkgs/lib" } },
      "tools/run.ts": `import "lib"`,
    },
    edges: [
      "pkgs/app/index.ts lib > pkgs/lib/src/index.ts",
      "pkgs/app/index.ts lib/deep/x > pkgs/lib/deep/x.ts",
      "pkgs/app/index.ts short > pkgs/nested/long/index.mjs",
      "pkgs/app/index.ts @lib/y > pkgs/lib/src/y.ts",
      "pkgs/nested/long/index.mjs app > pkgs/app/index.ts",
      "tools/run.ts lib > pkgs/lib/src/index.ts",
    ],
  },
  yarn: {
    files: {
      "package.json": { workspaces: { packages: ["packages/**"], nohoist: ["**"] } },
      "packages/a/package.json": {
        name: "a",
        dependencies: { b: "workspace:packages/group/b", c: "portal:../../linked/c" },
      },
      "packages/a/index.ts": `import "b"; import "c"; import "b/sub";`,
      "packages/group/b/package.json": {
        name: "b",
        type: "module",
        exports: { ".": "./mod.ts", "./*": "./lib/*.ts" },
        imports: { "#inner/*": "./inner/*.ts" },
      },
      "packages/group/b/mod.ts": `import "#inner/x"; import "a";`,
      "packages/group/b/inner/x.ts": "",
      "packages/group/b/lib/sub.ts": "",
      "linked/c/package.json": { name: "c" },
      "linked/c/index.js": "",
    },
    edges: [
      "packages/a/index.ts b > packages/group/b/mod.ts",
      "packages/a/index.ts c > linked/c/index.js",
      "packages/a/index.ts b/sub > packages/group/b/lib/sub.ts",
      "packages/group/b/mod.ts #inner/x > packages/group/b/inner/x.ts",
      "packages/group/b/mod.ts a > packages/a/index.ts",
    ],
  },
  Deno: {
    files: {
      "deno.json": {
        workspace: ["./core", "./web/*"],
        imports: { "@/": "./", "@std/path": "jsr:@std/path@1", "~utils": "./core/utils.ts" },
      },
      "core/deno.json": {
        name: "@app/core",
        version: "1.0.0",
        exports: { ".": "./mod.ts", "./deep": "./deep/mod.ts" },
      },
      "core/mod.ts": `import "~utils"; import "@/web/site/main.ts"; import "@app/core/deep";`,
      "core/utils.ts": "",
      "core/deep/mod.ts": "",
      "web/site/deno.jsonc": `{ "name": "@app/site", "exports": "./main.ts", // comment
        "imports": { "#view": "./view.tsx" } }`,
      "web/site/main.ts": `import "@app/core"; import "@app/core/deep"; import "jsr:@app/core@^1";
import "#view"; import "@std/path/join";`,
      "web/site/view.tsx": `import "npm-member"`,
      "web/old/package.json": { name: "npm-member", main: "start.js" },
      "web/old/start.js": "",
      "scripts/run.ts": `import "@app/site"`,
    },
    edges: [
      "core/mod.ts ~utils > core/utils.ts",
      "core/mod.ts @/web/site/main.ts > web/site/main.ts",
      "core/mod.ts @app/core/deep > core/deep/mod.ts",
      "web/site/main.ts @app/core > core/mod.ts",
      "web/site/main.ts @app/core/deep > core/deep/mod.ts",
      "web/site/main.ts jsr:@app/core@^1 > core/mod.ts",
      "web/site/main.ts #view > web/site/view.tsx",
      "web/site/main.ts @std/path/join > jsr:@std/path",
      "web/site/view.tsx npm-member > web/old/start.js",
      "scripts/run.ts @app/site > web/site/main.ts",
    ],
  },
  bun: {
    files: {
      "package.json": { workspaces: { packages: ["./packages/*"], catalog: { zod: "4" } } },
      "packages/a/package.json": { name: "a", dependencies: { b: "workspace:*", zod: "catalog:" } },
      "packages/a/index.ts": `import "b"; import "b/sub.ts"; import "bun:test";`,
      "packages/b/package.json": { name: "b", module: "index.ts" },
      "packages/b/index.ts": "",
      "packages/b/sub.ts": "",
    },
    edges: [
      "packages/a/index.ts b > packages/b/index.ts",
      "packages/a/index.ts b/sub.ts > packages/b/sub.ts",
      "packages/a/index.ts bun:test > bun:test",
    ],
  },
  Nx: {
    files: {
      "nx.json": {},
      "package.json": { name: "root" },
      "tsconfig.base.json": {
        compilerOptions: {
          baseUrl: ".",
          paths: { "@shop/cart": ["libs/cart/src/index.ts"], "@shop/ui/*": ["libs/ui/src/*"] },
        },
      },
      "apps/shop/tsconfig.json": {
        extends: "../../tsconfig.base.json",
        references: [{ path: "./tsconfig.app.json" }],
      },
      "apps/shop/tsconfig.app.json": { extends: "./tsconfig.json", include: ["src/**/*.ts"] },
      "apps/shop/src/main.ts": `import "@shop/cart"; import "@shop/ui/button";`,
      "libs/cart/src/index.ts": `export * from "@shop/ui/button"`,
      "libs/ui/src/button.ts": "",
    },
    edges: [
      "apps/shop/src/main.ts @shop/cart > libs/cart/src/index.ts",
      "apps/shop/src/main.ts @shop/ui/button > libs/ui/src/button.ts",
      "libs/cart/src/index.ts @shop/ui/button > libs/ui/src/button.ts",
    ],
  },
};

for (const [name, { files, edges: expected }] of Object.entries(WORKSPACES)) {
  Deno.test(`edges of a workspace of ${name} are complete without an installation`, () => {
    assert.deepEqual(edges(files), expected);
  });
}

Deno.test("resolve() knows frameworks' documented aliases, and names what a build makes", () => {
  assert.deepEqual(
    edges({
      "kit/package.json": { devDependencies: { "@sveltejs/kit": "2" } },
      "kit/svelte.config.js":
        `export default { kit: { alias: { $ui: "src/ui", "$x/*": './src/x/*' } } }`,
      "kit/src/lib/db.ts": "",
      "kit/src/lib/index.ts": "",
      "kit/src/ui/B.ts": "",
      "kit/src/x/y.ts": "",
      "kit/src/routes/+page.ts":
        `import "$lib/db"; import "$lib"; import "$ui/B"; import "$x/y"; import "$lib/no";
import type { PageLoad } from "./$types"; import "$app/navigation";`,
      "nuxt4/package.json": { dependencies: { nuxt: "4" } },
      "nuxt4/app/a.ts":
        `import "~/b"; import "@/b"; import "~~/shared/c"; import "#shared/c"; import "#imports"`,
      "nuxt4/app/b.ts": "",
      "nuxt4/shared/c.ts": "",
      "nuxt2/nuxt.config.js": `module.exports = { srcDir: "client/" }`,
      "nuxt2/client/a.ts": `import "~/b"; import "@/b"; import "@@/root";`,
      "nuxt2/client/b.js": "",
      "nuxt2/root.js": "",
      "cli/package.json": { devDependencies: { "@vue/cli-service": "5" } },
      "cli/src/a.ts": `import "@/b"`,
      "cli/src/b.ts": "",
      "none/src/a.ts": `import "@/b"; import "$lib/x"`,
      "none/src/b.ts": "",
    }),
    [
      "kit/src/routes/+page.ts $lib/db > kit/src/lib/db.ts",
      "kit/src/routes/+page.ts $lib > kit/src/lib/index.ts",
      "kit/src/routes/+page.ts $ui/B > kit/src/ui/B.ts",
      "kit/src/routes/+page.ts $x/y > kit/src/x/y.ts",
      `kit/src/routes/+page.ts $lib/no > !matches the alias "$lib" of SvelteKit, but there is no such file`,
      "kit/src/routes/+page.ts ./$types > !a module that SvelteKit makes when it is built",
      "kit/src/routes/+page.ts $app/navigation > !a module that SvelteKit makes when it is built",
      "nuxt4/app/a.ts ~/b > nuxt4/app/b.ts",
      "nuxt4/app/a.ts @/b > nuxt4/app/b.ts",
      "nuxt4/app/a.ts ~~/shared/c > nuxt4/shared/c.ts",
      "nuxt4/app/a.ts #shared/c > nuxt4/shared/c.ts",
      "nuxt4/app/a.ts #imports > !a module that Nuxt makes when it is built",
      "nuxt2/client/a.ts ~/b > nuxt2/client/b.js",
      "nuxt2/client/a.ts @/b > nuxt2/client/b.js",
      "nuxt2/client/a.ts @@/root > nuxt2/root.js",
      "cli/src/a.ts @/b > cli/src/b.ts",
      `none/src/a.ts @/b > !"@/b" is no package name, and no tsconfig.json, package.json or deno.json maps it`,
      `none/src/a.ts $lib/x > !"$lib/x" is no package name, and no tsconfig.json, package.json or deno.json maps it`,
    ],
  );
});

Deno.test("resolve() reads aliases that a bundler's configuration states as literals, no others", () => {
  const config = (alias: string, above = "") =>
    `${above}
// alias: { "@": path.resolve(__dirname, "no") }
export default { resolve: { alias: ${alias} } }`;
  const target = (file: string, text: string) => {
    const found = edges({
      "p/package.json": { dependencies: { vite: "7" } },
      [`p/${file}`]: text,
      "p/src/a.ts": `import "@/b"`,
      "p/src/b.ts": "",
      "src/b.ts": "",
    });
    return found[0]!.split(" > ")[1];
  };
  for (
    const alias of [
      `{ "@": path.resolve(__dirname, "src") }`,
      `{ '@': resolve(__dirname, './src'), other: 1 }`,
      `{ "@/": path.join(import.meta.dirname, "./src/") }`,
      `{ "@": fileURLToPath(new URL("./src", import.meta.url)), }`,
      `{ "@": new URL("./src", import.meta.url).pathname }`,
      `{ "@": "/src" }`,
      `{ "@": path.resolve(process.cwd(), "src") }`,
      `{ "@": path.resolve("./src") }`,
      "{ '@': `${__dirname}/src` }",
      `[{ find: "@", replacement: path.resolve(__dirname, "src") }]`,
    ]
  ) assert.equal(target("vite.config.ts", config(alias)), "p/src/b.ts", alias);
  const helper = `const resolve = (dir) => path.join(__dirname, "..", dir)`;
  assert.equal(
    target("build/webpack.config.js", config(`{ "@": resolve("src") }`, helper)),
    "p/src/b.ts",
  );
  for (
    const alias of [
      `{ "@": root }`,
      `{ "@": path.resolve(root, "src") }`,
      `{ "@": "./src" }`,
      `{ ...shared }`,
      `dev ? { "@": path.resolve(__dirname, "src") } : {}`,
    ]
  ) assert.match(target("vite.config.ts", config(alias))!, /^!/, alias);
  const two = `export default [{ resolve: { alias: { "@": path.resolve(__dirname, "src") } } },
    { resolve: { alias: { "@": path.resolve(__dirname, "other") } } }]`;
  assert.match(target("vite.config.ts", two)!, /^!/);
});
