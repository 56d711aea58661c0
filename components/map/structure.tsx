import type { MapView } from "../../lib/domain/wire/map_view.ts";
import { ComponentGraph, ComponentTable } from "../component_graph.tsx";
import { count, plural } from "../format.ts";
import { languageClass, Swatch } from "../languages.tsx";
import { BarList, Section } from "../section.tsx";
import { LargestFiles, Treemap } from "../treemap.tsx";

/** Legends name this many languages. */
const LEGEND = 8;

export const GRAPH_ID = "component-graph";

export function Components({ view, ranks }: { view: MapView; ranks: Map<string, number> }) {
  const { layout } = view;
  const cyclicEdges = new Set(
    view.component_edges.filter((edge) => edge.cyclic).map((edge) => `${edge.from}\0${edge.to}`),
  );
  const { source, lines } = view.totals;
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
          {lines.code > source.code * 1.25 && " Lines are those of data and prose too."}
        </>
      }
    >
      {layout.nodes.length === 0
        ? <p class="muted">No components were found.</p>
        : <ComponentGraph view={view} ranks={ranks} domId={GRAPH_ID} />}
      <Omitted view={view} />
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

export function Files({ view, ranks }: { view: MapView; ranks: Map<string, number> }) {
  const names = [...ranks].filter(([, rank]) => rank < LEGEND);
  return (
    <Section
      id="files"
      title="Files"
      lead={
        <>
          Each rectangle is a file, as large as its lines, those of data and prose included.
          {view.tree_left_out > 0 &&
            ` ${plural(view.tree_left_out, "generated or vendored file")} left out.`}
        </>
      }
    >
      {view.tree.length === 0 ? <p class="muted">No file with lines of code.</p> : (
        <>
          <ul class="legend legend-tree">
            {names.map(([name, rank]) => (
              <li key={name} class={languageClass(rank)}>
                <Swatch rank={rank} /> {name}
              </li>
            ))}
            {view.languages.some((language) => !ranks.has(language.name)) && (
              <li class="lang-other">
                <Swatch rank={-1} /> Data, prose and others
              </li>
            )}
          </ul>
          <Treemap view={view} ranks={ranks} />
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
            <code>{cycle.files[0]}</code>
            {cycle.type_only && <span class="badge badge-none">types only</span>}
          </summary>
          <ul class="paths">
            {cycle.files.map((path) => (
              <li key={path}>
                <code>{path}</code>
              </li>
            ))}
            {cycle.total > cycle.files.length && (
              <li class="muted">and {count(cycle.total - cycle.files.length)} more</li>
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
