import type { Scene } from "../../lib/domain/wire/graph_scene.ts";
import { count, plural } from "../format.ts";
import { ScrollTable } from "../scroll_table.tsx";
import { Section } from "../section.tsx";
import { graphHref, insideOf, insideWord, placeOf } from "./href.ts";
import { namesOf } from "./words.ts";

/** Rows of the table of dependencies; beyond, the JSON map has them. */
const ARCS_SHOWN = 500;

/** Everything that the picture shows and leaves out, as tables. */
export function GraphTables({ scene, projectId }: { scene: Scene; projectId: string }) {
  const nameOf = namesOf(scene.boxes);
  const place = placeOf(scene);
  const uses = Map.groupBy(scene.arcs, ({ from }) => from);
  const users = Map.groupBy(scene.arcs, ({ to }) => to);
  const arcs = scene.arcs.toSorted((a, b) => b.count - a.count).slice(0, ARCS_SHOWN);
  return (
    <>
      {scene.cycles.length > 0 && <Cycles scene={scene} projectId={projectId} />}
      <Section id="graph-tables" title="As tables">
        <details>
          <summary>
            {scene.grouped
              ? plural(scene.boxes.length, "box", "boxes")
              : plural(scene.boxes.length, scene.level === "files" ? "file" : "component")}
          </summary>
          <ScrollTable caption="Boxes of the graph, by path">
            <thead>
              <tr>
                <th scope="col">Name</th>
                <th scope="col">Kind</th>
                <th scope="col" class="number">Files</th>
                <th scope="col" class="number">Code</th>
                <th scope="col" class="number">Used by</th>
                <th scope="col" class="number">Uses</th>
                <th scope="col">Look into it</th>
              </tr>
            </thead>
            <tbody>
              {scene.boxes.map((box) => {
                const inside = insideOf(projectId, scene, box);
                return (
                  <tr key={box.id}>
                    <th scope="row">
                      <a href={graphHref(projectId, { ...place, focus: box.id })}>
                        {nameOf(box.id)}
                      </a>{" "}
                      <code class="muted">{box.path || "/"}</code>
                    </th>
                    <td>
                      {box.kind === "group" ? `${count(box.members.length)} together` : box.kind}
                    </td>
                    <td class="number">{count(box.files)}</td>
                    <td class="number">{count(box.code)}</td>
                    <td class="number">{count(users.get(box.id)?.length ?? 0)}</td>
                    <td class="number">{count(uses.get(box.id)?.length ?? 0)}</td>
                    <td>
                      {inside === null ? "–" : (
                        <a
                          href={inside}
                          aria-label={`The ${insideWord(scene, box)} of ${nameOf(box.id)}`}
                        >
                          {insideWord(scene, box)}
                        </a>
                      )}
                    </td>
                  </tr>
                );
              })}
            </tbody>
          </ScrollTable>
        </details>
        {/* The matrix is a table of them already. */}
        {scene.view === "graph" && (
          <details>
            <summary>{plural(scene.arcs.length, "dependency", "dependencies")}</summary>
            <ScrollTable caption="Dependencies between boxes, those of most imports first">
              <thead>
                <tr>
                  <th scope="col">From</th>
                  <th scope="col">To</th>
                  <th scope="col" class="number">
                    {scene.level === "files" ? "Imports" : "Pairs of files"}
                  </th>
                  <th scope="col">Cycle</th>
                </tr>
              </thead>
              <tbody>
                {arcs.map((arc) => (
                  <tr key={`${arc.from}\0${arc.to}`}>
                    <th scope="row">{nameOf(arc.from)}</th>
                    <td>{nameOf(arc.to)}</td>
                    <td class="number">
                      <a
                        href={`${
                          graphHref(projectId, { ...place, focus: arc.from, to: arc.to })
                        }#way`}
                        aria-label={`${count(arc.count)}: why ${nameOf(arc.from)} uses ${
                          nameOf(arc.to)
                        }`}
                      >
                        {count(arc.count)}
                      </a>
                    </td>
                    <td>
                      {arc.breaks ? "breaks it" : arc.cyclic ? "part of one" : "–"}
                      {arc.type_only ? ", types only" : ""}
                    </td>
                  </tr>
                ))}
              </tbody>
            </ScrollTable>
            {scene.arcs.length > arcs.length && (
              <p class="muted small">
                {count(scene.arcs.length - arcs.length)} weaker ones are in the JSON map.
              </p>
            )}
          </details>
        )}
      </Section>
    </>
  );
}

/** Who depends on each other, and what would break that; of what the boxes stand for. */
function Cycles({ scene, projectId }: { scene: Scene; projectId: string }) {
  const names = new Map(scene.cycle_names);
  const nameOf = (id: string) => names.get(id) ?? id;
  const what = scene.level === "files" ? "file" : "component";
  return (
    <Section
      id="graph-cycles"
      title="Cycles"
      lead={`${
        scene.level === "files" ? "Files of this component" : "Components"
      } that depend on each other, and the dependencies without which they would not.`}
    >
      {scene.cycles.map((cycle) => (
        <details key={cycle.members[0]} class="cycle">
          <summary>
            <span>{plural(cycle.members.length, what)}</span>{" "}
            <code>{nameOf(cycle.members[0]!)}</code>
            {cycle.type_only && <span class="badge badge-none">types only</span>}
          </summary>
          <p class="small">{cycle.members.map(nameOf).join(", ")}</p>
          <p class="small">
            Without {cycle.breaks.length === 1 ? "this" : `these ${count(cycle.breaks.length)}`}
            {" "}
            there is no cycle:
          </p>
          <ul class="paths">
            {cycle.breaks.map(({ from, to }) => (
              <li key={`${from}\0${to}`}>
                <a href={`${graphHref(projectId, { ...placeOf(scene), focus: from, to })}#way`}>
                  {nameOf(from)} → {nameOf(to)}
                </a>
              </li>
            ))}
          </ul>
        </details>
      ))}
    </Section>
  );
}
