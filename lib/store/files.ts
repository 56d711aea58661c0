/** Files of the current maps. Reads only; for the thread of requests. */
import type { Database } from "./database.ts";

/** A file as the current map knows it. */
export interface StoredFile {
  path: string;
  oid: string;
  bytes: number;
  language: string | null;
  component: string;
  /** All its lines; 0 where they were not counted (binary, too large). */
  lines: number;
}

const SHOWN = "born <= projections.generation AND (died IS NULL OR died > projections.generation)";
const COLUMNS = "path, oid, bytes, language, component, code + comment + blank AS lines";

export function createFileStore({ raw }: Database) {
  const findFile = raw.prepare(
    `SELECT ${COLUMNS} FROM projections JOIN map_files ON map_files.projection = projections.id ` +
      `WHERE projections.project_id = ? AND projections.map_id = ? AND path = ? AND ${SHOWN}`,
  );
  return {
    /** A file of a project's map, if that is the current one and has it. */
    find(projectId: string, mapId: string, path: string): StoredFile | null {
      return findFile.get(projectId, mapId, path) as unknown as StoredFile | undefined ?? null;
    },
  };
}
export type FileStore = ReturnType<typeof createFileStore>;
