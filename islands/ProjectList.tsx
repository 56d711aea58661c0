import { useEffect, useRef, useState } from "preact/hooks";
import { Icon, SEARCH } from "../components/icons.tsx";
import { ProjectCard } from "../components/project_card.tsx";
import type { HealthStatus, List } from "../lib/domain/wire/common.ts";
import type { Job } from "../lib/domain/wire/job.ts";
import type { Project } from "../lib/domain/wire/project.ts";
import { ApiProblem, callApi } from "./api.ts";
import { newerJob } from "./live_job.ts";
import { useNews, useNow } from "./poll.ts";

export interface ProjectListProps {
  projects: Project[];
  jobs: Job[];
  q: string;
  health: HealthStatus | "";
  /** True where `projects` are all there are, so that filtering needs no server. */
  complete: boolean;
  next: string | null;
}

/** Typing pauses this long before the server is asked. */
const ASK_MS = 200;

/** The projects with their running analyses, searched as one types. */
export default function ProjectList(props: ProjectListProps) {
  const [projects, setProjects] = useState(props.projects);
  const [jobs, setJobs] = useState(() => byProject(props.jobs, new Map()));
  const [q, setQ] = useState(props.q);
  const [health, setHealth] = useState(props.health);
  const [next, setNext] = useState(props.next);
  const filter = useRef({ q, health });
  filter.current = { q, health };
  useNow(30_000);

  async function reload(): Promise<void> {
    const asked = filter.current;
    const list = await quietly(callApi<List<Project>>("GET", listPath(asked.q, asked.health)));
    if (list === null || asked !== filter.current) return;
    setProjects(list.items);
    setNext(null);
  }

  async function refresh(id: string): Promise<void> {
    const project = await quietly(
      callApi<Project>("GET", `/api/projects/${encodeURIComponent(id)}`),
    );
    if (project === null) return;
    setProjects((held) =>
      held.some((one) => one.id === id)
        ? held.map((one) => one.id === id ? project : one)
        : [project, ...held]
    );
  }

  useNews(({ status, changes, reload: everything }) => {
    setJobs((held) => byProject(status.active_jobs, held));
    if (everything) return void reload();
    const gone = changes.filter((one) => one.deleted && one.entity === "project");
    if (gone.length > 0) {
      const ids = new Set(gone.map((one) => one.id));
      setProjects((held) => held.filter((one) => !ids.has(one.id)));
    }
    const touched = changes.filter((one) => !one.deleted && one.entity !== "job")
      .map((one) => one.entity === "project" ? one.id : one.project_id);
    for (const id of new Set(touched)) if (id !== null) void refresh(id);
  });

  const first = useRef(true);
  useEffect(() => {
    if (first.current) {
      first.current = false;
      return;
    }
    const query = new URLSearchParams();
    if (q.trim() !== "") query.set("q", q.trim());
    if (health !== "") query.set("health", health);
    const search = query.toString();
    history.replaceState(null, "", search === "" ? "/" : `/?${search}`);
    if (props.complete) return;
    const id = setTimeout(() => void reload(), ASK_MS);
    return () => clearTimeout(id);
  }, [q, health]);

  const shown = projects.filter((project) => matches(project, q, health));
  const filtered = q !== "" || health !== "";
  return (
    <>
      {(filtered || projects.length > 0) && (
        <form class="filters" method="get" action="/" role="search" onSubmit={prevent}>
          <div class="search">
            <Icon path={SEARCH} />
            <input
              type="search"
              name="q"
              value={q}
              placeholder="Search projects"
              aria-label="Search projects"
              onInput={(event) =>
                setQ(event.currentTarget.value)}
            />
          </div>
          <select
            name="health"
            aria-label="Health"
            value={health}
            onChange={(event) =>
              setHealth(event.currentTarget.value as HealthStatus | "")}
          >
            <option value="">Any health</option>
            <option value="green">Healthy</option>
            <option value="amber">Fair</option>
            <option value="red">Poor</option>
          </select>
          <noscript>
            <button type="submit">Search</button>
          </noscript>
          <span class="muted small" aria-live="polite">
            {filtered && `${shown.length} found`}
          </span>
        </form>
      )}
      {shown.length > 0 && (
        <ul class="projects">
          {shown.map((project) => (
            <ProjectCard
              key={project.id}
              project={project}
              job={jobs.get(project.id) ?? null}
            />
          ))}
        </ul>
      )}
      {shown.length === 0 && filtered && (
        <p class="empty">No project matches. Try fewer letters or any health.</p>
      )}
      {next !== null && (
        <p class="pager">
          <a class="button" href={next}>Older projects</a>
        </p>
      )}
    </>
  );
}

function prevent(event: Event): void {
  event.preventDefault();
}

function byProject(active: readonly Job[], held: ReadonlyMap<string, Job>): Map<string, Job> {
  const next = new Map<string, Job>();
  for (const job of active) {
    // Running ones come first; a second job of the project waits behind them.
    if (!next.has(job.project_id)) {
      next.set(job.project_id, newerJob(held.get(job.project_id) ?? null, job));
    }
  }
  return next;
}

/** The same rule as the server's: name, description and address, case-insensitively. */
function matches(project: Project, q: string, health: HealthStatus | ""): boolean {
  if (health !== "" && project.health !== health) return false;
  const text = `${project.name}\n${project.description}\n${project.repo_url ?? ""}`.toLowerCase();
  return text.includes(q.trim().toLowerCase());
}

function listPath(q: string, health: string): string {
  const query = new URLSearchParams({ limit: "200" });
  if (q.trim() !== "") query.set("q", q.trim());
  if (health !== "") query.set("health", health);
  return `/api/projects?${query}`;
}

/** null where the server is away or the thing is gone: the next poll tells. */
async function quietly<T>(answer: Promise<T>): Promise<T | null> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof ApiProblem) return null;
    throw error;
  }
}
