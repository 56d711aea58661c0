/** Composition root off the main thread: reads whole stored maps, to compare them or for their graph. */
import { serveThread } from "./lib/platform/threads.ts";
import { compareStored } from "./lib/services/compare_stored.ts";
import { graphStored, type StoredGraph } from "./lib/services/graph_stored.ts";
import type { MapOrder } from "./lib/services/map_thread.ts";
import { openDatabase } from "./lib/store/database.ts";
import { createMapStore } from "./lib/store/maps.ts";

serveThread<MapOrder, string | StoredGraph>(async (order) => {
  const database = openDatabase(order.databasePath);
  try {
    const maps = createMapStore(database);
    return order.kind === "compare"
      ? await compareStored(maps, order.from, order.to)
      : await graphStored(maps, order.mapId);
  } finally {
    database.close();
  }
});
