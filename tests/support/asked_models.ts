/** What the API's tests ask of a model, which knows the sample of `publishSample`. */
import type { Api } from "./api.ts";
import { claimOne, endOne } from "./queue.ts";

const CITED = [{ path: "src/main.ts", lines: "1-2" }];

/** What a model says to anything. */
export function modelReply(prompt: string): unknown {
  if (prompt === "Reply now.") return { ok: true };
  const claim = { text: "It sells.", citations: CITED };
  if (prompt.includes("The question")) return { answer: [claim], unknown: [] };
  return {
    purpose: claim,
    architecture: [],
    components: [],
    data_flows: [],
    risks: [],
    start_here: [],
    open_questions: [],
  };
}

/** Runs the jobs of one type that wait, as the runner would: claims, works, ends. */
export async function runModelJobs(
  api: Api,
  type: "explain_map" | "answer_question",
): Promise<void> {
  const { scratch, services } = api;
  for (;;) {
    const now = new Date().toISOString();
    const claimed = await claimOne(scratch.jobs, "test", now, now, type);
    if (claimed === null) return;
    const { claim, projectId, params } = claimed;
    const job = {
      jobId: claim.jobId,
      projectId,
      claim,
      signal: new AbortController().signal,
      report() {},
      note() {},
    };
    const result = type === "explain_map"
      ? await services.explanations.make(job, params)
      : await services.conversations.answer(job, params);
    await endOne(scratch.jobs, claim, { kind: "completed", result }, now);
  }
}
