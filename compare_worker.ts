/** Composition root off the main thread: compares two stored maps. */
import { serveThread } from "./lib/platform/threads.ts";
import { compareStored } from "./lib/services/compare_stored.ts";
import type { CompareOrder } from "./lib/services/compare_thread.ts";
import { openDatabase } from "./lib/store/database.ts";
import { createMapStore } from "./lib/store/maps.ts";

serveThread<CompareOrder, string>(async ({ databasePath, from, to }) => {
  const database = openDatabase(databasePath);
  try {
    return await compareStored(createMapStore(database), from, to);
  } finally {
    database.close();
  }
});
