import type { Picture, Scene, SceneArc, SceneBox } from "../../lib/domain/wire/graph_scene.ts";
import { Arrow, edgePath, edgeWidth } from "../component_graph.tsx";
import { compact, plural } from "../format.ts";
import { GraphBox } from "../graph_box.tsx";
import { graphHref, insideOf, placeOf } from "./href.ts";
import { wayIds } from "./panel.tsx";
import { arcWords, boxWords, itemWords, namesOf } from "./words.ts";

export const PICTURE_ID = "graph-picture";

/**
 * The graph, which islands/GraphView.tsx makes to zoom. Every box is a link that puts it in focus;
 * the one in focus leads to what is in it. Arcs that are not drawn are there, hidden, for when one of
 * their ends is looked at.
 */
export function GraphPicture({ scene, projectId }: { scene: Scene; projectId: string }) {
  const picture = scene.picture;
  if (picture === null) return null;
  const boxes = new Map(scene.boxes.map((box) => [box.id, box]));
  const arcs = new Map(scene.arcs.map((arc) => [`${arc.from}\0${arc.to}`, arc]));
  const nameOf = namesOf(scene.boxes);
  const lit = litOf(scene);
  const all = [
    ...scene.hidden.map((edge) => ({ edge, hidden: true })),
    ...picture.edges.map((edge) => ({ edge, hidden: false })),
  ];
  return (
    <div
      class="graph-view"
      tabIndex={0}
      role="region"
      aria-label="Graph; plus and minus zoom, arrows move it, 0 shows all of it"
    >
      <svg
        id={PICTURE_ID}
        class={lit.some ? "graph focused" : "graph"}
        viewBox={`0 0 ${picture.width} ${picture.height}`}
        width={picture.width}
        height={picture.height}
        role="group"
        aria-labelledby={`${PICTURE_ID}-title ${PICTURE_ID}-text`}
      >
        <title id={`${PICTURE_ID}-title`}>
          {scene.level === "files" ? "Graph of files" : "Graph of components"}
        </title>
        <desc id={`${PICTURE_ID}-text`}>
          {itemWords(scene, scene.total)} in {plural(scene.boxes.length, "box", "boxes")}, and{" "}
          {plural(scene.arcs.length, "dependency", "dependencies")}{" "}
          between them. Arrows point to what is depended on. The tables below have the same facts.
        </desc>
        <defs>
          {["", "-cycle", "-out", "-in"].map((kind) => (
            <Arrow
              key={kind}
              id={`${PICTURE_ID}-arrow${kind}`}
              className={kind === "" ? "arrow" : `arrow arrow${kind}`}
            />
          ))}
        </defs>
        {all.map(({ edge, hidden }) => {
          const arc = arcs.get(`${edge.from}\0${edge.to}`);
          return arc === undefined ? null : (
            <Edge
              key={`${edge.from}\0${edge.to}`}
              edge={edge}
              arc={arc}
              words={arcWords(scene, arc, nameOf)}
              state={`${hidden ? " edge-hidden" : ""}${lit.arc(arc)}`}
            />
          );
        })}
        {picture.nodes.map((place) => {
          const box = boxes.get(place.id);
          return box === undefined ? null : (
            <Box
              key={box.id}
              place={place}
              box={box}
              name={nameOf(box.id)}
              facts={boxWords(scene, box)}
              colour={scene.colours.find(([language]) => language === box.language)?.[1]}
              state={lit.box(box.id)}
              href={graphHref(projectId, { ...placeOf(scene), focus: box.id })}
              inside={insideOf(projectId, scene, box)}
              focused={box.id === scene.focus && scene.way === null}
            />
          );
        })}
      </svg>
    </div>
  );
}

function Edge(
  { edge, arc, words, state }: {
    edge: Picture["edges"][number];
    arc: SceneArc;
    words: string;
    state: string;
  },
) {
  const closes = arc.cyclic && edge.back;
  return (
    <path
      class={`edge${closes ? " edge-cycle" : arc.cyclic ? " edge-cyclic" : ""}${
        arc.breaks ? " edge-break" : ""
      }${state}`}
      d={edgePath(edge.points)}
      stroke-width={edgeWidth(arc.count)}
      data-from={arc.from}
      data-to={arc.to}
    >
      <title>{words}</title>
    </path>
  );
}

function Box(
  { place, box, name, facts, colour, state, href, inside, focused }: {
    place: Picture["nodes"][number];
    box: SceneBox;
    name: string;
    facts: string;
    colour: string | undefined;
    state: string;
    href: string;
    inside: string | null;
    focused: boolean;
  },
) {
  const second = box.kind === "group"
    ? `${compact(box.members.length)} together`
    : box.kind === "file"
    ? lines(box.code)
    : `${box.kind} · ${box.code === 0 ? plural(box.files, "file") : lines(box.code)}`;
  return (
    <a
      class={`node node-${box.kind}${state}`}
      href={focused && inside !== null ? inside : href}
      data-node={box.id}
      data-inside={inside ?? undefined}
    >
      <title>{`${box.path || box.name}\n${facts}`}</title>
      {box.kind === "group" && (
        <rect
          class="node-box"
          x={place.x + 4}
          y={place.y + 4}
          width={place.width}
          height={place.height}
          rx="7"
        />
      )}
      <GraphBox place={place} name={name} facts={second} colour={colour} />
    </a>
  );
}

function lines(code: number): string {
  return code === 1 ? "1 line" : `${compact(code)} lines`;
}

/** Which boxes and arcs stand out, as classes: of the way, or of the box in focus. */
function litOf({ way, focus, arcs }: Scene) {
  if (way !== null) {
    const ids = wayIds(way);
    const steps = new Set(ids.slice(1).map((id, index) => `${ids[index]}\0${id}`));
    return {
      some: true,
      box: (id: string) =>
        ids.includes(id) ? ` near${id === way.from || id === way.to ? " picked" : ""}` : "",
      arc: ({ from, to }: SceneArc) => steps.has(`${from}\0${to}`) ? " near near-out" : "",
    };
  }
  const near = new Set(
    arcs.flatMap(({ from, to }) => from === focus ? [to] : to === focus ? [from] : []),
  );
  return {
    some: focus !== null,
    box: (id: string) => id === focus ? " near picked" : near.has(id) ? " near" : "",
    arc: ({ from, to }: SceneArc) =>
      focus === null ? "" : from === focus ? " near near-out" : to === focus ? " near near-in" : "",
  };
}
