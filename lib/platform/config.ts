/**
 * Configuration: environment variables only, parsed once. Every wrong variable is named, with what
 * it should be; docs and README list the same names.
 */
import { z } from "zod";
import { FactoryError, type FieldError } from "../domain/errors.ts";
import { JOB_TYPES, type JobType } from "../domain/job.ts";
import {
  AI_ENVIRONMENT,
  AI_PASSTHROUGH,
  AI_SECRETS,
  type AiConfig,
  aiConfig,
} from "./config_ai.ts";
import { oneOf, PRINTABLE, wholeNumber } from "./config_fields.ts";
import { parseCron } from "./cron.ts";

const list = z.string().default("").transform((text) =>
  text.split(",").map((item) => item.trim()).filter((item) => item !== "")
);

const apiUrl = z.string().transform((text, context) => {
  if (text.toLowerCase() === "off") return null;
  const url = URL.canParse(text) ? new URL(text) : null;
  const plain = url !== null && url.username + url.password + url.search + url.hash === "";
  if (plain && (url.protocol === "https:" || url.protocol === "http:")) return url.href;
  context.addIssue("must be off, or the address of an API such as https://github.example/api/v3");
  return z.NEVER;
});

const cron = z.string().refine((pattern) => {
  try {
    parseCron(pattern);
    return true;
  } catch {
    return false;
  }
}, 'must be a cron pattern of five fields, such as "0 3 * * *", that comes at some time');

/** One number for every type of job, or a list such as `analyze_repo=4`. */
const concurrency = z.string().default("2").transform((text, context) => {
  const limits = Object.fromEntries(JOB_TYPES.map((type) => [type, 2])) as Record<JobType, number>;
  for (const item of text.split(",").map((part) => part.trim())) {
    const [, type, digits] = /^(?:([a-z_]+)=)?(\d{1,2})$/.exec(item) ?? [];
    const count = Number(digits);
    const types = JOB_TYPES.filter((known) => type === undefined || known === type);
    if (!(count >= 1 && count <= 64) || types.length === 0) {
      context.addIssue(
        `must be a whole number from 1 to 64, or a list of type=number (${JOB_TYPES.join(", ")})`,
      );
      return z.NEVER;
    }
    for (const known of types) limits[known] = count;
  }
  return limits;
});

const Environment = z.object({
  PORT: wholeNumber(0, 65_535, 8000),
  HOST: z.string().regex(/^[^\s/]+$/, "must be a host name or an IP address").default("127.0.0.1"),
  DATA_DIR: z.string().refine((path) => !path.includes("\0"), "must be a path").default("./data"),
  LOG_LEVEL: oneOf(["debug", "info", "warning", "error"], "info"),
  LOG_FORMAT: z.enum(["pretty", "json"], "must be pretty or json").optional(),
  JOB_CONCURRENCY: concurrency,
  JOB_TIMEOUT_MINUTES: wholeNumber(1, 24 * 60, 30),
  REPO_MAX_MB: wholeNumber(1, 1_000_000, 2_000),
  REPO_ALLOWED_HOSTS: list,
  REPO_ALLOWED_PATHS: list,
  AUTH_TOKEN: z.string().min(16, "must have at least 16 characters")
    .regex(...PRINTABLE).optional(),
  AUTH: oneOf(["token", "none"], "token"),
  ALLOWED_HOSTS: list,
  REANALYZE_CRON: cron.optional(),
  JOBS_KEPT: wholeNumber(100, 10_000_000, 10_000),
  JOBS_KEPT_DAYS: wholeNumber(1, 36_500, 90),
  GITHUB_API_URL: apiUrl.prefault("https://api.github.com"),
  GITHUB_TOKEN: z.string().regex(...PRINTABLE).optional(),
  ...AI_ENVIRONMENT,
});

/** Values that no message repeats; an address may hold a password by mistake. */
const SECRET = new Set<string>(["AUTH_TOKEN", "GITHUB_API_URL", "GITHUB_TOKEN", ...AI_SECRETS]);

/**
 * Proxies and certificates as git names them: passed on to it, and heeded where the server fetches
 * in its place.
 */
const GIT_PASSTHROUGH = [
  "HTTPS_PROXY",
  "HTTP_PROXY",
  "NO_PROXY",
  "https_proxy",
  "http_proxy",
  "no_proxy",
  "SSL_CERT_FILE",
  "SSL_CERT_DIR",
  "GIT_SSL_CAINFO",
  "SSH_AUTH_SOCK",
] as const;

/** Every variable that the server reads: its permission to read the environment is this list. */
export const ENVIRONMENT_NAMES: readonly string[] = [
  ...Object.keys(Environment.shape),
  ...GIT_PASSTHROUGH,
  ...AI_PASSTHROUGH,
  "PATH",
];

export interface Config {
  port: number;
  host: string;
  /** As given; the composition root makes it absolute. */
  dataDir: string;
  logLevel: "debug" | "info" | "warning" | "error";
  /** undefined: pretty on a terminal, else JSON lines. */
  logFormat: "pretty" | "json" | undefined;
  /** Jobs of each type at a time. */
  jobConcurrency: Record<JobType, number>;
  jobTimeoutMs: number;
  repoMaxBytes: number;
  repoAllowedHosts: string[];
  repoAllowedPaths: string[];
  /** null: nobody has to log in. */
  authToken: string | null;
  /** Host headers beside the server's own address. */
  allowedHosts: string[];
  /** When all projects are analysed again, in UTC; null: never by itself. */
  reanalyzeCron: string | null;
  /** How many ended jobs of each state are kept, and how long. */
  jobsKept: { count: number; days: number };
  /** null: GitHub is not asked, and the token is used nowhere. */
  github: { apiUrl: string; token: string | null } | null;
  ai: AiConfig;
  /** Proxy and certificate variables for git. */
  gitEnvironment: Record<string, string>;
}

/**
 * Reads the configuration; an empty variable counts as not set.
 * @throws FactoryError `config_invalid`, with one field error per wrong variable
 */
export function parseConfig(read: (name: string) => string | undefined): Config {
  const given = (name: string) => read(name) || undefined;
  const parsed = Environment.safeParse(
    Object.fromEntries(Object.keys(Environment.shape).map((name) => [name, given(name)])),
  );
  if (!parsed.success) {
    const errors: FieldError[] = parsed.error.issues.map((issue) => ({
      pointer: String(issue.path[0] ?? ""),
      detail: issue.message,
    }));
    throw new FactoryError(
      "config_invalid",
      "The configuration has errors:\n" +
        errors.map((e) => `  ${e.pointer} ${e.detail}${shown(e.pointer, given(e.pointer))}`)
          .join("\n"),
      { errors, remedy: "Correct or unset these environment variables and start again." },
    );
  }
  const env = parsed.data;
  if (env.AUTH === "token" && env.AUTH_TOKEN === undefined && !isLoopback(env.HOST)) {
    throw new FactoryError(
      "config_invalid",
      `HOST ${env.HOST} can be reached from other machines, and there is no AUTH_TOKEN.`,
      {
        errors: [{ pointer: "AUTH_TOKEN", detail: "is needed beyond loopback" }],
        remedy:
          "Set AUTH_TOKEN to a secret of at least 16 characters, or AUTH=none where a proxy " +
          "asks who is there.",
      },
    );
  }
  const apiUrl = env.GITHUB_API_URL;
  const token = env.GITHUB_TOKEN ?? null;
  if (token !== null && apiUrl !== null && !keepsSecrets(new URL(apiUrl))) {
    throw new FactoryError(
      "config_invalid",
      "GITHUB_API_URL is not encrypted, and GITHUB_TOKEN would be sent to it.",
      {
        errors: [{ pointer: "GITHUB_API_URL", detail: "must be https where there is a token" }],
        remedy: "Give its https:// address, or unset GITHUB_TOKEN.",
      },
    );
  }
  return {
    port: env.PORT,
    host: env.HOST,
    dataDir: env.DATA_DIR,
    logLevel: env.LOG_LEVEL,
    logFormat: env.LOG_FORMAT,
    jobConcurrency: env.JOB_CONCURRENCY,
    jobTimeoutMs: env.JOB_TIMEOUT_MINUTES * 60_000,
    repoMaxBytes: env.REPO_MAX_MB * 1_000_000,
    repoAllowedHosts: env.REPO_ALLOWED_HOSTS,
    repoAllowedPaths: env.REPO_ALLOWED_PATHS,
    authToken: env.AUTH === "none" ? null : env.AUTH_TOKEN ?? null,
    allowedHosts: env.ALLOWED_HOSTS,
    reanalyzeCron: env.REANALYZE_CRON ?? null,
    jobsKept: { count: env.JOBS_KEPT, days: env.JOBS_KEPT_DAYS },
    github: apiUrl === null ? null : { apiUrl, token },
    ai: aiConfig(env, given),
    gitEnvironment: Object.fromEntries(
      GIT_PASSTHROUGH.flatMap((name) => {
        const value = given(name);
        return value === undefined ? [] : [[name, value]];
      }),
    ),
  };
}

function shown(name: string, value: string | undefined): string {
  if (SECRET.has(name)) return "";
  return value === undefined ? " (not set)" : ` (it is ${JSON.stringify(value.slice(0, 100))})`;
}

/** True for the names and addresses that only this machine reaches. */
function isLoopback(host: string): boolean {
  return /^(localhost|127(\.\d{1,3}){3}|\[?::1\]?)$/i.test(host);
}

/** Nobody can listen on the way to this address. */
export function keepsSecrets(url: URL): boolean {
  return url.protocol === "https:" || isLoopback(url.hostname);
}
