import type { ErrorWords } from "../../lib/domain/wire/common.ts";
import type { Job } from "../../lib/domain/wire/job.ts";
import type { Project } from "../../lib/domain/wire/project.ts";
import { count, headline, shortAddress } from "../format.ts";
import { HealthBadge } from "../health.tsx";
import { jobNow } from "../job.tsx";
import { LanguageBar } from "../languages.tsx";
import { Ago } from "../time.tsx";
import { Sparkline, WeeklyBars } from "./pictures.tsx";
import { Words } from "../words.tsx";

export interface RowProps {
  project: Project;
  /** Health scores of the last maps, oldest first. */
  trend: readonly number[];
  /** What runs or waits. */
  job: Job | null;
  /** An analysis that failed after the map that is shown. */
  failure: Job | null;
  /** Where the list shows projects of one tag. */
  tagHref(tag: string): string;
}

/**
 * One project: who it is, how it is and was, what it is made of, when that was seen. Two lines high
 * in every state, so that nothing moves when a job starts or ends. Roles are written out, since a
 * phone shows the table as cards, and a browser then forgets that it is a table.
 */
export function PortfolioRow({ project, trend, job, failure, tagHref }: RowProps) {
  const { figures, id } = project;
  const home = `/projects/${encodeURIComponent(id)}`;
  return (
    <tr class="project" id={`p-${id}`} data-job={job?.id} role="row">
      <th scope="row" role="rowheader" class="project-who">
        <span class="project-line">
          <a class="project-name" id={`to-${id}`} href={home}>{project.name}</a>
          {project.tags.map((tag) => (
            <a key={tag} class="tag" id={`tag-${id}-${tag}`} href={tagHref(tag)}>{tag}</a>
          ))}
        </span>
        {failure?.error != null && job === null
          ? (
            <span class="project-failed small clip" title={words(failure.error)}>
              <a id={`failure-${id}`} href={`/jobs/${encodeURIComponent(failure.id)}`}>
                {figures === null ? "The analysis failed" : "The last analysis failed"}
              </a>: <Words text={words(failure.error)} />
            </span>
          )
          : (
            <span class="muted small clip project-about">
              {project.description ||
                (project.repo_url === null ? "No repository" : shortAddress(project.repo_url))}
            </span>
          )}
      </th>
      <td role="cell" class="project-health">
        <HealthBadge status={project.health} score={figures?.health_score ?? null} />
      </td>
      <td role="cell" class="project-trend">
        {trend.length > 1 && <Sparkline scores={trend} />}
      </td>
      <td role="cell" class="project-languages">
        {figures !== null && (
          <>
            <LanguageBar shares={figures.languages} />
            <span class="muted small clip">
              {figures.languages.slice(0, 3).map((language) => language.name).join(", ")}
            </span>
          </>
        )}
      </td>
      <td role="cell" class="project-size number">
        {figures !== null && (
          <span title={`${count(figures.code_lines)} lines of code`}>
            {headline(figures.code_lines)} <span class="unit">lines</span>
          </span>
        )}
      </td>
      <td role="cell" class="project-activity">
        {figures?.weekly_commits !== undefined && <WeeklyBars weeks={figures.weekly_commits} />}
      </td>
      <td role="cell" class="project-when small">
        {job?.status === "running" ? <Running job={job} /> : (
          <>
            {job !== null && <span class="clip project-about">{jobNow(job)}</span>}
            <When project={project} failed={failure !== null} />
          </>
        )}
      </td>
    </tr>
  );
}

function words({ message, remedy }: ErrorWords): string {
  return remedy === null ? message : `${message} ${remedy}`;
}

function When({ project, failed }: { project: Project; failed: boolean }) {
  if (project.last_analyzed_at !== null) return <Ago at={project.last_analyzed_at} />;
  return <span class="muted">{failed || project.repo_url === null ? "never" : "not yet"}</span>;
}

/** islands/Portfolio.tsx moves it on while the job runs. */
function Running({ job }: { job: Job }) {
  return (
    <span class="project-run">
      <span class="clip job-now">{jobNow(job)}</span>
      <span class="progress">
        <progress max="100" value={job.progress} aria-label={`Progress of ${job.project_name}`} />
        <span class="progress-value">{job.progress}%</span>
      </span>
    </span>
  );
}
