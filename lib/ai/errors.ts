/** A provider's failures in our words. */
import { AI_PROVIDER_TITLES, type AiProviderId } from "../domain/ai.ts";
import { type ErrorCode, FactoryError } from "../domain/errors.ts";
import { createRedactor } from "../domain/redact.ts";

const WORDS_MAX = 300;

/** What is known of a failed request. */
export interface Failure {
  /** HTTP status; null where there was no answer. */
  status: number | null;
  /** The provider's own words; they may repeat what was sent, keys included. */
  said: string;
  /** A `Retry-After` header: seconds or a date (RFC 9110, 10.2.3). */
  retryAfter?: string | null;
  cause?: unknown;
}

/**
 * @param secrets never repeated
 * @param now milliseconds since 1970, for a Retry-After that is a date
 */
export function providerError(
  provider: AiProviderId,
  { status, said, retryAfter, cause }: Failure,
  secrets: readonly (string | null)[],
  now: number,
): FactoryError {
  const title = AI_PROVIDER_TITLES[provider];
  const words = plain(said, secrets);
  const quoted = words === "" ? "." : `: ${words}`;
  const [code, message, remedy] = told(title, status, quoted, provider);
  const seconds = retryAfterSeconds(retryAfter ?? null, now);
  return new FactoryError(code, message, {
    remedy,
    // The cause is logged; as it was thrown, it may quote the key.
    ...(cause === undefined ? {} : { cause: new Error(plain(String(cause), secrets)) }),
    ...(seconds === null ? {} : { retryAfterSeconds: seconds }),
  });
}

function told(
  title: string,
  status: number | null,
  quoted: string,
  provider: AiProviderId,
): [ErrorCode, string, string] {
  const settings = provider === "goose" ? "GOOSE_… or MODEL_GARDEN_…" : "MODEL_GARDEN_…";
  if (status === null) {
    return [
      "ai_unreachable",
      `${title} cannot be reached${quoted}`,
      `Check that its address is right and that this server can reach it (${settings}).`,
    ];
  }
  if (status === 401 || status === 403) {
    return [
      "ai_unauthorized",
      `${title} does not accept the key (status ${status})${quoted}`,
      `Check the key and how it is sent (${settings}, MODEL_GARDEN_AUTH), then restart.`,
    ];
  }
  if (status === 429) {
    return [
      "ai_rate_limited",
      `${title} asks to come back later (status 429)${quoted}`,
      "Wait, or raise the limit at the provider; AI_PROVIDERS can name another one to fall back to.",
    ];
  }
  if (status === 404) {
    return [
      "ai_refused",
      `${title} knows no such address or model (status 404)${quoted}`,
      `Check the address and the model's name (${settings}).`,
    ];
  }
  if (status === 408 || status >= 500) {
    return [
      "ai_unreachable",
      `${title} failed (status ${status})${quoted}`,
      "It is the provider's fault; try again later.",
    ];
  }
  return [
    "ai_refused",
    `${title} refuses the request (status ${status})${quoted}`,
    `Check the model's name and its limits (${settings}); a smaller AI_CONTEXT_TOKENS may help.`,
  ];
}

/** A reply that is none: no JSON, cut short, or of another form. */
export function invalidReply(provider: AiProviderId, why: string, cause?: unknown): FactoryError {
  return new FactoryError(
    "ai_reply_invalid",
    `${AI_PROVIDER_TITLES[provider]} gave a reply that cannot be used: ${why}`,
    {
      remedy: "Try again, or choose a model that is better at structured output.",
      ...(cause === undefined ? {} : { cause }),
    },
  );
}

/** One line of someone else's words, short and without secrets or control characters. */
export function plain(text: string, secrets: readonly (string | null)[]): string {
  const redact = createRedactor(secrets);
  // deno-lint-ignore no-control-regex
  const line = redact(text).text.replace(/[\x00-\x1f\x7f\s]+/g, " ").trim();
  return line.length > WORDS_MAX ? `${line.slice(0, WORDS_MAX)}…` : line;
}

/** Seconds to wait; null where nothing valid was said. */
export function retryAfterSeconds(value: string | null, now: number): number | null {
  if (value === null) return null;
  const text = value.trim();
  if (/^\d{1,9}(\.\d+)?$/.test(text)) return Math.ceil(Number(text));
  const date = Date.parse(text);
  return Number.isNaN(date) ? null : Math.max(0, Math.ceil((date - now) / 1_000));
}
