/** A system map in one screen or two of text. */
import { absolute, count, percent, plural, shortSha } from "../components/format.ts";
import type { SystemMap } from "../lib/domain/wire/system_map.ts";
import { plain } from "./terminal.ts";

/** Rows of a list; the JSON has all. */
const ROWS = 12;
const REASONS = 6;

/** The whole text, with a final line feed. */
export function summarise(map: SystemMap): string {
  const sections = [
    heading(map),
    health(map),
    languages(map),
    components(map),
    frameworks(map),
    unresolved(map),
    coverage(map),
  ];
  return sections.filter((lines) => lines.length > 0)
    .map((lines) => lines.map((line) => `${plain(line).trimEnd()}\n`).join("")).join("\n");
}

function heading({ project, commit, coverage, dependencies, history }: SystemMap): string[] {
  const branch = commit.branch === null ? "" : ` (${commit.branch})`;
  const edges = dependencies.filter((edge) => edge.resolution === "file").length;
  return [
    project.name,
    `Commit ${shortSha(commit.sha)}${branch} of ${absolute(commit.committed_at)}`,
    `${plural(coverage.files, "file")}, ${count(coverage.analysed)} analysed, ` +
    plural(edges, "dependency", "dependencies") + " between them",
    ...history.shallow ? ["The history is cut short: hotspots and owners know a part of it."] : [],
  ];
}

function health({ health }: SystemMap): string[] {
  const rows = health.signals.map(({ score, title, detail }) => [String(score), title, detail]);
  return [`Health: ${health.status}, ${health.score} of 100`, ...table(rows, [true])];
}

function languages({ languages }: SystemMap): string[] {
  const total = languages.reduce((sum, { lines }) => sum + lines.code, 0);
  const byCode = languages.filter(({ lines }) => lines.code > 0)
    .sort((a, b) => b.lines.code - a.lines.code);
  const rows = byCode.map(({ name, lines, files }) => [
    name,
    percent(lines.code / total),
    `${count(lines.code)} lines`,
    plural(files, "file"),
  ]);
  return section("Languages", rows, [false, true, true, true]);
}

function components({ components }: SystemMap): string[] {
  const rows = [...components].sort((a, b) => b.source.code - a.source.code).map((component) => [
    component.name,
    component.kind,
    component.root === "" ? "." : component.root,
    `${count(component.source.code)} lines`,
    plural(component.files, "file"),
  ]);
  return section("Components", rows, [false, false, false, true, true]);
}

function frameworks({ frameworks }: SystemMap): string[] {
  const rows = frameworks.map(({ name, evidence }) => [
    name,
    ...evidence.slice(0, 1).map(({ path, line }) => line === null ? path : `${path}:${line}`),
  ]);
  return section("Frameworks", rows);
}

function unresolved({ dependencies }: SystemMap): string[] {
  const open = dependencies.filter((edge) => edge.resolution === "unresolved");
  if (open.length === 0) return [`Unresolved: none of ${plural(dependencies.length, "import")}`];
  const rows = open.map(({ from, line, specifier, reason }) => [
    `${from}:${line}`,
    specifier,
    reason ?? "",
  ]);
  return section(
    `Unresolved: ${count(open.length)} of ${plural(dependencies.length, "import")}`,
    rows,
  );
}

/** Files that are not in the map, by reason. */
function coverage({ coverage }: SystemMap): string[] {
  const left = [...coverage.failed, ...coverage.skipped];
  const reasons = Map.groupBy(left, ({ reason }) => reason);
  const rows = [...reasons].map(([reason, entries]) => [plural(entries.length, "file"), reason]);
  const { skipped, failed } = coverage;
  return left.length === 0 ? [] : section(
    `Not analysed: ${count(skipped.length)} skipped, ${count(failed.length)} failed`,
    rows,
    [true],
    REASONS,
  );
}

function section(
  title: string,
  rows: readonly string[][],
  toTheRight: readonly boolean[] = [],
  most = ROWS,
): string[] {
  if (rows.length === 0) return [];
  const more = rows.length - most;
  return [
    title,
    ...table(rows.slice(0, most), toTheRight),
    ...more > 0 ? [`  … and ${count(more)} more`] : [],
  ];
}

/** Columns as wide as their widest cell; the last one is not padded. */
function table(rows: readonly string[][], toTheRight: readonly boolean[]): string[] {
  const widths: number[] = [];
  for (const row of rows) {
    row.forEach((cell, column) => widths[column] = Math.max(widths[column] ?? 0, cell.length));
  }
  return rows.map((row) =>
    "  " + row.map((cell, column) => {
      const width = widths[column] ?? 0;
      return toTheRight[column] ? cell.padStart(width) : cell.padEnd(width);
    }).join("  ")
  );
}
