import { z } from "zod";
import { absolute, count, percent, plural } from "../../../components/format.ts";
import { Activity } from "../../../components/map/activity.tsx";
import { CoChangeTable } from "../../../components/people/co_changes.tsx";
import { OwnersTable } from "../../../components/people/owners_table.tsx";
import { authorTones, byRisk } from "../../../components/people/shares.ts";
import { Pager, slicePage } from "../../../components/pager.tsx";
import { projectHref } from "../../../components/project_href.ts";
import { ProjectPageFrame } from "../../../components/project_page.tsx";
import { ScrollTable } from "../../../components/scroll_table.tsx";
import { Section } from "../../../components/section.tsx";
import type { PeoplePart } from "../../../lib/domain/wire/map_parts.ts";
import { page } from "../../../lib/web/mod.ts";
import { pageNumber, readPart } from "../../_parts.ts";
import { define } from "../../_state.ts";

const COMPONENT_ROWS = 50;

/** Each list has pages of its own. */
const PageQuery = z.object({ page: pageNumber, pairs: pageNumber });

export const handler = define.handlers({
  async GET(ctx) {
    return page(await readPart(ctx, { part: "people", query: PageQuery, title: "People" }));
  },
});

export default define.page<typeof handler>(({ data: { project, query, part } }) => (
  <ProjectPageFrame project={project} current="people" title="People" hasMap={part !== null}>
    {part !== null && <People projectId={project.id} part={part} query={query} />}
  </ProjectPageFrame>
));

function People(
  { projectId, part, query }: {
    projectId: string;
    part: PeoplePart;
    query: z.output<typeof PageQuery>;
  },
) {
  const { history, owners, co_changes } = part;
  const components = new Map(part.components.map((one) => [one.id, one]));
  const tones = authorTones(owners);
  const slice = slicePage(byRisk(owners), query.page, COMPONENT_ROWS);
  const pairs = slicePage(co_changes, query.pairs, COMPONENT_ROWS);
  const href = (change: Partial<typeof query>, anchor: string) =>
    `${projectHref(projectId, "people", { ...query, ...change })}#${anchor}`;
  if (history.commits === 0) {
    return <p class="empty">No history was read for this commit, so nobody is known.</p>;
  }
  return (
    <>
      <p class="lead page-lead">{summaryOf(part)}</p>
      {history.activity.length > 0 && (
        <Section id="activity" title="Activity">
          <Activity weeks={history.activity} />
        </Section>
      )}
      {owners.length > 0 && (
        <Section
          id="owners"
          title="Who knows what"
          lead="The bus factor is the smallest number of authors with more than half of the commits: where it is 1, one person's leave is a risk. Components that fewest people know come first; their names lead to the files, coloured by owner."
        >
          <OwnersTable
            projectId={projectId}
            owners={slice.rows}
            components={components}
            tones={tones}
          />
          <Pager slice={slice} label="components" hrefOf={(page) => href({ page }, "owners")} />
        </Section>
      )}
      <Section id="contributors" title="Contributors">
        <Contributors history={history} tones={tones} />
      </Section>
      <Section
        id="co-changes"
        title="Files that change together"
        lead={co_changes.length === 0
          ? "No two files often changed in one commit in the last 12 months."
          : "Pairs of the last 12 months. A pair without an import between them hides a dependency that the graph does not show."}
      >
        {pairs.rows.length > 0 && <CoChangeTable pairs={pairs.rows} />}
        <Pager slice={pairs} label="pairs" hrefOf={(page) => href({ pairs: page }, "co-changes")} />
      </Section>
    </>
  );
}

function summaryOf({ history, owners }: PeoplePart): string {
  const { all_time, window, since, complete } = history;
  const lonely = owners.filter(({ all_time: { bus_factor } }) => bus_factor === 1).length;
  const recent = since === null
    ? ""
    : ` Since ${absolute(since).slice(0, 10)}: ${plural(window.commits, "commit")} by ${
      plural(window.authors, "author")
    }.`;
  const left = all_time.bot_commits + all_time.mass_changes;
  return `${plural(all_time.commits, "commit")} by ${plural(all_time.authors, "author")}${
    all_time.bus_factor === 0
      ? ""
      : `; ${plural(all_time.bus_factor, "author")} made more than half of them`
  }.${recent} ${
    lonely === 0
      ? "No component rests on one author alone."
      : `${plural(lonely, "component")} of ${count(owners.length)} rest${
        lonely === 1 ? "s" : ""
      } mostly on one author.`
  }${
    left === 0 ? "" : ` ${plural(left, "commit")} of bots or of more than 100 files not counted.`
  }${complete ? "" : " Older commits were not read."}`;
}

function Contributors(
  { history, tones }: { history: PeoplePart["history"]; tones: ReadonlyMap<string, string> },
) {
  const { contributors } = history;
  const total = contributors.reduce((sum, { commits }) => sum + commits, 0);
  const most = contributors.reduce((max, { commits }) => Math.max(max, commits), 1);
  return (
    <>
      <ScrollTable caption="Contributors, most commits first">
        <thead>
          <tr>
            <th scope="col">Name</th>
            <th scope="col" class="bar-cell">Commits of all time</th>
            <th scope="col" class="number">Commits</th>
            <th scope="col" class="number">Share</th>
            <th scope="col" class="number">12 months</th>
            <th scope="col">First</th>
            <th scope="col">Last</th>
          </tr>
        </thead>
        <tbody>
          {contributors.map((one) => (
            <tr key={one.name}>
              <th scope="row">{one.name}</th>
              <td class="bar-cell">
                <svg width="100%" height="8" aria-hidden="true">
                  <rect
                    class={tones.get(one.name) ?? "cat-other"}
                    width={`${(one.commits / most * 100).toFixed(1)}%`}
                    height="8"
                    rx="2"
                  />
                </svg>
              </td>
              <td class="number">{count(one.commits)}</td>
              <td class="number">{percent(one.commits / Math.max(1, total))}</td>
              <td class="number">{count(one.recent_commits)}</td>
              <td class="one-line">{absolute(one.first_commit).slice(0, 10)}</td>
              <td class="one-line">{absolute(one.last_commit).slice(0, 10)}</td>
            </tr>
          ))}
        </tbody>
      </ScrollTable>
      {contributors.length === 100 && (
        <p class="muted small">The map names the 100 with most commits.</p>
      )}
    </>
  );
}
