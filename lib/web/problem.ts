/**
 * The one place that maps an error code to an HTTP status: RFC 9457 problem details.
 * `type` is `about:blank`, so `title` is the status's own phrase (RFC 9457, 4.2.1) and `code` tells
 * the cases apart.
 */
import { type ErrorCode, FactoryError, toPublicError } from "../domain/errors.ts";
import type { Problem } from "../domain/wire/common.ts";

const STATUS: Record<ErrorCode, number> = {
  malformed_request: 400,
  invalid_fields: 422,
  payload_too_large: 413,
  unsupported_media_type: 415,
  method_not_allowed: 405,
  not_found: 404,
  project_not_found: 404,
  job_not_found: 404,
  map_not_ready: 404,
  repository_taken: 409,
  repository_missing: 422,
  job_finished: 409,
  job_not_finished: 409,
  job_superseded: 409,
  unauthorized: 401,
  forbidden: 403,
  rate_limited: 429,
  server_busy: 503,
  internal: 500,
  url_invalid: 422,
  url_refused: 422,
  // What git and jobs report belongs to a job; where it reaches a request, the fault is upstream
  // (502), the server's (500) or passing (503).
  git_missing: 503,
  git_unreachable: 502,
  git_auth_failed: 502,
  git_not_found: 502,
  git_ref_not_found: 502,
  git_empty: 502,
  git_failed: 502,
  repository_too_large: 422,
  github_off: 409,
  // The token came with the request.
  github_unauthorized: 422,
  github_owner_not_found: 404,
  github_rate_limited: 503,
  github_unreachable: 502,
  job_timeout: 504,
  job_cancelled: 409,
  lease_lost: 503,
  server_stopping: 503,
  worker_crashed: 500,
  map_invalid: 500,
  file_not_found: 404,
  file_unreadable: 422,
  // What providers report belongs to a job too.
  ai_not_configured: 409,
  ai_provider_not_found: 404,
  ai_unreachable: 502,
  ai_unauthorized: 502,
  ai_rate_limited: 503,
  ai_refused: 502,
  ai_timeout: 504,
  ai_reply_invalid: 502,
  ai_no_evidence: 502,
  ai_budget_spent: 429,
  ai_result_not_found: 404,
  explanation_not_found: 404,
  conversation_not_found: 404,
  config_invalid: 500,
  database_newer: 500,
  database_corrupt: 500,
  data_dir_unusable: 500,
  backup_failed: 500,
  backup_invalid: 500,
};

const PHRASES: Record<number, string> = {
  400: "Bad Request",
  401: "Unauthorized",
  403: "Forbidden",
  404: "Not Found",
  405: "Method Not Allowed",
  409: "Conflict",
  413: "Content Too Large",
  415: "Unsupported Media Type",
  422: "Unprocessable Content",
  429: "Too Many Requests",
  500: "Internal Server Error",
  502: "Bad Gateway",
  503: "Service Unavailable",
  504: "Gateway Timeout",
};

/** The status of an error's answer, and that status's phrase. */
export function statusOf(code: ErrorCode): { status: number; phrase: string } {
  const status = STATUS[code];
  return { status, phrase: PHRASES[status] ?? "Error" };
}

/** Reduces anything thrown to words that are safe to send. */
export function problemOf(error: unknown): Problem {
  const { code, message, remedy } = toPublicError(error);
  const { status, phrase } = statusOf(code);
  return {
    type: "about:blank",
    title: phrase,
    status,
    detail: message,
    code,
    remedy,
    errors: error instanceof FactoryError ? error.errors : [],
  };
}

/** Headers that go with an error whatever its body. */
export function problemHeaders(error: unknown, headers = new Headers()): Headers {
  if (!(error instanceof FactoryError)) return headers;
  if (error.retryAfterSeconds !== null) {
    headers.set("retry-after", String(Math.ceil(error.retryAfterSeconds)));
  }
  if (error.code === "unauthorized") headers.set("www-authenticate", "Bearer");
  return headers;
}

/** `application/problem+json` for anything thrown. */
export function problemResponse(error: unknown, headers?: Headers): Response {
  const problem = problemOf(error);
  const all = problemHeaders(error, headers);
  all.set("content-type", "application/problem+json");
  return new Response(JSON.stringify(problem), { status: problem.status, headers: all });
}
