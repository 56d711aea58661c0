/** The components of a map as a scene, with its picture: made once, when the map is published. */
import type {
  ComponentScene,
  Picture,
  SceneBox,
  SceneItem,
  SceneLink,
} from "../../domain/wire/graph_scene.ts";
import type { SystemMap } from "../../domain/wire/system_map.ts";
import { drawBoxes } from "../layout.ts";
import { keepPlaces } from "../layout/keep_places.ts";
import { compareCodeUnits } from "../paths.ts";
import { arcsBetween, markCycles, type PlainLink } from "./arcs.ts";
import { groupItems } from "./group.ts";

/** More components than a page can carry. */
const COMPONENTS_MAX = 1_000;
/** Beyond this many boxes a picture is not read any more, and its boxes are grouped into fewer. */
export const BOXES_MAX = 60;
export const GROUPED_MAX = 40;

/** @param previous the picture of the project's map before this one */
export async function componentScene(
  map: Pick<SystemMap, "components" | "component_dependencies">,
  previous: Picture | null = null,
): Promise<ComponentScene> {
  const items = [...map.components]
    .sort((a, b) => b.source.code - a.source.code || compareCodeUnits(a.id, b.id))
    .slice(0, COMPONENTS_MAX)
    .sort((a, b) => compareCodeUnits(a.id, b.id))
    .map(({ id, name, kind, root, language, files, source }): SceneItem => ({
      id,
      name,
      kind,
      path: root,
      language,
      files,
      code: source.code,
    }));
  const number = new Map(items.map(({ id }, index) => [id, index]));
  const plain = map.component_dependencies.flatMap(
    ({ from, to, edges, type_only }): PlainLink[] => {
      const [source, target] = [number.get(from), number.get(to)];
      return source === undefined || target === undefined
        ? []
        : [{ from: source, to: target, count: edges, type_only }];
    },
  );
  const { links, cycles } = markCycles(items, plain);
  const boxes = groupItems(items, BOXES_MAX, { grouped: GROUPED_MAX });
  return {
    items,
    links,
    cycles,
    omitted: map.components.length - items.length,
    picture: await drawScene(boxes, links, previous),
  };
}

/** The picture of some boxes; what was in the previous one keeps its place. */
export async function drawScene(
  boxes: readonly SceneBox[],
  links: readonly SceneLink[],
  previous: Picture | null = null,
): Promise<Picture> {
  const arcs = arcsBetween(boxes, links);
  return (previous === null ? null : keepPlaces(previous, boxes, arcs)) ??
    { ...await drawBoxes(boxes, arcs), drift: 0 };
}
