import { ComparisonText } from "../../../components/comparison.tsx";
import { ProjectFiles } from "../../../components/file_link.tsx";
import { absolute, count, shortSha } from "../../../components/format.ts";
import { ProjectNav } from "../../../components/project_page.tsx";
import { ScrollTable } from "../../../components/scroll_table.tsx";
import { Section } from "../../../components/section.tsx";
import { Trend } from "../../../components/trend.tsx";
import { FactoryError } from "../../../lib/domain/errors.ts";
import {
  CompareQuery,
  type Comparison,
  type MapSummary,
} from "../../../lib/domain/wire/compare.ts";
import { page, readQuery } from "../../../lib/web/mod.ts";
import { define } from "../../_state.ts";

const MAPS_SHOWN = 60;

/** A form sends what nobody chose as an empty text. */
const PageQuery = CompareQuery.extend({
  from: CompareQuery.shape.from.or(CompareQuery.shape.from.unwrap().length(0)),
  to: CompareQuery.shape.to.or(CompareQuery.shape.to.unwrap().length(0)),
});

export const handler = define.handlers({
  async GET(ctx) {
    const { projects, comparisons, maps: stored } = ctx.state.services;
    const id = ctx.params["id"] ?? "";
    const project = await projects.get(id);
    const { from, to } = readQuery(ctx.url, PageQuery);
    ctx.state.title = `Changes of ${project.name}`;
    const maps = await comparisons.maps(id, { limit: MAPS_SHOWN });
    let comparison: Comparison | null = null;
    let problem: string | null = null;
    try {
      const found = await comparisons.compare(id, {
        ...(from ? { from } : {}),
        ...(to ? { to } : {}),
      });
      comparison = JSON.parse(await found.json());
    } catch (error) {
      if (!(error instanceof FactoryError) || error.code !== "map_not_ready") throw error;
      problem = [error.message, error.remedy].filter(Boolean).join(" ");
    }
    // Edges between components name them by id alone.
    const people = comparison === null ? null : await stored.part(id, "people");
    const names = new Map(people?.components.map((one) => [one.id, one.name]));
    return page({
      project,
      maps: maps.items,
      comparison,
      names,
      problem,
      asked: Boolean(from || to),
    });
  },
});

export default define.page<typeof handler>((
  { data: { project, maps, comparison, names, problem, asked } },
) => {
  const home = `/projects/${encodeURIComponent(project.id)}`;
  return (
    <ProjectFiles.Provider value={project.id}>
      <div class="page-head">
        <div>
          <p class="crumbs">
            <a href="/">Projects</a> / <a href={home}>{project.name}</a>
          </p>
          <h1>What changed</h1>
        </div>
      </div>
      <ProjectNav projectId={project.id} current="changes" />
      {maps.length > 0 && (
        <div class="trends">
          <Trend title="Health" maps={maps} of={(map) => map.figures?.health_score ?? null} />
          <Trend title="Lines of code" maps={maps} of={(map) => map.figures?.code_lines ?? null} />
          <Trend title="Files" maps={maps} of={(map) => map.figures?.files ?? null} />
          <Trend title="Components" maps={maps} of={(map) => map.figures?.components ?? null} />
          <Trend title="Imports" maps={maps} of={(map) => map.figures?.dependencies ?? null} />
          <Trend title="Cycles" maps={maps} of={(map) => map.figures?.cycles ?? null} />
        </div>
      )}
      {maps.length > 1 && (
        <form method="get" class="compare-form">
          <Choice
            name="from"
            label="From"
            maps={maps}
            chosen={comparison?.from.map_id ?? null}
          />
          <Choice name="to" label="To" maps={maps} chosen={comparison?.to.map_id ?? null} />
          <button type="submit">Compare</button>
        </form>
      )}
      {comparison !== null && (
        <Section
          id="comparison"
          title={`${shortSha(comparison.from.commit_sha)} to ${shortSha(comparison.to.commit_sha)}`}
          lead={comparison.same_analyzer
            ? `Committed ${absolute(comparison.from.committed_at)} and ${
              absolute(comparison.to.committed_at)
            }.`
            : "Two versions of the analyser made these maps: some of this may be the newer one's doing, not the code's."}
        >
          <ComparisonText comparison={comparison} names={names} />
          <p class="muted small">
            <a
              href={`/api/projects/${encodeURIComponent(project.id)}/compare?from=${
                comparison.from.map_id ?? ""
              }&to=${comparison.to.map_id ?? ""}`}
            >
              All of it as JSON
            </a>
          </p>
        </Section>
      )}
      {problem !== null && (
        <p class="empty">
          {asked || maps.length !== 1
            ? problem
            : "There is one map so far. After the next analysis of a newer commit, this page shows what has changed."}
        </p>
      )}
      {maps.length > 0 && (
        <Section id="maps" title="Maps">
          <ScrollTable caption="Maps that are kept, newest first">
            <thead>
              <tr>
                <th scope="col">Commit</th>
                <th scope="col">Committed</th>
                <th scope="col" class="number">Health</th>
                <th scope="col" class="number">Lines</th>
                <th scope="col" class="number">Files</th>
                <th scope="col" class="number">Components</th>
                <th scope="col" class="number">Cycles</th>
              </tr>
            </thead>
            <tbody>
              {maps.map((map) => (
                <tr key={map.id}>
                  <th scope="row">
                    <code title={map.commit_sha}>{shortSha(map.commit_sha)}</code>{" "}
                    {map.current && <span class="muted small">current</span>}
                  </th>
                  <td class="one-line">{absolute(map.committed_at ?? map.created_at)}</td>
                  <td class="number">{figure(map, "health_score")}</td>
                  <td class="number">{figure(map, "code_lines")}</td>
                  <td class="number">{figure(map, "files")}</td>
                  <td class="number">{figure(map, "components")}</td>
                  <td class="number">{figure(map, "cycles")}</td>
                </tr>
              ))}
            </tbody>
          </ScrollTable>
        </Section>
      )}
    </ProjectFiles.Provider>
  );
});

type Figure = "health_score" | "code_lines" | "files" | "components" | "cycles";

function figure({ figures }: MapSummary, name: Figure): string {
  return figures === null ? "" : count(figures[name]);
}

function Choice(
  { name, label, maps, chosen }: {
    name: string;
    label: string;
    maps: readonly MapSummary[];
    chosen: string | null;
  },
) {
  return (
    <label>
      {label}
      <select name={name}>
        {maps.map((map) => (
          <option key={map.id} value={map.id} selected={map.id === chosen}>
            {shortSha(map.commit_sha)}, {absolute(map.committed_at ?? map.created_at)}
          </option>
        ))}
      </select>
    </label>
  );
}
