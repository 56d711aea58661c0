/** Workflows of continuous integration: their names, what starts them, and their jobs. */
import { readCode } from "../lexer.ts";
import { baseName } from "../paths.ts";
import type { YamlValue } from "../packages/yaml.ts";
import { readData, scalar, service, type ServiceReader, words } from "./contract.ts";

/** A row: where a system keeps its workflows, and where they say triggers and jobs. */
interface WorkflowSystem {
  id: string;
  type: string;
  mark: RegExp;
  files: RegExp;
  triggers: (root: YamlValue) => string[];
  jobs: (root: YamlValue) => string[];
}

const keys = (value: YamlValue) => value.members().map(({ key }) => key);

/** Keys of .gitlab-ci.yml that are no jobs (https://docs.gitlab.com/ci/yaml/). */
const GITLAB_RESERVED = new Set(
  "default include stages variables workflow image services cache before_script after_script pages:deploy spec types"
    .split(" "),
);

const SYSTEMS: readonly WorkflowSystem[] = [
  {
    id: "github-actions",
    type: "GitHub Actions",
    mark: /^jobs[ \t]*:/m,
    files: /^(?:.+\/)?\.(?:github|gitea|forgejo)\/workflows\/[^/]+\.ya?ml$/,
    triggers: (root) => words(root.at("on")),
    jobs: (root) => keys(root.at("jobs")),
  },
  {
    id: "gitlab-ci",
    type: "GitLab CI",
    mark: /^[ \t]+(?:script|trigger|extends)[ \t]*:/m,
    files: /(?:^|\/)\.gitlab-ci\.ya?ml$/,
    triggers: () => [],
    jobs: (root) => keys(root).filter((key) => !key.startsWith(".") && !GITLAB_RESERVED.has(key)),
  },
  {
    id: "circleci",
    type: "CircleCI",
    mark: /^jobs[ \t]*:/m,
    files: /(?:^|\/)\.circleci\/config\.ya?ml$/,
    triggers: (root) => keys(root.at("workflows")).filter((key) => key !== "version"),
    jobs: (root) => keys(root.at("jobs")),
  },
  {
    id: "azure-pipelines",
    type: "Azure Pipelines",
    mark: /^(?:trigger|pool|stages|jobs|steps|extends)[ \t]*:/m,
    files: /(?:^|\/)(?:azure-pipelines[^/]*|\.azure-pipelines\/.+|\.pipelines\/.+)\.ya?ml$/,
    triggers: (root) => [
      ...words(root.at("trigger", "branches", "include")),
      ...root.at("trigger").members().length > 0 ? [] : words(root.at("trigger")),
    ],
    jobs: (root) =>
      [root, ...root.at("stages").items()].flatMap((stage) => [
        scalar(stage.at("stage")),
        ...stage.at("jobs").items().map((job) =>
          scalar(job.at("job")) ?? scalar(job.at("deployment"))
        ),
      ]).filter((name) => name !== null),
  },
  {
    id: "bitbucket",
    type: "Bitbucket Pipelines",
    mark: /^pipelines[ \t]*:/m,
    files: /(?:^|\/)bitbucket-pipelines\.ya?ml$/,
    triggers: (root) => keys(root.at("pipelines")),
    jobs: () => [],
  },
  {
    id: "travis",
    type: "Travis CI",
    mark: /^(?:language|script|jobs|matrix|stages|install|dist|os)[ \t]*:/m,
    files: /(?:^|\/)\.travis\.ya?ml$/,
    triggers: () => [],
    jobs: (root) => words(root.at("stages")),
  },
  {
    id: "drone",
    type: "Drone",
    mark: /^steps[ \t]*:/m,
    files: /(?:^|\/)\.(?:drone|woodpecker)\.ya?ml$/,
    triggers: (root) => words(root.at("trigger", "event")),
    jobs: (root) => root.at("steps").items().flatMap((step) => scalar(step.at("name")) ?? []),
  },
];

export const workflowReaders: readonly ServiceReader[] = SYSTEMS.map(
  ({ id, type, mark, files, triggers, jobs }) => ({
    id,
    languages: ["YAML"],
    mark,
    isFile: (path) => files.test(path),
    read(text) {
      const root = readData(text);
      const members = root.members();
      if (members.length === 0) return [];
      const name = members.find(({ key }) => key === "name");
      return [service("workflow", type, (name && scalar(name.value)) ?? "", name?.line ?? 1, {
        triggers: triggers(root),
        jobs: jobs(root),
      })];
    },
  }),
);

/** Groovy, as far as stages go. */
const GROOVY = {
  line: ["//"],
  block: [["/*", "*/"]],
  strings: [
    { open: "'''", close: "'''", escape: "backslash", multiline: true },
    { open: '"""', close: '"""', escape: "backslash", multiline: true },
    { open: '"', close: '"', escape: "backslash" },
    { open: "'", close: "'", escape: "backslash", plain: true },
  ],
  interpolation: /\$[\w{]/,
} as const;

export const jenkinsReader: ServiceReader = {
  id: "jenkins",
  languages: ["Groovy"],
  mark: /\b(?:pipeline|node|stage)\b/,
  isFile: (path) => /^Jenkinsfile(?:[._-][\w.-]+)?$/.test(baseName(path)),
  read(text) {
    const code = readCode(text, GROOVY);
    const stages: string[] = [];
    let first: number | null = null;
    code.tokens.forEach(({ kind, text }, at) => {
      if (kind !== "word" || !["pipeline", "node", "stage"].includes(text)) return;
      first ??= code.line(at);
      const name = code.tokens[at + 2];
      const called = code.tokens[at + 1]?.text === "(" && name?.kind === "string" && !name.dynamic;
      if (text === "stage" && called) stages.push(name.text);
    });
    if (first === null) return [];
    return [service("workflow", "Jenkins", "", first, { jobs: stages })];
  },
};
