import type { Scene, SceneBox } from "../../lib/domain/wire/graph_scene.ts";

/** What the address of the graph page says; what is undefined is left to the page. */
export interface GraphPlace {
  view?: "graph" | "matrix" | "files" | undefined;
  component?: string | undefined;
  group?: string | undefined;
  focus?: string | undefined;
  to?: string | undefined;
}

/** The address of the graph page of a project. */
export function graphHref(projectId: string, place: GraphPlace = {}): string {
  let query = "";
  // By hand: a matrix has thousands of them, and URLSearchParams takes several times as long.
  for (const key of KEYS) {
    const value = place[key];
    if (value !== undefined && value !== "") query += `&${key}=${encodeURIComponent(value)}`;
  }
  const home = `/projects/${encodeURIComponent(projectId)}/graph`;
  return query === "" ? home : `${home}?${query.slice(1)}`;
}

const KEYS = ["view", "component", "group", "focus", "to"] as const;

/** Where the page is, without what is looked at. */
export function placeOf(scene: Scene): GraphPlace {
  return {
    view: scene.view,
    component: scene.component?.id,
    group: scene.within === "" ? undefined : scene.within,
  };
}

/** Where one looks into a box; null where there is nothing below it, as of a file. */
export function insideOf(projectId: string, scene: Scene, box: SceneBox): string | null {
  if (box.id.endsWith("…") && box.kind === "group") return null;
  if (box.kind === "group") {
    return graphHref(projectId, {
      ...placeOf(scene),
      view: undefined,
      group: box.id.slice(0, -1),
    });
  }
  return scene.level === "files"
    ? null
    : graphHref(projectId, { view: "files", component: box.id });
}
