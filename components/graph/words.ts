import type { Scene, SceneArc, SceneBox } from "../../lib/domain/wire/graph_scene.ts";
import { namesApart, plural } from "../format.ts";

/** What a scene counts on its arcs: between components pairs of files, between files imports. */
export function weightWords({ level }: Pick<Scene, "level">, weight: number): string {
  return level === "files"
    ? plural(weight, "import")
    : plural(weight, "import of a file", "imports of files");
}

export function itemWords({ level }: Pick<Scene, "level">, number: number): string {
  return level === "files" ? plural(number, "file") : plural(number, "component");
}

/** `library, 12 files, 3,400 lines of code`. */
export function boxWords(scene: Scene, box: SceneBox): string {
  const kind = box.kind === "group" ? itemWords(scene, box.members.length) : box.kind;
  const files = scene.level === "files" ? [] : [plural(box.files, "file")];
  return [kind, ...files, plural(box.code, "line of code", "lines of code")].join(", ");
}

/** `cart → pay: 3 imports, part of a cycle`. */
export function arcWords(scene: Scene, arc: SceneArc, nameOf: (id: string) => string): string {
  return `${nameOf(arc.from)} → ${nameOf(arc.to)}: ${weightWords(scene, arc.count)}` +
    (arc.type_only ? ", types only" : "") +
    (arc.cyclic ? ", part of a cycle" : "") +
    (arc.breaks ? "; without it the cycle is broken, or nearer to that" : "");
}

/** Names of boxes by their ids; where two have the same, with where they lie. */
export function namesOf(boxes: readonly SceneBox[]): (id: string) => string {
  const names = namesApart(boxes);
  return (id) => names.get(id) ?? id;
}
