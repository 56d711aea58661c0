import type { MapView } from "../../lib/domain/wire/map_view.ts";
import { ComponentGraph, ComponentTable } from "../component_graph.tsx";
import { count, plural } from "../format.ts";
import { FileLink, pathParts, ProjectFiles } from "../file_link.tsx";
import { graphHref } from "../graph/href.ts";
import { type LanguageColours, LANGUAGES_SHOWN, Swatch } from "../languages.tsx";
import { BarList, MoreLink, Section } from "../section.tsx";
import { LargestFiles, Treemap } from "../treemap.tsx";

export const GRAPH_ID = "component-graph";

export function Components({ view, colours }: { view: MapView; colours: LanguageColours }) {
  const { layout } = view;
  const cyclicEdges = new Set(
    view.component_edges.filter((edge) => edge.cyclic).map((edge) => `${edge.from}\0${edge.to}`),
  );
  const cyclic = layout.edges.some((edge) =>
    edge.back && cyclicEdges.has(`${edge.from}\0${edge.to}`)
  );
  return (
    <Section
      id="components"
      title="Components"
      lead={
        <>
          Arrows point to what a component depends on; thicker means more files do.
          {cyclic && (
            <>
              {" "}
              <span class="key-cycle">Dashed red</span> arrows point back and close a cycle.
            </>
          )}
          {view.component_cycles.length > 0 && " Below them, what would break their cycles."}
        </>
      }
    >
      {layout.nodes.length === 0
        ? <p class="muted">No components were found.</p>
        : <ComponentGraph view={view} colours={colours} domId={GRAPH_ID} />}
      <Omitted view={view} />
      <ProjectFiles.Consumer>
        {(projectId) =>
          projectId !== null && (
            <p>
              <a href={graphHref(projectId)}>Explore the graph</a>{" "}
              <span class="muted small">ways, cycles, files, and as a matrix</span>
            </p>
          )}
      </ProjectFiles.Consumer>
      <ComponentCycles view={view} />
      <details>
        <summary>{plural(view.components.length, "component")} as a table</summary>
        <ComponentTable view={view} />
      </details>
    </Section>
  );
}

function Omitted({ view: { layout } }: { view: MapView }) {
  if (layout.omitted === 0 && layout.omitted_edges === 0) return null;
  const parts = [
    ...(layout.omitted > 0
      ? [`${plural(layout.omitted, "component")} (tests, or less connected)`]
      : []),
    ...(layout.omitted_edges > 0
      ? [
        `${
          plural(
            layout.omitted_edges,
            "weaker or implied dependency",
            "weaker or implied dependencies",
          )
        }`,
      ]
      : []),
  ];
  return <p class="muted small">Left out of the picture to keep it readable: {parts.join(", ")}.
  </p>;
}

/** Which components depend on each other, and the weakest edges between them. */
function ComponentCycles({ view }: { view: MapView }) {
  if (view.component_cycles.length === 0) return null;
  const names = new Map(view.components.map(({ id, name }) => [id, name]));
  const nameOf = (id: string) => names.get(id) ?? id;
  return (
    <details>
      <summary>
        {plural(view.component_cycles.length, "cycle")} of components, and what would break{" "}
        {view.component_cycles.length === 1 ? "it" : "them"}
      </summary>
      <ul class="paths">
        {view.component_cycles.map((cycle) => (
          <li key={cycle.components[0]}>
            {cycle.components.map(nameOf).join(", ")}
            {cycle.type_only && <span class="badge badge-none">types only</span>}
            <div class="muted small">
              Without{" "}
              {cycle.break_edges.map(({ from, to }) => `${nameOf(from)} → ${nameOf(to)}`).join(
                ", ",
              )}
            </div>
          </li>
        ))}
      </ul>
    </details>
  );
}

export function Files({ view, colours }: { view: MapView; colours: LanguageColours }) {
  const names = view.languages
    .filter((language) => language.lines.code > 0 && colours.has(language.name))
    .slice(0, LANGUAGES_SHOWN);
  const { foreign, data } = view.tree_left_out;
  const left = [
    ...foreign > 0 ? [plural(foreign, "generated or vendored file")] : [],
    ...data > 0 ? [plural(data, "file of data or prose", "files of data or prose")] : [],
  ];
  return (
    <Section
      id="files"
      title="Files"
      lead={
        <>
          Each rectangle is a file, as large as its lines of code.
          {left.length > 0 && ` Left out: ${left.join(", ")}.`}
        </>
      }
    >
      <MoreLink page="files">Zoom in, and colour by churn, owner, tests or coverage</MoreLink>
      {view.tree.length === 0 ? <p class="muted">No file with lines of code.</p> : (
        <>
          <ul class="legend legend-tree">
            {names.map(({ name, colour }) => (
              <li key={name}>
                <Swatch colour={colour} /> {name}
              </li>
            ))}
            {view.tree.some(({ language }) => language === null || !colours.has(language)) && (
              <li>
                <Swatch colour={null} /> Others
              </li>
            )}
          </ul>
          <Treemap view={view} colours={colours} />
          <details>
            <summary>The largest files as a table</summary>
            <LargestFiles view={view} />
          </details>
        </>
      )}
    </Section>
  );
}

export function DependedOn({ view }: { view: MapView }) {
  return (
    <Section
      id="depended-on"
      title="Most depended on"
      lead="A change here reaches the most other files."
    >
      {view.most_depended_on.length === 0
        ? <p class="muted">No file imports another file of this repository.</p>
        : (
          <BarList
            caption="Files by the number of files that depend on them"
            unit="Dependents"
            rows={view.most_depended_on.map((file) => ({
              label: file.path,
              file: true,
              value: file.dependents,
            }))}
          />
        )}
    </Section>
  );
}

export function Cycles({ view: { cycles } }: { view: MapView }) {
  const total = cycles.runtime + cycles.type_only;
  return (
    <Section
      id="cycles"
      title="Cycles"
      lead={total === 0
        ? "No file depends on itself through others. Nothing to untangle."
        : `${plural(cycles.runtime, "group")} of files that depend on each other at run time` +
          (cycles.type_only === 0
            ? "."
            : `, and ${cycles.type_only} that only types tie together.`)}
    >
      {cycles.items.map((cycle) => (
        <details key={cycle.files[0]} class="cycle">
          <summary>
            <span>{plural(cycle.total, "file")}</span>
            <code>{pathParts(cycle.files[0] ?? "")}</code>
            {cycle.type_only && <span class="badge badge-none">types only</span>}
          </summary>
          <ul class="paths">
            {cycle.files.map((path) => (
              <li key={path}>
                <FileLink path={path} />
              </li>
            ))}
            {cycle.total > cycle.files.length && (
              <li class="muted">and {count(cycle.total - cycle.files.length)} more</li>
            )}
          </ul>
          <p class="small">
            Without {cycle.breaks === 1 ? "this import" : `these ${count(cycle.breaks)} imports`}
            {" "}
            there is no cycle:
          </p>
          <ul class="paths">
            {cycle.break_edges.map(({ from, to }) => (
              <li key={`${from} ${to}`}>
                <FileLink path={from} /> → <FileLink path={to} />
              </li>
            ))}
            {cycle.breaks > cycle.break_edges.length && (
              <li class="muted">and {count(cycle.breaks - cycle.break_edges.length)} more</li>
            )}
          </ul>
        </details>
      ))}
      {total > cycles.items.length && (
        <p class="muted small">
          {count(total - cycles.items.length)} more cycles are in the JSON map.
        </p>
      )}
    </Section>
  );
}
