/** What both jobs that ask a model do: gather, ask, check the evidence, ask once more, keep the rest. */
import type { z } from "zod";
import type { AiProviderId, AiPurpose } from "../../domain/ai.ts";
import type { Ai, Asked, ToolAccess } from "../../domain/ai_port.ts";
import { FactoryError } from "../../domain/errors.ts";
import type { AiJob } from "../contract.ts";
import { type Checked, faultWords } from "./evidence.ts";
import type { Material } from "./material.ts";
import { repairPrompt } from "./prompts.ts";

export interface Evidenced<T> {
  value: T;
  kept: number;
  dropped: number;
  provider: AiProviderId;
  model: string;
  tokens: number;
  latencyMs: number;
  redactions: number;
}

/**
 * Asks, and keeps what has evidence.
 * @param check judges a reply against the commit
 * @throws FactoryError `ai_no_evidence` where nothing of it is left; what `Ai.ask` throws
 */
export async function askWithEvidence<Draft, Kept>(
  ai: Ai,
  job: AiJob,
  { purpose, map, material, system, task, schema, maxOutputTokens, fresh, openTools, check }: {
    purpose: AiPurpose;
    map: { id: string; hash: string };
    material: Material;
    system: string;
    task: string;
    schema: z.ZodType<Draft>;
    maxOutputTokens: number;
    fresh: boolean;
    openTools: (() => ToolAccess) | null;
    check(draft: Draft): Promise<Checked<Kept>>;
  },
): Promise<Evidenced<Kept>> {
  const { signal } = job;
  const prompt = `${material.text}\n\n${task}`;
  if (material.redactions > 0) {
    job.note("info", `${material.redactions} secrets were replaced before anything was sent`);
  }
  const order = {
    purpose,
    projectId: job.projectId,
    jobId: job.jobId,
    map,
    system,
    redactions: material.redactions,
    schema,
    maxOutputTokens,
    fresh,
    openTools,
    signal,
    onProgress: (message: string) => job.report("ask", 0.2, message),
  };
  job.report("ask", 0, `Sending about ${material.tokens} tokens, ${material.files} excerpts`);
  let asked: Asked<Draft> = await ai.ask({ ...order, prompt });
  job.report("check", 0, "Looking up every citation in the commit");
  let checked = await check(asked.value);
  let tokens = asked.tokens;
  let latencyMs = asked.latencyMs;
  if (checked.faults.length > 0) {
    job.note("warning", `${checked.faults.length} citations were refused; asking once for repair`);
    job.report("check", 0.3, "Some citations do not exist; asking once for repair");
    try {
      const again = await ai.ask({
        ...order,
        prompt: repairPrompt(prompt, asked.value, faultWords(checked.faults)),
        prefer: asked.provider,
        onProgress: (message) => job.report("check", 0.4, message),
      });
      tokens += again.tokens;
      latencyMs += again.latencyMs;
      const repaired = await check(again.value);
      if (repaired.kept >= checked.kept) [asked, checked] = [again, repaired];
    } catch (error) {
      signal.throwIfAborted();
      // What has evidence already is not lost because the rest could not be repaired.
      if (!(error instanceof FactoryError)) throw error;
      job.note("warning", `The repair failed: ${error.message}`);
    }
  }
  if (checked.kept === 0) {
    throw new FactoryError(
      "ai_no_evidence",
      `Nothing of the reply of ${asked.model} could be kept: no citation of its ${checked.dropped} claims exists in the commit.`,
      { remedy: "Try again, or choose a more capable model." },
    );
  }
  if (checked.dropped > 0) {
    job.note("warning", `${checked.dropped} claims were left out for lack of evidence`);
  }
  job.report("save", 0, `Keeping ${checked.kept} claims`);
  return {
    value: checked.value,
    kept: checked.kept,
    dropped: checked.dropped,
    provider: asked.provider,
    model: asked.model,
    tokens,
    latencyMs,
    redactions: material.redactions,
  };
}
