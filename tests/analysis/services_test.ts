import assert from "node:assert/strict";
import { readServices } from "../../lib/analysis/services/mod.ts";
import { analyseFiles } from "../support/analysis.ts";

/** `kind type name path:line label=values …`, for each service of a repository. */
async function services(files: Record<string, string>): Promise<string[]> {
  const map = await analyseFiles(files);
  return map.services.map(({ kind, type, name, path, line, details }) =>
    [
      `${kind} ${type} ${name} ${path}:${line}`,
      ...details.map(({ label, values }) => `${label}=${values.join(",")}`),
    ].join(" | ")
  );
}

Deno.test("services and packages: YAML's anchors, aliases and merge keys are followed", async () => {
  const map = await analyseFiles({
    "compose.yaml": `x-base: &base
  image: acme/base:1
  depends_on: [db]
services:
  web: { <<: *base, ports: ["80:80"] }
  worker: *base
  own: { <<: [*base], image: acme/own:2 }
  lost: *nowhere
  db: { image: "postgres:16" }
`,
    ".github/workflows/ci.yml": `on: push
jobs:
  one:
    runs-on: ubuntu-latest
    steps: &steps
      - &checkout { uses: actions/checkout@v4 }
      - *checkout
  two: { runs-on: ubuntu-latest, steps: *steps }
`,
    "package.json": '{"dependencies":{"left-pad":"^1.3.0","right-pad":"^1.0.0"}}',
    "pnpm-lock.yaml": `lockfileVersion: '9.0'
importers:
  .:
    dependencies:
      left-pad: &one
        specifier: ^1.3.0
        version: 1.3.0
      right-pad:
        specifier: ^1.0.0
        version: &v 1.0.1
`,
    // each level ten of the one below: never expanded
    "bomb/compose.yaml": `a: &a [x, x, x, x, x, x, x, x, x, x]
${
      ["b", "c", "d", "e", "f", "g", "h", "i"].map((name, at) =>
        `${name}: &${name} [${Array(10).fill(`*${"abcdefgh"[at]}`).join(", ")}]`
      ).join("\n")
    }
services: { web: { image: acme/web, ports: *i, depends_on: &self [*self] } }
`,
  });
  assert.deepEqual(
    map.services.map(({ type, name, path, details }) =>
      `${type} ${name} ${path}` +
      details.map(({ label, values }) => ` ${label}=${values.slice(0, 3).join()}`).join("")
    ),
    [
      "service web bomb/compose.yaml image=acme/web",
      "service web compose.yaml image=acme/base:1 ports=80:80 depends on=db",
      "service worker compose.yaml image=acme/base:1 depends on=db",
      "service own compose.yaml image=acme/own:2 depends on=db",
      "service lost compose.yaml",
      "service db compose.yaml image=postgres:16",
      "GitHub Actions workflows/ci.yml .github/workflows/ci.yml triggers=push jobs=one,two",
    ],
  );
  assert.deepEqual(
    map.packages.flatMap(({ path, dependencies }) =>
      dependencies.map(({ name, resolved, requirement, line }) =>
        `${path}:${line} ${name} ${requirement} ${resolved}`
      )
    ),
    [
      ".github/workflows/ci.yml:6 actions/checkout v4 null",
      "bomb/compose.yaml:10 acme/web null null",
      "compose.yaml:2 acme/base 1 null",
      "compose.yaml:7 acme/own 2 null",
      "compose.yaml:9 postgres 16 null",
      "package.json:1 left-pad ^1.3.0 1.3.0",
      "package.json:1 right-pad ^1.0.0 1.0.1",
    ],
  );
});

Deno.test("services: Compose and Procfile", async () => {
  assert.deepEqual(
    await services({
      "docker-compose.yml": `services:
  web:
    build: { context: ./web }
    ports: ["8080:80", { target: 443, published: 8443 }]
    depends_on: [db]
  db:
    image: postgres:16
    depends_on:
      cache: { condition: service_healthy }
  cache: { image: redis }
`,
      "Procfile": "web: bundle exec puma\nworker: sidekiq\n",
      "locales/de.yml": "services:\n  a: b\n",
      "broken/compose.yaml": "services:\n  - [unclosed\n",
    }),
    [
      "compose | web".replace(" | ", " service ") + " docker-compose.yml:2" +
      " | build=./web | ports=8080:80,8443:443 | depends on=db",
      "compose service db docker-compose.yml:6 | image=postgres:16 | depends on=cache",
      "compose service cache docker-compose.yml:10 | image=redis",
      "process Procfile web Procfile:1 | command=bundle exec puma",
      "process Procfile worker Procfile:2 | command=sidekiq",
    ],
  );
});

Deno.test("services: Kubernetes objects of many documents, Helm charts, no templates", async () => {
  const deployment = (name: string) =>
    `apiVersion: apps/v1
kind: Deployment
metadata: { name: ${name}, namespace: prod }
spec:
  replicas: 3
  template:
    spec:
      containers:
        - { name: a, image: "acme/web:1", ports: [{ containerPort: 8080 }] }
`;
  assert.deepEqual(
    await services({
      "anywhere/app.yaml": `# all
---
${deployment("web")}---
apiVersion: v1
kind: Service
metadata: { name: web }
spec: { type: NodePort, ports: [{ port: 80, targetPort: 8080 }] }
---
kind: ConfigMap
apiVersion: v1
`,
      "chart/Chart.yaml":
        'apiVersion: v2\nname: acme\nversion: 1.2.3\nappVersion: "9"\ndependencies: [{ name: redis }]\n',
      "chart/templates/web.yaml": deployment("{{ .Values.name }}"),
      "tests/fixtures/k8s.yaml": deployment("fixture"),
      "text/a.yaml": "kind: Deployment\n",
    }),
    [
      "helm chart acme chart/Chart.yaml:2 | version=1.2.3 | app version=9 | depends on=redis",
      "kubernetes Deployment web anywhere/app.yaml:4 | namespace=prod | images=acme/web:1 | ports=8080 | replicas=3",
      "kubernetes Service web anywhere/app.yaml:14 | type=NodePort | ports=80:8080",
    ],
  );
});

Deno.test("services: Terraform's blocks, and none inside of others", async () => {
  assert.deepEqual(
    await services({
      "infra/main.tf": `# resource "a" "commented" {}
terraform {
  required_providers {
    aws = { source = "hashicorp/aws", version = "~> 5.0" }
  }
}
resource "aws_s3_bucket" "logs" {
  bucket = "x-\${var.env}"
  policy = <<EOT
resource "not" "this" {
EOT
  lifecycle { resource "nested" "no" {} }
}
module "vpc" {
  source  = "terraform-aws-modules/vpc/aws"
  version = "5.1.0"
}
data "aws_ami" "x" {}
`,
    }),
    [
      "terraform provider aws infra/main.tf:4 | source=hashicorp/aws | version=~> 5.0",
      "terraform aws_s3_bucket logs infra/main.tf:7",
      "terraform module vpc infra/main.tf:14 | source=terraform-aws-modules/vpc/aws | version=5.1.0",
    ],
  );
});

Deno.test("services: workflows of continuous integration", async () => {
  assert.deepEqual(
    await services({
      ".github/workflows/ci.yml":
        "name: CI\non: { push: {}, pull_request: {} }\njobs:\n  test: { steps: [] }\n  lint: {}\n",
      ".github/workflows/plain.yml": "on: push\njobs: { a: {} }\n",
      ".gitlab-ci.yml": "stages: [x]\n.hidden: { script: y }\nbuild:\n  script: make\n",
      ".circleci/config.yml": "version: 2.1\njobs: { build: {} }\nworkflows: { main: {} }\n",
      "azure-pipelines.yml": "trigger: [main]\njobs:\n- job: Build\n",
      "Jenkinsfile":
        "pipeline { stages { stage('Build') { } // stage('no')\nstage(\"Test\") {} } }\n",
      "docs/ci.yml": "name: CI\non: push\njobs: { a: {} }\n",
    }),
    [
      "workflow CircleCI .circleci/config.yml .circleci/config.yml:1 | triggers=main | jobs=build",
      "workflow GitHub Actions CI .github/workflows/ci.yml:1 | triggers=push,pull_request | jobs=test,lint",
      "workflow GitHub Actions workflows/plain.yml .github/workflows/plain.yml:1 | triggers=push | jobs=a",
      "workflow GitLab CI .gitlab-ci.yml .gitlab-ci.yml:1 | jobs=build",
      "workflow Jenkins Jenkinsfile Jenkinsfile:1 | jobs=Build,Test",
      "workflow Azure Pipelines azure-pipelines.yml azure-pipelines.yml:1 | triggers=main | jobs=Build",
    ],
  );
});

Deno.test("services: descriptions of interfaces", async () => {
  assert.deepEqual(
    await services({
      "api/spec.yaml":
        "openapi: 3.1.0\ninfo: { title: Pets, version: 1.0.0 }\npaths:\n  /pets:\n    parameters: []\n    get: {}\n    post: {}\n  /x:\n    delete: {}\n",
      "swagger.json":
        '{"info": {"title": "Old", "version": "2"},\n "swagger": "2.0", "paths": {"/a": {"get": {}}}}',
      "events.yaml":
        "asyncapi: 3.0.0\ninfo: { title: Events, version: 1 }\nchannels: { a: {}, b: {} }\n",
      "schema.graphql":
        '"""type Query { no: X }"""\ntype Query {\n  pets(limit: Int): [Pet!]!\n  pet(id: ID!): Pet\n}\nextend type Query { more: Int }\ntype Mutation { add: Pet }\n',
      "queries.graphql": "query { pets { id } }\n",
      "pets.proto":
        'syntax = "proto3";\npackage acme.pets.v1;\nmessage A { string service = 1; }\nservice Pets {\n  rpc Get (A) returns (A);\n  rpc List (A) returns (stream A) {}\n}\n',
      "package.json": '{"dependencies": {"swagger": "2.0"}}',
    }),
    [
      "api OpenAPI 3.1.0 Pets api/spec.yaml:1 | version=1.0.0 | operations=3",
      "api AsyncAPI 3.0.0 Events events.yaml:1 | version=1 | channels=2",
      "api gRPC Pets pets.proto:4 | package=acme.pets.v1 | calls=Get,List",
      "api GraphQL schema.graphql schema.graphql:2 | query=3 | mutation=1",
      "api Swagger 2.0 Old swagger.json:2 | version=2 | operations=1",
    ],
  );
});

Deno.test("services: images and functions", async () => {
  assert.deepEqual(
    await services({
      "web/Dockerfile":
        'FROM node:22 AS build\nEXPOSE 1\nRUN make\nFROM nginx:1.27\nEXPOSE 80 443\nENTRYPOINT ["/run"]\nCMD ["a"]\n',
      "serverless.yml":
        "provider: { name: aws, runtime: nodejs22.x }\nfunctions:\n  hello:\n    handler: h.main\n    events: [{ http: GET / }, schedule]\n",
      "template.yaml":
        "Transform: AWS::Serverless-2016-10-31\nResources:\n  Fn:\n    Type: AWS::Serverless::Function\n    Properties:\n      Handler: !Ref X\n      Runtime: python3.13\n      Events: { A: { Type: Api } }\n  B: { Type: AWS::S3::Bucket }\n",
      "cdk.json": '{\n  "app": "npx ts-node bin/app.ts"\n}\n',
    }),
    [
      "function AWS CDK CDK application cdk.json:2 | command=npx ts-node bin/app.ts",
      "function Serverless Framework hello serverless.yml:3 | handler=h.main | runtime=nodejs22.x | provider=aws | events=http,schedule",
      "function AWS::Serverless::Function Fn template.yaml:3 | handler=X | runtime=python3.13 | events=Api",
      'image Dockerfile web/Dockerfile web/Dockerfile:4 | base=nginx:1.27 | ports=80,443 | entrypoint=["/run"] | command=["a"]',
    ],
  );
});

Deno.test("services: broken and hostile texts bring nothing down", () => {
  const heads = [
    "services:\n",
    "apiVersion: v1\nkind: Deployment\nmetadata: ",
    "openapi: 3\ninfo: ",
    '{"openapi": "3.0", "info": ',
    "jobs:\n",
    "functions:\n",
    "AWS::Lambda::Function\nResources: ",
  ];
  const pieces = [
    "[",
    "{",
    "- ",
    "a: ",
    "? ",
    "*a ",
    "&a ",
    "|\n",
    "'",
    '"',
    "\t",
    "---\n",
    "{{",
    "<<: *a\n",
  ];
  for (const head of heads) {
    for (const piece of pieces) {
      const text = head + piece.repeat(Math.floor(5_000 / piece.length));
      readServices(text, "YAML");
      readServices(text, "JSON");
    }
  }
  for (const language of ["HCL", "Groovy", "GraphQL", "Protocol Buffer", "Dockerfile"]) {
    for (
      const piece of [
        'resource "a" "b" {',
        "service a { rpc ",
        "type Query {",
        "stage('",
        "FROM a\n",
      ]
    ) {
      readServices(piece.repeat(1_000), language);
    }
  }
});
