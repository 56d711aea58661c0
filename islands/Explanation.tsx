import { useRef, useState } from "preact/hooks";
import { ExplanationPanel, type ExplanationPanelProps } from "../components/explanation.tsx";
import { isActive } from "../components/job.tsx";
import type { Explanation } from "../lib/domain/wire/ai.ts";
import type { Job } from "../lib/domain/wire/job.ts";
import { ApiProblem, callApi } from "./api.ts";
import { newerJob } from "./live_job.ts";
import { pollNow, useNews } from "./poll.ts";

export type ExplanationProps = Omit<ExplanationPanelProps, "onAsk">;

/** The explanation of a map: asked for, watched while it is made, and shown when it is there. */
export default function ExplanationIsland({ projectId, ...props }: ExplanationProps) {
  const [job, setJob] = useState(props.job);
  const [explanation, setExplanation] = useState(props.explanation);
  const [problem, setProblem] = useState<string | null>(null);
  const held = useRef(job);
  const path = `/api/projects/${encodeURIComponent(projectId)}/explanations`;

  function show(next: Job): void {
    const before = held.current;
    held.current = newerJob(before, next);
    setJob(held.current);
    const ended = next.status === "completed" && before?.status !== "completed";
    if (ended) void reload();
  }

  async function reload(): Promise<void> {
    await orSay(async () => setExplanation(await callApi<Explanation>("GET", `${path}/latest`)));
  }

  async function orSay(action: () => Promise<void>): Promise<void> {
    try {
      await action();
      setProblem(null);
    } catch (error) {
      if (!(error instanceof ApiProblem)) throw error;
      setProblem([error.problem.detail, error.problem.remedy].filter(Boolean).join(" "));
    }
  }

  useNews(({ status, changes, reload: everything }) => {
    const mine = status.active_jobs.find((one) =>
      one.project_id === projectId && one.job_type === "explain_map"
    );
    if (mine !== undefined) return show(mine);
    const id = held.current?.id;
    const named = changes.some((one) => one.entity === "job" && one.id === id);
    const lost = held.current !== null && isActive(held.current);
    if (id !== undefined && (named || everything || lost)) {
      void orSay(async () => show(await callApi<Job>("GET", `/api/jobs/${id}`)));
    }
  });

  async function ask(): Promise<void> {
    await orSay(async () => {
      held.current = null;
      show(await callApi<Job>("POST", path, { fresh: explanation?.stale === false }));
    });
    pollNow();
  }

  return (
    <>
      {problem !== null && <p class="field-error" role="alert">{problem}</p>}
      <ExplanationPanel
        {...props}
        projectId={projectId}
        job={job}
        explanation={explanation}
        onAsk={() => void ask()}
      />
    </>
  );
}
