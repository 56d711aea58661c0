/** What Goose says while it runs: one JSON value a line (`--output-format stream-json`). */
import { z } from "zod";
import type { Failure } from "./errors.ts";

const LINE_MAX = 10_000_000;
const FINAL_OUTPUT = "recipe__final_output";

const Content = z.union([
  z.object({ type: z.literal("text"), text: z.string() }),
  z.object({ type: z.literal("error"), message: z.string() }),
  z.object({
    type: z.literal("toolRequest"),
    toolCall: z.object({ value: z.object({ name: z.string() }) }),
  }),
  z.object({ type: z.string() }).transform(() => null),
]);
const Event = z.union([
  z.object({
    type: z.literal("message"),
    message: z.object({ role: z.string(), content: z.array(Content) }),
  }),
  z.object({
    type: z.literal("complete"),
    input_tokens: z.number().nullish(),
    output_tokens: z.number().nullish(),
  }),
  z.object({ type: z.literal("error"), error: z.string() }),
]);

/** Goose's own words for a request that failed. */
const FAILED = /^(?:Ran into this error|Network error|Error|Authentication error|Rate limit)\b/i;
const OUT_OF_TURNS = /reached the maximum number of actions/i;

export interface GooseReader {
  read(chunk: Uint8Array): void;
  /** A line of stderr. */
  complaint(line: string): void;
  /** How its first request failed; null while none has. */
  readonly failure: Failure | null;
  /** The structured output; null until there is one. */
  readonly answer: string | null;
  readonly turnsSpent: boolean;
  /** Its last words. */
  readonly said: string;
  readonly inputTokens: number | null;
  readonly outputTokens: number | null;
}

/** @param onProgress told which tool it uses */
export function createGooseReader(onProgress: (message: string) => void): GooseReader {
  const decoder = new TextDecoder();
  let rest = "";
  let failure: Failure | null = null;
  let finished = false;
  let answer: string | null = null;
  let turnsSpent = false;
  let said = "";
  let tokens: { input: number | null; output: number | null } = { input: null, output: null };

  function heed(line: string): void {
    let value: unknown;
    try {
      value = JSON.parse(line);
    } catch {
      // Not of the protocol: a banner, or a warning for people.
      return;
    }
    const event = Event.safeParse(value).data;
    if (event === undefined) return;
    if (event.type === "complete") {
      // Zeros are what it says when it does not know.
      tokens = { input: event.input_tokens || null, output: event.output_tokens || null };
    } else if (event.type === "error") fail(event.error);
    else if (event.message.role === "assistant") {
      for (const part of event.message.content) if (part !== null) heedPart(part);
    }
  }

  function heedPart(part: NonNullable<z.output<typeof Content>>): void {
    if (part.type === "error") return fail(part.message);
    if (part.type === "toolRequest") {
      const { name } = part.toolCall.value;
      finished = name === FINAL_OUTPUT;
      if (!finished) onProgress(`Goose uses ${name.replace(/^.*__/, "")}`);
      return;
    }
    if (OUT_OF_TURNS.test(part.text)) turnsSpent = true;
    else if (finished) answer = part.text;
    else if (FAILED.test(part.text)) fail(part.text);
    else said = part.text;
  }

  function fail(words: string): void {
    failure ??= {
      status: statusIn(words),
      said: words.replace(/^Ran into this error:\s*/i, "").replace(
        /\s*Please re(?:try|send).*$/s,
        "",
      ),
    };
  }

  return {
    read(chunk) {
      rest += decoder.decode(chunk, { stream: true });
      const lines = rest.split("\n");
      rest = (lines.pop() ?? "").slice(0, LINE_MAX);
      lines.forEach(heed);
    },
    complaint(line) {
      // A provider that it does not know, or cannot set up.
      if (/^\s*(?:error|Error:)/i.test(line) && said === "") said = line;
    },
    get failure() {
      return failure;
    },
    get answer() {
      return answer;
    },
    get turnsSpent() {
      return turnsSpent;
    },
    get said() {
      return said;
    },
    get inputTokens() {
      return tokens.input;
    },
    get outputTokens() {
      return tokens.output;
    },
  };
}

/** The HTTP status that its words tell of; null where nothing was answered. */
function statusIn(words: string): number | null {
  if (/^.{0,40}rate limit/i.test(words)) return 429;
  if (/authentication/i.test(words)) return 401;
  const [, text] = /(?:\(|status:? |error )(\d{3})\b/i.exec(words) ?? [];
  if (text !== undefined) return Number(text);
  // A stream of something else than the protocol is a server's fault as well.
  if (/decode|parse/i.test(words)) return 502;
  return /network|connect|timed? ?out/i.test(words) ? null : 500;
}
