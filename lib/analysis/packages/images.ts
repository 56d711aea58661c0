/** References to container images (https://github.com/distribution/reference). */
import type { MapPackageDependency, Scope } from "../../domain/wire/system_map.ts";
import { dockerPurl } from "./purl.ts";

/** Docker Hub is what a reference without a registry means, under several names. */
const DOCKER_HUB = /^(?:docker\.io|index\.docker\.io|registry-1\.docker\.io)$/;

/**
 * A dependency on an image: its tag is the requirement, only a digest fixes what it is. A reference
 * whose name holds a variable has no purl.
 */
export function imageDependency(
  reference: string,
  scope: Scope,
  line: number | null,
): MapPackageDependency {
  const [name = "", digest = null] = reference.split("@");
  const tagged = /^(.+):([^/:]+|[^/]*\$\{[^/]*\})$/.exec(name);
  const path = tagged?.[1] ?? name;
  const slash = path.indexOf("/");
  const first = slash < 0 ? "" : path.slice(0, slash);
  const named = /[.:]|^localhost$/.test(first) && !first.includes("$") ? first : null;
  const registry = named !== null && DOCKER_HUB.test(named) ? null : named;
  const repository = (named === null ? path : path.slice(slash + 1)).replace(/^library\//, "");
  const valid = /^[a-z0-9][a-z0-9._/-]*$/.test(repository) &&
    (digest === null || /^\w+:[0-9a-f]+$/.test(digest));
  return {
    name: registry === null ? repository : `${registry}/${repository}`,
    purl: valid ? dockerPurl(registry, repository, digest) : null,
    requirement: tagged?.[2] ?? null,
    resolved: valid ? digest : null,
    scope,
    line,
  };
}
