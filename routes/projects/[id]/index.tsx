import { ErrorNote } from "../../../components/error_note.tsx";
import { ExplanationText } from "../../../components/explanation.tsx";
import { GitHubSection } from "../../../components/github_facts.tsx";
import { MapDocument } from "../../../components/map/document.tsx";
import { GRAPH_ID } from "../../../components/map/structure.tsx";
import { Icon, REFRESH } from "../../../components/icons.tsx";
import { isActive } from "../../../components/job.tsx";
import { ProjectHead, ProjectSettings } from "../../../components/project_head.tsx";
import { ProjectNav } from "../../../components/project_page.tsx";
import { Section } from "../../../components/section.tsx";
import GraphFocus from "../../../islands/GraphFocus.tsx";
import LiveJob from "../../../islands/LiveJob.tsx";
import TreemapLinks from "../../../islands/TreemapLinks.tsx";
import LiveJobs from "../../../islands/LiveJobs.tsx";
import { FactoryError } from "../../../lib/domain/errors.ts";
import type { Job } from "../../../lib/domain/wire/job.ts";
import { ProjectChange } from "../../../lib/domain/wire/project.ts";
import { page } from "../../../lib/web/mod.ts";
import { readForm, readTags } from "../../_forms.ts";
import { define, type State } from "../../_state.ts";

const RECENT_JOBS = 8;

export const handler = define.handlers({
  async GET(ctx) {
    return page({ ...await load(ctx.state, ctx.params["id"] ?? ""), problem: null });
  },

  async POST(ctx) {
    const { services } = ctx.state;
    const id = ctx.params["id"] ?? "";
    const home = `/projects/${encodeURIComponent(id)}`;
    const form = await readForm(ctx.req);
    switch (form.get("action")) {
      case "analyse":
        await services.analyses.request({ project_id: id });
        return ctx.redirect(home);
      case "explain":
        // Pressed where there is an explanation of this very map, it asks for another one.
        await services.explanations.request(id, {
          fresh: (await services.explanations.latest(id))?.stale === false,
        });
        return ctx.redirect(`${home}#explanation`);
      case "delete":
        await services.projects.remove(id);
        return ctx.redirect("/");
      case "edit": {
        const body = ProjectChange.safeParse({
          name: form.get("name"),
          description: form.get("description"),
          branch: form.get("branch") || null,
          schedule: form.get("schedule") || null,
          tags: readTags(form.get("tags")),
        });
        const problem = body.success
          ? await refusal(() => services.projects.change(id, body.data))
          : body.error.issues[0]?.message ?? "These fields are not valid.";
        if (problem === null) return ctx.redirect(home);
        return page({ ...await load(ctx.state, id), problem }, { status: 422 });
      }
      default:
        throw new FactoryError("malformed_request", "This form asks for nothing known.", {
          remedy: "Open the project's page and use its buttons.",
        });
    }
  },
});

/** The words of a refused change; null where it was made. */
async function refusal(change: () => Promise<unknown>): Promise<string | null> {
  try {
    await change();
    return null;
  } catch (error) {
    if (!(error instanceof FactoryError) || error.code !== "invalid_fields") throw error;
    return [error.message, error.remedy].filter(Boolean).join(" ");
  }
}

async function load(state: State, id: string) {
  const { projects, jobs, maps, comparisons, github, status, explanations, models } =
    state.services;
  // The cursor first: what changes while the rest is read is told again rather than missed.
  const now = await status.snapshot();
  // Jobs before what they make: one that had ended by then has made it.
  const explaining = await jobs.list({ project_id: id, job_type: "explain_map", limit: 1 });
  const analyses = await jobs.list({ project_id: id, job_type: "analyze_repo", limit: 2 });
  const [project, view, facts, recent, explanation] = await Promise.all([
    projects.get(id),
    maps.view(id),
    github.facts(id),
    jobs.list({ project_id: id, limit: RECENT_JOBS }),
    explanations.latest(id),
  ]);
  const previous = view === null ? null : await comparisons.previous(id, view.map_id);
  state.title = project.name;
  state.seen = { cursor: now.cursor, instance: now.instance };
  return {
    project,
    view,
    previous,
    facts,
    jobs: recent.items,
    analyses: analyses.items,
    explanation,
    explaining: worthTelling(explaining.items[0] ?? null, explanation?.created_at ?? null),
    configured: models.configured,
  };
}

/** A job that explains, unless it failed before the explanation that is there was made. */
function worthTelling(job: Job | null, explainedAt: string | null): Job | null {
  if (job === null || job.status === "completed" || job.status === "cancelled") return null;
  return job.status === "failed" && explainedAt !== null && job.created_at < explainedAt
    ? null
    : job;
}

/** How the making of an explanation is doing, or the button that starts it. */
function ExplainActions(
  { project, job, label }: { project: string; job: Job | null; label: string },
) {
  return (
    <>
      <LiveJob job={job} projectId={project} title="Explanation" follow="explain_map" />
      <div class="actions">
        {(job === null || !isActive(job)) && (
          <form method="post">
            <input type="hidden" name="action" value="explain" />
            <button type="submit">
              <Icon path={REFRESH} /> {label}
            </button>
          </form>
        )}
        <a class="button" href={`/projects/${encodeURIComponent(project)}/ask`}>Ask a question</a>
      </div>
    </>
  );
}

function WithoutExplanation({ configured }: { configured: boolean }) {
  if (configured) {
    return (
      <p class="muted">
        A model can describe in words what this system is for, how it is built and where to start
        reading. Every claim is checked against the commit.
      </p>
    );
  }
  return (
    <p class="muted">
      No model is configured. The map needs none; to have it explained in words,{" "}
      <a href="/settings#models">set one up</a>.
    </p>
  );
}

export default define.page<typeof handler>(({ data }) => {
  const { project, view, previous, facts, jobs, analyses, problem } = data;
  const [latest] = analyses;
  const active = analyses.find((job) => job.status === "running") ??
    analyses.find((job) => job.status === "pending") ?? null;
  const failed = active === null && latest?.status === "failed" ? latest : null;
  return (
    <>
      <ProjectHead project={project} view={view} busy={active !== null} failed={failed !== null} />
      <ProjectNav projectId={project.id} current="" />
      {problem !== null && <p class="field-error" role="alert">{problem}</p>}
      {failed?.error && (
        <ErrorNote
          error={failed.error}
          title={view === null
            ? "The analysis failed"
            : "The latest analysis failed; below is the map before it"}
        />
      )}
      <LiveJob
        job={active}
        projectId={project.id}
        title={view === null ? "First analysis" : "Analysis"}
        follow="analyze_repo"
      />
      {view !== null && (
        <MapDocument view={view} previous={previous} projectId={project.id}>
          <Section id="explanation" title="In words">
            <div class="explanation">
              {data.explanation !== null && (
                <ExplanationText
                  explanation={data.explanation}
                  names={Object.fromEntries(view.components.map(({ id, name }) => [id, name]))}
                />
              )}
              {data.explanation === null && <WithoutExplanation configured={data.configured} />}
              {data.configured && (
                <ExplainActions
                  project={project.id}
                  job={data.explaining}
                  label={data.explanation === null
                    ? "Explain this system"
                    : data.explanation.stale
                    ? "Explain the new map"
                    : "Explain again"}
                />
              )}
            </div>
          </Section>
        </MapDocument>
      )}
      {view !== null && <GraphFocus graph={GRAPH_ID} />}
      {view !== null && <TreemapLinks projectId={project.id} />}
      {view === null && active === null && failed === null && (
        <p class="empty">
          {project.repo_url === null
            ? "This project has no repository, so there is nothing to analyse."
            : project.last_commit !== null
            ? "Its map was made by an older version and shows less than this one. Analyse it again."
            : "There is no map yet. Start an analysis to make one."}
        </p>
      )}
      {facts !== null && <GitHubSection facts={facts} />}
      <Section id="jobs" title="Recent jobs">
        <LiveJobs
          jobs={jobs}
          query={`project_id=${encodeURIComponent(project.id)}&limit=${RECENT_JOBS}`}
          showProject={false}
          empty="No analysis has run yet."
        />
        {jobs.length === RECENT_JOBS && (
          <p>
            <a href={`/jobs?project_id=${encodeURIComponent(project.id)}`}>All jobs</a>
          </p>
        )}
      </Section>
      <ProjectSettings project={project} />
    </>
  );
});
