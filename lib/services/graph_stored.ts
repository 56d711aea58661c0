import { gunzipSync } from "node:zlib";
import { DEPENDENCY_KINDS } from "../domain/wire/map_terms.ts";
import type { SystemMap } from "../domain/wire/system_map.ts";
import type { MapStore } from "../store/maps.ts";
import { noMap } from "./compare_stored.ts";

/**
 * The dependencies of a map, small enough to keep: files by their number, edges as columns sorted by
 * `from`. What lies outside has no number: it is in `outside`.
 */
export interface StoredGraph {
  commit_sha: string;
  files: string[];
  /** Index into `components`, by file. */
  component: Int32Array;
  components: { id: string; name: string; root: string }[];
  /** Lines of code, by file. */
  code: Int32Array;
  /** Index into `languages`, by file; -1 for none. */
  language: Int16Array;
  languages: string[];
  from: Int32Array;
  to: Int32Array;
  line: Int32Array;
  /** Index into DEPENDENCY_KINDS; 128 added where only types are taken. */
  kind: Uint8Array;
  /** Packages, builtins and what could not be resolved, by file, as [name, line, resolution]. */
  outside: Map<number, [name: string, line: number, resolution: string][]>;
}

export const TYPE_ONLY = 128;

/**
 * Reads a map's graph. Large maps take seconds: not for the thread that answers requests.
 * @throws FactoryError `map_not_ready` where the map is gone
 */
export async function graphStored(
  maps: Pick<MapStore, "content">,
  mapId: string,
): Promise<StoredGraph> {
  const content = await maps.content(mapId);
  if (content === null) throw noMap(mapId);
  const map: SystemMap = JSON.parse(new TextDecoder().decode(gunzipSync(content)));
  const files = map.files.map(({ path }) => path);
  const number = new Map(files.map((path, index) => [path, index]));
  const components = map.components.map(({ id, name, root }) => ({ id, name, root }));
  const place = new Map(components.map(({ id }, index) => [id, index]));
  const languages = [...new Set(map.files.flatMap(({ language }) => language ?? []))];
  const languageNumber = new Map(languages.map((name, index) => [name, index]));
  const inside = map.dependencies.filter(({ from, to, resolution }) =>
    resolution === "file" && to !== null && number.has(from) && number.has(to)
  ).sort((a, b) => number.get(a.from)! - number.get(b.from)! || a.line - b.line);
  const outside: StoredGraph["outside"] = new Map();
  for (const { from, to, specifier, line, resolution } of map.dependencies) {
    const file = number.get(from);
    if (resolution === "file" || file === undefined) continue;
    const list = outside.get(file) ?? [];
    outside.set(file, list);
    list.push([to ?? specifier, line, resolution]);
  }
  return {
    commit_sha: map.commit.sha,
    files,
    component: Int32Array.from(map.files, (file) => place.get(file.component) ?? -1),
    components,
    code: Int32Array.from(map.files, ({ lines }) => lines.code),
    language: Int16Array.from(
      map.files,
      ({ language }) => languageNumber.get(language ?? "") ?? -1,
    ),
    languages,
    from: Int32Array.from(inside, ({ from }) => number.get(from)!),
    to: Int32Array.from(inside, ({ to }) => number.get(to!)!),
    line: Int32Array.from(inside, ({ line }) => line),
    kind: Uint8Array.from(
      inside,
      ({ kind, type_only }) => DEPENDENCY_KINDS.indexOf(kind) + (type_only ? TYPE_ONLY : 0),
    ),
    outside,
  };
}
