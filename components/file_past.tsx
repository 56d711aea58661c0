import type { FilesPart } from "../lib/domain/wire/map_parts.ts";
import { absolute, count, percent, plural } from "./format.ts";
import { projectHref } from "./project_href.ts";
import { Section } from "./section.tsx";

/** What the map knows of a file's past: who, how often, when last. */
export function FilePast(
  { projectId, path, commit, part }: {
    projectId: string;
    path: string;
    commit: string;
    /** Of the current map; null where the file is shown at another commit. */
    part: FilesPart | null;
  },
) {
  const row = part === null ? -1 : part.path.indexOf(path);
  const commits = part?.commits[row] ?? 0;
  const owner = part?.authors[part.owner[row] ?? -1];
  const changed = part?.changed[row] ?? 0;
  return (
    <Section id="history" title="History">
      {part !== null && row >= 0 && (changed === 0
        ? <p class="muted small">No commit that was read changed it.</p>
        : (
          <dl class="small past">
            <dt>Last change</dt>
            <dd>{absolute(new Date(changed * 1_000).toISOString()).slice(0, 10)}</dd>
            <dt>Commits</dt>
            <dd>
              {commits === 0
                ? "only of bots, or of more than 100 files"
                : `${count(commits)}, of which ${count(part.recent[row] ?? 0)} in 12 months`}
            </dd>
            {commits > 0 && (
              <>
                <dt>Authors</dt>
                <dd>{count(part.author_count[row] ?? 0)}</dd>
              </>
            )}
            {owner !== undefined && (
              <>
                <dt>Main author</dt>
                <dd>
                  {owner}, {percent((part.owner_commits[row] ?? 0) / Math.max(1, commits))} of{" "}
                  {plural(commits, "commit")}
                </dd>
              </>
            )}
          </dl>
        ))}
      <p class="small">
        <a href={projectHref(projectId, "commits", { path, commit })}>Commits of this file</a>
      </p>
    </Section>
  );
}
