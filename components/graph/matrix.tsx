import type { Scene, SceneArc } from "../../lib/domain/wire/graph_scene.ts";
import { compact } from "../format.ts";
import { graphHref, placeOf } from "./href.ts";
import { arcWords, boxWords, namesOf } from "./words.ts";

/** Shades of a cell; each stands for four times the imports of the one before. */
const SHADES = 5;

/**
 * A design structure matrix: a row uses what its cells' columns are. What is used comes first, so a
 * cell above the diagonal closes a cycle. Empty cells beside each other are one, which spares a large
 * matrix tens of thousands of elements; every filled one keeps its column.
 */
export function GraphMatrix({ scene, projectId }: { scene: Scene; projectId: string }) {
  const ids = scene.blocks.flat();
  const blockOf = new Map(
    scene.blocks.flatMap((block, number) =>
      block.map((id) => [id, block.length > 1 ? number : -1] as const)
    ),
  );
  const boxes = new Map(scene.boxes.map((box) => [box.id, box]));
  const nameOf = namesOf(scene.boxes);
  const column = new Map(ids.map((id, index) => [id, index]));
  const rows = Map.groupBy(scene.arcs, ({ from }) => from);
  return (
    <div
      class="matrix-scroll"
      tabIndex={0}
      role="region"
      aria-label="Dependency matrix, scrollable"
    >
      <table class="matrix">
        <caption class="visually-hidden">
          Who uses what: a row uses the columns in which it has a number, which counts imports.
          Columns have the numbers of the rows.
        </caption>
        <thead>
          <tr>
            <th scope="col" class="matrix-corner">
              Uses <span aria-hidden="true">→</span>
            </th>
            {ids.map((id, index) => (
              <th key={id} scope="col" title={nameOf(id)}>
                <span aria-hidden="true">{index + 1}</span>
                <span class="visually-hidden">{nameOf(id)}</span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {ids.map((id, row) => (
            <tr key={id}>
              <th scope="row" title={boxWords(scene, boxes.get(id)!)}>
                <a
                  href={graphHref(projectId, { ...placeOf(scene), focus: id })}
                  aria-current={scene.focus === id && scene.way === null ? "true" : undefined}
                >
                  <span class="matrix-number">{row + 1}</span>{" "}
                  <span class="matrix-name">
                    <bdi>{nameOf(id)}</bdi>
                  </span>
                </a>
              </th>
              {cellsOf(rows.get(id) ?? [], row, ids, column, blockOf).map((cell) =>
                cell.arc === null
                  ? (
                    <td
                      key={cell.start}
                      colSpan={cell.span}
                      class={cell.diagonal
                        ? "matrix-self"
                        : cell.block
                        ? "matrix-block"
                        : undefined}
                    />
                  )
                  : (
                    <td
                      key={cell.start}
                      class={`shade-${shadeOf(cell.arc.count)}${cell.block ? " matrix-block" : ""}${
                        cell.start > row && cell.arc.cyclic ? " matrix-above" : ""
                      }`}
                    >
                      <a
                        href={`${
                          graphHref(projectId, {
                            ...placeOf(scene),
                            focus: cell.arc.from,
                            to: cell.arc.to,
                          })
                        }#way`}
                        title={arcWords(scene, cell.arc, nameOf)}
                        aria-label={arcWords(scene, cell.arc, nameOf)}
                        aria-current={scene.way?.from === cell.arc.from &&
                            scene.way.to === cell.arc.to
                          ? "true"
                          : undefined}
                      >
                        {compact(cell.arc.count)}
                      </a>
                    </td>
                  )
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface Cell {
  start: number;
  span: number;
  arc: SceneArc | null;
  diagonal: boolean;
  /** Lies in the square of a cycle. */
  block: boolean;
}

/** A row's cells from left to right; empty ones of the same kind are one. */
function cellsOf(
  arcs: readonly SceneArc[],
  row: number,
  ids: readonly string[],
  column: ReadonlyMap<string, number>,
  blockOf: ReadonlyMap<string, number>,
): Cell[] {
  const at = new Map(arcs.map((arc) => [column.get(arc.to)!, arc]));
  const own = blockOf.get(ids[row]!)!;
  const cells: Cell[] = [];
  for (const [start, id] of ids.entries()) {
    const arc = at.get(start) ?? null;
    const block = own >= 0 && blockOf.get(id) === own;
    const last = cells.at(-1);
    const plain = arc === null && start !== row;
    if (plain && last?.arc === null && !last.diagonal && last.block === block) last.span++;
    else cells.push({ start, span: 1, arc, diagonal: start === row, block });
  }
  return cells;
}

function shadeOf(count: number): number {
  return Math.min(SHADES, 1 + Math.floor(Math.log2(Math.max(1, count)) / 2));
}
