import { hierarchy, type HierarchyRectangularNode, treemap, treemapSquarify } from "d3-hierarchy";
import type { MapView, ViewTreeLeaf } from "../lib/domain/wire/map_view.ts";
import { FileLink } from "./file_link.tsx";
import { count, plural } from "./format.ts";
import { type LanguageColours, languageFill } from "./languages.tsx";
import { ScrollTable } from "./scroll_table.tsx";
import { fit } from "./treemap_label.ts";

const WIDTH = 1120;
const HEIGHT = 560;
const DIRECTORY_LABEL = 17;
/** Rows of the table twin. */
const TABLE_ROWS = 40;

interface Branch {
  name: string;
  path: string;
  leaf: ViewTreeLeaf | null;
  children: Branch[];
}
type Cell = HierarchyRectangularNode<Branch>;

/** Every file as a rectangle as large as its lines, inside the directories it lives in. */
export function Treemap({ view, colours }: { view: MapView; colours: LanguageColours }) {
  const root = place(toBranches(view.tree));
  const cells = root.leaves().filter((cell) => cell.data.leaf !== null);
  const directories = root.descendants().filter(isFramed);
  return (
    <div class="treemap-scroll" tabIndex={0} role="region" aria-label="Treemap, scrollable">
      <svg
        class="treemap"
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        role="img"
        aria-labelledby="treemap-title treemap-text"
      >
        <title id="treemap-title">Files by lines of code</title>
        <desc id="treemap-text">
          {plural(view.tree.reduce((sum, leaf) => sum + leaf.files, 0), "file")}{" "}
          drawn as rectangles, coloured by language. The table below lists the largest.
        </desc>
        {directories.map((cell) => <Directory key={cell.data.path} cell={cell} />)}
        {cells.map((cell) => {
          const leaf = cell.data.leaf;
          return leaf === null ? null : (
            <File
              key={leaf.path}
              cell={cell}
              leaf={leaf}
              colour={leaf.language === null ? undefined : colours.get(leaf.language)}
            />
          );
        })}
      </svg>
    </div>
  );
}

function Directory({ cell }: { cell: Cell }) {
  const width = cell.x1 - cell.x0;
  const label = fit(cell.data.name, width - 8);
  return (
    <g>
      <rect
        class={`directory directory-${cell.depth}`}
        x={px(cell.x0)}
        y={px(cell.y0)}
        width={px(width)}
        height={px(cell.y1 - cell.y0)}
        rx="4"
      >
        <title>{cell.data.path}: {count(cell.value ?? 0)} lines of code</title>
      </rect>
      {label !== null && cell.y1 - cell.y0 > DIRECTORY_LABEL && (
        <text class="directory-name" x={px(cell.x0 + 5)} y={px(cell.y0 + 12.5)}>{label}</text>
      )}
    </g>
  );
}

function File(
  { cell, leaf, colour }: { cell: Cell; leaf: ViewTreeLeaf; colour: string | undefined },
) {
  const width = cell.x1 - cell.x0;
  const height = cell.y1 - cell.y0;
  const label = height >= 16 ? fit(nameOf(cell, leaf), width - 8) : null;
  const what = leaf.files === 1 ? leaf.path : `${leaf.path} (${plural(leaf.files, "small file")})`;
  return (
    <g class="cell" data-path={leaf.files === 1 ? leaf.path : undefined}>
      <rect
        {...languageFill(colour)}
        x={px(cell.x0)}
        y={px(cell.y0)}
        width={px(width)}
        height={px(height)}
        rx="2"
      >
        <title>{`${what}\n${leaf.language ?? "no language"}, ${count(leaf.code)} lines`}</title>
      </rect>
      {label !== null && (
        <text x={px(cell.x0 + 4)} y={px(cell.y0 + 12.5)}>
          {label}
        </text>
      )}
    </g>
  );
}

function nameOf(cell: Cell, leaf: ViewTreeLeaf): string {
  return leaf.files === 1 ? cell.data.name : plural(leaf.files, "small file");
}

function px(value: number): number {
  return Math.round(value * 10) / 10;
}

function place(root: Branch): Cell {
  const summed = hierarchy(root, (branch) => branch.children)
    .sum((branch) => branch.leaf?.code ?? 0)
    .sort((a, b) => (b.value ?? 0) - (a.value ?? 0));
  return treemap<Branch>()
    .size([WIDTH, HEIGHT])
    .tile(treemapSquarify.ratio(1.3))
    .paddingInner((cell) => cell.depth === 0 ? 4 : cell.depth === 1 ? 2.5 : 1.5)
    .paddingTop((cell) => isFramed(cell) ? DIRECTORY_LABEL : 0)
    .paddingRight((cell) => isFramed(cell) ? 2 : 0)
    .paddingBottom((cell) => isFramed(cell) ? 2 : 0)
    .paddingLeft((cell) => isFramed(cell) ? 2 : 0)(summed);
}

/** Directories with a frame and a name: the top ones, and large ones below them. */
function isFramed(cell: Cell): boolean {
  if (cell.children === undefined) return false;
  return cell.depth === 1 ||
    (cell.depth === 2 && cell.x1 - cell.x0 > 110 && cell.y1 - cell.y0 > 64);
}

function toBranches(leaves: readonly ViewTreeLeaf[]): Branch {
  const root: Branch = { name: "", path: "", leaf: null, children: [] };
  const directories = new Map<string, Branch>([["", root]]);
  for (const leaf of leaves) {
    const names = leaf.path.split("/");
    let parent = root;
    for (const name of names.slice(0, -1)) {
      const path = parent.path === "" ? name : `${parent.path}/${name}`;
      let branch = directories.get(path);
      if (branch === undefined) {
        branch = { name, path, leaf: null, children: [] };
        directories.set(path, branch);
        parent.children.push(branch);
      }
      parent = branch;
    }
    parent.children.push({ name: names.at(-1) ?? leaf.path, path: leaf.path, leaf, children: [] });
  }
  return skipSingles(root);
}

/** A root with one directory only would waste a frame: `src` alone becomes the picture itself. */
function skipSingles(root: Branch): Branch {
  let top = root;
  for (;;) {
    const [only] = top.children;
    if (top.children.length !== 1 || only === undefined || only.leaf !== null) return top;
    top = only;
  }
}

/** The treemap's twin: the largest files in order. */
export function LargestFiles({ view }: { view: MapView }) {
  const files = view.tree.filter((leaf) => leaf.files === 1).slice(0, TABLE_ROWS);
  return (
    <ScrollTable caption="Largest files by lines of code">
      <thead>
        <tr>
          <th scope="col">File</th>
          <th scope="col">Language</th>
          <th scope="col" class="number">Code</th>
        </tr>
      </thead>
      <tbody>
        {files.map((leaf) => (
          <tr key={leaf.path}>
            <th scope="row">
              <FileLink path={leaf.path} />
            </th>
            <td>{leaf.language ?? "none"}</td>
            <td class="number">{count(leaf.code)}</td>
          </tr>
        ))}
      </tbody>
    </ScrollTable>
  );
}
