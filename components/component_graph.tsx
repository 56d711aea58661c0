import type { MapView, ViewComponent, ViewLayout } from "../lib/domain/wire/map_view.ts";
import { compact, count, namesApart, plural } from "./format.ts";
import { GraphBox } from "./graph_box.tsx";
import type { LanguageColours } from "./languages.tsx";
import { ScrollTable } from "./scroll_table.tsx";

/** Wider pictures scroll rather than shrink until they cannot be read. */
const WIDEST_TO_FIT = 1_800;

/** The anchor of a component's row in the table below the picture. */
export function componentAnchor(id: string): string {
  return `component-${encodeURIComponent(id)}`;
}

/**
 * Who depends on whom, from left to right. Every box links to its row in the table, so the picture
 * is walked by keyboard; islands/GraphFocus.tsx lights the neighbours up.
 */
export function ComponentGraph(
  { view, colours, domId }: { view: MapView; colours: LanguageColours; domId: string },
) {
  const { layout } = view;
  const start = startOf(layout);
  const components = new Map(view.components.map((component) => [component.id, component]));
  const names = namesApart(view.components.map(({ id, name, root }) => ({ id, name, path: root })));
  const edges = new Map(view.component_edges.map((edge) => [`${edge.from}\0${edge.to}`, edge]));
  return (
    <div class="graph-scroll" tabIndex={0} role="region" aria-label="Component graph, scrollable">
      <svg
        id={domId}
        class={layout.width > WIDEST_TO_FIT ? "graph graph-wide" : "graph"}
        viewBox={`0 0 ${layout.width} ${layout.height}`}
        width={layout.width}
        height={layout.height}
        role="group"
        aria-labelledby={`${domId}-title ${domId}-text`}
      >
        <title id={`${domId}-title`}>Component graph</title>
        <desc id={`${domId}-text`}>
          {plural(layout.nodes.length, "component")} and{" "}
          {plural(layout.edges.length, "dependency", "dependencies")}{" "}
          between them; arrows point to what is depended on. The table below has the same facts.
        </desc>
        <defs>
          <Arrow id={`${domId}-arrow`} className="arrow" />
          <Arrow id={`${domId}-arrow-cycle`} className="arrow arrow-cycle" />
        </defs>
        {layout.edges.map(({ from, to, points, back }) => {
          const edge = edges.get(`${from}\0${to}`);
          const uses = edge?.count ?? 1;
          const cyclic = edge?.cyclic ?? false;
          const closes = cyclic && back;
          return (
            <path
              key={`${from} ${to}`}
              class={closes ? "edge edge-cycle" : "edge"}
              d={edgePath(points)}
              stroke-width={edgeWidth(uses)}
              marker-end={`url(#${domId}-arrow${closes ? "-cycle" : ""})`}
              data-from={from}
              data-to={to}
            >
              <title>
                {names.get(from) ?? from} → {names.get(to) ?? to}:{" "}
                {plural(uses, "file dependency", "file dependencies")}
                {cyclic ? ", part of a cycle" : ""}
              </title>
            </path>
          );
        })}
        {layout.nodes.map((box) => {
          const component = components.get(box.id);
          return component === undefined ? null : (
            <Box
              key={box.id}
              box={box}
              component={component}
              name={names.get(box.id) ?? component.name}
              start={box.id === start}
              colour={component.language === null ? undefined : colours.get(component.language)}
            />
          );
        })}
      </svg>
    </div>
  );
}

export function Arrow({ id, className }: { id: string; className: string }) {
  return (
    <marker
      id={id}
      viewBox="0 0 8 8"
      refX="7"
      refY="4"
      markerWidth="8"
      markerHeight="8"
      markerUnits="userSpaceOnUse"
      orient="auto"
    >
      <path class={className} d="M0 .8 7.4 4 0 7.2Z" />
    </marker>
  );
}

function Box(
  { box, component, name, start, colour }: {
    box: ViewLayout["nodes"][number];
    component: ViewComponent;
    name: string;
    start: boolean;
    colour: string | undefined;
  },
) {
  const facts = `${component.kind}, ${plural(component.files, "file")}, ` +
    `${count(component.source.code)} lines of code, used by ${component.fan_in}, ` +
    `uses ${component.fan_out}`;
  return (
    <a
      class={`node node-${component.kind}`}
      href={`#${componentAnchor(component.id)}`}
      data-node={component.id}
      data-start={start ? "" : undefined}
    >
      <title>{`${name}\n${facts}`}</title>
      <GraphBox
        place={box}
        name={name}
        facts={`${component.kind} · ${
          component.source.code === 0
            ? plural(component.files, "file")
            : `${compact(component.source.code)} lines`
        }`}
        colour={colour}
      />
    </a>
  );
}

/** The box that the picture is read from: the leftmost that depends on another; null for none. */
function startOf({ nodes, edges }: ViewLayout): string | null {
  const uses = new Set(edges.map(({ from }) => from));
  const [first] = nodes.filter(({ id }) => uses.has(id)).sort((a, b) => a.x - b.x);
  return first?.id ?? null;
}

/** 1–3.4 px, growing with the logarithm: a hundred uses are not a hundred times as thick. */
export function edgeWidth(uses: number): number {
  return Math.round(Math.min(3.4, 1 + Math.log2(Math.max(1, uses)) * 0.38) * 10) / 10;
}

/** The layout's splines come as a start followed by cubic triples; a lone rest is a shorter curve. */
export function edgePath(points: readonly { x: number; y: number }[]): string {
  const [start, ...rest] = points;
  if (start === undefined) return "";
  const at = (point: { x: number; y: number }) => `${point.x} ${point.y}`;
  let path = `M${at(start)}`;
  for (let index = 0; index < rest.length; index += 3) {
    const part = rest.slice(index, index + 3);
    path += `${part.length === 3 ? "C" : part.length === 2 ? "Q" : "L"}${part.map(at).join(" ")}`;
  }
  return path;
}

/** The picture's twin: the same components as a table, all of them. */
export function ComponentTable({ view }: { view: MapView }) {
  return (
    <ScrollTable caption="Components, largest first">
      <thead>
        <tr>
          <th scope="col">Component</th>
          <th scope="col">Kind</th>
          <th scope="col">Language</th>
          <th scope="col" class="number">Files</th>
          <th scope="col" class="number">Code</th>
          <th scope="col" class="number">Used by</th>
          <th scope="col" class="number">Uses</th>
          <th scope="col" class="number" title="Uses ÷ (used by + uses)">Instability</th>
          <th scope="col" class="number" title="Longest way down its dependencies">Depth</th>
        </tr>
      </thead>
      <tbody>
        {view.components.map((component) => (
          <tr key={component.id} id={componentAnchor(component.id)}>
            <th scope="row">
              {component.name} <code class="muted">{component.root || "/"}</code>
              {component.entry_points.length > 0 && (
                <div class="muted small">
                  Starts at{" "}
                  {component.entry_points.slice(0, 3).map((path) => <code key={path}>{path}</code>)}
                </div>
              )}
            </th>
            <td>{component.kind}</td>
            <td>{component.language ?? "none"}</td>
            <td class="number">{count(component.files)}</td>
            <td class="number">{count(component.source.code)}</td>
            <td class="number">{count(component.fan_in)}</td>
            <td class="number">{count(component.fan_out)}</td>
            <td class="number">
              {component.instability === null ? "–" : component.instability.toFixed(2)}
            </td>
            <td class="number">{count(component.depth)}</td>
          </tr>
        ))}
      </tbody>
    </ScrollTable>
  );
}
