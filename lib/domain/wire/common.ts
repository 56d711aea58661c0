import { z } from "zod";
import { ERROR_CODES } from "../errors.ts";
import { PAGE_LIMIT_DEFAULT, PAGE_LIMIT_MAX } from "../limits.ts";

/** ISO 8601 in UTC with milliseconds: sorts as text, and SQLite stores it as written. */
export const Timestamp = z.iso.datetime({ precision: 3 });

/** Health of a project or map: `amber` until first analysed. */
export const HealthStatus = z.enum(["green", "amber", "red"]);
export type HealthStatus = z.infer<typeof HealthStatus>;

/** A job's `error`: the same words as a problem's. */
export const ErrorWords = z.object({
  code: z.enum(ERROR_CODES),
  message: z.string(),
  remedy: z.string().nullable(),
});
export type ErrorWords = z.infer<typeof ErrorWords>;

/** RFC 9457 problem details with our `code`, `remedy` and field `errors`. */
export const Problem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  detail: z.string().describe("What happened, for people."),
  code: z.enum(ERROR_CODES).describe("What happened, for programs."),
  remedy: z.string().nullable().describe("What to do about it."),
  errors: z.array(z.object({
    pointer: z.string().describe("JSON Pointer into the body or the query."),
    detail: z.string(),
  })).describe("The fields that are wrong, where it is about fields."),
});
export type Problem = z.infer<typeof Problem>;

/** `limit` and `cursor` of every list. */
export const PageQuery = z.object({
  limit: z.coerce.number().int().min(1).max(PAGE_LIMIT_MAX).default(PAGE_LIMIT_DEFAULT)
    .describe("Items per page."),
  cursor: z.string().max(200).optional().describe("`next_cursor` of the page before."),
});

/** A list on the wire. */
export function listOf<T extends z.ZodType>(item: T) {
  return z.object({
    items: z.array(item),
    next_cursor: z.string().nullable().describe("null on the last page."),
  });
}
export interface List<T> {
  items: T[];
  next_cursor: string | null;
}
