import { deflateRawSync, inflateRawSync } from "node:zlib";
import type { HistoryCache } from "../domain/ports.ts";
import type { Database } from "./database.ts";

/** The fastest level: a walk is read once for each time that it is written. */
const COMPRESSION_LEVEL = 1;

/**
 * The last walk of one project's history by this analyser (`history_walks`), on this connection.
 * For worker threads: it speaks to SQLite directly, and compresses what may be megabytes.
 */
export function createHistoryCache(
  database: Database,
  projectId: string,
  analyzerVersion: number,
): HistoryCache {
  const select = database.raw.prepare(
    "SELECT commit_sha, basis, records FROM history_walks WHERE project_id = ? AND analyzer_version = ?",
  );
  // A project that was deleted in the meantime leaves nothing behind, and is no error here.
  const replace = database.raw.prepare(
    "INSERT OR REPLACE INTO history_walks (project_id, analyzer_version, commit_sha, basis, records) " +
      "SELECT id, ?, ?, ?, ? FROM projects WHERE id = ?",
  );
  return {
    load() {
      const row = select.get(projectId, analyzerVersion);
      return Promise.resolve(
        row === undefined ? null : {
          sha: String(row["commit_sha"]),
          basis: String(row["basis"]),
          records: new Uint8Array(inflateRawSync(row["records"] as Uint8Array)),
        },
      );
    },
    save({ sha, basis, records }) {
      const bytes = new Uint8Array(deflateRawSync(records, { level: COMPRESSION_LEVEL }));
      replace.run(analyzerVersion, sha, basis, bytes, projectId);
      return Promise.resolve();
    },
  };
}
