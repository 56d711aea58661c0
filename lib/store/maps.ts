import type { Selectable, Transaction } from "kysely";
import type { z } from "zod";
import type { HealthStatus, PageQuery } from "../domain/wire/common.ts";
import type { MapSummary, PreviousMap } from "../domain/wire/compare.ts";
import type { MapPartName } from "../domain/wire/map_parts.ts";
import { ProjectFigures } from "../domain/wire/project.ts";
import { holdsClaim } from "./claims.ts";
import type { Database } from "./database.ts";
import type { Claim } from "./jobs.ts";
import { toPage } from "./page.ts";
import type { SystemMapsTable, Tables } from "./schema.ts";
import type { StagedProjection } from "./projection/stage.ts";

/** A map ready to be stored: JSON texts compressed by gzip, and what the project row takes of it. */
export interface MapDraft {
  id: string;
  project_id: string;
  content: Uint8Array<ArrayBuffer>;
  view: Uint8Array<ArrayBuffer>;
  parts: Readonly<Partial<Record<MapPartName, Uint8Array<ArrayBuffer>>>>;
  commit_sha: string;
  committed_at: string;
  branch: string | null;
  schema_version: number;
  analyzer_version: number;
  content_hash: string;
  shallow: 0 | 1;
  health: HealthStatus;
  figures: ProjectFigures;
}

/** A stored map of one commit, as far as a project row shows it. */
export interface MapIdentity {
  id: string;
  commit_sha: string;
  branch: string | null;
  shallow: 0 | 1;
}

/** All SQL about maps. */
export function createMapStore(database: Database) {
  const db = database.kysely;
  return {
    /**
     * Stores a map as the project's newest, in one transaction, if the job still holds its claim.
     * The same project, commit and analyser version give one map: the newer one, which may say
     * another branch, takes the place of the older.
     * @param staged the map as rows, which are shown from this moment on
     * @returns false where the claim is lost; then nothing is stored
     */
    async publish(
      draft: MapDraft,
      claim: Claim,
      now: string,
      staged: StagedProjection | null = null,
    ): Promise<boolean> {
      return await db.transaction().execute(async (tx) => {
        if (!await holdsClaim(tx, claim, draft.project_id)) return false;
        const { parts, ...columns } = draft;
        const figures = JSON.stringify(draft.figures);
        const row = { ...columns, figures, created_at: now };
        await tx.insertInto("system_maps").values(row)
          .onConflict((conflict) =>
            conflict.columns(["project_id", "commit_sha", "analyzer_version"]).doUpdateSet(row)
          ).execute();
        await tx.deleteFrom("map_parts").where("map_id", "=", draft.id).execute();
        const stored = Object.entries(parts).map(([name, content]) => ({
          map_id: draft.id,
          name: name as MapPartName,
          content,
        }));
        if (stored.length > 0) await tx.insertInto("map_parts").values(stored).execute();
        await tx.updateTable("projects").where("id", "=", draft.project_id).set({
          current_map_id: draft.id,
          health: draft.health,
          figures,
          last_commit: draft.commit_sha,
          last_commit_at: draft.committed_at,
          last_analyzed_at: now,
        }).execute();
        if (staged !== null) await show(tx, staged, draft.id);
        return true;
      });
    },

    /** The project's current map, if it is of this commit and analyser version. */
    async current(
      projectId: string,
      commit: string,
      analyzerVersion: number,
    ): Promise<MapIdentity | null> {
      return await db.selectFrom("projects")
        .innerJoin("system_maps", "system_maps.id", "projects.current_map_id")
        .select(["system_maps.id", "system_maps.commit_sha", "system_maps.branch", "shallow"])
        .where("projects.id", "=", projectId).where("commit_sha", "=", commit)
        .where("analyzer_version", "=", analyzerVersion).executeTakeFirst() ?? null;
    },

    /** Which map a project shows, without its content. */
    async identify(
      projectId: string,
    ): Promise<{ id: string; commit_sha: string; content_hash: string } | null> {
      return await db.selectFrom("projects")
        .innerJoin("system_maps", "system_maps.id", "projects.current_map_id")
        .select(["system_maps.id", "commit_sha", "content_hash"])
        .where("projects.id", "=", projectId).executeTakeFirst() ?? null;
    },

    /** Notes that the current map was found to be still true. */
    async confirm(projectId: string, now: string): Promise<void> {
      await db.updateTable("projects").where("id", "=", projectId)
        .set({ last_analyzed_at: now }).execute();
    },

    /** The current map's document, or the newest one of a commit (full sha or a prefix). */
    async document(projectId: string, commitPrefix?: string) {
      const columns = [
        "system_maps.id",
        "commit_sha",
        "system_maps.created_at",
        "content_hash",
        "content",
      ] as const;
      if (commitPrefix === undefined) {
        return await db.selectFrom("projects")
          .innerJoin("system_maps", "system_maps.id", "projects.current_map_id").select(columns)
          .where("projects.id", "=", projectId).executeTakeFirst() ?? null;
      }
      // A sha is hexadecimal (checked by the service), so it holds no LIKE wildcard.
      return await db.selectFrom("system_maps").select(columns)
        .where("project_id", "=", projectId).where("commit_sha", "like", `${commitPrefix}%`)
        .orderBy("id", "desc").limit(1).executeTakeFirst() ?? null;
    },

    /** Newest first. */
    async list(projectId: string, { limit, cursor }: z.output<typeof PageQuery>) {
      let select = db.selectFrom("system_maps").innerJoin("projects", "projects.id", "project_id")
        .select(SUMMARY).where("project_id", "=", projectId).orderBy("system_maps.id", "desc")
        .limit(limit + 1);
      if (cursor !== undefined) select = select.where("system_maps.id", "<", cursor);
      return toPage(await select.execute(), limit, toSummary);
    },

    /** The map of this id, or the newest one of a commit (full sha or a prefix). */
    async resolve(projectId: string, which: string): Promise<MapKey | null> {
      const maps = db.selectFrom("system_maps").select(["id", "content_hash"])
        .where("project_id", "=", projectId);
      const byId = await maps.where("id", "=", which).executeTakeFirst();
      if (byId !== undefined || !/^[0-9a-f]+$/.test(which)) return byId ?? null;
      return await maps.where("commit_sha", "like", `${which}%`).orderBy("id", "desc").limit(1)
        .executeTakeFirst() ?? null;
    },

    async currentKey(projectId: string): Promise<MapKey | null> {
      return await db.selectFrom("projects")
        .innerJoin("system_maps", "system_maps.id", "projects.current_map_id")
        .select(["system_maps.id", "content_hash"]).where("projects.id", "=", projectId)
        .executeTakeFirst() ?? null;
    },

    /** The newest map that is older than this one, and of another commit. */
    async before(projectId: string, id: string): Promise<MapKey | null> {
      return await db.selectFrom("system_maps").select(["id", "content_hash"])
        .where("project_id", "=", projectId).where("id", "<", id)
        .where(
          "commit_sha",
          "!=",
          (eb) =>
            eb.selectFrom("system_maps as this").select("commit_sha").where("this.id", "=", id),
        ).orderBy("id", "desc").limit(1).executeTakeFirst() ?? null;
    },

    /** `before`, with what lists show of it. */
    async previous(projectId: string, id: string): Promise<PreviousMap | null> {
      const key = await this.before(projectId, id);
      if (key === null) return null;
      const summaries = db.selectFrom("system_maps")
        .innerJoin("projects", "projects.id", "project_id").select(SUMMARY);
      const [row, shown] = await Promise.all([
        summaries.where("system_maps.id", "=", key.id).executeTakeFirst(),
        summaries.where("system_maps.id", "=", id).executeTakeFirst(),
      ]);
      if (row === undefined) return null;
      return {
        ...toSummary(row),
        other_analyzer: row.analyzer_version !== shown?.analyzer_version,
      };
    },

    /** The stored document of a map; null where it is gone. */
    async content(id: string): Promise<Uint8Array<ArrayBuffer> | null> {
      const row = await db.selectFrom("system_maps").select("content").where("id", "=", id)
        .executeTakeFirst();
      return row?.content ?? null;
    },

    /** The current map, if this analyser made it. */
    async currentBy(projectId: string, analyzerVersion: number): Promise<string | null> {
      const row = await db.selectFrom("projects")
        .innerJoin("system_maps", "system_maps.id", "projects.current_map_id")
        .select("system_maps.id").where("projects.id", "=", projectId)
        .where("analyzer_version", "=", analyzerVersion).executeTakeFirst();
      return row?.id ?? null;
    },

    /** A part of a map as its pages read it; null where it is gone. */
    async part(mapId: string, name: MapPartName): Promise<Uint8Array<ArrayBuffer> | null> {
      const row = await db.selectFrom("map_parts").select("content").where("map_id", "=", mapId)
        .where("name", "=", name).executeTakeFirst();
      return row?.content ?? null;
    },

    /** What the page shows of the current map, if this analyser made it. */
    async view(
      projectId: string,
      analyzerVersion: number,
    ): Promise<Uint8Array<ArrayBuffer> | null> {
      const row = await db.selectFrom("projects")
        .innerJoin("system_maps", "system_maps.id", "projects.current_map_id").select("view")
        .where("projects.id", "=", projectId).where("analyzer_version", "=", analyzerVersion)
        .executeTakeFirst();
      return row?.view ?? null;
    },
  };
}

/** Makes a staged generation the current one. */
async function show(
  tx: Transaction<Tables>,
  { projection, from, to, analyzerVersion }: StagedProjection,
  mapId: string,
): Promise<void> {
  const { numUpdatedRows } = await tx.updateTable("projections")
    .set({ generation: to, map_id: mapId, analyzer_version: analyzerVersion })
    .where("id", "=", projection).where("generation", "=", from).executeTakeFirst();
  // The claim keeps every other job of the project out, so this cannot be.
  if (numUpdatedRows !== 1n) {
    throw new Error(`Projection ${projection} changed while it was staged`);
  }
}

const SUMMARY = [
  "system_maps.id",
  "commit_sha",
  "system_maps.branch",
  "committed_at",
  "system_maps.created_at",
  "analyzer_version",
  "schema_version",
  "system_maps.health",
  "system_maps.figures",
  "current_map_id",
] as const;

function toSummary(
  { current_map_id, figures, ...row }:
    & Pick<
      Selectable<SystemMapsTable>,
      Exclude<keyof SystemMapsTable, "content" | "view" | "content_hash" | "project_id" | "shallow">
    >
    & { current_map_id: string | null },
): MapSummary {
  return {
    ...row,
    current: row.id === current_map_id,
    figures: figures === null ? null : ProjectFigures.parse(JSON.parse(figures)),
  };
}

/** Which map, and the hash of its text. */
export interface MapKey {
  id: string;
  content_hash: string;
}

export type MapStore = ReturnType<typeof createMapStore>;
