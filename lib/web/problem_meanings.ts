/** What the errors of the API mean, one sentence each, for its description. */
import type { ErrorCode } from "../domain/errors.ts";

export const PROBLEM_MEANINGS = {
  malformed_request: "The body is no JSON, or the path is not validly encoded.",
  unauthorized: "A token is needed.",
  forbidden: "The Host header or the origin is foreign.",
  project_not_found: "There is no such project.",
  job_not_found: "There is no such job.",
  map_not_ready: "The project has no such map yet.",
  repository_taken: "The repository is registered already.",
  job_finished: "The job is over already.",
  job_not_finished: "The job has not ended yet.",
  job_superseded: "A newer job does the same.",
  file_not_found: "The commit has no such file.",
  file_unreadable: "The file is no text, too large, or not in the clone.",
  ai_not_configured: "No model is configured; the remedy says what to set.",
  ai_provider_not_found: "There is no such provider.",
  ai_result_not_found: "There is no such request to a model.",
  explanation_not_found: "The project has not been explained.",
  conversation_not_found: "The project has no such conversation.",
  payload_too_large: "The body is larger than 1 MiB.",
  unsupported_media_type: "The body is not sent as JSON in UTF-8.",
  invalid_fields: "Fields are wrong; `errors` names them.",
  url_invalid: "This is no repository's address.",
  url_refused: "The server may not reach this address.",
  repository_missing: "The project has no repository to analyse.",
  github_off: "The server has no GitHub configured.",
  github_unauthorized: "GitHub does not accept the token.",
  github_owner_not_found: "GitHub has no such organisation or user, or the token may not see it.",
  github_rate_limited: "GitHub asks to come back later; `Retry-After` says when, where it does.",
  github_unreachable: "GitHub does not answer, or not as documented.",
  rate_limited: "Too many wrong tokens came from this address.",
  internal: "The server failed; its log has the details under the answer's X-Request-Id.",
} as const satisfies Partial<Record<ErrorCode, string>>;

/** An error that a request to the API may end with. */
export type ProblemCode = keyof typeof PROBLEM_MEANINGS;
