/** From a model's words to data of the asked-for form. */
import type { z } from "zod";
import type { AiProviderId } from "../domain/ai.ts";
import { invalidReply } from "./errors.ts";

/**
 * The JSON value in a reply: all of it, or what a code fence or a sentence around it encloses.
 * @throws FactoryError `ai_reply_invalid`
 */
export function jsonIn(provider: AiProviderId, text: string): unknown {
  const bare = text.trim();
  if (bare === "") throw invalidReply(provider, "it is empty.");
  for (const candidate of candidates(bare)) {
    try {
      return JSON.parse(candidate);
    } catch {
      // The next candidate may be one; if none is, that is said below.
    }
  }
  const why = /^<(?:!doctype|html)/i.test(bare)
    ? "it is an HTML page, so the address may be that of a web site."
    : bare.includes("{")
    ? "its JSON is broken or cut short."
    : "it is no JSON.";
  throw invalidReply(provider, why);
}

/**
 * The value, checked.
 * @throws FactoryError `ai_reply_invalid`, with the first faults in words that the model can use
 */
export function parseReply<T>(provider: AiProviderId, text: string, schema: z.ZodType<T>): T {
  const value = jsonIn(provider, text);
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const faults = parsed.error.issues.slice(0, 5).map((issue) =>
    `${issue.path.length === 0 ? "the reply" : issue.path.join(".")}: ${issue.message}`
  );
  throw invalidReply(provider, `it has another form (${faults.join("; ")}).`);
}

function* candidates(text: string): Generator<string> {
  yield text;
  const fenced = /```(?:json)?\s*\n([\s\S]*?)\n?\s*```/.exec(text)?.[1];
  if (fenced !== undefined) yield fenced;
  const [from, to] = [text.indexOf("{"), text.lastIndexOf("}")];
  if (from >= 0 && to > from) yield text.slice(from, to + 1);
}
