import type { Scene, SceneArc, SceneBox, SceneWay } from "../../lib/domain/wire/graph_scene.ts";
import { FileLink } from "../file_link.tsx";
import { count, plural } from "../format.ts";
import { graphHref, insideOf, insideWord, placeOf } from "./href.ts";
import { boxWords, namesOf, weightWords } from "./words.ts";

/** Rows of a list that are seen at once. */
const SHOWN = 12;

/** What is looked at, in words: the picture's twin. */
export function GraphPanel({ scene, projectId }: { scene: Scene; projectId: string }) {
  const focus = scene.boxes.find(({ id }) => id === scene.focus);
  return (
    <section
      id="graph-panel"
      class="graph-panel"
      aria-label="What is looked at"
      data-swap
      data-focus={scene.way === null ? scene.focus ?? undefined : undefined}
      data-way={scene.way === null ? undefined : JSON.stringify(wayIds(scene.way))}
    >
      {scene.missing.length > 0 && (
        <p class="note" role="alert">
          This map has no {scene.missing.map((id) => `“${id}”`).join(" and no ")} here.
        </p>
      )}
      {scene.way !== null
        ? <Way scene={scene} way={scene.way} projectId={projectId} />
        : focus !== undefined
        ? <Focus scene={scene} box={focus} projectId={projectId} />
        : <Legend scene={scene} />}
    </section>
  );
}

/** The boxes to light up for a way: those on it, or on the one back, or at least its ends. */
export function wayIds({ ids, reverse, from, to }: SceneWay): string[] {
  return ids ?? reverse ?? [from, to];
}

function Legend({ scene }: { scene: Scene }) {
  if (scene.view === "matrix") {
    return (
      <>
        <h2>How to read it</h2>
        <p>
          A row uses the columns in which it has a number: so many{" "}
          {scene.level === "files" ? "imports" : "pairs of files import each other"}. What is used
          stands before its users, so all is below the diagonal, but for what depends on each other:
          it is a tinted square. Its <span class="key-cycle">red cells</span> close a cycle.
        </p>
        <p class="muted small">Choose a name to see its row in words, or a number to see why.</p>
      </>
    );
  }
  const atRunTime = scene.cycles.some(({ type_only }) => !type_only);
  return (
    <>
      <h2>How to read it</h2>
      <p>
        Arrows run from left to right, to what is depended on; thicker means more imports.{" "}
        {atRunTime && (
          <>
            Red ones are part of a cycle, <span class="key-cycle">dashed</span>{" "}
            ones run back and close it; without the <span class="key-break">dotted</span>{" "}
            ones it is broken.{" "}
          </>
        )}
        {scene.cycles.some(({ type_only }) => type_only) && (
          <>
            A cycle of types only stays grey: nothing of it is left at run time. Dotted ones break
            it.
          </>
        )}
      </p>
      <p class="muted small">
        Choose a box to see what it uses and who uses it; choose it again to look into it.
      </p>
    </>
  );
}

function Focus(
  { scene, box, projectId }: { scene: Scene; box: SceneBox; projectId: string },
) {
  const uses = scene.arcs.filter(({ from }) => from === box.id).sort(byCount);
  const users = scene.arcs.filter(({ to }) => to === box.id).sort(byCount);
  const cycle = scene.cycles.find(({ members }) => members.includes(box.id));
  const inside = insideOf(projectId, scene, box);
  return (
    <>
      <h2>{box.name}</h2>
      <p class="muted small">
        <code>{box.path || "/"}</code>
      </p>
      <p class="small">{boxWords(scene, box)}.</p>
      <p class="actions">
        {inside !== null && (
          <a class="button slim" href={inside}>
            {{ parts: "Look into it", file: "Open the file", files: "Graph of its files" }[
              insideWord(scene, box)
            ]}
          </a>
        )}
        <a class="button slim" href={graphHref(projectId, placeOf(scene))}>Show all</a>
      </p>
      {cycle !== undefined && (
        <p class="small">
          In a cycle of {plural(cycle.members.length, "box", "boxes")}
          {cycle.type_only ? ", of types only" : ""}.
        </p>
      )}
      <Neighbours
        title="Uses"
        none="Uses none of the others."
        kind="out"
        {...{ scene, projectId }}
        arcs={uses}
        other={(arc) => arc.to}
      />
      <Neighbours
        title="Used by"
        none="None of the others uses it."
        kind="in"
        {...{ scene, projectId }}
        arcs={users}
        other={(arc) => arc.from}
      />
    </>
  );
}

function Neighbours(
  { title, none, kind, scene, projectId, arcs, other }: {
    title: string;
    none: string;
    kind: "in" | "out";
    scene: Scene;
    projectId: string;
    arcs: readonly SceneArc[];
    other: (arc: SceneArc) => string;
  },
) {
  const nameOf = namesOf(scene.boxes);
  const place = placeOf(scene);
  const rows = arcs.map((arc) => (
    <li key={`${arc.from}\0${arc.to}`}>
      <a href={graphHref(projectId, { ...place, focus: other(arc) })}>{nameOf(other(arc))}</a>{" "}
      <a
        class="small"
        href={`${graphHref(projectId, { ...place, focus: arc.from, to: arc.to })}#way`}
        aria-label={`${weightWords(scene, arc.count)}: ${nameOf(arc.from)} to ${nameOf(arc.to)}`}
      >
        {count(arc.count)}
      </a>
      {arc.cyclic && <span class="badge badge-none">cycle</span>}
      {arc.breaks && <span class="badge badge-none">breaks it</span>}
    </li>
  ));
  return (
    <>
      <h3>
        <span class={`key-${kind}`} aria-hidden="true" /> {title} {count(arcs.length)}
      </h3>
      {rows.length === 0
        ? <p class="muted small">{none}</p>
        : <ul class="graph-list">{rows.slice(0, SHOWN)}</ul>}
      {rows.length > SHOWN && (
        <details>
          <summary>{rows.length - SHOWN} more</summary>
          <ul class="graph-list">{rows.slice(SHOWN)}</ul>
        </details>
      )}
    </>
  );
}

function Way({ scene, way, projectId }: { scene: Scene; way: SceneWay; projectId: string }) {
  const nameOf = namesOf(scene.boxes);
  const place = placeOf(scene);
  const names = (ids: readonly string[]) => ids.map(nameOf).join(" → ");
  const turned = graphHref(projectId, { ...place, focus: way.to, to: way.from });
  return (
    <div id="way">
      <h2>
        {nameOf(way.from)} → {nameOf(way.to)}
      </h2>
      {way.ids === null
        ? (
          <p>
            There is none: {nameOf(way.from)} does not depend on{" "}
            {nameOf(way.to)}, nor does anything that it uses.
          </p>
        )
        : way.ids.length === 2
        ? <p>Directly.</p>
        : <p>The shortest way has {plural(way.ids.length - 1, "step")}: {names(way.ids)}.</p>}
      {way.reverse !== null && (
        <p>
          {way.ids === null ? "The other way round there is one" : "There is a way back as well"}:
          {" "}
          <a href={`${turned}#way`}>{names(way.reverse)}</a>.
        </p>
      )}
      {way.chain !== null && (
        <p class="small">
          One chain of imports runs all the way: {way.chain.map((path, index) => (
            <span key={path}>
              {index > 0 && " → "}
              <FileLink path={path} />
            </span>
          ))}
        </p>
      )}
      {way.ids !== null && way.ids.length > 2 && way.chain === null && scene.level !== "files" && (
        <p class="muted small">
          Each step is there, but no single chain of imports was found to run all the way.
        </p>
      )}
      {way.steps.map((step) => (
        <details key={`${step.from}\0${step.to}`} open={way.steps.length === 1}>
          <summary>
            {nameOf(step.from)} → {nameOf(step.to)}: {scene.level === "files"
              ? plural(step.items.length, "import")
              : plural(step.total, "pair of files", "pairs of files")}
          </summary>
          <ul class="paths">
            {step.items.map((edge) => (
              <li key={`${edge.from}\0${edge.to}\0${edge.line}`}>
                <FileLink path={edge.from} line={edge.line} /> → <FileLink path={edge.to} />{" "}
                {edge.type_only && <span class="badge badge-none">types only</span>}
              </li>
            ))}
            {step.total > step.items.length && (
              <li class="muted">and others: these are the first {step.items.length} imports</li>
            )}
          </ul>
        </details>
      ))}
      <p class="actions">
        <a class="button slim" href={graphHref(projectId, { ...place, focus: way.from })}>
          Only {nameOf(way.from)}
        </a>
        <a class="button slim" href={graphHref(projectId, place)}>Show all</a>
      </p>
    </div>
  );
}

function byCount(a: SceneArc, b: SceneArc): number {
  return b.count - a.count;
}
