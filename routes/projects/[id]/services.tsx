import { z } from "zod";
import { FileLink } from "../../../components/file_link.tsx";
import { count, plural } from "../../../components/format.ts";
import { RouteTable, SERVICE_WORDS, ServiceTable } from "../../../components/map/offerings.tsx";
import { Pager, slicePage } from "../../../components/pager.tsx";
import { projectHref } from "../../../components/project_href.ts";
import { ProjectPageFrame } from "../../../components/project_page.tsx";
import { ScrollTable } from "../../../components/scroll_table.tsx";
import { Section } from "../../../components/section.tsx";
import type { OfferingsPart } from "../../../lib/domain/wire/map_parts.ts";
import { SERVICE_KINDS } from "../../../lib/domain/wire/map_terms.ts";
import { page } from "../../../lib/web/mod.ts";
import { pageNumber, readPart } from "../../_parts.ts";
import { define } from "../../_state.ts";

const EVIDENCE_SHOWN = 5;
const EVIDENCE_MAX = 100;

/** Each list has pages of its own. */
const PageQuery = z.object({ routes: pageNumber, services: pageNumber, entries: pageNumber });
type Query = z.output<typeof PageQuery>;

export const handler = define.handlers({
  async GET(ctx) {
    return page(await readPart(ctx, { part: "offerings", query: PageQuery, title: "Services" }));
  },
});

export default define.page<typeof handler>(({ data: { project, query, part } }) => (
  <ProjectPageFrame
    project={project}
    current="services"
    title="Frameworks and services"
    lead={part === null ? undefined : summaryOf(part)}
    hasMap={part !== null}
  >
    {part !== null && <Offerings projectId={project.id} part={part} query={query} />}
  </ProjectPageFrame>
));

function summaryOf({ frameworks, services, routes, entry_points }: OfferingsPart): string {
  const entries = entry_points.reduce((sum, { paths }) => sum + paths.length, 0);
  return `${plural(frameworks.length, "framework")}, ${plural(services.length, "service")}, ${
    plural(routes.length, "HTTP route")
  } and ${plural(entries, "entry point")}, as the repository's own files say.`;
}

function Offerings(
  { projectId, part, query }: { projectId: string; part: OfferingsPart; query: Query },
) {
  const href = (change: Partial<Query>, anchor: string) =>
    `${projectHref(projectId, "services", { ...query, ...change })}#${anchor}`;
  const ordered = SERVICE_KINDS.flatMap((kind) => part.services.filter((one) => one.kind === kind));
  const services = slicePage(ordered, query.services);
  const routes = slicePage(part.routes, query.routes);
  const entries = slicePage(
    part.entry_points.flatMap(({ component, paths }) => paths.map((path) => ({ component, path }))),
    query.entries,
  );
  return (
    <>
      <Section id="frameworks" title="Frameworks">
        {part.frameworks.length === 0
          ? <p class="muted">No known framework is declared or configured here.</p>
          : <Frameworks frameworks={part.frameworks} />}
      </Section>
      <Section
        id="services"
        title="Services"
        lead={ordered.length === 0
          ? "No file says what is run, deployed or offered."
          : SERVICE_KINDS.flatMap((kind) => {
            const { length } = ordered.filter((one) => one.kind === kind);
            return length === 0 ? [] : [plural(length, SERVICE_WORDS[kind])];
          }).join(", ")}
      >
        {services.rows.length > 0 && (
          <ServiceTable caption="Services, with the line of each" services={services.rows} />
        )}
        <Pager
          slice={services}
          label="services"
          hrefOf={(page) => href({ services: page }, "services")}
        />
      </Section>
      <Section
        id="routes"
        title="HTTP routes"
        lead={part.routes.length === 0
          ? "No file declares a route in a way that is known."
          : "As the files declare them: prefixes that a router is mounted under are not added."}
      >
        {routes.rows.length > 0 && <RouteTable routes={routes.rows} />}
        <Pager slice={routes} label="routes" hrefOf={(page) => href({ routes: page }, "routes")} />
      </Section>
      <Section
        id="entry-points"
        title="Entry points"
        lead={entries.total === 0
          ? "No manifest or convention names a file where something begins."
          : undefined}
      >
        {entries.rows.length > 0 && (
          <ScrollTable caption="Entry points, by component">
            <thead>
              <tr>
                <th scope="col">Component</th>
                <th scope="col">Begins in</th>
              </tr>
            </thead>
            <tbody>
              {entries.rows.map(({ component, path }) => (
                <tr key={`${component.id} ${path}`}>
                  <th scope="row">{component.name}</th>
                  <td>
                    <FileLink path={path} />
                  </td>
                </tr>
              ))}
            </tbody>
          </ScrollTable>
        )}
        <Pager
          slice={entries}
          label="entry points"
          hrefOf={(page) => href({ entries: page }, "entry-points")}
        />
      </Section>
    </>
  );
}

function Frameworks({ frameworks }: { frameworks: OfferingsPart["frameworks"] }) {
  return (
    <ScrollTable caption="Frameworks, with their evidence">
      <thead>
        <tr>
          <th scope="col">Framework</th>
          <th scope="col" class="number">Places</th>
          <th scope="col">Evidence</th>
        </tr>
      </thead>
      <tbody>
        {frameworks.map(({ name, evidence }) => (
          <tr key={name}>
            <th scope="row">{name}</th>
            <td class="number">{count(evidence.length)}</td>
            <td>
              <Places places={evidence.slice(0, EVIDENCE_SHOWN)} />
              {evidence.length > EVIDENCE_SHOWN && (
                <details>
                  <summary>{count(evidence.length - EVIDENCE_SHOWN)} more</summary>
                  <Places places={evidence.slice(EVIDENCE_SHOWN, EVIDENCE_MAX)} />
                  {evidence.length > EVIDENCE_MAX && (
                    <p class="muted small">The JSON map has all of them.</p>
                  )}
                </details>
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </ScrollTable>
  );
}

function Places({ places }: { places: OfferingsPart["frameworks"][number]["evidence"] }) {
  return (
    <ul class="places">
      {places.map(({ path, line }) => (
        <li key={`${path}:${line}`}>
          <FileLink path={path} line={line} />
        </li>
      ))}
    </ul>
  );
}
