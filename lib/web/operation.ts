/** What an API route says about itself: `export const api = define.api<typeof handler>({ … })`. */
import type { z } from "zod";
import type { ProblemCode } from "./problem_meanings.ts";

/** One method of a route: what it takes and what it answers. */
export interface Operation {
  /** Unique name for generated clients, e.g. `listProjects`. */
  id: string;
  tag: string;
  summary: string;
  description?: string;
  /** What each `[name]` of the file's path stands for. */
  params?: Readonly<Record<string, string>>;
  /** What `readQuery` reads. */
  query?: z.ZodObject;
  /** What `readJson` reads. */
  body?: z.ZodType;
  /** True for what `readOptionalJson` reads: the body may be left out. */
  bodyOptional?: boolean;
  /** By status. */
  answers: Readonly<Record<number, Answer>>;
  /** Beside those that follow from `params`, `query`, `body` and the need of a token. */
  errors?: readonly ProblemCode[];
  /** True where no token is needed. */
  open?: boolean;
}

export interface Answer {
  description: string;
  /** None where the answer has no body. */
  body?: z.ZodType;
  /** Default: `application/json`. */
  mediaType?: string;
  /** What each header holds, by its name. */
  headers?: Readonly<Record<string, string>>;
  /** True where the answer has an ETag, so that asking again may be a 304. */
  etag?: boolean;
}
