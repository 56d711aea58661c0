/** Addresses as pages write them: which file a browser would get, as far as names tell. */
import type { RepositoryView, Resolved } from "../contract.ts";
import type { JavaScriptResolver } from "../javascript/resolver.ts";
import { schemed, unresolved } from "../javascript/names.ts";
import { directoryOf, join as below, normalise, upwards } from "../../paths.ts";

/** Directories whose content build tools and servers put at the root of a site. */
const PUBLIC = ["", "public", "static"];

export class Addresses {
  constructor(readonly view: RepositoryView, readonly javascript: JavaScriptResolver) {}

  /** @param base the page's `<base href>`, or null */
  resolve(from: string, address: string, base: string | null): Resolved {
    if (address === "") return unresolved("the address is empty");
    if (address.startsWith("//")) return schemed(`https:${address}`)!;
    const scheme = schemed(address);
    if (scheme) return scheme;
    const path = decoded(address.replace(/[?#].*$/s, ""));
    if (path === "") return unresolved("the address means the page itself");
    if (path.startsWith("/")) return this.fromRoot(from, path);
    if (base !== null && base !== "." && base !== "./") {
      if (!base.startsWith("/") || base.startsWith("//")) {
        const full = base.startsWith("//") ? `https:${base}` : base;
        const target = URL.canParse(path, full) ? schemed(new URL(path, full).href) : null;
        return target ?? unresolved("the page's base is no address");
      }
      return this.fromRoot(from, base.replace(/[^/]*$/, "") + path);
    }
    return this.#relative(from, directoryOf(from), path);
  }

  #relative(from: string, directory: string, path: string): Resolved {
    const target = normalise(directory, path);
    if (target === null) return unresolved("points outside the repository");
    if (this.view.has(target)) return { to: target, resolution: "file" };
    return this.#source(from, path) ?? unresolved(`no file at ${target}`);
  }

  /**
   * `/path`: the file at that place of the nearest directory above that has it, itself or in a
   * directory that is served as the root.
   */
  fromRoot(from: string, path: string): Resolved {
    const relative = path.replace(/^\/+/, "");
    for (const at of upwards(directoryOf(from))) {
      for (const served of PUBLIC) {
        const target = normalise(served === "" ? at : below(at, served), relative);
        if (target !== null && this.view.has(target)) return { to: target, resolution: "file" };
      }
    }
    return unresolved(`no directory above that could be the site's root has ${path}`);
  }

  /** A script that a build makes of a TypeScript file beside it. */
  #source(from: string, path: string): Resolved | null {
    if (!/\.[cm]?jsx?$/.test(path)) return null;
    const specifier = /^\.{1,2}\//.test(path) ? path : `./${path}`;
    const [found] = this.javascript.resolve(from, {
      specifier,
      line: 1,
      kind: "import",
      typeOnly: false,
    });
    return found?.resolution === "file" ? found : null;
  }
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path; // translated: a stray % stands for itself
  }
}
