import { fileHref } from "../file_href.ts";
import { percent, plural } from "../format.ts";
import { areaWords, legendOf, type Tone } from "./colours.ts";
import { fit } from "../treemap_label.ts";
import {
  type DrawnFile,
  type DrawnFolder,
  FOLDER_LABEL,
  layoutTreemap,
  type TreeItem,
} from "./layout.ts";

const WIDTH = 1120;
const HEIGHT = 600;

/**
 * The files below a folder by their size. Folders are links that zoom in, also for the keyboard;
 * files are links for the pointer, and for the keyboard in the table below.
 */
export function TreemapPicture(
  { projectId, items, folder, tones, unit, summary, folderHref }: {
    projectId: string;
    items: readonly TreeItem[];
    folder: string;
    tones: readonly Tone[];
    unit: "line" | "file";
    summary: string;
    folderHref: (path: string) => string;
  },
) {
  const drawing = layoutTreemap(items, folder, { width: WIDTH, height: HEIGHT });
  return (
    <figure class="treemap-figure">
      <div class="treemap-scroll" tabIndex={0} role="region" aria-label="Treemap, scrollable">
        <svg
          class="treemap"
          viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
          role="group"
          aria-labelledby="treemap-title treemap-text"
        >
          <title id="treemap-title">{`Files of ${folder || "the repository"} by size`}</title>
          <desc id="treemap-text">{summary}</desc>
          {drawing.folders.map((one) => (
            <Folder key={one.path} folder={one} unit={unit} href={folderHref(one.path)} />
          ))}
          {drawing.files.map((file) => (
            <File
              key={file.item.path}
              projectId={projectId}
              file={file}
              tones={tones}
              unit={unit}
            />
          ))}
          {drawing.small.map(({ group, d }) => (
            <path key={group} {...shapeOf(tones[group])} d={d} pointer-events="none" />
          ))}
        </svg>
      </div>
      <figcaption>
        <Legend tones={tones} items={items} unit={unit} />
      </figcaption>
    </figure>
  );
}

function Folder(
  { folder, unit, href }: { folder: DrawnFolder; unit: "line" | "file"; href: string },
) {
  const label = fit(folder.name, folder.width - 10);
  const words = `Folder ${folder.path}: ${plural(folder.files, "file")}${
    unit === "line" ? `, ${areaWords(folder.value, unit)}` : ""
  }`;
  return (
    <a class="folder" href={href}>
      <title>{words}</title>
      <rect
        class={`directory directory-${Math.min(2, folder.depth)}`}
        x={folder.x}
        y={folder.y}
        width={folder.width}
        height={folder.height}
        rx="3"
      />
      {label !== null && folder.height > FOLDER_LABEL && (
        <text class="directory-name" x={folder.x + 5} y={folder.y + 12.5}>{label}</text>
      )}
    </a>
  );
}

function File(
  { projectId, file: { item, name, x, y, width, height }, tones, unit }: {
    projectId: string;
    file: DrawnFile;
    tones: readonly Tone[];
    unit: "line" | "file";
  },
) {
  const label = height >= 16 ? fit(name, width - 8) : null;
  const shape = (
    <>
      <rect {...shapeOf(tones[item.group])} x={x} y={y} width={width} height={height} rx="1.5">
        <title>
          {`${item.path}\n${
            unit === "line" ? `${areaWords(item.value, unit)}, ` : ""
          }${item.words}`}
        </title>
      </rect>
      {label !== null && <text x={x + 4} y={y + 12.5}>{label}</text>}
    </>
  );
  const on = `cell on-${tones[item.group]?.class.split(" ")[0]}`;
  return item.opens
    ? <a class={on} href={fileHref(projectId, item.path)} tabIndex={-1}>{shape}</a>
    : <g class={on}>{shape}</g>;
}

function shapeOf(tone: Tone | undefined): { class: string; color?: string } {
  return {
    class: tone?.class ?? "cat-other",
    ...tone?.color === undefined ? {} : { color: tone.color },
  };
}

function Legend(
  { tones, items, unit }: {
    tones: readonly Tone[];
    items: readonly TreeItem[];
    unit: "line" | "file";
  },
) {
  return (
    <ul class="legend legend-tree">
      {legendOf(tones, items).map(({ tone, files, value, share }) => (
        <li key={tone.label}>
          <svg class="swatch" viewBox="0 0 10 10" width="10" height="10" aria-hidden="true">
            <rect {...shapeOf(tone)} width="10" height="10" rx="2" />
          </svg>{" "}
          {tone.label}{" "}
          <span class="muted">
            {unit === "line"
              ? `${plural(files, "file")}, ${areaWords(value, unit)}`
              : plural(files, "file")}
            {` (${percent(share)})`}
          </span>
        </li>
      ))}
    </ul>
  );
}
