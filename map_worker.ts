/** Composition root off the main thread: reads whole stored maps. */
import { drawScene } from "./lib/analysis/scene/components.ts";
import type { Picture } from "./lib/domain/wire/graph_scene.ts";
import { serveThread } from "./lib/platform/threads.ts";
import { compareStored } from "./lib/services/compare_stored.ts";
import { entryStored, type StoredEntry } from "./lib/services/entry_stored.ts";
import { graphStored, type StoredGraph } from "./lib/services/graph_stored.ts";
import type { MapOrder } from "./lib/services/map_thread.ts";
import { openDatabase } from "./lib/store/database.ts";
import { createMapStore } from "./lib/store/maps.ts";

serveThread<MapOrder, string | StoredGraph | StoredEntry | Picture>(async (order) => {
  if (order.kind === "picture") return await drawScene(order.boxes, order.links);
  const database = openDatabase(order.databasePath);
  try {
    const maps = createMapStore(database);
    switch (order.kind) {
      case "compare":
        return await compareStored(maps, order.from, order.to);
      case "graph":
        return await graphStored(maps, order.mapId);
      case "entry":
        return await entryStored(maps, order.mapId, order.path);
    }
  } finally {
    database.close();
  }
});
