/** What the API's tests ask of a model, which knows the sample of `publishSample`. */
import type { Api } from "./api.ts";

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

/** What a job's handler gets, where nobody listens. */
export function jobContext(job: { id: string; project_id: string }) {
  return {
    jobId: job.id,
    projectId: job.project_id,
    signal: new AbortController().signal,
    report() {},
    note() {},
  };
}

/** Does the work of explanations that wait, as their jobs would; it leaves these as they are. */
export async function answerPending(api: Api): Promise<void> {
  const { items } = await api.services.jobs.list({ status: "pending", job_type: "explain_map" });
  for (const job of items) await api.services.explanations.make(jobContext(job), {});
}
