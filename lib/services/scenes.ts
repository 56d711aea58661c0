import { routeEdge } from "../analysis/layout/route.ts";
import { arcsBetween, matrixOrder, shortestWay } from "../analysis/scene/arcs.ts";
import { BOXES_MAX, GROUPED_MAX } from "../analysis/scene/components.ts";
import { groupItems } from "../analysis/scene/group.ts";
import { FactoryError } from "../domain/errors.ts";
import type {
  Picture,
  SceneArc,
  SceneBox,
  SceneCycle,
  SceneItem,
  SceneLink,
  SceneNeighbour,
  SceneQuery,
  SceneWay,
} from "../domain/wire/graph_scene.ts";
import type { MapView } from "../domain/wire/map_view.ts";
import type { GraphService, MapsService, ProjectsService, ScenesService } from "./contract.ts";
import type { DrawPicture } from "./ports.ts";

/** Rows and columns of a matrix that a browser still scrolls without a hitch. */
const MATRIX_MAX = 250;
/** Imports listed for one step of a way. */
const EVIDENCE_MAX = 100;
/** Pictures of groups and files that are kept: some 10 kB each. */
const PICTURES_KEPT = 200;
/** Components whose files are kept, with their imports and cycles. */
const STAGES_KEPT = 20;

/** What a scene is made from. */
interface Stage {
  level: "components" | "files";
  items: readonly SceneItem[];
  links: readonly SceneLink[];
  cycles: readonly SceneCycle[];
  component: SceneItem | null;
}

/** Makes the scenes of the graph page from the current map. */
export function createScenesService(
  { projects, maps, graph, draw }: {
    projects: Pick<ProjectsService, "get">;
    maps: Pick<MapsService, "view">;
    graph: Pick<GraphService, "between" | "inside" | "path">;
    draw: DrawPicture;
  },
): ScenesService {
  /** Both by map, which never changes. */
  const pictures = new Map<string, Promise<Picture>>();
  const stages = new Map<string, ReturnType<typeof graph.inside>>();

  async function stageOf(projectId: string, view: MapView, id: string | undefined): Promise<Stage> {
    if (id === undefined) return { level: "components", component: null, ...view.scene };
    const component = view.scene.items.find((item) => item.id === id);
    if (component === undefined) {
      throw new FactoryError("file_not_found", `The map has no component ${JSON.stringify(id)}.`, {
        remedy: "Look it up in the graph of all components.",
      });
    }
    const inside = await kept(
      stages,
      `${view.map_id}\n${id}`,
      STAGES_KEPT,
      () => graph.inside(projectId, id),
    );
    return { level: "files", component, ...inside };
  }

  async function wayBetween(
    projectId: string,
    { level }: Stage,
    items: readonly SceneItem[],
    boxes: ReadonlyMap<string, SceneBox>,
    arcs: readonly SceneArc[],
    from: string,
    to: string,
  ): Promise<SceneWay> {
    const ids = shortestWay(arcs, from, to);
    const reverse = shortestWay(arcs, to, from);
    const kind = level === "files" ? "file" : "component";
    const members = (id: string) => boxes.get(id)!.members.map((number) => items[number]!.id);
    const steps: SceneWay["steps"] = [];
    for (const [index, id] of (ids ?? reverse ?? []).entries()) {
      const next = (ids ?? reverse)![index + 1];
      if (next === undefined) break;
      const found = await graph.between(
        projectId,
        kind,
        members(id),
        members(next),
        EVIDENCE_MAX,
      );
      steps.push({ from: id, to: next, ...found });
    }
    // One step is a chain already; between groups there are too many to ask.
    const single = members(from).length === 1 && members(to).length === 1;
    const chain = ids === null || ids.length < 3 || !single || level === "files"
      ? null
      : (await graph.path(projectId, members(from)[0]!, members(to)[0]!)).edges;
    return {
      from,
      to,
      ids,
      reverse,
      steps,
      chain: chain === null ? null : [chain[0]!.from, ...chain.map((edge) => edge.to)],
    };
  }

  return {
    async scene(projectId, query) {
      await projects.get(projectId);
      const view = await maps.view(projectId);
      if (view === null) return null;
      const stage = await stageOf(projectId, view, query.component);
      const { items, links, cycles, level, component } = stage;
      const within = (query.group ?? "").replace(/[*…]$/, "");
      const total = items.filter(({ path }) => path.startsWith(within)).length;
      const asked = query.view === "files" ? "graph" : query.view;
      const shape = asked ?? (total > BOXES_MAX ? "matrix" : "graph");
      const boxes = shape === "matrix"
        ? groupItems(items, MATRIX_MAX, { within })
        : groupItems(items, BOXES_MAX, { grouped: GROUPED_MAX, within });
      const arcs = arcsBetween(boxes, links);
      const byId = new Map(boxes.map((box) => [box.id, box]));
      const shownCycles = cyclesWithin(cycles, items, within);
      const { found, missing } = locate(query, byId, boxes, items);
      const picture = shape === "matrix"
        ? null
        : level === "components" && within === ""
        ? view.scene.picture
        : await kept(
          pictures,
          `${view.map_id}\n${component?.id ?? ""}\n${within}`,
          PICTURES_KEPT,
          () => draw(boxes, links),
        );
      return {
        commit_sha: view.commit.sha,
        view: shape,
        level,
        component,
        within,
        total,
        grouped: boxes.some(({ members }) => members.length > 1),
        omitted: level === "components" ? view.scene.omitted : 0,
        boxes,
        arcs,
        cycles: shownCycles,
        cycle_names: namesIn(shownCycles, items, level),
        blocks: shape === "matrix" ? matrixOrder(boxes.map(({ id }) => id), arcs) : [],
        picture,
        hidden: picture === null ? [] : hiddenEdges(picture, arcs),
        focus: found.focus,
        way: found.focus === null || found.to === null || found.to === found.focus
          ? null
          : await wayBetween(projectId, stage, items, byId, arcs, found.focus, found.to),
        missing,
        colours: view.languages.flatMap(({ name, colour, source }) =>
          colour !== null && (source || view.totals.source.code === 0) ? [[name, colour]] : []
        ),
        ...component === null ? { uses: [], used_by: [] } : around(view, component.id),
      };
    },
  };
}

/** What is kept under this key, or is made; what was used longest ago is forgotten, and so is a failure. */
async function kept<T>(
  all: Map<string, Promise<T>>,
  key: string,
  most: number,
  make: () => Promise<T>,
): Promise<T> {
  const value = all.get(key) ?? make();
  all.delete(key);
  all.set(key, value);
  value.catch(() => all.delete(key));
  for (const oldest of all.keys()) {
    if (all.size <= most) break;
    all.delete(oldest);
  }
  return await value;
}

/** Cycles of which a part lies in what is shown. */
function cyclesWithin(
  cycles: readonly SceneCycle[],
  items: readonly SceneItem[],
  within: string,
): SceneCycle[] {
  if (within === "") return [...cycles];
  const shown = new Set(
    items.filter(({ path }) => path.startsWith(within)).map(({ id }) => id),
  );
  return cycles.filter(({ members }) => members.some((id) => shown.has(id)));
}

function namesIn(
  cycles: readonly SceneCycle[],
  items: readonly SceneItem[],
  level: Stage["level"],
): [string, string][] {
  const wanted = new Set(cycles.flatMap(({ members }) => members));
  return items.filter(({ id }) => wanted.has(id))
    .map(({ id, name, path }) => [id, level === "files" ? path : name]);
}

/** Boxes by the ids that were asked for; what is in a group is found in it. */
function locate(
  query: SceneQuery,
  byId: ReadonlyMap<string, SceneBox>,
  boxes: readonly SceneBox[],
  items: readonly SceneItem[],
) {
  const missing: string[] = [];
  const find = (id: string | undefined): string | null => {
    if (id === undefined || id === "") return null;
    if (byId.has(id)) return id;
    const number = items.findIndex((item) => item.id === id);
    const box = boxes.find(({ members }) => members.includes(number));
    if (box === undefined) missing.push(id);
    return box?.id ?? null;
  };
  return { found: { focus: find(query.focus), to: find(query.to) }, missing };
}

function hiddenEdges(picture: Picture, arcs: readonly SceneArc[]): Picture["edges"] {
  const shown = new Set(picture.edges.map(({ from, to }) => `${from}\0${to}`));
  const places = new Map(picture.nodes.map((node) => [node.id, node]));
  return arcs.flatMap(({ from, to }) => {
    const [start, end] = [places.get(from), places.get(to)];
    if (start === undefined || end === undefined || shown.has(`${from}\0${to}`)) return [];
    return [{ from, to, points: routeEdge(start, end, picture.nodes), back: start.x > end.x }];
  });
}

/** The components that a component uses and that use it, most imports first. */
function around({ scene }: MapView, id: string) {
  const list = (end: "from" | "to", other: "from" | "to") =>
    scene.links.filter((link) => scene.items[link[end]]!.id === id)
      .sort((a, b) => b.count - a.count)
      .map((link): SceneNeighbour => {
        const { id, name } = scene.items[link[other]]!;
        return { id, name, count: link.count };
      });
  return { uses: list("from", "to"), used_by: list("to", "from") };
}
