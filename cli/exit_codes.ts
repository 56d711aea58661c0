/** How the program ends, for scripts; docs/cli.md lists the same. */
import type { ErrorCode } from "../lib/domain/errors.ts";

export const EXIT = {
  done: 0,
  failed: 1,
  /** Wrong arguments, address or configuration: the same call fails again. */
  usage: 2,
  /** The repository cannot be had: refused, unreachable, missing, private, empty, too large. */
  repository: 3,
  /** DATA_DIR or a backup: in use, damaged, of another program, not writable. */
  data: 4,
} as const;

/** Stopped by a signal: 128 and its number, as shells count. */
export const SIGNAL_EXIT = { SIGINT: 130, SIGTERM: 143 } as const;

/** The exit code of a failure. */
export function exitCodeOf(code: ErrorCode): number {
  if (code === "config_invalid" || code === "url_invalid") return EXIT.usage;
  if (code === "git_missing") return EXIT.failed;
  if (
    code.startsWith("git_") || code === "url_refused" || code === "repository_too_large" ||
    code === "rate_limited"
  ) return EXIT.repository;
  if (
    code.startsWith("backup_") || code.startsWith("database_") || code === "data_dir_unusable"
  ) return EXIT.data;
  return EXIT.failed;
}
