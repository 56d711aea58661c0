import { gunzipSync } from "node:zlib";
import type { SystemMap } from "../domain/wire/system_map.ts";
import type { StoredFile } from "../store/files.ts";
import type { MapStore } from "../store/maps.ts";
import { noMap } from "./compare_stored.ts";

/** What a map knows of one path. */
export interface StoredEntry {
  /** null where it has no such file. */
  file: StoredFile | null;
  /** Why the commit's entry of this path is no file of the map; null where it has none. */
  leftOut: string | null;
}

/**
 * Looks one path up in a stored map. Large maps take seconds: not for the thread that answers
 * requests.
 * @throws FactoryError `map_not_ready` where the map is gone
 */
export async function entryStored(
  maps: Pick<MapStore, "content">,
  mapId: string,
  path: string,
): Promise<StoredEntry> {
  const content = await maps.content(mapId);
  if (content === null) throw noMap(mapId);
  const map: SystemMap = JSON.parse(new TextDecoder().decode(gunzipSync(content)));
  const file = map.files.find((one) => one.path === path);
  const { skipped, failed } = map.coverage;
  const entry = skipped.concat(failed).find((one) => one.path === path);
  return { file: file === undefined ? null : stored(file), leftOut: entry?.reason ?? null };
}

function stored({ path, oid, bytes, language, component, lines }: SystemMap["files"][number]) {
  return { path, oid, bytes, language, component, lines: lines.code + lines.comment + lines.blank };
}
