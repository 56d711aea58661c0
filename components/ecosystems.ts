/** What ecosystems call themselves: those of manifests, and the types of package URLs. */
const LABELS: Readonly<Record<string, string>> = {
  cargo: "Cargo",
  cocoapods: "CocoaPods",
  composer: "Composer",
  deno: "Deno",
  docker: "Docker",
  gem: "RubyGems",
  "github-actions": "GitHub Actions",
  githubactions: "GitHub Actions",
  go: "Go",
  golang: "Go",
  gradle: "Gradle",
  maven: "Maven",
  npm: "npm",
  nuget: "NuGet",
  pub: "pub.dev",
  pypi: "PyPI",
  rubygems: "RubyGems",
  swift: "Swift",
};

/** An unknown one keeps its own name. */
export function ecosystemLabel(ecosystem: string): string {
  return LABELS[ecosystem] ?? ecosystem;
}
