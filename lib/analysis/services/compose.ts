/** Docker Compose (https://docs.docker.com/reference/compose-file/) and Procfiles. */
import { baseName } from "../paths.ts";
import type { YamlValue } from "../packages/yaml.ts";
import { readData, scalar, service, type ServiceReader, words } from "./contract.ts";

export const composeReader: ServiceReader = {
  id: "compose",
  languages: ["YAML"],
  mark: /^services[ \t]*:/m,
  isFile: (path) => /^(?:docker-)?compose(?:[._-][\w.-]+)?\.ya?ml$/.test(baseName(path)),
  read: (text) =>
    readData(text).at("services").members().map(({ key, line, value }) =>
      service("compose", "service", key, line, {
        image: [scalar(value.at("image"))],
        build: [scalar(value.at("build")) ?? scalar(value.at("build", "context"))],
        ports: ports(value.at("ports")),
        "depends on": words(value.at("depends_on")),
      })
    ),
};

/** `"8080:80"`, or `{ target: 80, published: 8080 }` as `8080:80`. */
function ports(value: YamlValue): string[] {
  return value.items().flatMap((item) => {
    const short = scalar(item);
    if (short !== null) return [short];
    const target = scalar(item.at("target"));
    const published = scalar(item.at("published"));
    return target === null ? [] : [published === null ? target : `${published}:${target}`];
  });
}

export const procfileReader: ServiceReader = {
  id: "procfile",
  languages: ["Procfile"],
  mark: /:/,
  isFile: (path) => /^Procfile(?:\.\w+)?$/.test(baseName(path)),
  read: (text) =>
    text.split("\n").flatMap((line, index) => {
      const [, name, command] = /^([\w-]+):[ \t]*(\S.*)$/.exec(line) ?? [];
      return name === undefined ? [] : [service("process", "Procfile", name, index + 1, {
        command: [command!],
      })];
    }),
};
