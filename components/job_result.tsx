import type { Job } from "../lib/domain/wire/job.ts";
import { shortSha } from "./format.ts";
import { jobResult } from "./job.tsx";

/** What a completed job has brought, and the way to it. */
export function JobResult({ job }: { job: Job }) {
  const sha = job.result?.["commit_sha"];
  return (
    <p class="job-result">
      {jobResult(job)}
      {typeof sha === "string" && (
        <>
          {" for commit "}
          <code title={sha}>{shortSha(sha)}</code>
        </>
      )}
      . <a href={place(job)}>{job.job_type === "analyze_repo" ? "Read the map" : "Read it"}</a>
    </p>
  );
}

/** By hand, not by projectHref(): this goes to the browser, which needs no more of it. */
function place({ job_type, project_id, result }: Job): string {
  const home = `/projects/${encodeURIComponent(project_id)}`;
  if (job_type === "explain_map") return `${home}#explanation`;
  return job_type === "answer_question"
    ? `${home}/ask?c=${encodeURIComponent(String(result?.["conversation_id"] ?? ""))}`
    : home;
}
