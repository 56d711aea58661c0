import { gunzipSync } from "node:zlib";
import { FactoryError } from "../domain/errors.ts";
import { ANALYZER_VERSION } from "../domain/version.ts";
import type { MapStore } from "../store/maps.ts";
import type { MapPartName, MapParts } from "../domain/wire/map_parts.ts";
import type { MapsService, ProjectsService } from "./contract.ts";

const COMMIT = /^[0-9a-f]{7,64}$/;

/** Compressed bytes of the parts that are kept parsed: some 20 times that in memory. */
const KEPT_BYTES = 2_000_000;

/** Reads published maps, and says why there is none. */
export function createMapsService(
  { projects, maps }: { projects: ProjectsService; maps: MapStore },
): MapsService {
  const kept = createPartCache(KEPT_BYTES);
  return {
    async document(projectId, commit) {
      const project = await projects.get(projectId);
      if (commit !== undefined && !COMMIT.test(commit)) {
        throw new FactoryError("invalid_fields", "The commit is not a commit id.", {
          remedy: "Give at least the first 7 hexadecimal digits, in lower case.",
          errors: [{ pointer: "/commit", detail: "must be 7 to 64 digits of 0-9 and a-f" }],
        });
      }
      const row = await maps.document(projectId, commit);
      if (row === null) {
        throw new FactoryError(
          "map_not_ready",
          commit === undefined
            ? `${JSON.stringify(project.name)} has no map yet.`
            : `There is no map of commit ${commit}.`,
          {
            remedy: project.repo_url === null
              ? "This project has no repository to analyse."
              : "GET /api/jobs?project_id=… shows how its analysis is doing; " +
                "POST /api/analyze-repo starts one.",
          },
        );
      }
      const { content: gzip, ...identity } = row;
      return { ...identity, gzip };
    },

    async view(projectId) {
      // What an older analyser left is shaped otherwise; it is made anew (`renewOutdated`).
      const gzip = await maps.view(projectId, ANALYZER_VERSION);
      return gzip === null ? null : parse(gzip);
    },

    async part<Name extends MapPartName>(projectId: string, name: Name) {
      const mapId = await maps.currentBy(projectId, ANALYZER_VERSION);
      if (mapId === null) return null;
      return await kept.get(`${mapId} ${name}`, () => maps.part(mapId, name)) as
        | MapParts[Name]
        | null;
    },
  };
}

/** Values by key, the one used longest ago leaving first; a key's value never changes. */
function createPartCache(maxBytes: number) {
  const kept = new Map<string, { value: unknown; bytes: number }>();
  let total = 0;
  return {
    async get(key: string, read: () => Promise<Uint8Array | null>): Promise<unknown> {
      const known = kept.get(key);
      if (known !== undefined) {
        kept.delete(key);
        kept.set(key, known);
        return known.value;
      }
      const gzip = await read();
      if (gzip === null) return null;
      const value = parse(gzip);
      // Another request may have read it meanwhile.
      if (!kept.has(key)) total += gzip.length;
      kept.set(key, { value, bytes: gzip.length });
      for (const [oldest, { bytes }] of kept) {
        if (total <= maxBytes || oldest === key) break;
        kept.delete(oldest);
        total -= bytes;
      }
      return value;
    },
  };
}

function parse(gzip: Uint8Array) {
  return JSON.parse(new TextDecoder().decode(gunzipSync(gzip)));
}
