/**
 * A treemap of any number of files: each has its area, but only the larger ones are shapes of their
 * own. Smaller ones of one colour are drawn as one path, and those that nobody could see are added up
 * with the others of their colour in their folder, so that 10,000 files stay light.
 */
import { hierarchy, type HierarchyRectangularNode, treemap, treemapSquarify } from "d3-hierarchy";

export interface TreeItem {
  path: string;
  /** Its area. */
  value: number;
  /** Its colour: an index of the caller's. */
  group: number;
  /** What a pointer is told of it. */
  words: string;
  /** False where it has no page to open. */
  opens: boolean;
}

interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}
export interface DrawnFolder extends Box {
  path: string;
  name: string;
  /** 1 directly below the folder that is shown. */
  depth: number;
  value: number;
  files: number;
}
export interface DrawnFile extends Box {
  item: TreeItem;
  name: string;
}
export interface Drawing {
  width: number;
  height: number;
  /** Outer ones first. */
  folders: DrawnFolder[];
  files: DrawnFile[];
  /** SVG path data of the files without a shape of their own, by group. */
  small: { group: number; files: number; d: string }[];
}

export const FOLDER_LABEL = 17;
/** Below this area nobody could read or hit a file. */
const OWN_SHAPE_PX = 150;
const OWN_SHAPES_MAX = 700;
/** Below this area a file is added up with others. */
const SEEN_PX = 24;

interface Branch {
  name: string;
  path: string;
  item: TreeItem | null;
  files: number;
  children: Branch[];
}
type Cell = HierarchyRectangularNode<Branch>;

/**
 * @param items all below `folder`, with a value above 0
 * @param folder "" is the repository's root
 */
export function layoutTreemap(
  items: readonly TreeItem[],
  folder: string,
  { width, height }: { width: number; height: number },
): Drawing {
  const total = items.reduce((sum, { value }) => sum + value, 0);
  const unseen = total / (width * height) * SEEN_PX;
  const summed = hierarchy(branchesOf(items, folder, unseen), (branch) => branch.children)
    .sum((branch) => branch.item?.value ?? 0)
    .sort((a, b) => b.value! - a.value! || (a.data.path < b.data.path ? -1 : 1));
  const root = treemap<Branch>()
    .size([width, height])
    .tile(treemapSquarify.ratio(1.3))
    .paddingInner((cell) => cell.depth === 0 ? 4 : cell.depth === 1 ? 2 : isTiny(cell) ? 0 : 1)
    .paddingTop((cell) => isFramed(cell) ? FOLDER_LABEL : 0)
    .paddingRight((cell) => isFramed(cell) ? 2 : 0)
    .paddingBottom((cell) => isFramed(cell) ? 2 : 0)
    .paddingLeft((cell) => isFramed(cell) ? 2 : 0)(summed);
  const leaves = root.leaves().filter((cell) => cell.data.item !== null);
  const own = new Set(
    leaves.filter((cell) =>
      cell.data.files === 1 && areaOf(cell) >= OWN_SHAPE_PX && cell.x1 - cell.x0 >= 4 &&
      cell.y1 - cell.y0 >= 4
    )
      .sort((a, b) => areaOf(b) - areaOf(a)).slice(0, OWN_SHAPES_MAX),
  );
  return {
    width,
    height,
    folders: root.descendants().filter(isFramed).map((cell): DrawnFolder => ({
      path: cell.data.path,
      name: cell.data.name,
      depth: cell.depth,
      value: cell.value ?? 0,
      files: cell.data.files,
      ...boxOf(cell),
    })),
    files: leaves.filter((cell) => own.has(cell)).map((cell): DrawnFile => ({
      item: cell.data.item!,
      name: cell.data.name,
      ...boxOf(cell),
    })),
    small: [...Map.groupBy(
      leaves.filter((cell) => !own.has(cell)),
      (cell) => cell.data.item!.group,
    )].sort(([a], [b]) => a - b)
      .map(([group, cells]) => ({
        group,
        files: cells.reduce((sum, cell) => sum + cell.data.files, 0),
        d: cells.map(pathOf).join(""),
      })),
  };
}

/** Folders with a frame and a name: the top ones, and large ones below them. */
function isFramed(cell: Cell): boolean {
  if (cell.children === undefined) return false;
  const [width, height] = [cell.x1 - cell.x0, cell.y1 - cell.y0];
  return (cell.depth === 1 && width > 12 && height > FOLDER_LABEL + 6) ||
    (cell.depth === 2 && width > 90 && height > 56) ||
    (cell.depth === 3 && width > 180 && height > 120);
}

/** Gaps between so small files would be wider than they are. */
function isTiny(cell: Cell): boolean {
  return areaOf(cell) / Math.max(1, cell.data.files) < OWN_SHAPE_PX / 3;
}

function areaOf(cell: Cell): number {
  return (cell.x1 - cell.x0) * (cell.y1 - cell.y0);
}

function boxOf(cell: Cell): Box {
  return {
    x: tenths(cell.x0),
    y: tenths(cell.y0),
    width: tenths(cell.x1 - cell.x0),
    height: tenths(cell.y1 - cell.y0),
  };
}

/** A rectangle, a little smaller than its place where there is room for that: neighbours part. */
function pathOf(cell: Cell): string {
  const [width, height] = [cell.x1 - cell.x0, cell.y1 - cell.y0];
  const gap = Math.min(width, height) > 3 ? 0.6 : 0;
  const right = tenths(Math.max(0.2, width - gap));
  return `M${tenths(cell.x0)} ${tenths(cell.y0)}h${right}v${
    tenths(Math.max(0.2, height - gap))
  }h${-right}z`;
}

function tenths(value: number): number {
  return Math.round(value * 10) / 10;
}

/** @param unseen items of a lower value are added up by folder and group */
function branchesOf(items: readonly TreeItem[], folder: string, unseen: number): Branch {
  const root: Branch = {
    name: folder,
    path: folder,
    item: null,
    files: items.length,
    children: [],
  };
  const start = folder === "" ? 0 : folder.length + 1;
  const folders = new Map<string, Branch>([[folder, root]]);
  const folderAt = (path: string): Branch => {
    const known = folders.get(path);
    if (known !== undefined) return known;
    const slash = path.lastIndexOf("/");
    const parent = slash < start ? root : folderAt(path.slice(0, slash));
    const branch = { name: path.slice(slash + 1), path, item: null, files: 0, children: [] };
    folders.set(path, branch);
    parent.children.push(branch);
    return branch;
  };
  for (const item of items) {
    const slash = item.path.lastIndexOf("/");
    const parent = slash < start ? root : folderAt(item.path.slice(0, slash));
    if (item.value < unseen) {
      // No path of git holds a NUL.
      const path = `${parent.path}/\0${item.group}`;
      const known = folders.get(path);
      if (known?.item != null) {
        known.item.value += item.value;
        known.files++;
        continue;
      }
      const rest = { name: "", path, item: { ...item }, files: 1, children: [] };
      folders.set(path, rest);
      parent.children.push(rest);
      continue;
    }
    const name = item.path.slice(slash + 1);
    parent.children.push({ name, path: item.path, item, files: 1, children: [] });
  }
  // A single folder would waste a frame: it becomes the picture itself.
  const joined = joinSingles(root, true);
  const [only] = joined.children;
  return joined.children.length === 1 && only !== undefined && only.item === null ? only : joined;
}

/** A folder that holds one folder only is drawn as one: `src/main/java`. Counts files on the way. */
function joinSingles(branch: Branch, isRoot = false): Branch {
  const children = branch.children.map((child) => child.item === null ? joinSingles(child) : child);
  const files = children.reduce((sum, child) => sum + child.files, 0);
  const [only] = children;
  if (!isRoot && children.length === 1 && only !== undefined && only.item === null) {
    return { ...only, name: `${branch.name}/${only.name}` };
  }
  return { ...branch, files, children };
}
