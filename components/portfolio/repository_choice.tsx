import type { GitHubImportPage } from "../../lib/domain/wire/github.ts";
import { plural } from "../format.ts";
import { ScrollTable } from "../scroll_table.tsx";
import { Ago } from "../time.tsx";

/** Repositories with a box each: ticked, unless they are registered already. */
export function RepositoryChoice({ items }: { items: GitHubImportPage["items"] }) {
  const open = items.filter(({ project_id }) => project_id === null).length;
  const there = items.length - open;
  return (
    <>
      <h2>{plural(items.length, "repository", "repositories")}</h2>
      <p class="muted">
        {there === 0
          ? "All of them are chosen: take the tick from those that are not wanted."
          : `${open} are chosen; ${there} of them are registered already.`}
      </p>
      <ScrollTable caption="Repositories to choose from">
        <thead>
          <tr>
            <th scope="col">Add</th>
            <th scope="col">Repository</th>
            <th scope="col">Language</th>
            <th scope="col">Pushed</th>
          </tr>
        </thead>
        <tbody>
          {items.map((one) => (
            <tr key={one.full_name}>
              <td>
                {one.project_id === null
                  ? (
                    <label class="tick">
                      <input type="checkbox" name="repo" value={one.clone_url} defaultChecked />
                      <span class="visually-hidden">Add {one.full_name}</span>
                    </label>
                  )
                  : <a href={`/projects/${encodeURIComponent(one.project_id)}`}>There</a>}
              </td>
              <th scope="row">
                {one.full_name} {one.private && <span class="badge">Private</span>}{" "}
                {one.archived && <span class="badge">Archived</span>}{" "}
                {one.fork && <span class="badge">Fork</span>}
                {one.description !== null && (
                  <span class="muted small about">{one.description}</span>
                )}
              </th>
              <td>{one.language}</td>
              <td>{one.pushed_at !== null && <Ago at={one.pushed_at} />}</td>
            </tr>
          ))}
        </tbody>
      </ScrollTable>
    </>
  );
}
