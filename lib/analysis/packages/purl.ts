/** Package URLs (https://github.com/package-url/purl-spec) of the ecosystems that have a type. */
import { PackageURL } from "packageurl-js";

/** @param name with its scope, e.g. `@hono/zod-validator` */
export function npmPurl(name: string, version?: string | null): string | null {
  const match = /^(?:(@[^/]+)\/)?([^/]+)$/.exec(name);
  return match ? purl("npm", match[1], match[2]!, version) : null;
}

export function pypiPurl(name: string, version?: string | null): string | null {
  return purl("pypi", undefined, normalisePypi(name), version);
}

/** @param module the module's path as go.mod requires it, e.g. `github.com/go-chi/chi/v5` */
export function goPurl(module: string, version?: string | null): string | null {
  const slash = module.lastIndexOf("/");
  const namespace = slash < 0 ? undefined : module.slice(0, slash);
  return purl("golang", namespace, module.slice(slash + 1), version);
}

/** PEP 503: runs of `-`, `_` and `.` are one `-`, letters are lower case. */
export function normalisePypi(name: string): string {
  return name.toLowerCase().replace(/[-_.]+/g, "-");
}

function purl(
  type: string,
  namespace: string | undefined,
  name: string,
  version: string | null | undefined,
): string | null {
  if (name === "" || /\s/.test(name)) return null;
  return new PackageURL(type, namespace, name, version ?? undefined, undefined, undefined)
    .toString();
}
