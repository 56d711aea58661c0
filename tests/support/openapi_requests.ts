/**
 * Requests made from the OpenAPI document, by fast-check: as it says, and wrong in every way that a
 * caller can be wrong: types, sizes, Unicode, headers, methods, paths.
 */
import fc from "fast-check";
import type { DocumentedOperation, Json } from "./openapi.ts";

/** A request as plain data, so that a failing one can be read, shrunk and sent again. */
export interface FuzzedRequest {
  method: string;
  /** Path and query. `{project:7}` and `{job:7}` stand for ids that were made before. */
  target: string;
  headers: [string, string][];
  body: string | Uint8Array | null;
}

/** Texts that have broken a parser, a store or a terminal somewhere. */
const HOSTILE = [
  "",
  " ",
  "\0",
  "\ud800",
  "\u202e",
  "e\u0301\u{1f469}\u200d\u{1f680}",
  "' OR 1=1 --",
  "%",
  "_",
  "*",
  '"',
  "\\",
  "../../etc/passwd",
  "<script>alert(1)</script>",
  "${7*7}",
  "--upload-pack=touch /tmp/x",
  "ext::sh -c id",
  "file:///etc/passwd",
  "http://127.0.0.1/a.git",
  "http://[::1]:80/a.git",
  "https://user:secret@example.org/a.git",
  "git@example.org:a/b.git",
  "https://git.internal.test/a.git",
  "__proto__",
  "constructor",
  "null",
  "NaN",
  "1e309",
  "-1",
  "9007199254740993",
  "x".repeat(10_000),
];

/** Any code point; fast-check's own unit "binary" first makes a table of all, which takes seconds. */
const unit = fc.nat(0x10ffff).map(
  (code) => String.fromCodePoint(code),
  (text) => (text as string).codePointAt(0)!,
);
const text = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...HOSTILE) },
  { weight: 2, arbitrary: fc.string({ unit, maxLength: 300 }) },
  { weight: 1, arbitrary: fc.string({ unit: "grapheme", maxLength: 60 }) },
);
/** What a sender knows ids of. */
export type KnownKind = "project" | "job" | "conversation" | "result" | "provider";
const known = (kind: KnownKind) => fc.nat(1_000).map((n) => `{${kind}:${n}}`);
const junk = fc.oneof(
  text,
  fc.jsonValue({ maxDepth: 3 }),
  fc.integer(),
  fc.double(),
  fc.constantFrom(null, true, [], {}, [[]]),
);

/** Values that a schema allows, as far as the document's requests need it. */
function valid(document: Json, schema: Json): fc.Arbitrary<unknown> {
  if (schema.$ref !== undefined) {
    return valid(document, document.components.schemas[schema.$ref.split("/").at(-1)]);
  }
  const examples = schema.examples ?? [];
  if (schema.enum !== undefined) return fc.constantFrom(...schema.enum);
  if (schema.anyOf !== undefined) {
    return fc.oneof(...schema.anyOf.map((part: Json) => valid(document, part)));
  }
  switch (schema.type) {
    case "null":
      return fc.constant(null);
    case "boolean":
      return fc.boolean();
    case "integer": {
      const made = fc.integer({ min: schema.minimum ?? -1_000, max: schema.maximum ?? 1_000_000 });
      return examples.length === 0 ? made : fc.oneof(made, fc.constantFrom(...examples));
    }
    case "string": {
      const made = schema.pattern === undefined
        ? fc.string({
          unit: "grapheme",
          minLength: schema.minLength ?? 0,
          maxLength: Math.min(schema.maxLength ?? 60, 400),
        })
        : fc.stringMatching(new RegExp(schema.pattern), { maxLength: schema.maxLength });
      const name = fc.integer({ min: 0, max: 40 }).map((n) => `https://example.org/team/r${n}`);
      return examples.length === 0
        ? fc.oneof(made, known("project"))
        : fc.oneof(made, fc.constantFrom(...examples), name);
    }
    case "object": {
      const fields = Object.entries(schema.properties).map(([key, field]) => [
        key,
        valid(document, field as Json),
      ]);
      return fc.record(Object.fromEntries(fields), { requiredKeys: schema.required ?? [] });
    }
    case "array":
      return fc.array(valid(document, schema.items), {
        minLength: schema.minItems ?? 0,
        maxLength: Math.min(schema.maxItems ?? 5, 5),
      });
    default:
      throw new Error(`No values for ${JSON.stringify(schema)}`);
  }
}

/** JSON bodies near a schema, and bodies that are no JSON at all. */
function body(document: Json, schema: Json | undefined): fc.Arbitrary<FuzzedRequest["body"]> {
  const json = (value: unknown) => JSON.stringify(value) ?? "";
  const nested = fc.integer({ min: 1, max: 20_000 })
    .map((depth) => "[".repeat(depth) + "]".repeat(depth));
  const broken: fc.WeightedArbitrary<FuzzedRequest["body"]>[] = [
    { weight: 6, arbitrary: fc.constant(null) },
    { weight: 6, arbitrary: fc.jsonValue().map(json) },
    { weight: 6, arbitrary: text },
    { weight: 3, arbitrary: fc.uint8Array({ maxLength: 200 }) },
    { weight: 3, arbitrary: nested },
    { weight: 3, arbitrary: fc.constant('{"name":"a","name":"b"}') },
    { weight: 3, arbitrary: fc.constant('{"__proto__":{"name":"x"},"name":"x"}') },
  ];
  if (schema === undefined) {
    return fc.oneof({ weight: 90, arbitrary: fc.constant(null) }, ...broken);
  }
  const good = valid(document, schema);
  const keys = fc.constantFrom("name", "description", "repo_url", "branch", "project_id", "x", "");
  const changed = fc.tuple(good, keys, junk).map(([value, key, other]) => ({
    ...(value as Record<string, unknown>),
    [key]: other,
  }));
  const large = fc.integer({ min: 1_048_000, max: 1_049_000 })
    .map((size) => `{"name":"${"x".repeat(size - 11)}"}`);
  return fc.oneof(
    { weight: 75, arbitrary: good.map(json) },
    { weight: 45, arbitrary: changed.map(json) },
    ...broken,
    { weight: 1, arbitrary: large },
  );
}

/** Any text as a part of a path: mostly encoded as it should be. */
const pathPart = fc.oneof(
  { weight: 4, arbitrary: text.map((part) => encodeURIComponent(part.toWellFormed())) },
  { weight: 2, arbitrary: fc.constantFrom("%ff", "%", "%00", "..", "%2e%2e", "%2F", "", "a;b") },
  { weight: 1, arbitrary: fc.string({ unit, maxLength: 40 }) },
);

/** Which ids stand where, by what the path begins with; else they are of projects. */
const KINDS: [prefix: string, kind: KnownKind][] = [
  ["/api/jobs/", "job"],
  ["/api/ai-results/", "result"],
  ["/api/ai/providers/", "provider"],
];

function path(template: string): fc.Arbitrary<string> {
  const kind = KINDS.find(([prefix]) => template.startsWith(prefix))?.[1] ?? "project";
  const id = (part: string) =>
    fc.oneof(
      { weight: 4, arbitrary: known(part === "{conversation}" ? "conversation" : kind) },
      { weight: 1, arbitrary: pathPart },
    );
  const filled = fc.tuple(
    ...template.split("/").map((part) => part.startsWith("{") ? id(part) : fc.constant(part)),
  ).map((parts) => parts.join("/"));
  const bent = fc.tuple(filled, pathPart, fc.nat(4)).map(([whole, part, how]) =>
    [
      `${whole}/`,
      `${whole}/${part}`,
      whole.replaceAll("/", "//"),
      whole.toUpperCase(),
      `/api/${part}`,
    ][how] as string
  );
  return fc.oneof({ weight: 9, arbitrary: filled }, { weight: 1, arbitrary: bent });
}

function query(document: Json, parameters: Json[]): fc.Arbitrary<string> {
  const named = parameters.filter((parameter) => parameter.in === "query");
  const pair = fc.tuple(
    fc.constantFrom(...named.map(({ name }) => name), "limit", "x"),
    fc.oneof(text, fc.integer().map(String)),
  );
  const good = named.length === 0 ? fc.constant({}) : fc.record(
    Object.fromEntries(named.map(({ name, schema }) => [name, valid(document, schema)])),
    {
      requiredKeys: named.filter(({ required }) => required === true)
        .map(({ name }) => name) as never[],
    },
  );
  const encode = (pairs: [string, unknown][]) =>
    pairs.length === 0 ? "" : "?" +
      pairs.map(([name, value]) => `${name}=${encodeURIComponent(String(value).toWellFormed())}`)
        .join("&");
  return fc.oneof(
    { weight: 6, arbitrary: good.map((values) => encode(Object.entries(values))) },
    { weight: 2, arbitrary: fc.array(pair, { maxLength: 4 }).map(encode) },
    { weight: 1, arbitrary: fc.string({ maxLength: 60 }).map((raw) => `?${raw}`) },
  );
}

/** What an HTTP header can carry: printable Latin-1. */
const headerValue = fc.string({
  unit: fc.oneof(fc.integer({ min: 0x20, max: 0x7e }), fc.integer({ min: 0xa0, max: 0xff }))
    .map((code) => String.fromCharCode(code)),
  maxLength: 80,
});
const header = fc.oneof(
  fc.tuple(fc.constant("accept-encoding"), fc.constantFrom("gzip", "br", "*;q=0", "gzip;q=x")),
  fc.tuple(fc.constant("accept"), fc.constantFrom("text/html", "*/*", "image/png")),
  fc.tuple(fc.constant("if-none-match"), fc.constantFrom("*", '"x"', 'W/"', "")),
  fc.tuple(fc.constant("sec-fetch-site"), fc.constantFrom("same-origin", "cross-site", "none")),
  fc.tuple(fc.constant("origin"), fc.constantFrom("null", "https://evil.example", "x")),
  fc.tuple(fc.constant("content-length"), fc.constantFrom("-1", "99999999", "x", "0")),
  fc.tuple(fc.constant("content-encoding"), fc.constantFrom("gzip", "identity")),
  fc.tuple(
    fc.constantFrom("authorization", "cookie", "x-request-id", "range", "expect", "x-any"),
    headerValue,
  ),
);
const contentType = fc.oneof(
  { weight: 12, arbitrary: fc.constant("application/json") },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      "application/json; charset=utf-16",
      "application/vnd.api+json",
      "text/plain",
      "application/x-www-form-urlencoded",
      "application/json;;;",
    ),
  },
  { weight: 1, arbitrary: headerValue },
);

const METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "PROPFIND", "X-Y"];

/** Requests to any of the document's operations. */
export function fuzzedRequests(
  document: Json,
  operations: readonly DocumentedOperation[],
): fc.Arbitrary<FuzzedRequest> {
  return fc.oneof(...operations.map((operation) => ({
    // Where all are deleted as fast as they are made, most requests meet nothing.
    weight: operation.method === "DELETE" ? 1 : 4,
    arbitrary: requestsOf(document, operation),
  })));
}

function requestsOf(
  document: Json,
  { method, path: template, operation }: DocumentedOperation,
): fc.Arbitrary<FuzzedRequest> {
  return fc.record<FuzzedRequest>({
    method: fc.oneof(
      { weight: 9, arbitrary: fc.constant(method) },
      { weight: 1, arbitrary: fc.constantFrom(...METHODS) },
    ),
    target: fc.tuple(path(template), query(document, operation.parameters ?? []))
      .map((parts) => parts.join("")),
    headers: fc.tuple(
      contentType,
      fc.oneof(
        { weight: 3, arbitrary: fc.constant([]) },
        { weight: 1, arbitrary: fc.array(header, { maxLength: 3 }) },
      ),
    ).map(([type, others]) => [["content-type", type], ...others]),
    body: body(document, operation.requestBody?.content["application/json"].schema),
  });
}
