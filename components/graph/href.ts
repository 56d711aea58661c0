import { fileHref } from "../file_href.ts";
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

/** Where one looks into a box: its parts, its files, the file; null where there is nothing below it. */
export function insideOf(projectId: string, scene: Scene, box: SceneBox): string | null {
  if (box.kind === "group") {
    // What is left over has no name of its own.
    if (box.id.endsWith("…")) return null;
    const place = { ...placeOf(scene), view: undefined, group: box.id.slice(0, -1) };
    return graphHref(projectId, place);
  }
  return scene.level === "files"
    ? fileHref(projectId, box.id)
    : graphHref(projectId, { view: "files", component: box.id });
}

/** What `insideOf` leads to, in a word. */
export function insideWord({ level }: Scene, box: SceneBox): "parts" | "file" | "files" {
  return box.kind === "group" ? "parts" : level === "files" ? "file" : "files";
}
