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

/** @param name the crate's name on crates.io */
export function cargoPurl(name: string, version?: string | null): string | null {
  return purl("cargo", undefined, name, version);
}

/** Also for Gradle, whose modules are Maven artifacts. */
export function mavenPurl(
  group: string,
  artifact: string,
  version?: string | null,
): string | null {
  return /[:${}]/.test(group + artifact) ? null : purl("maven", group, artifact, version);
}

/** A Gradle plugin is published as an artifact that marks its id. */
export function gradlePluginPurl(id: string, version?: string | null): string | null {
  return mavenPurl(id, `${id}.gradle.plugin`, version);
}

/** @param name in the case in which it is referred to */
export function nugetPurl(name: string, version?: string | null): string | null {
  return purl("nuget", undefined, name, version);
}

/** @param name `vendor/package` */
export function composerPurl(name: string, version?: string | null): string | null {
  const [vendor, project, ...rest] = name.split("/");
  return vendor && project && rest.length === 0 ? purl("composer", vendor, project, version) : null;
}

/** @param name the gem's name on rubygems.org */
export function gemPurl(name: string, version?: string | null): string | null {
  return purl("gem", undefined, name, version);
}

/** @param action `owner/repository`, with the path below it where there is one */
export function actionPurl(action: string, version?: string | null): string | null {
  const [owner, repository, ...path] = action.split("/");
  if (!owner || !repository) return null;
  return purl("githubactions", owner, repository, version, undefined, path.join("/"));
}

/** @param location the package's URL without its scheme and `.git`, e.g. `github.com/apple/swift-nio` */
export function swiftPurl(location: string, version?: string | null): string | null {
  const slash = location.lastIndexOf("/");
  return slash < 0
    ? null
    : purl("swift", location.slice(0, slash), location.slice(slash + 1), version);
}

/** @param name the pod's, without its subspec */
export function cocoapodsPurl(
  name: string,
  version?: string | null,
  subspec?: string,
): string | null {
  return purl("cocoapods", undefined, name, version, undefined, subspec);
}

/** @param name the package's on pub.dev, or of an SDK */
export function pubPurl(name: string, version?: string | null): string | null {
  return purl("pub", undefined, name, version);
}

/**
 * @param registry null for Docker Hub
 * @param path the repository, e.g. `library/node` or `grafana/grafana`
 */
export function dockerPurl(
  registry: string | null,
  path: string,
  digest?: string | null,
): string | null {
  const official = path.replace(/^library\//, "");
  const slash = official.lastIndexOf("/");
  const namespace = slash < 0 ? undefined : official.slice(0, slash);
  const qualifiers = registry === null ? undefined : { repository_url: registry };
  return purl("docker", namespace, official.slice(slash + 1), digest, qualifiers);
}

/**
 * Null where the type cannot express the name. A version that the type does not allow is left out:
 * the package is the same.
 */
function purl(
  type: string,
  namespace: string | undefined,
  name: string,
  version: string | null | undefined,
  qualifiers?: Record<string, string>,
  subpath?: string,
): string | null {
  if (name === "" || /\s/.test(`${namespace ?? ""}${name}`)) return null;
  for (const stated of version ? [version, undefined] : [undefined]) {
    try {
      return new PackageURL(type, namespace, name, stated, qualifiers, subpath || undefined)
        .toString();
    } catch (error) {
      if (!isRefusal(error)) throw error;
    }
  }
  return null;
}

/**
 * The library's own error is not exported. Its check of Go's versions names a variable that does not
 * exist (2.0.1), and half of a surrogate pair cannot be encoded.
 */
function isRefusal(error: unknown): boolean {
  return error instanceof ReferenceError || error instanceof URIError ||
    error instanceof Error && error.message.startsWith("Invalid purl");
}
