/**
 * Every failure that a person may read, as a closed list of codes.
 *
 * A `FactoryError` carries what happened (`message`), what to do about it (`remedy`) and, for the
 * log only, its `cause`. One file (lib/web/problem.ts) maps a code to an HTTP status; one file
 * (jobs/retry_policy.ts) maps a code to "try again or not". Neither invents words of its own.
 */
export const ERROR_CODES = [
  // requests
  "malformed_request",
  "invalid_fields",
  "payload_too_large",
  "unsupported_media_type",
  "method_not_allowed",
  "not_found",
  "project_not_found",
  "job_not_found",
  "map_not_ready",
  "repository_taken",
  "repository_missing",
  "job_finished",
  "job_not_finished",
  "job_superseded",
  "unauthorized",
  "forbidden",
  "rate_limited",
  "server_busy",
  "internal",
  // repository addresses
  "url_invalid",
  "url_refused",
  // git
  "git_missing",
  "git_unreachable",
  "git_auth_failed",
  "git_not_found",
  "git_ref_not_found",
  "git_empty",
  "git_failed",
  "repository_too_large",
  // GitHub's API, where a person asks it something
  "github_off",
  "github_unauthorized",
  "github_owner_not_found",
  "github_rate_limited",
  "github_unreachable",
  // jobs and analysis
  "job_timeout",
  "job_cancelled",
  "lease_lost",
  "server_stopping",
  "worker_crashed",
  "map_invalid",
  // files of a commit
  "file_not_found",
  "file_unreadable",
  // models
  "ai_not_configured",
  "ai_provider_not_found",
  "ai_unreachable",
  "ai_unauthorized",
  "ai_rate_limited",
  "ai_refused",
  "ai_timeout",
  "ai_reply_invalid",
  "ai_no_evidence",
  "ai_budget_spent",
  "ai_result_not_found",
  "explanation_not_found",
  "conversation_not_found",
  // start-up
  "config_invalid",
  "database_newer",
  "database_corrupt",
  "data_dir_unusable",
  // backup and restore
  "backup_failed",
  "backup_invalid",
] as const;

export type ErrorCode = (typeof ERROR_CODES)[number];

/** One wrong field: `pointer` is a JSON Pointer (RFC 6901) into the request's body or query. */
export interface FieldError {
  pointer: string;
  detail: string;
}

export interface FactoryErrorOptions {
  remedy?: string;
  cause?: unknown;
  errors?: FieldError[];
  /** Seconds after which trying again makes sense, where the other side said so. */
  retryAfterSeconds?: number;
}

export class FactoryError extends Error {
  override readonly name = "FactoryError";
  readonly code: ErrorCode;
  readonly remedy: string | null;
  readonly errors: FieldError[];
  readonly retryAfterSeconds: number | null;

  constructor(code: ErrorCode, message: string, options: FactoryErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.remedy = options.remedy ?? null;
    this.errors = options.errors ?? [];
    this.retryAfterSeconds = options.retryAfterSeconds ?? null;
  }
}

/** Runs `check`; a failure without field errors is put down to the field at `pointer`. */
export async function aboutField<T>(pointer: string, check: () => T | Promise<T>): Promise<T> {
  try {
    return await check();
  } catch (error) {
    if (!(error instanceof FactoryError) || error.errors.length > 0) throw error;
    throw new FactoryError(error.code, error.message, {
      cause: error,
      errors: [{ pointer, detail: error.message }],
      ...(error.remedy === null ? {} : { remedy: error.remedy }),
    });
  }
}

/** The public words of a failure, as stored in a job's `error` and sent in a problem. */
export interface PublicError {
  code: ErrorCode;
  message: string;
  remedy: string | null;
}

/** Reduces anything thrown to words that are safe to store and show; the cause stays in the log. */
export function toPublicError(error: unknown): PublicError {
  if (error instanceof FactoryError) {
    return { code: error.code, message: error.message, remedy: error.remedy };
  }
  return {
    code: "internal",
    message: "Something failed that should not have.",
    remedy: "The server's log has the details under this job or request id. Try again.",
  };
}
