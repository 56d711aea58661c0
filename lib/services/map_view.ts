/**
 * What the project page shows of a map: totals, the component graph with its layout, the treemap's
 * leaves and the head of every long list. Derived once, when a map is published; pure.
 */
import { layoutComponents } from "../analysis/layout.ts";
import { componentScene } from "../analysis/scene/components.ts";
import { AnalysisMemory } from "../analysis/memory.ts";
import { languageColour } from "../analysis/language_colours.ts";
import { isSourceLanguage } from "../analysis/linguist.ts";
import type { Picture } from "../domain/wire/graph_scene.ts";
import type {
  MapView,
  ViewComponent,
  ViewComponentEdge,
  ViewLanguage,
} from "../domain/wire/map_view.ts";
import {
  type Lines,
  type MapDependency,
  SERVICE_KINDS,
  type SystemMap,
} from "../domain/wire/system_map.ts";
import { manifestsAside } from "./map_view/aside.ts";
import { VIEW_LIMITS } from "./map_view/limits.ts";
import { compare, depth } from "./map_view/order.ts";
import { treeOf } from "./map_view/tree.ts";

/**
 * What pages show of a map: ranked, laid out, and cut to VIEW_LIMITS with the totals beside it.
 * @param previous the picture of the graph page before this map: what stays keeps its place
 */
export async function buildMapView(
  map: SystemMap,
  meta: { map_id: string; created_at: string },
  memory = new AnalysisMemory(),
  previous: Picture | null = null,
): Promise<MapView> {
  const edges = rankEdges(map);
  const components = rankComponents(map);
  const { dependencies } = map;
  const isAside = manifestsAside(map);
  const ofEdges = <Value>(name: string, make: (edges: typeof dependencies) => Value) =>
    memory.derive(`view: ${name}`, [dependencies], () => make(dependencies));
  return {
    ...meta,
    commit: map.commit,
    totals: totalsOf(map, isAside),
    languages: rankLanguages(map),
    frameworks: map.frameworks.map((framework) => ({
      ...framework,
      evidence: framework.evidence.slice(0, VIEW_LIMITS.evidence),
      evidence_total: framework.evidence.length,
    })),
    routes: routesOf(map),
    services: SERVICE_KINDS.flatMap((kind) => {
      const all = map.services.filter((one) => one.kind === kind);
      const items = all.slice(0, VIEW_LIMITS.services);
      return all.length === 0 ? [] : [{ kind, total: all.length, items }];
    }),
    components: components.slice(0, VIEW_LIMITS.components),
    component_edges: edges.slice(0, VIEW_LIMITS.componentEdges),
    layout: await layoutComponents(components, edges, memory),
    scene: await componentScene(map, previous),
    ...treeOf(map.files),
    most_depended_on: mostDependedOn(map, ofEdges("users", usersOf)),
    cycles: cyclesOf(map),
    component_cycles: map.component_cycles.slice(0, VIEW_LIMITS.componentCycles),
    packages: [...map.packages]
      .sort((a, b) =>
        Number(isAside(a.path)) - Number(isAside(b.path)) || depth(a.path) - depth(b.path) ||
        compare(a.path, b.path)
      )
      .slice(0, VIEW_LIMITS.packages)
      .map((manifest) => ({
        path: manifest.path,
        ecosystem: manifest.ecosystem,
        name: manifest.name,
        version: manifest.version,
        license: manifest.license,
        dependencies: manifest.dependencies.length,
        ...isAside(manifest.path) ? { aside: true as const } : {},
      })),
    external: ofEdges("external", externalOf),
    unresolved: ofEdges("unresolved", unresolvedOf),
    history: {
      ...map.history,
      contributors: map.history.contributors.slice(0, VIEW_LIMITS.contributors),
    },
    hotspots: map.hotspots.slice(0, VIEW_LIMITS.hotspots),
    co_changes: map.co_changes.slice(0, VIEW_LIMITS.coChanges),
    owners: map.owners.slice(0, VIEW_LIMITS.owners),
    health: {
      ...map.health,
      signals: map.health.signals.map((signal) => ({
        ...signal,
        evidence: signal.evidence.slice(0, VIEW_LIMITS.evidence),
        evidence_total: signal.evidence.length,
      })),
    },
    coverage: coverageOf(map),
  };
}

function routesOf({ routes }: SystemMap): MapView["routes"] {
  return {
    total: routes.length,
    items: routes.slice(0, VIEW_LIMITS.routes),
    frameworks: [...countBy(routes.map(({ framework }) => framework))]
      .map(([name, count]) => ({ name, count }))
      .sort((a, b) => b.count - a.count || compare(a.name, b.name))
      .slice(0, VIEW_LIMITS.evidence),
  };
}

function rankLanguages(map: SystemMap): ViewLanguage[] {
  return map.languages
    .map((language) => ({
      ...language,
      source: isSourceLanguage(language.name),
      colour: languageColour(language.name),
    }))
    .sort((a, b) =>
      Number(b.source) - Number(a.source) || b.lines.code - a.lines.code || b.bytes - a.bytes ||
      compare(a.name, b.name)
    );
}

function totalsOf(map: SystemMap, isAside: (path: string) => boolean): MapView["totals"] {
  const lines: Lines = { code: 0, comment: 0, blank: 0 };
  let bytes = 0;
  for (const file of map.files) {
    bytes += file.bytes;
    lines.code += file.lines.code;
    lines.comment += file.lines.comment;
    lines.blank += file.lines.blank;
  }
  const source: Lines = { code: 0, comment: 0, blank: 0 };
  for (const language of map.languages.filter(({ name }) => isSourceLanguage(name))) {
    source.code += language.lines.code;
    source.comment += language.lines.comment;
    source.blank += language.lines.blank;
  }
  const dependencies = { file: 0, package: 0, builtin: 0, unresolved: 0 };
  for (const dependency of map.dependencies) dependencies[dependency.resolution] += 1;
  return {
    files: map.files.length,
    bytes,
    lines,
    source,
    components: map.components.length,
    packages: map.packages.length,
    packages_aside: map.packages.filter(({ path }) => isAside(path)).length,
    cycles: map.cycles.length,
    dependencies,
  };
}

/** Strongest first. */
function rankEdges(map: SystemMap): ViewComponentEdge[] {
  return map.component_dependencies
    .map(({ from, to, edges, cyclic }) => ({ from, to, count: edges, cyclic }))
    .sort((a, b) => b.count - a.count || compare(a.from, b.from) || compare(a.to, b.to));
}

/** Those with most source code first; data does not make one large. */
function rankComponents(map: SystemMap): ViewComponent[] {
  return map.components
    .map((component) => ({
      ...component,
      entry_points: component.entry_points.slice(0, VIEW_LIMITS.evidence),
    }))
    .sort((a, b) =>
      b.source.code - a.source.code || b.lines.code - a.lines.code || compare(a.id, b.id)
    );
}

function countBy(keys: Iterable<string>): Map<string, number> {
  const counts = new Map<string, number>();
  for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1);
  return counts;
}

/** The files that most others import, and how many do; most first. */
function usersOf(dependencies: readonly MapDependency[]): [path: string, users: number][] {
  const users = new Map<string, Set<string>>();
  for (const { from, to, resolution } of dependencies) {
    if (resolution !== "file" || to === null || from === to) continue;
    const set = users.get(to);
    if (set === undefined) users.set(to, new Set([from]));
    else set.add(from);
  }
  return [...users].map(([path, { size }]): [string, number] => [path, size])
    .sort((a, b) => b[1] - a[1] || compare(a[0], b[0]))
    .slice(0, VIEW_LIMITS.dependedOn);
}

function mostDependedOn(
  map: SystemMap,
  ranked: readonly [path: string, users: number][],
): MapView["most_depended_on"] {
  const wanted = new Set(ranked.map(([path]) => path));
  const files = new Map(
    map.files.filter(({ path }) => wanted.has(path)).map((file) => [file.path, file]),
  );
  return ranked.map(([path, dependents]) => ({
    path,
    dependents,
    language: files.get(path)?.language ?? null,
    code: files.get(path)?.lines.code ?? 0,
  }));
}

/** Run-time cycles first, then the larger ones. */
function cyclesOf(map: SystemMap): MapView["cycles"] {
  const typeOnly = map.cycles.filter((cycle) => cycle.type_only).length;
  return {
    runtime: map.cycles.length - typeOnly,
    type_only: typeOnly,
    items: [...map.cycles]
      .sort((a, b) =>
        Number(a.type_only) - Number(b.type_only) || b.files.length - a.files.length ||
        compare(a.files[0] ?? "", b.files[0] ?? "")
      )
      .slice(0, VIEW_LIMITS.cycles)
      .map((cycle) => ({
        files: cycle.files.slice(0, VIEW_LIMITS.cycleFiles),
        total: cycle.files.length,
        type_only: cycle.type_only,
        break_edges: cycle.break_edges.slice(0, VIEW_LIMITS.breakEdges),
        breaks: cycle.break_edges.length,
      })),
  };
}

function externalOf(dependencies: readonly MapDependency[]): MapView["external"] {
  const users = new Map<string, Set<string>>();
  for (const { from, to, resolution } of dependencies) {
    if (resolution !== "package" || to === null) continue;
    const set = users.get(to);
    if (set === undefined) users.set(to, new Set([from]));
    else set.add(from);
  }
  const items = [...users]
    .map(([to, files]) => ({ ...readPackage(to), files: files.size }))
    .sort((a, b) => b.files - a.files || compare(a.name, b.name));
  return { total: items.length, items: items.slice(0, VIEW_LIMITS.external) };
}

/** A purl without version (`pkg:npm/%40scope/name`) or a bare name, in words. */
function readPackage(to: string): { name: string; ecosystem: string | null } {
  const match = /^pkg:([^/]+)\/([^?#]+)/.exec(to);
  if (match === null) return { name: to, ecosystem: null };
  return { name: decodePath(match[2] ?? to), ecosystem: match[1] ?? null };
}

/** Names come from hostile manifests: a broken escape is shown as written. */
function decodePath(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function unresolvedOf(dependencies: readonly MapDependency[]): MapView["unresolved"] {
  const all = dependencies.filter((dependency) => dependency.resolution === "unresolved");
  return {
    total: all.length,
    items: all.slice(0, VIEW_LIMITS.unresolved).map((dependency) => ({
      path: dependency.from,
      line: dependency.line,
      specifier: dependency.specifier,
      reason: dependency.reason ?? "No reason was recorded.",
    })),
  };
}

function coverageOf({ coverage }: SystemMap): MapView["coverage"] {
  const reasons = [...countBy(coverage.skipped.map((entry) => entry.reason))]
    .map(([reason, count]) => ({ reason, count }))
    .sort((a, b) => b.count - a.count || compare(a.reason, b.reason));
  return {
    files: coverage.files,
    analysed: coverage.analysed,
    skipped: {
      total: coverage.skipped.length,
      items: coverage.skipped.slice(0, VIEW_LIMITS.ledger),
      reasons: reasons.slice(0, VIEW_LIMITS.evidence),
    },
    failed: {
      total: coverage.failed.length,
      items: coverage.failed.slice(0, VIEW_LIMITS.ledger),
    },
  };
}
