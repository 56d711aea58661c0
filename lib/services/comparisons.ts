import { FactoryError } from "../domain/errors.ts";
import type { MapKey, MapStore } from "../store/maps.ts";
import { noMap } from "./compare_stored.ts";
import type { ComparisonsService, ProjectsService } from "./contract.ts";
import type { CompareStored } from "./ports.ts";

/** A page that is loaded again, or polls, should not start a thread each time. */
const KEPT = 16;

/** Lists a project's maps and compares two of them. */
export function createComparisonsService(
  { projects, maps, compare }: {
    projects: Pick<ProjectsService, "get">;
    maps: Pick<MapStore, "list" | "resolve" | "currentKey" | "before" | "previous">;
    compare: CompareStored;
  },
): ComparisonsService {
  const kept = new Map<string, Promise<string>>();

  /** A stored map never changes, so neither does a comparison. */
  function compareOnce(from: MapKey, to: MapKey): Promise<string> {
    const key = `${from.id} ${to.id}`;
    const known = kept.get(key);
    if (known !== undefined) return known;
    const made = compare(from.id, to.id);
    kept.set(key, made);
    made.catch(() => kept.delete(key));
    if (kept.size > KEPT) kept.delete(kept.keys().next().value!);
    return made;
  }

  return {
    async maps(projectId, query) {
      await projects.get(projectId);
      return await maps.list(projectId, query);
    },

    previous: (projectId, mapId) => maps.previous(projectId, mapId),

    async compare(projectId, which) {
      const project = await projects.get(projectId);
      const given = async (text: string) => {
        const map = await maps.resolve(projectId, text);
        if (map === null) throw noMap(text);
        return map;
      };
      const to = which.to === undefined ? await maps.currentKey(projectId) : await given(which.to);
      if (to === null) throw noneYet(`${JSON.stringify(project.name)} has no map yet.`);
      const from = which.from === undefined
        ? await maps.before(projectId, to.id)
        : await given(which.from);
      if (from === null) throw noneYet("There is no map of an earlier commit to compare with.");
      return {
        tag: `${from.content_hash}-${to.content_hash}`,
        json: () => compareOnce(from, to),
      };
    },
  };
}

function noneYet(message: string): FactoryError {
  return new FactoryError("map_not_ready", message, {
    remedy: "POST /api/analyze-repo analyses the newest commit.",
  });
}
