/** Resolves what pages and components name: scripts as JavaScript does, addresses as browsers do. */
import type { RawImport } from "../../facts.ts";
import type { RepositoryView, Resolved, Resolver } from "../contract.ts";
import { asObject, asString } from "../javascript/manifests.ts";
import { createJavaScriptResolver, type JavaScriptResolver } from "../javascript/resolver.ts";
import { unresolved } from "../javascript/names.ts";
import { StyleResolver } from "../styles/resolver.ts";
import { Addresses } from "./addresses.ts";

export function createMarkupResolver(view: RepositoryView): Resolver {
  return new MarkupResolver(view);
}

class MarkupResolver implements Resolver {
  readonly #javascript: JavaScriptResolver;
  readonly #styles: StyleResolver;
  readonly #addresses: Addresses;

  constructor(readonly view: RepositoryView) {
    this.#javascript = createJavaScriptResolver(view);
    this.#styles = new StyleResolver(view);
    this.#addresses = new Addresses(view, this.#javascript);
  }

  resolve(from: string, imported: RawImport): Resolved[] {
    const { specifier, notation } = imported;
    if (imported.dynamic !== undefined) return [unresolved(imported.dynamic)];
    const extra = this.view.facts(from)?.extra;
    const base = asString(extra?.base);
    if (notation === "address") return [this.#addresses.resolve(from, specifier, base)];
    if (notation !== undefined) return this.#styles.resolve(from, imported);
    const mapped = lookUp(asObject(extra?.importMap) ?? {}, specifier);
    if (mapped !== null) return [this.#addresses.resolve(from, mapped, base)];
    if (/^\/(?!\/)/.test(specifier)) {
      return [this.#addresses.fromRoot(from, specifier.replace(/[?#].*$/s, ""))];
    }
    return this.#javascript.resolve(from, imported);
  }
}

/** An exact name, else the longest that ends with a slash (WHATWG HTML, import maps). */
function lookUp(map: Readonly<Record<string, unknown>>, specifier: string): string | null {
  if (Object.hasOwn(map, specifier)) return asString(map[specifier]);
  const best = Object.keys(map)
    .filter((key) => key.endsWith("/") && specifier.startsWith(key))
    .sort((a, b) => b.length - a.length)[0];
  const target = best === undefined ? null : asString(map[best]);
  return target === null ? null : target + specifier.slice(best!.length);
}
