import { DatabaseSync } from "node:sqlite";

export interface StoredJob {
  id: string;
  status: string;
  attempt: number;
}

/** What a data directory holds, read from its file while no server runs. */
export function stored(dataDir: string): { jobs: StoredJob[]; maps: number } {
  const database = new DatabaseSync(`${dataDir}/factory.sqlite`);
  try {
    const jobs = database.prepare("SELECT id, status, attempt FROM background_jobs").all();
    const maps = database.prepare("SELECT count(*) AS count FROM system_maps").get();
    return {
      jobs: jobs.map((job) => ({ ...job }) as unknown as StoredJob),
      maps: Number(maps?.["count"]),
    };
  } finally {
    database.close();
  }
}
