/**
 * How git is started: with nothing of the machine's or the user's configuration, and with all that
 * a repository could use to run something switched off. Settings travel in the environment, which
 * only this user can read, never as arguments, which everybody can.
 */
import { FactoryError } from "../domain/errors.ts";
import { collect, type RunningProcess, start } from "../platform/subprocess.ts";

/** Settings of every call. */
const SAFE_CONFIG: Record<string, string> = {
  // Nothing may run beside git itself.
  "core.hooksPath": "/dev/null",
  "core.fsmonitor": "false",
  "core.askPass": "",
  "credential.helper": "",
  "gc.auto": "0",
  "maintenance.auto": "false",
  // Nothing may be contacted but the one address of this call (GIT_ALLOW_PROTOCOL adds its scheme).
  "protocol.allow": "never",
  "http.followRedirects": "false",
  "fetch.recurseSubmodules": "false",
  "submodule.recurse": "false",
  "transfer.bundleURI": "false",
  // transfer.fsckObjects stays off: it refuses many an old repository for harmless flaws. Objects
  // are checked against their hashes anyway, and never become files.
  "core.symlinks": "false",
  // Always a pack: one file to watch the size of, however small the update.
  "fetch.unpackLimit": "1",
  "core.logAllRefUpdates": "false",
  "core.attributesFile": "/dev/null",
  "i18n.logOutputEncoding": "UTF-8",
  "log.showSignature": "false",
  "log.mailmap": "true",
  // Repacking must not take all the memory and processors of the machine that also serves pages.
  "pack.windowMemory": "100m",
  "pack.threads": "2",
};

const BASE_ENVIRONMENT: Record<string, string> = {
  LC_ALL: "C",
  GIT_CONFIG_NOSYSTEM: "1",
  GIT_CONFIG_GLOBAL: "/dev/null",
  GIT_ATTR_NOSYSTEM: "1",
  GIT_TERMINAL_PROMPT: "0",
  GIT_ASKPASS: "",
  SSH_ASKPASS_REQUIRE: "never",
  GIT_NO_REPLACE_OBJECTS: "1",
  GIT_OPTIONAL_LOCKS: "0",
  // A partial clone would fetch what is missing one by one, from whatever address it remembers.
  GIT_NO_LAZY_FETCH: "1",
  GIT_ALLOW_PROTOCOL: "none",
};

export interface GitOptions {
  /** The bare repository; null for a command that needs none. */
  gitDir: string | null;
  signal: AbortSignal;
  config?: Record<string, string>;
  env?: Record<string, string>;
  cwd?: string;
  stdin?: Uint8Array | AsyncIterable<Uint8Array>;
  /** True for a command that starts no other program: those that read a clone. */
  alone?: boolean;
  onStderrLine?(line: string): void;
}

/** @throws FactoryError `git_missing` */
export function startGit(args: readonly string[], options: GitOptions): RunningProcess {
  const { gitDir, config = {}, env = {}, ...rest } = options;
  const settings = Object.entries({ ...SAFE_CONFIG, ...config });
  const numbered: Record<string, string> = { GIT_CONFIG_COUNT: String(settings.length) };
  settings.forEach(([key, value], index) => {
    numbered[`GIT_CONFIG_KEY_${index}`] = key;
    numbered[`GIT_CONFIG_VALUE_${index}`] = value;
  });
  try {
    return start("git", {
      ...rest,
      args: gitDir === null ? args : ["--git-dir", gitDir, ...args],
      env: { ...BASE_ENVIRONMENT, ...numbered, ...env },
    });
  } catch (cause) {
    // What was not there when the process started, it has no permission to run.
    const missing = cause instanceof Deno.errors.NotFound ||
      cause instanceof Deno.errors.NotCapable;
    if (!missing) throw cause;
    throw new FactoryError("git_missing", "Git is not installed where the server runs.", {
      cause,
      remedy: "Install git 2.37 or newer and make sure that it is on the server's PATH.",
    });
  }
}

/** What a git command said and how it ended. */
export interface GitResult {
  code: number;
  stdout: Uint8Array;
  /** The last lines of stderr that are no progress. */
  errors: string[];
}

/** More than any command here writes: the longest is a list of all refs or of all blobs. */
const STDOUT_MAX_BYTES = 256_000_000;
const ERROR_LINES_KEPT = 40;

/** Runs git to its end. Ending badly is for the caller to judge by `code` and `errors`. */
export async function runGit(args: readonly string[], options: GitOptions): Promise<GitResult> {
  const errors: string[] = [];
  const process = startGit(args, {
    ...options,
    onStderrLine(line) {
      options.onStderrLine?.(line);
      errors.push(line);
      if (errors.length > ERROR_LINES_KEPT) errors.shift();
    },
  });
  const { code, stdout } = await collect(process, STDOUT_MAX_BYTES);
  return { code, stdout, errors };
}

/**
 * Reads an answer from a local repository.
 * @returns its text without the final line feed
 * @throws FactoryError `git_failed`
 */
export async function readGit(args: readonly string[], options: GitOptions): Promise<string> {
  const { code, stdout, errors } = await runGit(args, options);
  if (code !== 0) throw readFailure(args[0] ?? "", errors, code);
  return new TextDecoder().decode(stdout).replace(/\n$/, "");
}

/** git itself ends with at most 129; more means that a signal ended it. */
const SIGNALLED = 129;

/** What a failed reading of a clone is reported as; git's own words are for the log. */
export function readFailure(
  command: string,
  errors: readonly string[],
  code: number | null = null,
): FactoryError {
  if (code !== null && code > SIGNALLED) {
    return new FactoryError("worker_crashed", `git ${command} was ended from outside.`, {
      cause: new Error(`signal ${code - 128}`),
      remedy: "Is there enough memory? The system's log tells what it has ended for want of it.",
    });
  }
  return new FactoryError("git_failed", `git ${command} could not read the clone.`, {
    cause: new Error(errors.join("\n").slice(0, 2_000)),
    remedy: "Analyse again: a damaged clone is replaced by a new one.",
  });
}
