/** Actions and images that GitHub's workflows and actions use. */
import type { MapPackageDependency, Scope } from "../../domain/wire/system_map.ts";
import { manifestText, type PackageReader } from "./contract.ts";
import { packageOf } from "./dependency.ts";
import { imageDependency } from "./images.ts";
import { baseName } from "../paths.ts";
import { actionPurl } from "./purl.ts";
import { readYaml, type YamlValue } from "./yaml.ts";

const WORKFLOW = /^\.github\/workflows\/[^/]+\.ya?ml$/;
const isAction = (path: string) => /^action\.ya?ml$/.test(baseName(path));

export const githubActionsReader: PackageReader = {
  isManifest: (path) => WORKFLOW.test(path) || isAction(path),
  isLock: () => false,
  open: (view) => (path) => {
    const document = readYaml(manifestText(view, path) ?? "");
    if (isAction(path)) {
      const runs = document.at("runs");
      // Any tool may call a file action.yml; GitHub's has `runs.using`.
      if (runs.at("using").string() === null) return null;
      const dependencies = [...steps(runs, "runtime"), ...image(runs.at("image"), "runtime", true)];
      const identity = { name: document.at("name").string(), version: null };
      return packageOf(path, "github-actions", identity, dependencies);
    }
    const dependencies = document.at("jobs").members().flatMap(({ value: job }) => [
      ...used(job, "build"),
      ...steps(job, "build"),
      ...container(job.at("container")),
      ...job.at("services").members().flatMap(({ value }) => container(value)),
    ]);
    return packageOf(path, "github-actions", { name: null, version: null }, dependencies);
  },
};

function steps(holder: YamlValue, scope: Scope): MapPackageDependency[] {
  return holder.at("steps").items().flatMap((step) => used(step, scope));
}

/** What `uses` names; an action of the repository itself (`./…`) is none. */
function used(holder: YamlValue, scope: Scope): MapPackageDependency[] {
  const uses = holder.at("uses");
  const reference = uses.string()?.trim() ?? "";
  if (reference === "" || /^\.{1,2}\//.test(reference)) return [];
  if (reference.startsWith("docker://")) return image(uses, scope, true);
  const at = reference.lastIndexOf("@");
  const name = at < 0 ? reference : reference.slice(0, at);
  const requirement = at < 0 ? null : reference.slice(at + 1);
  // Tags and branches move; a commit does not.
  const resolved = requirement !== null && /^[0-9a-f]{40}$/.test(requirement) ? requirement : null;
  return [{
    name,
    purl: /^[\w.-]+\/[\w.-]+(?:\/[\w./-]*)?$/.test(name) ? actionPurl(name, resolved) : null,
    requirement,
    resolved,
    scope,
    line: uses.line,
  }];
}

/** `container: image` or `container: { image }`. */
function container(holder: YamlValue): MapPackageDependency[] {
  return image(holder.string() === null ? holder.at("image") : holder, "build", false);
}

function image(value: YamlValue, scope: Scope, prefixed: boolean): MapPackageDependency[] {
  const stated = value.string() ?? "";
  const reference = stated.replace(/^docker:\/\//, "");
  // An action may name its own Dockerfile instead.
  if (reference === "" || prefixed && reference === stated) return [];
  // `${{ … }}` is known only when the workflow runs; a matrix may name any image.
  return reference.includes("${{") ? [] : [imageDependency(reference, scope, value.line)];
}
