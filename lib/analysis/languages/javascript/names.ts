/** What a specifier that names no file of the repository is: a builtin, a package or neither. */
import { builtinModules } from "node:module";
import { PackageURL } from "packageurl-js";
import type { Resolved } from "../contract.ts";

const NODE_BUILTINS = new Set([
  ...builtinModules.filter((name) => !name.startsWith("_")),
  ...["assert/strict", "dns/promises", "fs/promises", "inspector/promises", "path/posix"],
  ...["path/win32", "readline/promises", "stream/consumers", "stream/promises", "stream/web"],
  ...["timers/promises", "util/types"],
]);
/** Schemes of modules that come with a runtime. */
const RUNTIME_SCHEME = /^(?:node|bun|deno|cloudflare|workerd|electron|ext):/;
const NPM_NAME = /^(?:@[a-z0-9~-][\w.~-]*\/)?[a-z0-9-][\w.~!'()*-]*$/i;

/** `name` of `name/sub/path` or `@scope/name/sub`, with the rest. */
export function splitPackage(specifier: string): { name: string; subpath: string } {
  const parts = specifier.split("/");
  const count = specifier.startsWith("@") ? 2 : 1;
  return { name: parts.slice(0, count).join("/"), subpath: parts.slice(count).join("/") };
}

export function isPackageName(name: string): boolean {
  return NPM_NAME.test(name) && name.length <= 214;
}

/** A builtin module by its canonical name, e.g. `node:fs/promises` for `fs/promises`. */
export function builtin(specifier: string): Resolved | null {
  if (RUNTIME_SCHEME.test(specifier)) return { to: specifier, resolution: "builtin" };
  if (specifier === "bun" || specifier === "electron") {
    return specifier === "bun" ? { to: "bun", resolution: "builtin" } : null;
  }
  return NODE_BUILTINS.has(specifier) ? { to: `node:${specifier}`, resolution: "builtin" } : null;
}

/** A package of the npm registry, as a purl without version. */
export function npmPackage(name: string): Resolved {
  const [scope, short] = name.startsWith("@") ? name.split("/") as [string, string] : [null, name];
  return {
    to: new PackageURL("npm", scope, short, null, null, null).toString(),
    resolution: "package",
  };
}

/** `npm:`, `jsr:`, `https:` and other schemes; null where the specifier has none. */
export function schemed(specifier: string): Resolved | null {
  const [, scheme, rest = ""] = /^([a-z][a-z0-9+.-]*):(.*)$/is.exec(specifier) ?? [];
  switch (scheme) {
    case undefined:
      return null;
    case "npm":
    case "jsr": {
      const [, name] = /^\/?((?:@[^/@]+\/)?[^/@]+)/.exec(rest) ?? [];
      if (name === undefined || !isPackageName(name)) {
        return unresolved(`"${specifier}" names no package`);
      }
      return scheme === "npm" ? npmPackage(name) : { to: `jsr:${name}`, resolution: "package" };
    }
    case "http":
    case "https": {
      const [, location] = /^\/\/(?:[^/@?#]*@)?([^?#]+)/.exec(rest) ?? [];
      return location === undefined
        ? unresolved("the address names no host")
        : { to: location, resolution: "package" };
    }
    case "data":
    case "blob":
      return unresolved(`a ${scheme}: address carries the module itself`);
    case "file":
      return unresolved("a file: address points outside the repository");
    default:
      return unresolved(`a module that a tool makes (${scheme}:)`);
  }
}

/** An import that leads nowhere, with the reason that a person reads. */
export function unresolved(reason: string): Resolved {
  return { to: null, resolution: "unresolved", reason };
}
