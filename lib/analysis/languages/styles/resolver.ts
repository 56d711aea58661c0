/** Which file a stylesheet's specifier means: Sass' partials, Less' endings, packages and aliases. */
import type { RawImport } from "../../facts.ts";
import type { RepositoryView, Resolved, Resolver } from "../contract.ts";
import {
  isPackageName,
  npmPackage,
  schemed,
  splitPackage,
  unresolved,
} from "../javascript/names.ts";
import { createJavaScriptResolver, type JavaScriptResolver } from "../javascript/resolver.ts";
import { Addresses } from "../markup/addresses.ts";
import { baseName, directoryOf, join as below, normalise } from "../../paths.ts";

const STYLE = /\.(?:css|scss|sass|less|pcss|postcss|styl)$/i;
const MAX_SPECIFIER = 4_096;

/** Stylesheets alone, and those inside of pages and components. */
export class StyleResolver implements Resolver {
  readonly #javascript: JavaScriptResolver;
  readonly #addresses: Addresses;

  constructor(readonly view: RepositoryView) {
    this.#javascript = createJavaScriptResolver(view);
    this.#addresses = new Addresses(view, this.#javascript);
  }

  resolve(from: string, { specifier, notation, dynamic, kind }: RawImport): Resolved[] {
    if (dynamic !== undefined) return [unresolved(dynamic)];
    if (specifier.length > MAX_SPECIFIER) return [unresolved("the specifier is too long")];
    if (specifier.startsWith("//")) return [schemed(`https:${specifier}`)!];
    if (specifier.startsWith("sass:")) return [{ to: specifier, resolution: "builtin" }];
    const named = specifier.replace(/^pkg:|^npm:\/\//, "");
    const scheme = schemed(named);
    if (scheme) return [scheme];
    const bare = named.replace(/[?#].*$/s, "");
    if (bare === "") return [unresolved("the specifier is empty")];
    const tilde = /^~(?!\/)/.test(bare);
    const path = tilde ? bare.slice(1) : bare;
    const onlyPackage = tilde || named !== specifier;
    if (path.startsWith("/")) return [this.#addresses.fromRoot(from, path)];
    const names = namesOf(path, notation ?? "css", kind === "import");
    if (!onlyPackage) {
      for (const name of names) {
        const target = normalise(directoryOf(from), name);
        if (target !== null && this.view.has(target)) return [{ to: target, resolution: "file" }];
      }
    }
    if (/^\.{1,2}\//.test(path)) {
      const target = normalise(directoryOf(from), path);
      return [
        unresolved(target === null ? "points outside the repository" : `no file at ${target}`),
      ];
    }
    return [this.#named(from, path, names) ?? this.#package(from, path, onlyPackage)];
  }

  /** By an alias, a workspace's package or a committed copy, as bundlers look styles up. */
  #named(from: string, path: string, names: readonly string[]): Resolved | null {
    for (const name of [path, ...names]) {
      const [found] = this.#javascript.resolve(from, {
        specifier: name,
        line: 1,
        kind: "import",
        typeOnly: false,
      });
      if (found?.resolution !== "file") continue;
      if (STYLE.test(found.to!) || found.to!.endsWith(`/${baseName(path)}`)) return found;
    }
    return null;
  }

  #package(from: string, path: string, certain: boolean): Resolved {
    const { name } = splitPackage(path);
    const declared = this.#javascript.requires(directoryOf(from), name);
    const scoped = /^@[a-z0-9][\w.-]*\//.test(path);
    if (isPackageName(name) && (certain || declared || scoped)) return npmPackage(name);
    return unresolved(
      `no such stylesheet beside it, no package of that name is required, and load paths are set ` +
        `where builds are configured`,
    );
  }
}

/** Paths to try for a specifier, in order (https://sass-lang.com/documentation/at-rules/import/). */
function namesOf(path: string, notation: string, isImport: boolean): string[] {
  const directory = directoryOf(path);
  const name = baseName(path);
  if (notation === "less") return [path, `${path}.less`, `${path}.css`];
  if (notation === "css") return [path, `${path}.css`, `${path}.pcss`, below(path, "index.css")];
  const partial = (file: string) => [below(directory, file), below(directory, `_${file}`)];
  if (/\.(?:scss|sass|css)$/.test(name)) return partial(name);
  const endings = [".scss", ".sass", ".css"];
  const own = endings.flatMap((ending) => partial(name + ending));
  const only = isImport
    ? [".scss", ".sass"].flatMap((ending) => partial(`${name}.import${ending}`))
    : [];
  const index = endings.flatMap((ending) => [
    below(path, `_index${ending}`),
    below(path, `index${ending}`),
  ]);
  return [...only, ...own, ...index];
}
