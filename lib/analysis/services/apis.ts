/** Descriptions of interfaces: OpenAPI, AsyncAPI, GraphQL schemas, protocol buffers. */
import { type Code, type Lexis, readCode } from "../lexer.ts";
import { type FoundService, readData, scalar, service, type ServiceReader } from "./contract.ts";

const VERBS = new Set(["get", "put", "post", "delete", "options", "head", "patch", "trace"]);

export const openApiReader: ServiceReader = {
  id: "openapi",
  languages: ["YAML", "JSON", "OASv2-json", "OASv2-yaml", "OASv3-json", "OASv3-yaml"],
  mark: /(?:^|[\s{,"'])(?:openapi|swagger|asyncapi)["']?[ \t]*:[ \t]*["']?\d/,
  isFile: (path) => /\.(?:ya?ml|json)$/.test(path),
  read(text) {
    const root = readData(text);
    const asynchronous = scalar(root.at("asyncapi"));
    const version = scalar(root.at("openapi")) ?? scalar(root.at("swagger"));
    const mark = root.members().find(({ key }) => ["openapi", "swagger", "asyncapi"].includes(key));
    const details = { version: [scalar(root.at("info", "version"))] };
    const title = scalar(root.at("info", "title")) ?? "(untitled)";
    if (asynchronous !== null) {
      const channels = root.at("channels").members().length;
      return [service("api", `AsyncAPI ${asynchronous}`, title, mark?.line ?? null, {
        ...details,
        channels: [String(channels)],
      })];
    }
    if (version === null || root.at("info").members().length === 0) return [];
    const operations = root.at("paths").members().reduce(
      (sum, { value }) => sum + value.members().filter(({ key }) => VERBS.has(key)).length,
      0,
    );
    const type = root.at("swagger").line === null ? "OpenAPI" : "Swagger";
    return [service("api", `${type} ${version}`, title, mark?.line ?? null, {
      ...details,
      operations: [String(operations)],
    })];
  },
};

const GRAPHQL: Lexis = {
  line: ["#"],
  block: [['"""', '"""']],
  strings: [{ open: '"', close: '"', escape: "backslash" }],
};
const ROOTS = new Set(["Query", "Mutation", "Subscription"]);

/** Schemas that have operations; documents of queries are no interface. */
export const graphqlReader: ServiceReader = {
  id: "graphql",
  languages: ["GraphQL"],
  mark: /\b(?:Query|Mutation|Subscription)\b/,
  isFile: (path) => /\.(?:graphqls?|gql)$/.test(path),
  read(text) {
    const code = readCode(text, GRAPHQL);
    const details: Record<string, string[]> = {};
    let line: number | null = null;
    for (let at = 0; at < code.tokens.length; at++) {
      const name = code.tokens[at + 1]?.text ?? "";
      if (code.tokens[at]!.text !== "type" || !ROOTS.has(name)) continue;
      let open = at + 2;
      while (open < at + 40 && !isMark(code, open, "{")) open++;
      if (!isMark(code, open, "{")) continue;
      line ??= code.line(at);
      const end = code.closing(open);
      const known = Number(details[name.toLowerCase()]?.[0] ?? 0);
      details[name.toLowerCase()] = [String(known + fieldsIn(code, open, end))];
      at = end;
    }
    return line === null ? [] : [service("api", "GraphQL", "", line, details)];
  },
};

/** Fields: names before a colon, not inside of arguments. */
function fieldsIn(code: Code, open: number, end: number): number {
  let fields = 0;
  for (let at = open + 1; at < end; at++) {
    if (isMark(code, at, "(")) at = code.closing(at);
    if (
      isMark(code, at + 1, ":") && code.tokens[at]!.kind === "word" ||
      isMark(code, at, ")") && isMark(code, at + 1, ":")
    ) {
      fields++;
    }
  }
  return fields;
}

const PROTOBUF: Lexis = {
  line: ["//"],
  block: [["/*", "*/"]],
  strings: [
    { open: '"', close: '"', escape: "backslash" },
    { open: "'", close: "'", escape: "backslash" },
  ],
};

export const protobufReader: ServiceReader = {
  id: "protobuf",
  languages: ["Protocol Buffer"],
  mark: /\bservice\b/,
  isFile: (path) => path.endsWith(".proto"),
  read(text) {
    const code = readCode(text, PROTOBUF);
    const found: FoundService[] = [];
    let scope: string | null = null;
    for (let at = 0; at < code.tokens.length; at++) {
      const word = code.tokens[at]!.text;
      if (word === "package" && scope === null) scope = dotted(code, at + 1);
      if (word === "service" && code.tokens[at + 1]?.kind === "word" && isMark(code, at + 2, "{")) {
        const end = code.closing(at + 2);
        const calls = code.tokens.slice(at + 3, end).flatMap(({ text }, index) =>
          text === "rpc" ? code.tokens[at + 4 + index]?.text ?? [] : []
        );
        found.push(service("api", "gRPC", code.tokens[at + 1]!.text, code.line(at), {
          package: [scope],
          calls,
        }));
        at = end;
      } else if (isMark(code, at, "{")) at = code.closing(at);
    }
    return found;
  },
};

function dotted(code: Code, index: number): string {
  let name = "";
  for (let at = index; at < index + 30 && !isMark(code, at, ";"); at++) {
    name += code.tokens[at]?.text ?? "";
  }
  return name;
}

function isMark(code: Code, index: number, text: string): boolean {
  const token = code.tokens[index];
  return token?.kind === "mark" && token.text === text;
}
