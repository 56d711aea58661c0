/** What isomorphic-git's errors and those of its connection mean, in our codes. */
import { Errors } from "isomorphic-git";
import { FactoryError } from "../../domain/errors.ts";
import { gitFailure } from "../errors.ts";

const INSTALL = "Install git 2.37 or newer where the server runs, and restart it.";

/** What only the git program can do. */
export function needsGit(what: string): FactoryError {
  return new FactoryError("git_missing", `${what} needs git, which is not installed.`, {
    remedy: INSTALL,
  });
}

/** A connection that was not made, or broke. */
export function connectionFailure(said: string): FactoryError {
  const trust = /certificate|\bssl\b|\btls\b/i.test(said);
  return gitFailure([trust ? said : `failed to connect: ${said}`]);
}

/**
 * @param error what isomorphic-git threw; ours pass as they are
 * @param secrets texts that must not be repeated
 */
export function fetchFailure(error: unknown, secrets: readonly string[]): unknown {
  if (error instanceof FactoryError) return error;
  // git's own words for the same, so that one list decides what they mean.
  if (error instanceof Errors.HttpError) {
    return gitFailure([`The requested URL returned error: ${error.data.statusCode}`]);
  }
  if (error instanceof Errors.SmartHttpError) {
    return gitFailure(["info/refs not valid: is this a git repository?"]);
  }
  if (!(error instanceof Error)) return error;
  const { message, code, cause } = gitFailure([error.message], secrets);
  return new FactoryError(code, message, { cause, remedy: INSTALL });
}
