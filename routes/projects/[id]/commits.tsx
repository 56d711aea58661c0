import { z } from "zod";
import { fileHref } from "../../../components/file_href.ts";
import { absolute, count, plural, shortSha } from "../../../components/format.ts";
import { projectHref } from "../../../components/project_href.ts";
import { ProjectPageFrame } from "../../../components/project_page.tsx";
import { ScrollTable } from "../../../components/scroll_table.tsx";
import { FactoryError } from "../../../lib/domain/errors.ts";
import { SourceQuery } from "../../../lib/domain/wire/source.ts";
import { page, readQuery } from "../../../lib/web/mod.ts";
import { define } from "../../_state.ts";

const COMMITS_SHOWN = 50;
const COMMITS_MAX = 500;

const PageQuery = SourceQuery.pick({ path: true, commit: true }).extend({
  limit: z.coerce.number().int().min(1).max(COMMITS_MAX).default(COMMITS_SHOWN),
});

/** The history of one file: a page of its own, because git may have to look for it. */
export const handler = define.handlers({
  async GET(ctx) {
    const { projects, fileCommits } = ctx.state.services;
    const id = ctx.params["id"] ?? "";
    const project = await projects.get(id);
    const query = readQuery(ctx.url, PageQuery);
    ctx.state.title = `Commits of ${query.path} · ${project.name}`;
    try {
      const found = await fileCommits.list(id, query, ctx.req.signal);
      return page({ project, query, found, problem: null });
    } catch (error) {
      if (!(error instanceof FactoryError)) throw error;
      if (error.code !== "git_failed" && error.code !== "server_busy") throw error;
      const problem = [error.message, error.remedy].filter(Boolean).join(" ");
      const busy = error.retryAfterSeconds;
      return page(
        { project, query, found: null, problem },
        busy === null ? {} : {
          status: 503,
          headers: { "retry-after": String(busy) },
        },
      );
    }
  },
});

export default define.page<typeof handler>(({ data: { project, query, found, problem } }) => {
  const { path, commit } = query;
  const items = found?.items ?? null;
  const authors = new Set(items?.map(({ author }) => author)).size;
  return (
    <ProjectPageFrame
      project={project}
      current="files"
      title="Commits of a file"
      hasMap
      lead={
        <>
          <a href={fileHref(project.id, path, commit === undefined ? {} : { commit })}>
            <code>{path}</code>
          </a>
          {items !== null && found !== null && (
            <>
              {": "}
              {found.more
                ? `the ${count(items.length)} newest commits`
                : plural(items.length, "commit")} by {plural(authors, "author")}, as of{" "}
              <code title={found.commit_sha}>{shortSha(found.commit_sha)}</code>. Merges and what
              the file was called before are not followed.
            </>
          )}
        </>
      }
    >
      {problem !== null && <p class="empty" role="alert">{problem}</p>}
      {problem === null && items === null && (
        <p class="empty">
          The server has no git to read it with, or its clone no longer has this commit.
        </p>
      )}
      {items !== null && items.length === 0 && (
        <p class="empty">No commit that the clone holds changed this file.</p>
      )}
      {items !== null && items.length > 0 && (
        <ScrollTable caption="Commits that changed the file, newest first">
          <thead>
            <tr>
              <th scope="col">Subject</th>
              <th scope="col">Commit</th>
              <th scope="col">Author</th>
              <th scope="col">Authored</th>
            </tr>
          </thead>
          <tbody>
            {items.map((one) => (
              <tr key={one.sha}>
                <th scope="row">{one.subject}</th>
                <td>
                  <code title={one.sha}>{shortSha(one.sha)}</code>
                </td>
                <td>{one.author}</td>
                <td class="one-line">{absolute(one.authored_at)}</td>
              </tr>
            ))}
          </tbody>
        </ScrollTable>
      )}
      {found?.more && query.limit < COMMITS_MAX && (
        <nav class="pager" aria-label="More commits">
          <a
            class="button"
            href={projectHref(project.id, "commits", {
              path,
              commit,
              limit: Math.min(COMMITS_MAX, query.limit * 4),
            })}
          >
            More commits
          </a>
        </nav>
      )}
    </ProjectPageFrame>
  );
});
