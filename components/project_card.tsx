import type { Job } from "../lib/domain/wire/job.ts";
import type { Project } from "../lib/domain/wire/project.ts";
import { compact, count, shortAddress } from "./format.ts";
import { HealthBadge } from "./health.tsx";
import { jobNow, JobProgress } from "./job.tsx";
import { LanguageBar } from "./languages.tsx";
import { Ago } from "./time.tsx";

/** One project in the list: who it is, what it is made of, how it is, when that was seen. */
export function ProjectCard(
  { project, job }: { project: Project; job: Job | null },
) {
  const { figures } = project;
  return (
    <li class="project">
      <div>
        <h2 class="clip">
          <a href={`/projects/${encodeURIComponent(project.id)}`}>{project.name}</a>
        </h2>
        <p class="muted small clip">
          {project.description ||
            (project.repo_url === null ? "No repository" : shortAddress(project.repo_url))}
        </p>
      </div>
      <div class="project-languages">
        {figures === null && job === null && project.repo_url !== null && (
          <p class="muted small">No map yet. Open the project to see why.</p>
        )}
        {figures !== null && (
          <>
            <LanguageBar shares={figures.languages} />
            <p class="muted small clip">
              {figures.languages.slice(0, 3).map((language) => language.name).join(", ")}
            </p>
          </>
        )}
      </div>
      <div>
        <HealthBadge
          status={project.health}
          score={figures === null ? null : figures.health_score}
        />
      </div>
      <p class="project-when muted small">
        {figures !== null && (
          <span title={`${count(figures.code_lines)} lines of code`}>
            {compact(figures.code_lines)} lines
            <br />
          </span>
        )}
        {project.last_analyzed_at !== null && <Ago at={project.last_analyzed_at} />}
      </p>
      {job !== null && (
        <div class="project-run">
          <span class="muted clip">{jobNow(job)}</span>
          <JobProgress job={job} />
        </div>
      )}
    </li>
  );
}
