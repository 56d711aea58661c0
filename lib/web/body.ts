/** Reading what a caller sent: bodies and queries become validated values or typed errors. */
import { joinBytes } from "../domain/bytes.ts";
import type { z } from "zod";
import { FactoryError, type FieldError } from "../domain/errors.ts";
import { BODY_MAX_BYTES } from "../domain/limits.ts";
import { jsonErrorPosition } from "./json_position.ts";

/**
 * The JSON body of a request, validated.
 * @throws FactoryError `unsupported_media_type`, `payload_too_large`, `malformed_request` (no or bad
 *   JSON, with its position) or `invalid_fields` (with a JSON Pointer per field)
 */
export async function readJson<S extends z.ZodType>(
  req: Request,
  schema: S,
  maxBytes: number = BODY_MAX_BYTES,
): Promise<z.output<S>> {
  const bytes = await readBytes(req, maxBytes);
  if (bytes.length === 0) {
    throw new FactoryError("malformed_request", "The request has no body.", {
      remedy: "Send a JSON object.",
    });
  }
  requireJsonType(req);
  return validate(schema, parseJson(decodeText(bytes)));
}

/**
 * The JSON of a body, for a protocol that checks it by itself.
 * @throws FactoryError as `readJson`, but for `invalid_fields`
 */
export async function readUnchecked(req: Request): Promise<unknown> {
  const bytes = await readBytes(req, BODY_MAX_BYTES);
  requireJsonType(req);
  return parseJson(decodeText(bytes));
}

/**
 * What `readJson` reads, where a body may be left out: it then counts as an empty object, of no content type.
 * @throws FactoryError as `readJson`
 */
export async function readOptionalJson<S extends z.ZodType>(
  req: Request,
  schema: S,
): Promise<z.output<S>> {
  const bytes = await readBytes(req, BODY_MAX_BYTES);
  if (bytes.length === 0) return validate(schema, {});
  requireJsonType(req);
  return validate(schema, parseJson(decodeText(bytes)));
}

/**
 * The query of a URL, validated; a field's pointer is `/name`.
 * @throws FactoryError `invalid_fields`, also where a name is given twice
 */
export function readQuery<S extends z.ZodType>(url: URL, schema: S): z.output<S> {
  const names = [...url.searchParams.keys()];
  const seen = new Set<string>();
  const twice = new Set(names.filter((name) => seen.size === seen.add(name).size));
  if (twice.size > 0) {
    throw invalid([...twice].map((name) => ({
      pointer: pointerOf([name]),
      detail: "is given more than once",
    })));
  }
  return validate(schema, Object.fromEntries(url.searchParams));
}

function validate<S extends z.ZodType>(schema: S, value: unknown): z.output<S> {
  const unsafe = unsafeParts(value);
  if (unsafe.length > 0) throw invalid(unsafe);
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw invalid(parsed.error.issues.flatMap((issue): FieldError[] => {
    // zod reports unknown keys at their object; the pointer should name the key.
    if (issue.code === "unrecognized_keys") {
      return issue.keys.map((key) => ({
        pointer: pointerOf([...issue.path, key]),
        detail: "is not a known field",
      }));
    }
    return [{ pointer: pointerOf(issue.path), detail: issue.message }];
  }));
}

/** Wrong fields that an answer names: enough to correct, and no echo of a whole hostile body. */
const ERRORS_MAX = 20;
/** Parts of a pointer that are written out; deeper than any field of ours. */
const POINTER_PARTS_MAX = 32;

function invalid(all: FieldError[]): FactoryError {
  const errors = all.slice(0, ERRORS_MAX);
  const named = errors.map((error) => error.pointer || "the body").join(", ") +
    (all.length > errors.length ? ", …" : "");
  return new FactoryError("invalid_fields", `Not valid: ${named}.`, {
    errors,
    remedy: "Correct the fields named in errors.",
  });
}

/** RFC 6901: `~` and `/` in a name are escaped. */
function pointerOf(path: readonly PropertyKey[]): string {
  return path.map((part) => "/" + String(part).replaceAll("~", "~0").replaceAll("/", "~1")).join(
    "",
  );
}

/** Names and texts that no field may hold, found before any schema sees them. */
function unsafeParts(root: unknown): FieldError[] {
  const found: FieldError[] = [];
  // A stack of our own: nesting is the caller's choice, and must not overflow ours.
  const open: { value: unknown; path: Path }[] = [{ value: root, path: null }];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { value, path } = next;
    if (typeof value === "string") {
      if (value.includes("\0") || !value.isWellFormed()) {
        found.push({ pointer: pathPointer(path), detail: "must be well-formed text without NUL" });
      }
    } else if (typeof value === "object" && value !== null) {
      for (const [key, item] of Object.entries(value)) {
        const inner: Path = { key, parent: path };
        if (key === "__proto__") {
          found.push({ pointer: pathPointer(inner), detail: "is not a known field" });
        } else open.push({ value: item, path: inner });
      }
    }
    if (found.length >= ERRORS_MAX) break;
  }
  return found;
}

type Path = { key: string; parent: Path } | null;

function pathPointer(path: Path): string {
  const keys: string[] = [];
  for (let at = path; at !== null; at = at.parent) keys.push(at.key);
  return pointerOf(keys.reverse().slice(0, POINTER_PARTS_MAX));
}

async function readBytes(req: Request, maxBytes: number): Promise<Uint8Array> {
  const tooLarge = () =>
    new FactoryError("payload_too_large", `The body is larger than ${maxBytes} bytes.`, {
      remedy: "Send less.",
    });
  if (Number(req.headers.get("content-length") ?? 0) > maxBytes) throw tooLarge();
  if (req.body === null) return new Uint8Array();
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of req.body) {
    length += chunk.length;
    if (length > maxBytes) throw tooLarge();
    chunks.push(chunk);
  }
  return joinBytes(chunks);
}

function requireJsonType(req: Request): void {
  const [type, ...parameters] = (req.headers.get("content-type") ?? "").toLowerCase().split(";")
    .map((part) => part.trim());
  const charset = parameters.find((parameter) => parameter.startsWith("charset="));
  const json = type === "application/json" || /^application\/[\w.-]+\+json$/.test(type ?? "");
  const utf8 = charset === undefined || /^charset="?utf-?8"?$/.test(charset);
  const plain = (req.headers.get("content-encoding") ?? "identity") === "identity";
  if (json && utf8 && plain) return;
  throw new FactoryError("unsupported_media_type", "The body must be JSON in UTF-8.", {
    remedy: "Send it uncompressed with Content-Type: application/json.",
  });
}

function decodeText(bytes: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new FactoryError("malformed_request", "The body is not valid UTF-8.", { cause });
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    const { line, column } = jsonErrorPosition(text);
    throw new FactoryError(
      "malformed_request",
      `The body is not valid JSON: line ${line}, column ${column}.`,
      { cause, remedy: "Send well-formed JSON." },
    );
  }
}
