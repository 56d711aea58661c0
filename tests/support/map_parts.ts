/** Parts of a map, as plain as they can be. */
import type { PlainComponent } from "../../lib/analysis/component_graph.ts";
import type { MapFile, MapHistory } from "../../lib/domain/wire/system_map.ts";

/** A component whose root is its id. */
export function plainComponent(id: string, more: Partial<PlainComponent> = {}): PlainComponent {
  return {
    id,
    name: id,
    kind: "module",
    root: id,
    language: "TypeScript",
    files: 1,
    lines: { code: 10, comment: 0, blank: 0 },
    source: { code: 10, comment: 0, blank: 0 },
    entry_points: [],
    ...more,
  };
}

/** A file of the component that its first directory names. */
export function plainFile(path: string, code = 10, more: Partial<MapFile> = {}): MapFile {
  return {
    path,
    language: "TypeScript",
    bytes: code * 30,
    lines: { code, comment: 1, blank: 2 },
    component: path.split("/")[0] ?? "",
    oid: "0".repeat(40),
    generated: false,
    vendored: false,
    documentation: false,
    test: false,
    history: null,
    ...more,
  };
}

const NOTHING = { commits: 0, authors: 0, bus_factor: 0, bot_commits: 0, mass_changes: 0 };

/** What is said of a commit whose history was not read. */
export const NO_HISTORY: MapHistory = {
  commits: 0,
  shallow: false,
  complete: true,
  since: null,
  window: NOTHING,
  all_time: NOTHING,
  activity: [],
  contributors: [],
};
