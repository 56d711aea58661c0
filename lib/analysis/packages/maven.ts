/**
 * pom.xml. What a pom inherits as a dependency is listed with the parent that states it; versions,
 * properties and scopes are those that apply in the pom itself.
 */
import type { MapPackageDependency, Scope } from "../../domain/wire/system_map.ts";
import type { PackageReader } from "./contract.ts";
import { packageOf } from "./dependency.ts";
import { type PomDependency, scopeOf } from "./pom.ts";
import { isPom, type PomModel, pomModels } from "./pom_model.ts";
import { mavenPurl } from "./purl.ts";

export const mavenReader: PackageReader = {
  isManifest: isPom,
  isLock: () => false,
  open(view) {
    const models = pomModels(view);
    return (path) => {
      const model = models.at(path);
      if (!model) return null;
      const { group, artifact, version, license, pom } = model;
      const add = (one: PomDependency, scope: Scope, stated: string | null) =>
        dependencyOf(model, one, scope, stated);
      const dependencies = [
        ...pom.dependencies.map((one) => {
          const managed = model.managed(one);
          return add(
            one,
            scopeOf(one, managed?.scope ?? null),
            one.version ?? managed?.version ?? null,
          );
        }),
        ...pom.managed.filter((one) => one.mavenScope === "import")
          .map((one) => add(one, "build", one.version)),
        ...pom.plugins.map((one) => add(one, "build", one.version ?? model.managedPlugin(one))),
        // A parent in the repository is part of the package; another one is fetched to build it.
        ...(pom.parent && model.lineage.length === 1
          ? [add(pom.parent, "build", pom.parent.version)]
          : []),
      ].flatMap((one) => one ?? []);
      const name = artifact === null ? null : group === null ? artifact : `${group}:${artifact}`;
      return packageOf(path, "maven", { name, version, license }, dependencies);
    };
  },
};

/** A version is what Maven takes for a direct dependency, unless it is a range or not known here. */
function dependencyOf(
  model: PomModel,
  dependency: PomDependency,
  scope: Scope,
  stated: string | null,
): MapPackageDependency | null {
  const group = model.interpolate(dependency.group);
  const artifact = model.interpolate(dependency.artifact);
  if (artifact === "") return null;
  const requirement = stated === null ? null : model.interpolate(stated);
  const exact = requirement !== null && /^[\w.+-]+$/.test(requirement) &&
    !/^(?:LATEST|RELEASE)$|-SNAPSHOT$/.test(requirement);
  const resolved = exact ? requirement : null;
  return {
    name: group === "" ? artifact : `${group}:${artifact}`,
    // `system` names a file of the machine.
    purl: group === "" || dependency.mavenScope === "system"
      ? null
      : mavenPurl(group, artifact, resolved),
    requirement,
    resolved,
    scope,
    line: dependency.line,
  };
}
