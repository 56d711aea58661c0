/** Images that Dockerfiles build on and Compose files start. */
import type { MapPackageDependency } from "../../domain/wire/system_map.ts";
import { manifestText, type PackageReader } from "./contract.ts";
import { packageOf } from "./dependency.ts";
import { readDockerfile, substitute } from "./dockerfile.ts";
import { imageDependency } from "./images.ts";
import { baseName } from "../paths.ts";
import { readYaml } from "./yaml.ts";

const DOCKERFILE =
  /^(?:(?:Dockerfile|Containerfile)(?:[._-][\w.-]+)?|[\w.-]+\.(?:Dockerfile|dockerfile|Containerfile))$/;
/** Templates and scripts that only look like one. */
const NOT_DOCKERFILE =
  /\.(?:md|txt|ya?ml|json|sh|py|rb|js|ts|j2|jinja2?|tmpl|tpl|template|erb|dockerignore)$/;
const COMPOSE = /^(?:docker-)?compose(?:[._-][\w.-]+)?\.ya?ml$/;

/** True for files that build an image, whatever they are called. */
export function isDockerfile(path: string): boolean {
  const name = baseName(path);
  return DOCKERFILE.test(name) && !NOT_DOCKERFILE.test(name);
}

export const dockerReader: PackageReader = {
  isManifest: (path) => isDockerfile(path) || COMPOSE.test(baseName(path)),
  isLock: () => false,
  open: (view) => (path) => {
    const text = manifestText(view, path) ?? "";
    const dependencies = isDockerfile(path)
      ? readDockerfile(text).map((one) => imageDependency(one.reference, one.scope, one.line))
      : composeImages(text);
    if (dependencies.length === 0 && !isDockerfile(path)) return null;
    return packageOf(path, "docker", { name: null, version: null }, dependencies);
  },
};

/** An image beside `build` is the name of what is built, not something that is fetched. */
function composeImages(text: string): MapPackageDependency[] {
  return readYaml(text).at("services").members().flatMap(({ value }) => {
    const image = value.at("image");
    const reference = image.string();
    if (!reference || value.members().some(({ key }) => key === "build")) return [];
    return [imageDependency(substitute(reference, new Map()), "runtime", image.line)];
  });
}
