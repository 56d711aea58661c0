/** Functions without servers: the Serverless Framework, AWS SAM, and CDK applications. */
import { baseName } from "../paths.ts";
import { type FoundService, readData, scalar, service, type ServiceReader } from "./contract.ts";

export const serverlessReader: ServiceReader = {
  id: "serverless",
  languages: ["YAML", "JSON"],
  mark: /^\s*["']?functions["']?[ \t]*:/m,
  isFile: (path) => /^serverless(?:[.-][\w-]+)?\.(?:ya?ml|json)$/.test(baseName(path)),
  read(text) {
    const root = readData(text);
    const provider = scalar(root.at("provider", "name")) ?? scalar(root.at("provider"));
    return root.at("functions").members().map(({ key, line, value }) =>
      service("function", "Serverless Framework", key, line, {
        handler: [scalar(value.at("handler"))],
        runtime: [scalar(value.at("runtime")) ?? scalar(root.at("provider", "runtime"))],
        provider: [provider],
        events: value.at("events").items().map((event) =>
          scalar(event) ?? event.members()[0]?.key ?? null
        ),
      })
    );
  },
};

const SAM_TYPES = new Set(["AWS::Serverless::Function", "AWS::Lambda::Function"]);

/** CloudFormation's own tags (`!Ref`) leave plain values as they are. */
export const samReader: ServiceReader = {
  id: "sam",
  languages: ["YAML", "JSON"],
  mark: /AWS::(?:Serverless|Lambda)::Function/,
  isFile: (path) =>
    /^(?:template|sam|[\w-]*(?:sam|cloudformation|cfn|stack)[\w-]*)\.(?:ya?ml|json)$/i.test(
      baseName(path),
    ),
  read(text) {
    const root = readData(text);
    return root.at("Resources").members().flatMap(({ key, line, value }): FoundService[] => {
      const type = scalar(value.at("Type")) ?? "";
      if (!SAM_TYPES.has(type)) return [];
      const properties = value.at("Properties");
      return [service("function", type, key, line, {
        handler: [scalar(properties.at("Handler"))],
        runtime: [
          scalar(properties.at("Runtime")) ?? scalar(root.at("Globals", "Function", "Runtime")),
        ],
        events: properties.at("Events").members().map(({ value }) => scalar(value.at("Type"))),
      })];
    });
  },
};

export const cdkReader: ServiceReader = {
  id: "cdk",
  languages: ["JSON"],
  mark: /"app"/,
  isFile: (path) => baseName(path) === "cdk.json",
  read(text) {
    const root = readData(text);
    const app = root.members().find(({ key }) => key === "app");
    const command = app === undefined ? null : scalar(app.value);
    return command === null
      ? []
      : [service("function", "AWS CDK", "CDK application", app!.line, { command: [command] })];
  },
};
