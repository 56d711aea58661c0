import { gunzipSync } from "node:zlib";
import { FactoryError } from "../domain/errors.ts";
import { ANALYZER_VERSION } from "../domain/version.ts";
import type { MapStore } from "../store/maps.ts";
import type { MapsService, ProjectsService } from "./contract.ts";

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
      // What an older analyser left is shaped otherwise; it is made anew (`renewOutdated`).
      const gzip = await maps.view(projectId, ANALYZER_VERSION);
      return gzip === null ? null : JSON.parse(new TextDecoder().decode(gunzipSync(gzip)));
    },
  };
}
