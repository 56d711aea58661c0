/** Aliases that no tsconfig.json states: documented defaults of frameworks, and bundlers' literals. */
import type { RepositoryView } from "../contract.ts";
import { baseName, directoryOf, join, normalise, upwards } from "../../paths.ts";
import { BUNDLER_CONFIG, literalAliases, literalProperty } from "./literal_aliases.ts";
import type { Packages } from "./packages.ts";

/** What an alias makes of a specifier. */
export interface Aliased {
  /** Of whom the alias is, for the reason where no file is there. */
  by: string;
  alias: string;
  /** Paths to try, in order. */
  paths: readonly string[];
}

interface Alias {
  by: string;
  key: string;
  /** The name alone, without what could follow it. */
  exact: boolean;
  targets: readonly string[];
}

interface Framework {
  name: string;
  /** A package that says that it is used; its requirement makes the package's directory a project. */
  packages: readonly string[];
  /** Its configuration, where that may change a default; null where none is read. */
  config: RegExp | null;
  /** The configuration alone makes its directory a project. */
  configAlone?: boolean;
  aliases(
    view: RepositoryView,
    directory: string,
    text: string,
  ): readonly [key: string, ...targets: string[]][];
}

/** Defaults that the frameworks' own documentation states, and that need no configuration. */
const FRAMEWORKS: readonly Framework[] = [
  { // https://svelte.dev/docs/kit/$lib
    name: "SvelteKit",
    packages: ["@sveltejs/kit"],
    config: /^svelte\.config\.[cm]?[jt]s$/,
    aliases: (_, __, text) => [["$lib", literalProperty(text, "lib") ?? "src/lib"]],
  },
  { // https://nuxt.com/docs/api/nuxt-config#alias; srcDir is app/ since version 4
    name: "Nuxt",
    packages: ["nuxt", "nuxt3", "nuxt-edge", "nuxt-nightly"],
    config: /^nuxt\.config\.[cm]?[jt]s$/,
    configAlone: true,
    aliases(view, directory, text) {
      const stated = literalProperty(text, "srcDir");
      const app = view.hasDirectory(join(directory, "app")) ? ["app", "."] : ["."];
      const sources = stated === null ? app : [stated];
      return [["~", ...sources], ["@", ...sources], ["~~", "."], ["@@", "."], [
        "#shared",
        "shared",
      ]];
    },
  },
  { // https://cli.vuejs.org/guide/webpack.html
    name: "Vue CLI",
    packages: ["@vue/cli-service"],
    config: null,
    aliases: () => [["@", "src"]],
  },
  { // https://laravel.com/docs/vite#aliases
    name: "Laravel's Vite plugin",
    packages: ["laravel-vite-plugin"],
    config: null,
    aliases: () => [["@", "resources/js"]],
  },
  { // https://docusaurus.io/docs/advanced/client
    name: "Docusaurus",
    packages: ["@docusaurus/core"],
    config: null,
    aliases: () => [["@site", "."]],
  },
  { // https://umijs.org/docs/guides/directory-structure
    name: "Umi",
    packages: ["umi", "@umijs/max"],
    config: null,
    aliases: () => [["@", "src"]],
  },
  { // https://quasar.dev/quasar-cli-vite/handling-vite#folder-aliases
    name: "Quasar",
    packages: ["@quasar/app-vite", "@quasar/app-webpack", "@quasar/app"],
    config: null,
    aliases: () => [
      ["src", "src"],
      ...["components", "layouts", "pages", "assets", "boot", "stores"]
        .map((name): [string, string] => [name, `src/${name}`]),
    ],
  },
];

/** Modules that a framework makes when it is built, by the project's framework. */
const MADE: readonly { by: string; packages: readonly string[]; specifier: RegExp }[] = [
  {
    by: "SvelteKit",
    packages: ["@sveltejs/kit"],
    specifier: /^(?:\$(?:app|env)\/|\$service-worker$|(?:\.{1,2}\/)+\$types(?:\.js)?$)/,
  },
  {
    by: "Nuxt",
    packages: ["nuxt", "nuxt3", "nuxt-edge", "nuxt-nightly", "@nuxt/kit"],
    specifier: /^#(?:app|build|components|imports|internal|vue-router|head)(?:\/|$)/,
  },
  {
    by: "Docusaurus",
    packages: ["@docusaurus/core"],
    specifier: /^@(?:theme|theme-original|theme-init|generated)(?:\/|$)/,
  },
];

export class Aliases {
  /** By the directory whose files they rule. */
  readonly #byDirectory = new Map<string, Alias[]>();

  constructor(readonly view: RepositoryView, readonly packages: Packages) {
    const configs = view.paths.filter((path) =>
      BUNDLER_CONFIG.test(baseName(path)) && !/(?:^|\/)node_modules\//.test(path)
    );
    for (const path of configs) this.#literal(path);
    for (const framework of FRAMEWORKS) this.#defaults(framework, configs);
  }

  /** The aliases that match, of the nearest directory first; one with a longer name before others. */
  *match(specifier: string, directory: string): Generator<Aliased> {
    if (this.#byDirectory.size === 0) return;
    for (const at of upwards(directory)) {
      for (const { by, key, exact, targets } of this.#byDirectory.get(at) ?? []) {
        const rest = restOf(specifier, key, exact);
        if (rest === null) continue;
        const paths = targets.flatMap((target) => normalise(target, rest || ".") ?? []);
        yield { by, alias: key, paths };
      }
    }
  }

  /** Who makes this module at build time; null where it is nobody's. */
  maker(specifier: string, directory: string): string | null {
    for (const { by, packages, specifier: pattern } of MADE) {
      if (!pattern.test(specifier)) continue;
      if (packages.some((name) => this.#uses(directory, name))) return by;
    }
    return null;
  }

  #uses(directory: string, name: string): boolean {
    return this.packages.requirement(directory, name) !== null ||
      this.packages.nearest(directory)?.name === name;
  }

  #literal(path: string): void {
    const text = this.view.text(path);
    if (text === null) return;
    const directory = directoryOf(path);
    const packageDirectory = this.packages.nearest(directory)?.directory ?? directory;
    const name = baseName(path);
    const strings = name.startsWith("svelte")
      ? "relative"
      : /^(?:vite|vitest|astro)/.test(name) && literalProperty(text, "root") === null
      ? "rooted"
      : "none";
    for (const [key, target] of literalAliases(text, { directory, packageDirectory, strings })) {
      if (target === null) continue;
      const star = /\/\*$/.test(key) ? key.slice(0, -2) : key;
      const exact = star.endsWith("$") && star.length > 1;
      this.#add(packageDirectory, {
        by: name,
        key: exact ? star.slice(0, -1) : star,
        exact,
        targets: [target.replace(/\/\*$/, "")],
      });
    }
  }

  #defaults(framework: Framework, configs: readonly string[]): void {
    const directories = new Set<string>();
    for (const found of this.packages.all()) {
      if (framework.packages.some((name) => found.dependencies.has(name))) {
        directories.add(found.directory);
      }
    }
    const own = configs.filter((path) => framework.config?.test(baseName(path)) ?? false);
    if (framework.configAlone) { for (const path of own) directories.add(directoryOf(path)); }
    const byDirectory = new Map(own.map((path) => [directoryOf(path), path]));
    for (const directory of directories) {
      const config = byDirectory.get(directory);
      const text = config === undefined ? "" : this.view.text(config) ?? "";
      for (const [key, ...targets] of framework.aliases(this.view, directory, text)) {
        const places = targets.flatMap((target) => normalise(directory, target) ?? []);
        this.#add(directory, { by: framework.name, key, exact: false, targets: places });
      }
    }
  }

  #add(directory: string, alias: Alias): void {
    const known = this.#byDirectory.get(directory);
    if (known) {
      known.push(alias);
      // stable: what a configuration states goes before a default of the same name
      known.sort((a, b) => b.key.length - a.key.length);
    } else this.#byDirectory.set(directory, [alias]);
  }
}

function restOf(specifier: string, key: string, exact: boolean): string | null {
  if (specifier === key) return "";
  if (exact || !specifier.startsWith(key)) return null;
  if (key.endsWith("/")) return specifier.slice(key.length);
  return specifier[key.length] === "/" ? specifier.slice(key.length + 1) : null;
}
