/** What git's words mean: one list from its messages to our codes. */
import { type ErrorCode, FactoryError } from "../domain/errors.ts";

interface Meaning {
  pattern: RegExp;
  code: ErrorCode;
  message: string;
  remedy: string;
}

const AUTH_REMEDY =
  "If the repository is private, put an access token into its address (https://token@host/…), " +
  "or use ssh with a key of the server's user. If it is public, check the address.";

/** The first that matches decides; more certain ones come first. */
const MEANINGS: Meaning[] = [
  {
    pattern: /host key verification failed|remote host identification has changed/i,
    code: "git_auth_failed",
    message: "The ssh server shows another key than it did before.",
    remedy: "If its key was changed on purpose, remove its line from git-home/known_hosts in " +
      "DATA_DIR. Otherwise somebody may be in between.",
  },
  {
    pattern:
      /could not read (username|password)|authentication failed|returned error: 40[13]\b|permission denied|invalid credentials|invalid username or (password|token)|access denied|terminal prompts disabled/i,
    code: "git_auth_failed",
    message: "The server does not let us read this repository.",
    remedy: AUTH_REMEDY,
  },
  {
    pattern: /returned error: 429\b/i,
    code: "rate_limited",
    message: "The server asks us to come back later.",
    remedy: "It is tried again by itself.",
  },
  {
    pattern: /ssl|tls|certificate|gnutls|x509/i,
    code: "git_failed",
    message: "No trusted encrypted connection to the server can be made.",
    remedy: "Check that its certificate is valid; for a private authority, set SSL_CERT_FILE.",
  },
  {
    pattern:
      /could not resolve|connection refused|connection timed out|timed out|connection reset|network is unreachable|no route to host|operation too slow|failed to connect|couldn't connect|returned error: 5\d\d|the remote end hung up|early eof|rpc failed|empty reply from server|unexpected disconnect|transfer closed|connection closed|broken pipe|banner exchange|recv failure|send failure/i,
    code: "git_unreachable",
    message: "The server cannot be reached, or broke the connection off.",
    remedy: "Check that it is up and that this machine can reach it.",
  },
  {
    pattern:
      /repository .*not found|repository not found|returned error: (404|410)\b|does not appear to be a git repository|no such file or directory|project you were looking for could not be found|not a git repository|not valid: is this a git repository|does not exist/i,
    code: "git_not_found",
    message: "There is no git repository at this address.",
    remedy: "Check the address: it is the one that `git clone` takes.",
  },
  {
    pattern: /no space left on device|disk quota exceeded/i,
    code: "git_failed",
    message: "The disk is full.",
    remedy: "Free some space where DATA_DIR lies.",
  },
];

/**
 * @param lines git's stderr
 * @param secrets texts that must not be repeated
 */
export function gitFailure(
  lines: readonly string[],
  secrets: readonly string[] = [],
): FactoryError {
  const words = tidy(lines, secrets);
  const said = words.join("\n");
  // The whole of stderr names the cause in any of its lines, but remote progress is no reason.
  const meaning = MEANINGS.find(({ pattern }) => pattern.test(said));
  const cause = new Error(said || "git said nothing");
  if (meaning === undefined) {
    const last = words.findLast((line) => /^(fatal|error):/i.test(line)) ?? words.at(-1) ?? "";
    const reason = last.replace(/[.\s]+$/, "");
    return new FactoryError("git_failed", `Git failed${reason === "" ? "" : `: ${reason}`}.`, {
      cause,
      remedy: "Try again; if it stays, try `git clone` of the same address by hand.",
    });
  }
  return new FactoryError(meaning.code, meaning.message, { cause, remedy: meaning.remedy });
}

const LINES_MAX = 12;
const LINE_MAX = 300;

/** Git's own words, bounded, without progress, control characters, secrets and credentials. */
export function tidy(lines: readonly string[], secrets: readonly string[]): string[] {
  return lines
    .filter((line) => !/\d+% \(\d+\/\d+\)|^\d\d:\d\d:\d\d\.\d+ /.test(line))
    .slice(-LINES_MAX)
    .map((line) => safeLine(line, secrets));
}

/** One line of git's, bounded, without control characters, secrets and credentials. */
export function safeLine(line: string, secrets: readonly string[]): string {
  let safe = line;
  for (const secret of secrets) if (secret !== "") safe = safe.replaceAll(secret, "***");
  return safe
    .replace(/([a-z][a-z0-9+.-]*:\/\/)[^/\s'"]*@/gi, "$1***@")
    .replace(/(authorization:\s*)\S.*$/i, "$1***")
    // deno-lint-ignore no-control-regex -- a terminal would obey them
    .replace(/[\x00-\x1f\x7f-\x9f]/g, " ")
    .trim()
    .slice(0, LINE_MAX);
}
