/** The treemap's leaves: few enough to draw, and no code written here left out of the sums. */
import { isSourceLanguage } from "../../analysis/linguist.ts";
import { directoriesOf } from "../../analysis/paths.ts";
import type { MapView, ViewTreeLeaf } from "../../domain/wire/map_view.ts";
import type { MapFile } from "../../domain/wire/system_map.ts";
import { VIEW_LIMITS } from "./limits.ts";
import { compare, depth } from "./order.ts";

/**
 * The treemap's leaves: the largest files, and per directory the sum of its small rest. Data and
 * prose are left out where there is code, which they would dwarf.
 */
export function treeOf(files: readonly MapFile[]): Pick<MapView, "tree" | "tree_left_out"> {
  const written = files.filter((file) => !file.generated && !file.vendored);
  const code = written.filter(({ language, lines }) =>
    language !== null && isSourceLanguage(language) && lines.code > 0
  );
  const all = (code.length > 0 ? code : written).filter((file) => file.lines.code > 0);
  const { largest, rest } = largestOf(all);
  const leaves = largest.map((file): ViewTreeLeaf => ({
    path: file.path,
    files: 1,
    language: file.language,
    code: file.lines.code,
    component: file.component,
  }));
  const rests = restsByDirectory(rest);
  return {
    tree: [...leaves, ...rests].sort((a, b) => b.code - a.code || compare(a.path, b.path)),
    tree_left_out: {
      foreign: files.length - written.length,
      data: code.length === 0
        ? 0
        : written.filter((file) => file.lines.code > 0).length - code.length,
    },
  };
}

/** Parts files, keeping their order but for the largest; only those are sorted. */
function largestOf(files: readonly MapFile[]): { largest: MapFile[]; rest: MapFile[] } {
  const sizes = Float64Array.from(files, ({ lines }) => lines.code).sort();
  const least = sizes.at(-VIEW_LIMITS.treeFiles) ?? 0;
  const ranked = files.filter(({ lines }) => lines.code >= least)
    .sort((a, b) => b.lines.code - a.lines.code || compare(a.path, b.path));
  const largest = ranked.slice(0, VIEW_LIMITS.treeFiles);
  // Of those as large as the least of them some are left.
  const left = new Set(ranked.slice(VIEW_LIMITS.treeFiles));
  return {
    largest,
    rest: files.filter((file) => file.lines.code < least || left.has(file)),
  };
}

/** Adds small files up by directory, cutting paths shorter until few enough sums remain. */
function restsByDirectory(files: readonly MapFile[]): ViewTreeLeaf[] {
  const directoryOf = directoriesOf();
  let groups = Map.groupBy(files, ({ path }) => directoryOf(path));
  let levels = groups.keys().reduce((deepest, one) => Math.max(deepest, depth(one)), 0);
  for (; groups.size > VIEW_LIMITS.treeRests && levels > 0; levels--) {
    const shorter = new Map<string, MapFile[]>();
    for (const [directory, group] of groups) {
      const above = directory.split("/").slice(0, levels - 1).join("/");
      const list = shorter.get(above);
      if (list === undefined) shorter.set(above, [...group]);
      else for (const file of group) list.push(file);
    }
    groups = shorter;
  }
  return [...groups].map(([directory, group]) => sumRest(directory, group));
}

function sumRest(directory: string, files: readonly MapFile[]): ViewTreeLeaf {
  const byLanguage = new Map<string | null, number>();
  let code = 0;
  for (const file of files) {
    code += file.lines.code;
    byLanguage.set(file.language, (byLanguage.get(file.language) ?? 0) + file.lines.code);
  }
  const [main] = [...byLanguage].sort((a, b) => b[1] - a[1] || compare(a[0] ?? "", b[0] ?? ""));
  return {
    path: directory === "" ? "…" : `${directory}/…`,
    files: files.length,
    language: main?.[0] ?? null,
    code,
    component: null,
  };
}
