/** The closed lists of the map's contract, apart: who needs a list alone is spared the schemas. */
export const DEPENDENCY_KINDS = [
  "import",
  "reexport",
  "dynamic",
  "require",
  "include",
  "use",
  "source",
] as const;
export const RESOLUTIONS = ["file", "package", "builtin", "unresolved"] as const;
export const ECOSYSTEMS = [
  "npm",
  "deno",
  "pypi",
  "go",
  "cargo",
  "maven",
  "gradle",
  "nuget",
  "composer",
  "rubygems",
  "docker",
  "github-actions",
  "swift",
  "cocoapods",
  "pub",
] as const;
export const SCOPES = ["runtime", "development", "optional", "peer", "build", "indirect"] as const;
export const COMPONENT_KINDS = ["application", "library", "module", "tests", "docs"] as const;

export type DependencyKind = (typeof DEPENDENCY_KINDS)[number];
export type Ecosystem = (typeof ECOSYSTEMS)[number];
export type Scope = (typeof SCOPES)[number];
export type ComponentKind = (typeof COMPONENT_KINDS)[number];

export const SERVICE_KINDS = [
  "compose",
  "kubernetes",
  "helm",
  "terraform",
  "workflow",
  "api",
  "image",
  "process",
  "function",
] as const;
export type ServiceKind = (typeof SERVICE_KINDS)[number];
