/** What manifests say a package is for, where its ecosystem has a word for it. */
import type { RepositoryView } from "./languages/contract.ts";
import { swiftModules, swiftTargets } from "./languages/swift/modules.ts";
import { type GradleBuilds, gradleBuilds } from "./packages/gradle_build.ts";
import { readJson } from "./packages/json.ts";
import { isMsbuildProject, msbuildProjects } from "./packages/msbuild.ts";
import { type PomModels, pomModels } from "./packages/pom_model.ts";
import { join } from "./paths.ts";

export interface ManifestKinds {
  /** A package to import, whatever programs lie beside it: one of Swift that has such a product. */
  isProduct(directory: string): boolean;
  /** A pom that builds an artifact, rather than holding other modules; a target of SwiftPM. */
  isLibrary(directory: string): boolean;
  /** A program by its manifest's own words: packaging, output type, SDK, plugin or package type. */
  isApplication(directory: string): boolean;
  /** Every project of the directory is there to test others. */
  isTests(directory: string): boolean;
}

const APPLICATION_SDK = /^Microsoft\.NET\.Sdk\.(?:Web|Worker|BlazorWebAssembly)\b/i;
const TEST_SDK = /^Microsoft\.NET\.Test\.Sdk$/i;
const APPLICATION_PLUGIN =
  /^(?:com\.android\.application|org\.springframework\.boot|io\.quarkus|io\.micronaut\.application|org\.gretty)$/;
const MAVEN_APPLICATION = /^(?:spring-boot-maven-plugin|quarkus-maven-plugin|maven-war-plugin)$/;

/** Reads a manifest when it is asked about, and shares what several manifests state. */
export function manifestKinds(view: RepositoryView): ManifestKinds {
  const builds = gradleBuilds(view);
  const poms = pomModels(view);
  const projects = msbuildProjects(view);
  const swift = swiftTargets(view);
  const projectsOf = (directory: string) =>
    view.list(directory).map(({ name }) => join(directory, name)).filter(isMsbuildProject);
  return {
    isApplication(directory) {
      return swift.get(directory)?.runs === true ||
        isMavenApplication(poms, join(directory, "pom.xml")) ||
        ["build.gradle", "build.gradle.kts"].some((name) =>
          isGradleApplication(builds, join(directory, name))
        ) ||
        projectsOf(directory).some((path) =>
          /^(?:win)?exe$/i.test(projects.property(path, "OutputType") ?? "") ||
          APPLICATION_SDK.test(projects.root(path)?.attributes.Sdk ?? "")
        ) ||
        isComposerProject(view.text(join(directory, "composer.json")));
    },
    isProduct: (directory) =>
      swift.get(directory)?.package === directory && swiftModules(view).libraries.has(directory),
    isLibrary(directory) {
      const target = swift.get(directory);
      return (target?.kind === "source" || target?.kind === "macro") &&
          target.package !== directory ||
        poms.pom(join(directory, "pom.xml"))?.packaging === "jar";
    },
    isTests(directory) {
      const paths = projectsOf(directory);
      return paths.length > 0 &&
        paths.every((path) =>
          projects.property(path, "IsTestProject")?.toLowerCase() === "true" ||
          projects.references(path).some(({ name }) => TEST_SDK.test(name))
        );
    },
  };
}

function isMavenApplication(poms: PomModels, path: string): boolean {
  const pom = poms.pom(path);
  if (!pom || pom.packaging === "pom") return false;
  return /^(?:war|ear)$/.test(pom.packaging) || pom.mainClasses.length > 0 ||
    pom.plugins.some(({ artifact }) => MAVEN_APPLICATION.test(artifact));
}

function isGradleApplication(builds: GradleBuilds, path: string): boolean {
  const script = builds.script(path);
  // The word alone, in `plugins { application }` or `apply plugin: "application"`.
  return script.plugins.some(({ id }) =>
    APPLICATION_PLUGIN.test(id) || /^(?:application|war)$/.test(id)
  );
}

/** https://getcomposer.org/doc/04-schema.md#type */
function isComposerProject(source: string | null): boolean {
  return source !== null && readJson(source).string("type") === "project";
}
