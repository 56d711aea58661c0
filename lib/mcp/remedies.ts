/** What an agent may do about a failure: with its tools, where the API's remedies name paths. */
import { type ErrorCode, FactoryError } from "../domain/errors.ts";

const REMEDIES: Partial<Record<ErrorCode, string>> = {
  map_not_ready: "analyze starts an analysis, job_status says how it is doing; without from, to " +
    "and commit the current map is taken.",
  project_not_found: "list_projects tells which there are.",
  file_not_found:
    "Give a path as the map writes it, from the repository's root; search finds paths.",
  job_not_found: "job_status with a project lists its newest jobs.",
};

/** The same for a token that can start nothing. */
const READING: Partial<Record<ErrorCode, string>> = {
  map_not_ready: "Leave commit, from and to out: then the current map is taken, if there is one.",
};

/** A remedy that speaks of the API, which an agent need not know. */
const BY_PATH = /\b(?:GET|POST) \/api\//;

/** `[code] What happened. What to do.`, of anything thrown; safe to send. */
export function wordsOf(error: unknown, reading: boolean): string {
  if (error instanceof DOMException && error.name === "TimeoutError") {
    return "[timeout] This took too long. Ask for less at once, or again in a moment.";
  }
  if (!(error instanceof FactoryError)) {
    return "[internal] Something failed that should not have; the server's log has the details. " +
      "Try something else.";
  }
  const { code, message, errors } = error;
  const own = error.remedy !== null && BY_PATH.test(error.remedy) ? null : error.remedy;
  const remedy = own ?? (reading ? READING[code] : undefined) ?? REMEDIES[code];
  const fields = errors.map(({ pointer, detail }) => `${pointer.slice(1)} ${detail}.`);
  return [`[${code}] ${message}`, ...fields, remedy].filter(Boolean).join(" ");
}
