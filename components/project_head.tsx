import {
  BRANCH_MAX,
  DESCRIPTION_MAX,
  NAME_MAX,
  SCHEDULE_MAX,
  TAG_MAX,
  TAGS_MAX,
} from "../lib/domain/limits.ts";
import type { MapView } from "../lib/domain/wire/map_view.ts";
import type { Project } from "../lib/domain/wire/project.ts";
import { shortAddress, shortSha, webAddress } from "./format.ts";
import { BRANCH, CLOCK, COMMIT, DOWNLOAD, Icon, OUT, REFRESH, TRASH } from "./icons.tsx";
import { Ago } from "./time.tsx";

/** Who the project is, what was analysed and when, and the button to do it again. */
export function ProjectHead(
  { project, view, busy, failed }: {
    project: Project;
    view: MapView | null;
    busy: boolean;
    failed: boolean;
  },
) {
  const link = webAddress(project.repo_url);
  const address = project.repo_url === null ? null : shortAddress(project.repo_url);
  return (
    <div class="page-head">
      <div>
        <p class="crumbs">
          <a href="/">Projects</a>
        </p>
        <h1>{project.name}</h1>
        {project.description !== "" && <p class="lead">{project.description}</p>}
        {project.tags.length > 0 && (
          <p class="tags" aria-label="Tags">
            {project.tags.map((tag) => (
              <a key={tag} class="tag" href={`/?tag=${encodeURIComponent(tag)}`}>{tag}</a>
            ))}
          </p>
        )}
        <p class="facts">
          {address !== null && (
            <span>
              <Icon path={OUT} />
              {link === null
                ? <code>{address}</code>
                : <a href={link} rel="noreferrer noopener">{address}</a>}
            </span>
          )}
          {view !== null && (
            <>
              <span>
                <Icon path={BRANCH} /> {view.commit.branch ?? "detached"}
              </span>
              <span title={view.commit.sha}>
                <Icon path={COMMIT} /> <code>{shortSha(view.commit.sha)}</code> committed{" "}
                <Ago at={view.commit.committed_at} />
              </span>
              <span>
                <Icon path={CLOCK} /> analysed{" "}
                <Ago at={project.last_analyzed_at ?? view.created_at} />
              </span>
            </>
          )}
          {project.next_run_at !== null && (
            <span>
              next <Ago at={project.next_run_at} />
            </span>
          )}
        </p>
      </div>
      <div class="actions">
        {view !== null && (
          <a class="button" href={`/api/system-map/${encodeURIComponent(project.id)}`}>
            <Icon path={DOWNLOAD} /> JSON map
          </a>
        )}
        {project.repo_url !== null && !busy && (
          <form method="post">
            <input type="hidden" name="action" value="analyse" />
            <button type="submit" class="primary">
              <Icon path={REFRESH} />{" "}
              {failed ? "Try again" : view === null ? "Analyse" : "Analyse again"}
            </button>
          </form>
        )}
      </div>
    </div>
  );
}

/** Name, description, branch, and the way out; plain forms, folded away. */
export function ProjectSettings({ project }: { project: Project }) {
  return (
    <div class="settings">
      <details>
        <summary>Edit name, description, tags, branch and schedule</summary>
        <form method="post">
          <input type="hidden" name="action" value="edit" />
          <div class="field">
            <label for="edit-name">Name</label>
            <input
              id="edit-name"
              name="name"
              defaultValue={project.name}
              required
              maxLength={NAME_MAX}
            />
          </div>
          <div class="field">
            <label for="edit-description">Description</label>
            <textarea
              id="edit-description"
              name="description"
              rows={3}
              maxLength={DESCRIPTION_MAX}
              defaultValue={project.description}
            />
          </div>
          <div class="field">
            <label for="edit-tags">Tags</label>
            <input
              id="edit-tags"
              name="tags"
              defaultValue={project.tags.join(", ")}
              maxLength={TAGS_MAX * (TAG_MAX + 2)}
              autocomplete="off"
              spellcheck={false}
              aria-describedby="edit-tags-hint"
            />
            <p class="field-hint" id="edit-tags-hint">
              At most {TAGS_MAX}{" "}
              words, with commas or spaces between; the list of projects can be filtered by them.
            </p>
          </div>
          <div class="field">
            <label for="edit-branch">Branch or tag</label>
            <input
              id="edit-branch"
              name="branch"
              defaultValue={project.branch ?? ""}
              placeholder="the repository's default"
              maxLength={BRANCH_MAX}
            />
          </div>
          <div class="field">
            <label for="edit-schedule">Analyse again</label>
            <input
              id="edit-schedule"
              name="schedule"
              defaultValue={project.schedule ?? ""}
              placeholder="as the server's REANALYZE_CRON says"
              maxLength={SCHEDULE_MAX}
              aria-describedby="edit-schedule-hint"
            />
            <p class="field-hint" id="edit-schedule-hint">
              A cron pattern in UTC such as <code>0 3 * * *</code>, <code>@daily</code>, or{" "}
              <code>off</code>.
            </p>
          </div>
          <button type="submit">Save</button>
        </form>
      </details>
      <details>
        <summary>Delete this project</summary>
        <form method="post">
          <input type="hidden" name="action" value="delete" />
          <p class="field">
            Its maps, jobs and local clone are removed for good; the repository itself is untouched.
          </p>
          <button type="submit" class="danger">
            <Icon path={TRASH} /> Delete {project.name}
          </button>
        </form>
      </details>
    </div>
  );
}
