/**
 * One log stream: pretty on a terminal, JSON lines elsewhere. Context (request id, job id) is added
 * to every line that is written inside `withLogContext`, whatever function writes it.
 */
import { AsyncLocalStorage } from "node:async_hooks";
import {
  configure,
  getAnsiColorFormatter,
  getConsoleSink,
  getJsonLinesFormatter,
  getLogger as logtapeLogger,
  type Logger,
  type TextFormatter,
  withContext,
} from "@logtape/logtape";

export interface LogOptions {
  level: "debug" | "info" | "warning" | "error";
  format: "pretty" | "json";
}

/** Configures the process's (or worker's) log; call it once, from a composition root. */
export async function configureLog(options: LogOptions): Promise<void> {
  const formatter = options.format === "json"
    ? getJsonLinesFormatter({ properties: "flatten" })
    : prettyFormatter();
  await configure({
    reset: true,
    contextLocalStorage: new AsyncLocalStorage(),
    sinks: { console: getConsoleSink({ formatter }) },
    loggers: [
      { category: ["factory"], lowestLevel: options.level, sinks: ["console"] },
      { category: ["logtape", "meta"], lowestLevel: "warning", sinks: ["console"] },
    ],
  });
}

/** Shown at the end of a pretty line, so that lines of one job or request can be found. */
const CONTEXT_NAMES = ["request_id", "job_id", "project_id"] as const;

function prettyFormatter(): TextFormatter {
  return getAnsiColorFormatter({
    timestamp: "time",
    level: "ABBR",
    category: (parts) => parts.slice(1).join("."),
    value: (value) => typeof value === "string" ? value : Deno.inspect(value),
    format: ({ timestamp, level, category, message, record }) => {
      const context = CONTEXT_NAMES.flatMap((name) => {
        const value = record.properties[name];
        return value === undefined ? [] : [` ${name}=${value}`];
      }).join("");
      const tail = context === "" ? "" : `\x1b[2m${context}\x1b[22m`;
      // What a message does not say of a failure: its stack and causes, or a program's own words.
      const { error, cause } = record.properties;
      const told = record.rawMessage.includes("{error}");
      const details = (told ? [cause] : [error, cause]).filter((part) => part !== undefined)
        .map((part) => `\n${typeof part === "string" ? part : Deno.inspect(part)}`).join("");
      return `${timestamp} ${level} ${category}: ${message}${tail}${details}`;
    },
  });
}

/** A logger for one room: `getLogger("jobs")`. */
export function getLogger(...room: string[]): Logger {
  return logtapeLogger(["factory", ...room]);
}

/** Runs `work`; every line logged within carries `context`, e.g. `{ job_id }`. */
export function withLogContext<T>(context: Record<string, unknown>, work: () => T): T {
  return withContext(context, work);
}
