import type { Job } from "../lib/domain/wire/job.ts";
import { shortSha } from "./format.ts";
import { jobResult } from "./job.tsx";
import { projectHref } from "./project_href.ts";

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

function place({ job_type, project_id, result }: Job): string {
  if (job_type === "answer_question") {
    return projectHref(project_id, "ask", { c: String(result?.["conversation_id"] ?? "") });
  }
  const home = projectHref(project_id, "");
  return job_type === "explain_map" ? `${home}#explanation` : home;
}
