import type { Picture, SceneBox, SceneLink } from "../domain/wire/graph_scene.ts";
import { moduleUrl } from "../platform/resources.ts";
import { startThread } from "../platform/threads.ts";
import type { StoredEntry } from "./entry_stored.ts";
import type { StoredGraph } from "./graph_stored.ts";
import type { CompareStored, DrawPicture, FindEntry, ReadGraph } from "./ports.ts";

/** What map_worker.ts is asked. */
export type MapOrder =
  & { databasePath: string }
  & (
    | { kind: "compare"; from: string; to: string }
    | { kind: "graph"; mapId: string }
    | { kind: "entry"; mapId: string; path: string }
    | { kind: "picture"; boxes: readonly SceneBox[]; links: readonly SceneLink[] }
  );

/**
 * Reads whole maps in a thread of its own, one order at a time: two maps of 100,000 files are 100 MB
 * of JSON, which would hold up every request, and whose memory ends with the thread.
 */
export function createMapThread(
  databasePath: string,
): { compare: CompareStored; graph: ReadGraph; entry: FindEntry; draw: DrawPicture } {
  let last: Promise<unknown> = Promise.resolve();
  async function run<T>(order: MapOrder): Promise<T> {
    const thread = startThread(moduleUrl("map_worker"), "map");
    try {
      return await thread.call<T>(order);
    } finally {
      thread.terminate();
    }
  }
  function inTurn<T>(order: MapOrder): Promise<T> {
    const mine = last.then(() => run<T>(order));
    // Whoever comes next waits for this one's end, not for its success.
    last = mine.catch(() => {});
    return mine;
  }
  return {
    compare: (from, to) => inTurn<string>({ kind: "compare", databasePath, from, to }),
    graph: (mapId) => inTurn<StoredGraph>({ kind: "graph", databasePath, mapId }),
    entry: (mapId, path) => inTurn<StoredEntry>({ kind: "entry", databasePath, mapId, path }),
    draw: (boxes, links) => inTurn<Picture>({ kind: "picture", databasePath, boxes, links }),
  };
}
