import { z } from "zod";
import { ComponentFilter } from "../../../components/component_filter.tsx";
import { FileLink } from "../../../components/file_link.tsx";
import { absolute, count, percent, plural } from "../../../components/format.ts";
import { Scatter } from "../../../components/hotspots/scatter.tsx";
import { type Spot, spotsOf } from "../../../components/hotspots/spots.ts";
import { Pager, slicePage } from "../../../components/pager.tsx";
import { projectHref } from "../../../components/project_href.ts";
import { ProjectPageFrame } from "../../../components/project_page.tsx";
import { ScrollTable } from "../../../components/scroll_table.tsx";
import { Section } from "../../../components/section.tsx";
import type { FilesPart } from "../../../lib/domain/wire/map_parts.ts";
import { page } from "../../../lib/web/mod.ts";
import { pageNumber, readPart } from "../../_parts.ts";
import { define } from "../../_state.ts";

const PageQuery = z.object({
  component: z.string().max(500).optional(),
  page: pageNumber,
});

export const handler = define.handlers({
  async GET(ctx) {
    return page(await readPart(ctx, { part: "files", query: PageQuery, title: "Hotspots" }));
  },
});

export default define.page<typeof handler>(({ data: { project, query, part } }) => (
  <ProjectPageFrame project={project} current="hotspots" title="Hotspots" hasMap={part !== null}>
    {part !== null && <Hotspots projectId={project.id} part={part} query={query} />}
  </ProjectPageFrame>
));

function Hotspots(
  { projectId, part, query }: {
    projectId: string;
    part: FilesPart;
    query: z.output<typeof PageQuery>;
  },
) {
  const chosen = part.components.findIndex(({ id }) => id === query.component);
  const all = spotsOf(part);
  const spots = query.component ? all.filter(({ component }) => component === chosen) : all;
  const slice = slicePage(spots, query.page);
  return (
    <>
      <p class="lead page-lead">{summaryOf(spots, part.since)}</p>
      <ComponentFilter components={part.components} chosen={query.component} />
      {spots.length === 0 ? null : (
        <>
          <Scatter projectId={projectId} spots={spots} />
          <Section id="table" title="In figures">
            <ScrollTable caption="Files that changed in the last 12 months, the worst first">
              <thead>
                <tr>
                  <th scope="col">File</th>
                  <th scope="col" class="number">Score</th>
                  <th scope="col" class="number">Commits</th>
                  <th scope="col" class="number">Lines</th>
                  <th scope="col" class="number" title="Of all time">Authors</th>
                  <th scope="col" class="name-cell">Main author</th>
                  <th scope="col" class="name-cell">Component</th>
                </tr>
              </thead>
              <tbody>
                {slice.rows.map((spot) => (
                  <tr key={spot.path}>
                    <th scope="row">
                      <FileLink path={spot.path} />
                    </th>
                    <td class="number">{spot.score === 0 ? "–" : percent(spot.score)}</td>
                    <td class="number">{count(spot.commits)}</td>
                    <td class="number">{count(spot.code)}</td>
                    <td class="number">{count(spot.authors)}</td>
                    <td>{spot.owner ?? ""}</td>
                    <td>{part.components[spot.component]?.name ?? ""}</td>
                  </tr>
                ))}
              </tbody>
            </ScrollTable>
            <Pager
              slice={slice}
              label="files"
              hrefOf={(page) =>
                `${projectHref(projectId, "hotspots", { component: query.component, page })}#table`}
            />
          </Section>
        </>
      )}
    </>
  );
}

function summaryOf(spots: readonly Spot[], since: string | null): string {
  if (since === null) return "No history was read for this commit, so nothing is known of changes.";
  const [worst] = spots;
  if (worst === undefined) {
    return `No file of code changed since ${absolute(since).slice(0, 10)}.`;
  }
  const hot = spots.filter(({ score }) => score >= 0.25).length;
  return `${plural(spots.length, "file")} of code changed since ${absolute(since).slice(0, 10)}. ` +
    `Large files that change often are where a defect is most likely to appear: ${worst.path} has ` +
    `${plural(worst.code, "line")} and ${plural(worst.commits, "commit")}${
      hot > 1 ? `, and ${plural(hot, "file")} reach a quarter of the worst file's score` : ""
    }. The score is commits times lines, as a share of the worst file's; tests, generated and ` +
    "vendored files are left out.";
}
