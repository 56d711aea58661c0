/**
 * The OpenAPI 3.1 document of the API (https://spec.openapis.org/oas/v3.1.1), made from what its
 * routes say about themselves.
 */
import type { z } from "zod";
import { SESSION_COOKIE } from "./access.ts";
import type { ApiDescription, Method } from "./define.ts";
import type { Manifest } from "./manifest.ts";
import { createSchemaTable, type Json, type SchemaTable } from "./openapi_schemas.ts";
import type { Answer, Operation } from "./operation.ts";
import { PROBLEM_MEANINGS, type ProblemCode } from "./problem_meanings.ts";
import { statusOf } from "./problem.ts";
import { patternOf } from "./route_table.ts";

export interface OpenApiOptions {
  info: { title: string; version: string; description: string };
  /** In the order in which a reader meets them. */
  tags: readonly { name: string; description: string }[];
  /** Schemas that are shown by a name of their own. */
  schemas: Readonly<Record<string, z.ZodType>>;
  /** What every error looks like. */
  problem: z.ZodType;
}

/** @throws Error where a route leaves a part of its path unexplained */
export function openApiDocument(
  { routes }: Pick<Manifest, "routes">,
  { info, tags, schemas, problem }: OpenApiOptions,
): Json {
  const table = createSchemaTable(schemas);
  const problems = createProblemTable(table.use(problem));
  const paths: Record<string, Json> = {};
  for (const { file, module } of routes) {
    if (module.api === undefined) continue;
    const pattern = patternOf("/" + file.replace(/\.tsx?$/, ""));
    const names = [...pattern.matchAll(/:(\w+)/g)].map(([, name]) => name as string);
    paths[pattern.replace(/:(\w+)/g, "{$1}")] = Object.fromEntries(
      operationsOf(module.api).map(([method, operation]) => [
        method.toLowerCase(),
        describeOperation(operation, names, table, problems),
      ]),
    );
  }
  return {
    openapi: "3.1.1",
    info,
    servers: [{ url: "/", description: "This server." }],
    security: [{ token: [] }, { session: [] }],
    tags,
    // A collection before its items.
    paths: Object.fromEntries(Object.entries(paths).sort(([a], [b]) => a < b ? -1 : 1)),
    components: {
      securitySchemes: {
        token: { type: "http", scheme: "bearer", description: "The value of AUTH_TOKEN." },
        session: {
          type: "apiKey",
          in: "cookie",
          name: SESSION_COOKIE,
          description: "What the login page sets.",
        },
      },
      responses: problems.responses,
      schemas: table.named(),
    },
  };
}

function operationsOf(api: ApiDescription): [Method, Operation][] {
  return Object.entries(api) as [Method, Operation][];
}

function describeOperation(
  operation: Operation,
  names: readonly string[],
  table: SchemaTable,
  problems: ProblemTable,
): Json {
  const etag = Object.values(operation.answers).some((answer) => answer.etag);
  const parameters = [
    ...names.map((name) => pathParameter(operation, name)),
    ...queryParameters(operation, table),
    ...(etag ? [IF_NONE_MATCH] : []),
  ];
  return {
    operationId: operation.id,
    tags: [operation.tag],
    summary: operation.summary,
    ...(operation.description === undefined ? {} : { description: operation.description }),
    ...(operation.open ? { security: [] } : {}),
    ...(parameters.length === 0 ? {} : { parameters }),
    ...(operation.body === undefined ? {} : {
      requestBody: {
        required: operation.bodyOptional !== true,
        content: { "application/json": { schema: table.use(operation.body) } },
      },
    }),
    responses: {
      ...mapEntries(operation.answers, (answer) => describeAnswer(answer, table)),
      ...(etag ? { 304: { description: "Nothing changed.", headers: { ETag } } } : {}),
      ...problems.use(problemsOf(operation)),
    },
  };
}

const ETag = { description: "Names what was answered.", schema: { type: "string" } };
const IF_NONE_MATCH = {
  name: "If-None-Match",
  in: "header",
  description: "The ETag of a former answer: 304 where nothing changed since.",
  schema: { type: "string" },
};

function pathParameter({ id, params }: Operation, name: string): Json {
  const description = params?.[name];
  if (description === undefined) throw new Error(`${id} does not say what {${name}} is.`);
  return { name, in: "path", required: true, description, schema: { type: "string" } };
}

function queryParameters({ query }: Operation, table: SchemaTable): Json[] {
  if (query === undefined) return [];
  return Object.entries(query.shape).map(([name, field]) => {
    const { description, ...schema } = table.use(field as z.ZodType);
    return {
      name,
      in: "query",
      required: !(field as z.ZodType).safeParse(undefined).success,
      ...(description === undefined ? {} : { description }),
      schema,
    };
  });
}

function describeAnswer(answer: Answer, table: SchemaTable): Json {
  const headers = {
    ...mapEntries(answer.headers ?? {}, (description) => ({
      description,
      schema: { type: "string" },
    })),
    ...(answer.etag ? { ETag } : {}),
  };
  return {
    description: answer.description,
    ...(Object.keys(headers).length === 0 ? {} : { headers }),
    ...(answer.body === undefined ? {} : {
      content: { [answer.mediaType ?? "application/json"]: { schema: table.use(answer.body) } },
    }),
  };
}

/** What the operation says itself, and what its path, query, body and need of a token bring. */
function problemsOf(operation: Operation): ProblemCode[] {
  return [
    ...(operation.errors ?? []),
    ...(operation.params === undefined ? [] : ["malformed_request"] as const),
    ...(operation.query === undefined ? [] : ["invalid_fields"] as const),
    ...(operation.body === undefined ? [] : [
      "malformed_request",
      "payload_too_large",
      "unsupported_media_type",
      "invalid_fields",
    ] as const),
    ...(operation.open ? [] : ["unauthorized"] as const),
    "forbidden",
    "rate_limited",
    "internal",
  ];
}

interface ProblemTable {
  /** References by status. */
  use(codes: readonly ProblemCode[]): Json;
  /** By name: one for each set of codes that share a status somewhere. */
  responses: Record<string, Json>;
}

function createProblemTable(problem: Json): ProblemTable {
  const responses: Record<string, Json> = {};
  return {
    responses,
    use(codes) {
      const byStatus = Map.groupBy(
        [...new Set(codes)].sort(),
        (code) => statusOf(code).status,
      );
      return Object.fromEntries(
        [...byStatus].map(([status, group]) => {
          const name = group.join(".");
          responses[name] ??= describeProblem(problem, status, group);
          return [status, { $ref: `#/components/responses/${name}` }];
        }),
      );
    },
  };
}

const PROBLEM_HEADERS: Record<number, Json> = {
  401: {
    "WWW-Authenticate": { description: "The scheme: `Bearer`.", schema: { type: "string" } },
  },
  429: {
    "Retry-After": { description: "Seconds to wait.", schema: { type: "integer", minimum: 1 } },
  },
};

function describeProblem(problem: Json, status: number, codes: readonly ProblemCode[]): Json {
  const headers = PROBLEM_HEADERS[status];
  const [first] = codes as [ProblemCode];
  return {
    description: codes.map((code) => `\`${code}\`: ${PROBLEM_MEANINGS[code]}`).join("\n\n"),
    ...(headers === undefined ? {} : { headers }),
    content: {
      "application/problem+json": {
        schema: {
          allOf: [
            problem,
            { type: "object", properties: { status: { const: status }, code: { enum: codes } } },
          ],
        },
        example: {
          type: "about:blank",
          title: statusOf(first).phrase,
          status,
          detail: PROBLEM_MEANINGS[first],
          code: first,
          remedy: null,
          errors: [],
        },
      },
    },
  };
}

function mapEntries<T>(record: Readonly<Record<string, T>>, map: (value: T) => Json): Json {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, map(value)]));
}
