/** Holds answers against the OpenAPI document: is this status, type and body what it says? */
import assert from "node:assert/strict";
import { Ajv2020, type ValidateFunction } from "ajv/dist/2020.js";

// deno-lint-ignore no-explicit-any -- a tree of any JSON
export type Json = any;

export interface DocumentedOperation {
  method: string;
  /** With its parameters in braces. */
  path: string;
  operation: Json;
}

const DATE_TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/;
/** Answers that the server gives before it knows whether there is such a path. */
const BEFORE_ROUTING = [401, 403, 429];

/** @param document as it was served; it is not changed */
export function createContract(document: Json) {
  const closed = structuredClone(document);
  // The document lets answers grow, but nothing may be in them today that it does not say.
  Object.values(closed.components.schemas).forEach(close);
  const ajv = new Ajv2020({
    strict: false,
    allErrors: true,
    formats: { "date-time": DATE_TIME, uri: true },
  });
  ajv.addSchema(closed, "document");
  const compiled = new Map<string, ValidateFunction>();

  const operations: DocumentedOperation[] = Object.entries<Json>(document.paths).flatMap(
    ([path, methods]) =>
      Object.entries(methods).map(([method, operation]) => ({
        method: method.toUpperCase(),
        path,
        operation,
      })),
  );

  function validator(pointer: string): ValidateFunction {
    const known = compiled.get(pointer);
    if (known) return known;
    const validate = ajv.compile({ $ref: `document#${encodeURI(pointer)}` });
    compiled.set(pointer, validate);
    return validate;
  }

  function checkBody(pointer: string, text: string): void {
    const validate = validator(pointer);
    const errors = validate(JSON.parse(text)) ? [] : validate.errors;
    assert.deepEqual(errors, [], `${pointer} ${text.slice(0, 500)}`);
  }

  function checkProblem(response: Response, text: string): void {
    assert.equal(response.headers.get("content-type"), "application/problem+json");
    checkBody("/components/schemas/Problem", text);
    assert.equal(JSON.parse(text).status, response.status);
  }

  return {
    operations,

    /** The template that a raw path fits, e.g. `/api/jobs/{id}`. */
    templateOf(pathname: string): string | undefined {
      const parts = pathname.split("/");
      const fits = (path: string) => {
        const template = path.split("/");
        return template.length === parts.length &&
          template.every((part, i) => part.startsWith("{") ? parts[i] !== "" : part === parts[i]);
      };
      const found = Object.keys(document.paths).filter(fits);
      return found.find((path) => !path.includes("{")) ?? found[0];
    },

    /** @throws AssertionError where the document does not foresee this answer */
    check(method: string, pathname: string, response: Response, text: string): void {
      const { status, headers } = response;
      const template = this.templateOf(pathname);
      if (template === undefined) {
        if (status === 308 && pathname.endsWith("/")) return;
        assert([400, 404, ...BEFORE_ROUTING].includes(status), `${pathname}: ${status}`);
        if (method !== "HEAD") checkProblem(response, text);
        return;
      }
      const methods = document.paths[template];
      const own = methods[method.toLowerCase()] === undefined && method === "HEAD" ? "GET" : method;
      const operation = methods[own.toLowerCase()];
      if (operation === undefined) {
        if (method === "OPTIONS" && status === 204) return assert(headers.has("allow"));
        assert([400, 405, ...BEFORE_ROUTING].includes(status), `${method} ${template}: ${status}`);
        if (status === 405) assert(headers.has("allow"));
        if (method !== "HEAD") checkProblem(response, text);
        return;
      }
      const { at, answer } = follow(
        document,
        `/paths/${escape(template)}/${own.toLowerCase()}/responses/${status}`,
      );
      assert(answer !== undefined, `${method} ${template} does not document ${status}`);
      for (const name of Object.keys(answer.headers ?? {})) {
        assert(headers.has(name), `${method} ${template} ${status} has no ${name}`);
      }
      const [mediaType] = Object.keys(answer.content ?? {});
      if (mediaType === undefined) return assert.equal(text, "");
      assert.equal(headers.get("content-type")?.split(";")[0], mediaType);
      if (method === "HEAD") return assert.equal(text, "");
      checkBody(`${at}/content/${escape(mediaType)}/schema`, text);
    },
  };
}
export type Contract = ReturnType<typeof createContract>;

/** What a pointer leads to, through one reference. */
function follow(document: Json, pointer: string): { at: string; answer: Json } {
  const answer = pointer.split("/").slice(1).reduce(
    (value, part) => value?.[part.replaceAll("~1", "/").replaceAll("~0", "~")],
    document,
  );
  return answer?.$ref === undefined ? { at: pointer, answer } : follow(
    document,
    answer.$ref.slice(1),
  );
}

function escape(part: string): string {
  return part.replaceAll("~", "~0").replaceAll("/", "~1");
}

/** Forbids what an object's schema does not name. */
function close(schema: Json): void {
  if (typeof schema !== "object" || schema === null) return;
  if (schema.properties !== undefined) schema.additionalProperties ??= false;
  Object.values(schema).forEach(close);
}
