import { gunzipSync } from "node:zlib";
import { compareMaps } from "../analysis/compare.ts";
import { FactoryError } from "../domain/errors.ts";
import type { SystemMap } from "../domain/wire/system_map.ts";
import type { MapStore } from "../store/maps.ts";

/**
 * Reads two maps and compares them; JSON text. Large maps take seconds: not for the thread that
 * answers requests.
 * @throws FactoryError `map_not_ready` where one is gone
 */
export async function compareStored(
  maps: Pick<MapStore, "content">,
  from: string,
  to: string,
): Promise<string> {
  const read = async (id: string): Promise<SystemMap> => {
    const content = await maps.content(id);
    if (content === null) throw noMap(id);
    return JSON.parse(new TextDecoder().decode(gunzipSync(content)));
  };
  return JSON.stringify(compareMaps(await read(from), await read(to), { from, to }));
}

/** What to say where a map that is asked for is not there. */
export function noMap(which: string): FactoryError {
  return new FactoryError("map_not_ready", `This project has no map ${which}.`, {
    remedy: "GET /api/projects/{id}/maps lists the maps that are kept.",
  });
}
