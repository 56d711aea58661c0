import { AI_PROVIDER_TITLES, type AiProviderId } from "../lib/domain/ai.ts";
import { count, duration, plural } from "./format.ts";
import { Ago } from "./time.tsx";

/** Says that a model wrote this: which, when, what it cost, and what was left out. */
export function ModelNote(
  { provider, model, at, tokens, latencyMs, dropped, redactions }: {
    provider: AiProviderId;
    model: string;
    at: string;
    tokens: number;
    latencyMs: number;
    dropped: number;
    redactions: number;
  },
) {
  return (
    <p class="model-note">
      <span class="badge model-badge">Written by a model</span>
      <span>
        {AI_PROVIDER_TITLES[provider]} · <code>{model}</code>
      </span>
      <Ago at={at} />
      <span>
        {tokens === 0 ? "answered from memory" : `${count(tokens)} tokens`}
        {tokens > 0 && ` in ${duration(Math.max(100, latencyMs))}`}
      </span>
      <span>
        {dropped === 0
          ? "every claim has evidence"
          : `${plural(dropped, "claim")} without evidence left out`}
      </span>
      {redactions > 0 && <span>{plural(redactions, "secret")} replaced before sending</span>}
    </p>
  );
}
