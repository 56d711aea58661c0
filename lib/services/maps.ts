import { gunzipSync } from "node:zlib";
import { FactoryError } from "../domain/errors.ts";
import type { MapView } from "../domain/wire/map_view.ts";
import type { MapStore } from "../store/maps.ts";
import type { MapsService, ProjectsService } from "./contract.ts";

/** What views lack that an older version stored: they are shown until the next analysis. */
const ADDED_LATER: Pick<MapView, "routes" | "services"> = {
  routes: { total: 0, items: [], frameworks: [] },
  services: [],
};

const COMMIT = /^[0-9a-f]{7,64}$/;

/** Reads published maps, and says why there is none. */
export function createMapsService(
  { projects, maps }: { projects: ProjectsService; maps: MapStore },
): MapsService {
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
      const gzip = await maps.view(projectId);
      return gzip === null
        ? null
        : { ...ADDED_LATER, ...JSON.parse(new TextDecoder().decode(gunzipSync(gzip))) } as MapView;
    },
  };
}
