/**
 * The frameworks, libraries and platforms that a map names. A package is `npm:`, `pypi:`, `go:` or
 * `jsr:` and its name; a pattern is matched against the whole path. A new framework is one line.
 */
export interface FrameworkRule {
  name: string;
  /** Any one of these, declared or imported, is evidence. */
  packages?: readonly string[];
  /** Files that exist for this framework only. */
  files?: RegExp;
  /** The file counts only if each of these is found in it; the first gives the line. */
  content?: readonly RegExp[];
  /** Tests are where it is used, so that imports from test files count. */
  testing?: true;
}

const CONFIG = String.raw`\.(?:[cm]?[jt]s|json)$`;
/** `name.config.ts` and its variants, in any directory. */
const config = (name: string) => new RegExp(String.raw`(?:^|/)${name}\.config${CONFIG}`);
const named = (pattern: string) => new RegExp(String.raw`(?:^|/)(?:${pattern})$`);

const JAVASCRIPT: readonly FrameworkRule[] = [
  { name: "Alpine.js", packages: ["npm:alpinejs"] },
  { name: "Angular", packages: ["npm:@angular/core"], files: named("angular\\.json") },
  { name: "Apollo", packages: ["npm:@apollo/client", "npm:@apollo/server", "npm:apollo-server"] },
  { name: "Astro", packages: ["npm:astro"], files: config("astro") },
  { name: "AVA", packages: ["npm:ava"], testing: true },
  { name: "Babel", packages: ["npm:@babel/core"], files: config("babel") },
  { name: "Biome", packages: ["npm:@biomejs/biome"], files: named("biome\\.jsonc?") },
  { name: "Cypress", packages: ["npm:cypress"], files: config("cypress"), testing: true },
  { name: "D3", packages: ["npm:d3"] },
  { name: "Docusaurus", packages: ["npm:@docusaurus/core"], files: config("docusaurus") },
  { name: "Drizzle", packages: ["npm:drizzle-orm"], files: config("drizzle") },
  { name: "Electron", packages: ["npm:electron"] },
  { name: "Ember", packages: ["npm:ember-source"] },
  { name: "esbuild", packages: ["npm:esbuild"] },
  { name: "ESLint", packages: ["npm:eslint"], files: config("eslint") },
  { name: "Expo", packages: ["npm:expo"] },
  { name: "Express", packages: ["npm:express"] },
  { name: "Fastify", packages: ["npm:fastify"] },
  { name: "Fresh", packages: ["jsr:@fresh/core"], files: named("fresh\\.gen\\.ts") },
  { name: "Gatsby", packages: ["npm:gatsby"] },
  { name: "Hono", packages: ["npm:hono", "jsr:@hono/hono"] },
  {
    name: "Jest",
    packages: ["npm:jest", "npm:@jest/globals"],
    files: config("jest"),
    testing: true,
  },
  { name: "jQuery", packages: ["npm:jquery"] },
  { name: "Knex", packages: ["npm:knex"] },
  { name: "Koa", packages: ["npm:koa"] },
  { name: "Kysely", packages: ["npm:kysely"] },
  { name: "Lerna", packages: ["npm:lerna"], files: named("lerna\\.json") },
  { name: "Lit", packages: ["npm:lit"] },
  { name: "Mocha", packages: ["npm:mocha"], files: named("\\.mocharc\\.\\w+"), testing: true },
  { name: "Mongoose", packages: ["npm:mongoose"] },
  { name: "NestJS", packages: ["npm:@nestjs/core"], files: named("nest-cli\\.json") },
  { name: "Next.js", packages: ["npm:next"], files: config("next") },
  { name: "Nuxt", packages: ["npm:nuxt", "npm:nuxt3"], files: config("nuxt") },
  { name: "Nx", packages: ["npm:nx"], files: named("nx\\.json") },
  { name: "Parcel", packages: ["npm:parcel"] },
  { name: "Playwright", packages: ["npm:@playwright/test", "npm:playwright"], testing: true },
  { name: "Preact", packages: ["npm:preact"] },
  {
    name: "Prisma",
    packages: ["npm:prisma", "npm:@prisma/client"],
    files: named("schema\\.prisma"),
  },
  { name: "Puppeteer", packages: ["npm:puppeteer", "npm:puppeteer-core"] },
  { name: "Qwik", packages: ["npm:@builder.io/qwik", "npm:@qwik.dev/core"] },
  { name: "React", packages: ["npm:react"] },
  { name: "React Native", packages: ["npm:react-native"] },
  { name: "React Router", packages: ["npm:react-router", "npm:react-router-dom"] },
  { name: "Redux", packages: ["npm:redux", "npm:@reduxjs/toolkit"] },
  { name: "Remix", packages: ["npm:@remix-run/react", "npm:@remix-run/node"] },
  { name: "Rollup", packages: ["npm:rollup"], files: config("rollup") },
  { name: "RxJS", packages: ["npm:rxjs"] },
  { name: "Sequelize", packages: ["npm:sequelize"] },
  { name: "Socket.IO", packages: ["npm:socket.io", "npm:socket.io-client"] },
  { name: "SolidJS", packages: ["npm:solid-js"] },
  {
    name: "Storybook",
    packages: ["npm:storybook"],
    files: /(?:^|\/)\.storybook\/main\.[cm]?[jt]s$/,
  },
  { name: "Svelte", packages: ["npm:svelte"] },
  { name: "SvelteKit", packages: ["npm:@sveltejs/kit"] },
  { name: "Tailwind CSS", packages: ["npm:tailwindcss"], files: config("tailwind") },
  { name: "TanStack Query", packages: ["npm:@tanstack/react-query", "npm:@tanstack/vue-query"] },
  { name: "Tauri", packages: ["npm:@tauri-apps/api"], files: named("tauri\\.conf\\.json") },
  { name: "Three.js", packages: ["npm:three"] },
  { name: "tRPC", packages: ["npm:@trpc/server", "npm:@trpc/client"] },
  { name: "Turborepo", packages: ["npm:turbo"], files: named("turbo\\.json") },
  { name: "TypeORM", packages: ["npm:typeorm"] },
  { name: "TypeScript", packages: ["npm:typescript"], files: named("tsconfig\\.json") },
  { name: "Vite", packages: ["npm:vite"], files: config("vite") },
  { name: "Vitest", packages: ["npm:vitest"], files: config("vitest"), testing: true },
  { name: "Vue", packages: ["npm:vue"] },
  { name: "webpack", packages: ["npm:webpack"], files: config("webpack") },
  { name: "Zod", packages: ["npm:zod", "jsr:@zod/zod"] },
];

const PYTHON: readonly FrameworkRule[] = [
  { name: "aiohttp", packages: ["pypi:aiohttp"] },
  { name: "Airflow", packages: ["pypi:apache-airflow"] },
  { name: "Alembic", packages: ["pypi:alembic"], files: named("alembic\\.ini") },
  { name: "Celery", packages: ["pypi:celery"] },
  { name: "Click", packages: ["pypi:click"] },
  {
    name: "Django",
    packages: ["pypi:django"],
    files: named("manage\\.py"),
    content: [/\bDJANGO_SETTINGS_MODULE\b/],
  },
  { name: "Django REST framework", packages: ["pypi:djangorestframework"] },
  { name: "FastAPI", packages: ["pypi:fastapi"] },
  { name: "Flask", packages: ["pypi:flask"] },
  { name: "Hugging Face Transformers", packages: ["pypi:transformers"] },
  { name: "Hypothesis", packages: ["pypi:hypothesis"], testing: true },
  { name: "JAX", packages: ["pypi:jax"] },
  {
    name: "Jupyter",
    packages: ["pypi:jupyter", "pypi:jupyterlab", "pypi:notebook", "pypi:ipykernel"],
    files: /\.ipynb$/,
  },
  { name: "Keras", packages: ["pypi:keras"] },
  { name: "LangChain", packages: ["pypi:langchain", "npm:langchain"] },
  { name: "Matplotlib", packages: ["pypi:matplotlib"] },
  { name: "MkDocs", packages: ["pypi:mkdocs"], files: named("mkdocs\\.ya?ml") },
  { name: "NumPy", packages: ["pypi:numpy"] },
  { name: "pandas", packages: ["pypi:pandas"] },
  { name: "Polars", packages: ["pypi:polars"] },
  { name: "Pydantic", packages: ["pypi:pydantic"] },
  { name: "pytest", packages: ["pypi:pytest"], files: named("pytest\\.ini"), testing: true },
  { name: "PyTorch", packages: ["pypi:torch"] },
  { name: "Scrapy", packages: ["pypi:scrapy"], files: named("scrapy\\.cfg") },
  { name: "scikit-learn", packages: ["pypi:scikit-learn"] },
  { name: "SciPy", packages: ["pypi:scipy"] },
  { name: "Sphinx", packages: ["pypi:sphinx"] },
  { name: "SQLAlchemy", packages: ["pypi:sqlalchemy"] },
  { name: "Starlette", packages: ["pypi:starlette"] },
  { name: "Streamlit", packages: ["pypi:streamlit"] },
  { name: "TensorFlow", packages: ["pypi:tensorflow", "npm:@tensorflow/tfjs"] },
  { name: "Tornado", packages: ["pypi:tornado"] },
  {
    name: "tox",
    packages: ["pypi:tox"],
    files: named("tox\\.ini"),
    content: [/^\[(?:tox|testenv)\b/m],
  },
  { name: "Typer", packages: ["pypi:typer"] },
];

const GO: readonly FrameworkRule[] = [
  { name: "Beego", packages: ["go:github.com/beego/beego"] },
  { name: "Bubble Tea", packages: ["go:github.com/charmbracelet/bubbletea"] },
  { name: "Chi", packages: ["go:github.com/go-chi/chi"] },
  { name: "Cobra", packages: ["go:github.com/spf13/cobra"] },
  { name: "Echo", packages: ["go:github.com/labstack/echo"] },
  { name: "Ent", packages: ["go:entgo.io/ent"] },
  { name: "Fiber", packages: ["go:github.com/gofiber/fiber"] },
  { name: "Gin", packages: ["go:github.com/gin-gonic/gin"] },
  { name: "Ginkgo", packages: ["go:github.com/onsi/ginkgo"], testing: true },
  { name: "Gorilla Mux", packages: ["go:github.com/gorilla/mux"] },
  { name: "GORM", packages: ["go:gorm.io/gorm", "go:github.com/jinzhu/gorm"] },
  { name: "gqlgen", packages: ["go:github.com/99designs/gqlgen"], files: named("gqlgen\\.ya?ml") },
  {
    name: "gRPC",
    packages: ["go:google.golang.org/grpc", "pypi:grpcio", "npm:@grpc/grpc-js", "npm:grpc"],
  },
  {
    name: "OpenTelemetry",
    packages: ["go:go.opentelemetry.io/otel", "pypi:opentelemetry-api", "npm:@opentelemetry/api"],
  },
  {
    name: "Prometheus client",
    packages: [
      "go:github.com/prometheus/client_golang",
      "pypi:prometheus-client",
      "npm:prom-client",
    ],
  },
  { name: "Testify", packages: ["go:github.com/stretchr/testify"], testing: true },
  { name: "Viper", packages: ["go:github.com/spf13/viper"] },
  { name: "Wire", packages: ["go:github.com/google/wire"] },
  { name: "Zap", packages: ["go:go.uber.org/zap"] },
];

/** Kinds of Kubernetes objects that stand in hand-written manifests. */
const OBJECT =
  /^kind:[ \t]*["']?(?:Deployment|StatefulSet|DaemonSet|ReplicaSet|Pod|Job|CronJob|Service|Ingress|ConfigMap|Secret|Namespace|PersistentVolumeClaim|ServiceAccount|Role|ClusterRole|RoleBinding|NetworkPolicy|HorizontalPodAutoscaler|CustomResourceDefinition|Kustomization)\b/m;

const PLATFORMS: readonly FrameworkRule[] = [
  { name: "Ansible", files: named("ansible\\.cfg") },
  {
    name: "AWS CDK",
    packages: ["npm:aws-cdk-lib", "pypi:aws-cdk-lib"],
    files: named("cdk\\.json"),
  },
  { name: "Azure Pipelines", files: named("azure-pipelines\\.ya?ml") },
  { name: "Bazel", files: named("MODULE\\.bazel|WORKSPACE(?:\\.bazel)?") },
  { name: "Buf", files: named("buf\\.(?:gen\\.|work\\.)?yaml") },
  { name: "CircleCI", files: /^\.circleci\/config\.ya?ml$/ },
  {
    name: "Cloudflare Workers",
    packages: ["npm:wrangler"],
    files: named("wrangler\\.(?:toml|jsonc?)"),
  },
  { name: "Dev Containers", files: named("devcontainer\\.json") },
  { name: "Docker", files: named("(?:.+\\.)?Dockerfile(?:\\..+)?|Containerfile") },
  { name: "Docker Compose", files: named("(?:docker-)?compose(?:[.-][\\w-]+)*\\.ya?ml") },
  { name: "Fly.io", files: named("fly\\.toml") },
  { name: "GitHub Actions", files: /^\.github\/workflows\/[^/]+\.ya?ml$/ },
  { name: "GitLab CI", files: /^\.gitlab-ci\.ya?ml$/ },
  { name: "GoReleaser", files: named("\\.?goreleaser\\.ya?ml") },
  { name: "Helm", files: named("Chart\\.yaml") },
  { name: "Jenkins", files: named("Jenkinsfile") },
  {
    name: "Kubernetes",
    packages: ["go:k8s.io/client-go", "go:sigs.k8s.io/controller-runtime", "pypi:kubernetes"],
    // Not every YAML file of a repository is read: only where manifests are kept or named so.
    files:
      /(?:^|\/)(?:(?:k8s|kube|kubernetes|manifests?|deploy|deployments?|kustomize|overlays|base|infra|infrastructure|ops|gitops|argocd)\/(?:.+\/)?[^/]+|(?:[^/]*[-_.])?(?:k8s|deployment|service|ingress|statefulset|configmap|cronjob|namespace|kustomization)(?:[-_.][^/]*)?)\.ya?ml$/,
    content: [OBJECT, /^apiVersion:[ \t]*\S/m],
  },
  { name: "Netlify", files: named("netlify\\.toml") },
  { name: "Nix", files: named("flake\\.nix") },
  {
    name: "OpenAPI",
    files: /(?:^|\/)[^/]*(?:openapi|swagger)[^/]*\.(?:ya?ml|json)$/i,
    content: [/^\s*["']?(?:openapi|swagger)["']?\s*:\s*["']?[23]\./m],
  },
  { name: "pre-commit", files: named("\\.pre-commit-config\\.ya?ml") },
  { name: "Protocol Buffers", files: /\.proto$/ },
  {
    name: "Pulumi",
    packages: ["npm:@pulumi/pulumi", "pypi:pulumi"],
    files: named("Pulumi\\.yaml"),
  },
  { name: "Serverless Framework", files: named("serverless\\.(?:ya?ml|json|ts)") },
  { name: "Skaffold", files: named("skaffold\\.ya?ml") },
  { name: "Terraform", files: /\.tf$/ },
  { name: "Travis CI", files: /^\.travis\.ya?ml$/ },
  { name: "Vagrant", files: named("Vagrantfile") },
  { name: "Vercel", files: named("vercel\\.json") },
];

export const FRAMEWORKS: readonly FrameworkRule[] = [
  ...JAVASCRIPT,
  ...PYTHON,
  ...GO,
  ...PLATFORMS,
];
