import { useState } from "preact/hooks";
import { duration } from "../components/format.ts";
import type { AiProviderTest } from "../lib/domain/wire/ai.ts";
import { ApiProblem, callApi } from "./api.ts";

/** A button that asks a provider for a few words, and says how that went. */
export default function TestProvider({ id, title }: { id: string; title: string }) {
  const [busy, setBusy] = useState(false);
  const [said, setSaid] = useState<{ ok: boolean; text: string } | null>(null);

  async function test(): Promise<void> {
    setBusy(true);
    setSaid(null);
    try {
      const { ok, model, latency_ms, error } = await callApi<AiProviderTest>(
        "POST",
        `/api/ai/providers/${id}/test`,
      );
      setSaid(
        ok
          ? { ok, text: `${model} answered in ${duration(Math.max(100, latency_ms))}.` }
          : { ok, text: [error?.message, error?.remedy].filter(Boolean).join(" ") },
      );
    } catch (error) {
      if (!(error instanceof ApiProblem)) throw error;
      setSaid({ ok: false, text: error.problem.detail });
    }
    setBusy(false);
  }

  return (
    <div class="provider-test">
      <button type="button" class="slim" disabled={busy} onClick={() => void test()}>
        {busy ? "Asking" : "Test"} <span class="visually-hidden">{title}</span>
      </button>
      <span role="status" class={said?.ok === false ? "field-error" : "small"}>{said?.text}</span>
    </div>
  );
}
