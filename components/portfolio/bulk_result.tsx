import type { ProjectBulkResult } from "../../lib/domain/wire/project.ts";
import { plural, shortAddress } from "../format.ts";
import { ScrollTable } from "../scroll_table.tsx";
import { Words } from "../words.tsx";

const WORDS = { added: "Added", exists: "Already there", refused: "Refused" } as const;
const BADGES = { added: "badge-green", exists: "badge-none", refused: "badge-red" } as const;

/**
 * What became of each address.
 * @param lines of each, in the order of the result, where they were written in lines
 */
export function BulkResult(
  { result, lines }: { result: ProjectBulkResult; lines: readonly number[] | null },
) {
  const { items, added, exists, refused } = result;
  return (
    <section id="bulk-result" class="section" aria-labelledby="bulk-title" tabIndex={-1}>
      <h2 id="bulk-title">
        {plural(added, "project")} added, {exists} already there, {refused} refused
      </h2>
      {added > 0 && (
        <p class="muted">
          Their analyses wait in the queue. <a href="/">See all projects</a>, or{" "}
          <a href="/jobs">the jobs</a>.
        </p>
      )}
      <ScrollTable caption="What became of each address">
        <thead>
          <tr>
            {lines !== null && <th scope="col" class="number">Line</th>}
            <th scope="col">Repository</th>
            <th scope="col">Result</th>
          </tr>
        </thead>
        <tbody>
          {items.map((one) => (
            <tr key={one.index}>
              {lines !== null && <td class="number">{lines[one.index]}</td>}
              <th scope="row">
                {one.project_id === null
                  ? one.repo_url === null
                    ? <span class="muted">not an address</span>
                    : shortAddress(one.repo_url)
                  : (
                    <a href={`/projects/${encodeURIComponent(one.project_id)}`}>
                      {one.repo_url === null ? one.name : shortAddress(one.repo_url)}
                    </a>
                  )}
              </th>
              <td>
                <span class={`badge ${BADGES[one.outcome]}`}>{WORDS[one.outcome]}</span>
                {one.error !== null && (
                  <>
                    {" "}
                    <Words text={one.error.message} />{" "}
                    {one.error.remedy !== null && (
                      <span class="remedy">
                        <Words text={one.error.remedy} />
                      </span>
                    )}
                  </>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </ScrollTable>
    </section>
  );
}
