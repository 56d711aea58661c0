/** Kubernetes objects (one file may hold many) and Helm charts. */
import { baseName } from "../paths.ts";
import type { YamlValue } from "../packages/yaml.ts";
import {
  documents,
  type FoundService,
  readData,
  scalar,
  service,
  type ServiceReader,
} from "./contract.ts";

/** Kinds that run something or let it be reached, with the way to their pod. */
const PODS: Readonly<Record<string, readonly string[]>> = {
  Deployment: ["spec", "template", "spec"],
  StatefulSet: ["spec", "template", "spec"],
  DaemonSet: ["spec", "template", "spec"],
  ReplicaSet: ["spec", "template", "spec"],
  Job: ["spec", "template", "spec"],
  CronJob: ["spec", "jobTemplate", "spec", "template", "spec"],
  Pod: ["spec"],
};
const KIND =
  /^kind:[ \t]*["']?(?:Deployment|StatefulSet|DaemonSet|ReplicaSet|Job|CronJob|Pod|Service|Ingress)["']?[ \t]*\r?$/m;

export const kubernetesReader: ServiceReader = {
  id: "kubernetes",
  languages: ["YAML"],
  mark: KIND,
  // The objects say themselves what they are.
  isFile: (path) => /\.ya?ml$/.test(path),
  read(text) {
    const found: FoundService[] = [];
    for (const { text: document, offset } of documents(text)) {
      // A template of Helm's is no YAML yet, and its names are not known.
      if (!KIND.test(document) || document.includes("{{")) continue;
      const root = readData(document);
      if (scalar(root.at("apiVersion")) === null) continue;
      const one = objectOf(root);
      if (one) found.push({ ...one, line: one.line + offset });
    }
    return found;
  },
};

function objectOf(root: YamlValue): FoundService | null {
  const kind = scalar(root.at("kind")) ?? "";
  const name = scalar(root.at("metadata", "name"));
  if (name === null) return null;
  const line = root.members().find(({ key }) => key === "kind")?.line ?? null;
  const spec = root.at("spec");
  const namespace = [scalar(root.at("metadata", "namespace"))];
  if (kind === "Service") {
    return service("kubernetes", kind, name, line, {
      namespace,
      type: [scalar(spec.at("type"))],
      ports: spec.at("ports").items().map((port) => pair(port.at("port"), port.at("targetPort"))),
    });
  }
  if (kind === "Ingress") {
    return service("kubernetes", kind, name, line, {
      namespace,
      hosts: spec.at("rules").items().map((rule) => scalar(rule.at("host"))),
    });
  }
  const way = PODS[kind];
  if (way === undefined) return null;
  const pod = root.at(...way);
  const containers = ["initContainers", "containers"].flatMap((key) => pod.at(key).items());
  return service("kubernetes", kind, name, line, {
    namespace,
    images: containers.map((container) => scalar(container.at("image"))),
    ports: containers.flatMap((container) =>
      container.at("ports").items().map((port) => scalar(port.at("containerPort")))
    ),
    replicas: [scalar(spec.at("replicas"))],
    schedule: [scalar(spec.at("schedule"))],
  });
}

function pair(port: YamlValue, target: YamlValue): string | null {
  const [from, to] = [scalar(port), scalar(target)];
  return from === null || to === null || from === to ? from : `${from}:${to}`;
}

export const helmReader: ServiceReader = {
  id: "helm",
  languages: ["YAML"],
  mark: /^apiVersion:[ \t]*["']?v[12]\b/m,
  isFile: (path) => baseName(path) === "Chart.yaml",
  read(text) {
    const root = readData(text);
    const name = scalar(root.at("name"));
    if (name === null) return [];
    const line = root.members().find(({ key }) => key === "name")?.line ?? null;
    return [service("helm", "chart", name, line, {
      version: [scalar(root.at("version"))],
      "app version": [scalar(root.at("appVersion"))],
      "depends on": root.at("dependencies").items().map((one) => scalar(one.at("name"))),
    })];
  },
};
