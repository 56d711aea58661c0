/** What the map says, in lines for a model: figures and names, no persons. */
import type { MapView } from "../../domain/wire/map_view.ts";

const COMPONENTS_MOST = 40;
const EDGES_MOST = 60;
const LIST_MOST = 25;

/** The whole system, in sections; the more important ones come first. */
export function systemFacts(
  name: string,
  view: MapView,
): { title: string; lines: string[] }[] {
  const { totals } = view;
  return [
    {
      title: "system",
      lines: [
        `name: ${name}`,
        `commit: ${view.commit.sha} of ${view.commit.committed_at}`,
        `files: ${totals.files}, lines of code: ${totals.source.code}, ` +
        `components: ${totals.components}, external packages: ${view.external.total}`,
        `languages: ${
          view.languages.slice(0, 12).map((one) => `${one.name} ${one.lines.code}`).join(", ")
        } (lines of code)`,
        `frameworks: ${view.frameworks.slice(0, LIST_MOST).map(({ name }) => name).join(", ")}`,
      ],
    },
    { title: "components", lines: componentLines(view) },
    {
      title: "dependencies between components (from -> to, file edges)",
      lines: [...view.component_edges].sort((a, b) => b.count - a.count).slice(0, EDGES_MOST)
        .map(({ from, to, count, cyclic }) =>
          `${from} -> ${to}: ${count}${cyclic ? ", on a cycle" : ""}`
        ),
    },
    {
      title: "files that others depend on most",
      lines: view.most_depended_on.slice(0, LIST_MOST)
        .map(({ path, dependents, code }) => `${path}: ${dependents} dependents, ${code} lines`),
    },
    {
      title: "routes",
      lines: view.routes.items.slice(0, LIST_MOST)
        .map((route) => `${route.method} ${route.path} in ${route.handler_path}:${route.line}`),
    },
    {
      title: "services and infrastructure",
      lines: view.services.flatMap(({ items }) =>
        items.slice(0, 10).map(({ type, name, path, line }) => `${type} ${name} in ${path}:${line}`)
      ).slice(0, LIST_MOST),
    },
    {
      title: "external packages (files that use them)",
      lines: view.external.items.slice(0, LIST_MOST).map(({ name, files }) => `${name}: ${files}`),
    },
    {
      title: "health, by published rules (0-100)",
      lines: view.health.signals.map(({ title, score, detail }) => `${title}: ${score}. ${detail}`),
    },
    {
      title: "hotspots (changed often and large)",
      lines: view.hotspots.slice(0, 10)
        .map(({ path, commits, lines }) => `${path}: ${commits} commits, ${lines} lines`),
    },
    {
      title: "cycles of files",
      lines: view.cycles.items.slice(0, 6).map(({ files, total, type_only }) =>
        `${total} files${type_only ? ", types only" : ""}: ${files.slice(0, 6).join(", ")}`
      ),
    },
  ].filter(({ lines }) => lines.length > 0);
}

/** The few lines that a question needs as a ground. */
export function shortFacts(name: string, view: MapView): { title: string; lines: string[] }[] {
  const [system, components, edges] = systemFacts(name, view);
  return [system, components, edges].filter((part) => part !== undefined).map((part) => ({
    ...part,
    lines: part.lines.slice(0, 25),
  }));
}

function componentLines(view: MapView): string[] {
  const largest = [...view.components].sort((a, b) => b.source.code - a.source.code);
  const shown = largest.slice(0, COMPONENTS_MOST);
  const lines = shown.map((one) =>
    `id ${JSON.stringify(one.id)}: ${one.name}, ${one.kind} in ${one.root || "the root"}, ` +
    `${one.language ?? "no language"}, ${one.files} files, ${one.source.code} lines of code, ` +
    `fan-in ${one.fan_in}, fan-out ${one.fan_out}` +
    (one.entry_points.length === 0
      ? ""
      : `, entry points ${one.entry_points.slice(0, 3).join(", ")}`)
  );
  const rest = largest.length - shown.length;
  return rest > 0 ? [...lines, `and ${rest} smaller ones, not listed`] : lines;
}
