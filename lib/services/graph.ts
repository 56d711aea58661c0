import { FactoryError } from "../domain/errors.ts";
import { DEPENDENCY_KINDS } from "../domain/wire/map_terms.ts";
import type { GraphEdge, GraphNeighbours, GraphTarget } from "../domain/wire/graph.ts";
import { markCycles, type PlainLink } from "../analysis/scene/arcs.ts";
import type { SceneItem } from "../domain/wire/graph_scene.ts";
import type { MapStore } from "../store/maps.ts";
import type { GraphService, ProjectsService } from "./contract.ts";
import { type StoredGraph, TYPE_ONLY } from "./graph_stored.ts";
import type { ReadGraph } from "./ports.ts";

/** Edges and files of all graphs that are kept: some 20 bytes each. */
const KEPT_WEIGHT = 4_000_000;
const COMPONENTS_TOLD = 50;
const OUTSIDE_TOLD = 200;

/** A graph with the index of its edges by either end. */
interface Graph extends StoredGraph {
  number: Map<string, number>;
  /** Edges of a file are those from `start[file]` to `start[file + 1]`. */
  start: Int32Array;
  /** The same of the other direction, through `reverse`. */
  reverseStart: Int32Array;
  reverse: Int32Array;
}

/** Answers questions about the dependency graph of a project's current map. */
export function createGraphService(
  { projects, mapStore, read }: {
    projects: Pick<ProjectsService, "get">;
    mapStore: Pick<MapStore, "identify">;
    read: ReadGraph;
  },
): GraphService {
  /** By map; the one used longest ago comes first. */
  const kept = new Map<string, Promise<Graph>>();

  async function graphOf(projectId: string): Promise<Graph> {
    const { name } = await projects.get(projectId);
    const map = await mapStore.identify(projectId);
    if (map === null) {
      throw new FactoryError("map_not_ready", `${JSON.stringify(name)} has no map yet.`, {
        remedy: "POST /api/analyze-repo starts an analysis.",
      });
    }
    const known = kept.get(map.id);
    kept.delete(map.id);
    const graph = known ?? read(map.id).then(index);
    kept.set(map.id, graph);
    graph.then(() => forget(), () => kept.delete(map.id));
    return await graph;
  }

  /** Lets the oldest go until the rest is small enough; the newest stays in any case. */
  async function forget(): Promise<void> {
    let weight = 0;
    for (const [id, graph] of [...kept].reverse()) {
      const { from, files } = await graph.catch(() => ({ from: [], files: [] }));
      weight += from.length + files.length;
      if (weight > KEPT_WEIGHT && id !== [...kept.keys()].at(-1)) kept.delete(id);
    }
  }

  return {
    async neighbours(projectId, name, direction, { depth, limit, offset = 0 }) {
      const graph = await graphOf(projectId);
      const found = find(graph, name);
      const reached = walk(graph, found.files, direction, depth);
      const byComponent = new Map<number, number>();
      for (const { file } of reached) {
        const component = graph.component[file]!;
        byComponent.set(component, (byComponent.get(component) ?? 0) + 1);
      }
      return {
        commit_sha: graph.commit_sha,
        target: found.target,
        total: reached.length,
        components: [...byComponent].sort((a, b) => b[1] - a[1])
          .flatMap(([component, files]) => {
            const id = graph.components[component]?.id;
            return id === undefined ? [] : [{ id, files }];
          }).slice(0, COMPONENTS_TOLD),
        items: reached.slice(offset, offset + limit).map(({ file, distance, edge }) => ({
          path: graph.files[file]!,
          component: graph.components[graph.component[file]!]?.id ?? null,
          distance,
          edge: edgeOf(graph, edge),
        })),
        outside: direction === "dependents" || found.target.kind === "component"
          ? []
          : (graph.outside.get(found.files[0]!) ?? []).slice(0, OUTSIDE_TOLD).map((
            [name, line, resolution],
          ) => ({
            name,
            line,
            resolution: resolution as GraphNeighbours["outside"][number]["resolution"],
          })),
      };
    },

    async between(projectId, kind, from, to, limit) {
      const graph = await graphOf(projectId);
      const filesOf = (names: readonly string[]) => {
        if (kind === "file") return new Set(names.flatMap((path) => graph.number.get(path) ?? []));
        const wanted = new Set(names);
        const chosen = new Set(
          graph.components.flatMap(({ id }, at) => wanted.has(id) ? [at] : []),
        );
        return new Set(graph.files.keys().filter((file) => chosen.has(graph.component[file]!)));
      };
      const [sources, targets] = [filesOf(from), filesOf(to)];
      const pairs = new Set<string>();
      const items: GraphEdge[] = [];
      for (const file of [...sources].sort((a, b) => a - b)) {
        for (const edge of edgesOf(graph, file, "dependencies")) {
          if (!targets.has(graph.to[edge]!) || graph.to[edge] === file) continue;
          pairs.add(`${file} ${graph.to[edge]!}`);
          if (items.length < limit) items.push(edgeOf(graph, edge));
        }
      }
      return { total: pairs.size, items };
    },

    async inside(projectId, component) {
      const graph = await graphOf(projectId);
      const { files } = find(graph, component);
      const at = new Map(files.map((file, index) => [file, index]));
      const links = new Map<string, PlainLink>();
      for (const file of files) {
        for (const edge of edgesOf(graph, file, "dependencies")) {
          const [from, to] = [at.get(file)!, at.get(graph.to[edge]!)];
          if (to === undefined || from === to) continue;
          const typeOnly = graph.kind[edge]! >= TYPE_ONLY;
          const link = links.get(`${from} ${to}`);
          if (link === undefined) {
            links.set(`${from} ${to}`, { from, to, count: 1, type_only: typeOnly });
          } else {
            link.count++;
            link.type_only &&= typeOnly;
          }
        }
      }
      const items = files.map((file): SceneItem => ({
        id: graph.files[file]!,
        name: graph.files[file]!.slice(graph.files[file]!.lastIndexOf("/") + 1),
        path: graph.files[file]!,
        kind: "file",
        language: graph.languages[graph.language[file]!] ?? null,
        files: 1,
        code: graph.code[file]!,
      }));
      return { items, ...markCycles(items, [...links.values()]) };
    },

    async path(projectId, from, to) {
      const graph = await graphOf(projectId);
      const [start, end] = [find(graph, from), find(graph, to)];
      return {
        commit_sha: graph.commit_sha,
        from: start.target,
        to: end.target,
        edges: shortest(graph, start.files, new Set(end.files)),
      };
    },
  };
}

function index(stored: StoredGraph): Graph {
  const count = stored.files.length;
  const start = offsets(stored.from, count);
  const reverseStart = offsets(stored.to, count);
  const reverse = new Int32Array(stored.to.length);
  const next = reverseStart.slice();
  for (let edge = 0; edge < stored.to.length; edge++) reverse[next[stored.to[edge]!]!++] = edge;
  const number = new Map(stored.files.map((path, file) => [path, file]));
  return { ...stored, number, start, reverseStart, reverse };
}

/** Where each file's edges begin, had they been sorted by that file. */
function offsets(column: Int32Array, count: number): Int32Array {
  const start = new Int32Array(count + 1);
  for (const file of column) start[file + 1]!++;
  for (let file = 0; file < count; file++) start[file + 1]! += start[file]!;
  return start;
}

/** What is meant: a file's path, or a component's id, root or unique name. */
function find(graph: Graph, name: string): { target: GraphTarget; files: number[] } {
  const path = name.replace(/^\.?\//, "").replace(/\/$/, "");
  const file = graph.number.get(name) ?? graph.number.get(path);
  if (file !== undefined) {
    const component = graph.components[graph.component[file]!]?.id ?? null;
    return {
      target: { kind: "file", path: graph.files[file]!, component, files: 1 },
      files: [file],
    };
  }
  const { components } = graph;
  let at = components.findIndex(({ id }) => id === name);
  if (at < 0) at = components.findIndex(({ root }) => root !== "" && root === path);
  if (at < 0) {
    const named = components.filter((one) => one.name === name);
    if (named.length === 1) at = components.indexOf(named[0]!);
  }
  if (at < 0) {
    throw new FactoryError(
      "file_not_found",
      `The map has no file and no component ${JSON.stringify(name)}.`,
      {
        remedy: "Give a file's path as the map writes it, or a component's id; search finds both.",
      },
    );
  }
  const files = graph.files.map((_, file) => file).filter((file) => graph.component[file] === at);
  return {
    target: { kind: "component", path: null, component: components[at]!.id, files: files.length },
    files,
  };
}

interface Reached {
  file: number;
  distance: number;
  /** The edge by which it was first reached. */
  edge: number;
}

/** Breadth first from all of `starts`, which are not among what is reached. */
function walk(
  graph: Graph,
  starts: readonly number[],
  direction: "dependencies" | "dependents",
  depth: number,
): Reached[] {
  const seen = new Set(starts);
  const reached: Reached[] = [];
  let wave = [...starts];
  for (let distance = 1; distance <= depth && wave.length > 0; distance++) {
    const next: number[] = [];
    for (const file of wave) {
      for (const edge of edgesOf(graph, file, direction)) {
        const other = direction === "dependencies" ? graph.to[edge]! : graph.from[edge]!;
        if (seen.has(other)) continue;
        seen.add(other);
        next.push(other);
        reached.push({ file: other, distance, edge });
      }
    }
    wave = next;
  }
  return reached.sort((a, b) =>
    a.distance - b.distance || compare(graph.files[a.file]!, graph.files[b.file]!)
  );
}

function* edgesOf(graph: Graph, file: number, direction: "dependencies" | "dependents") {
  if (direction === "dependencies") {
    for (let edge = graph.start[file]!; edge < graph.start[file + 1]!; edge++) yield edge;
  } else {
    for (let at = graph.reverseStart[file]!; at < graph.reverseStart[file + 1]!; at++) {
      yield graph.reverse[at]!;
    }
  }
}

function shortest(
  graph: Graph,
  starts: readonly number[],
  ends: ReadonlySet<number>,
): GraphEdge[] | null {
  const by = new Map<number, number | null>(starts.map((file) => [file, null]));
  let wave = [...starts];
  while (wave.length > 0) {
    const next: number[] = [];
    for (const file of wave) {
      for (const edge of edgesOf(graph, file, "dependencies")) {
        const other = graph.to[edge]!;
        if (by.has(other)) continue;
        by.set(other, edge);
        if (ends.has(other)) return wayTo(graph, other, by);
        next.push(other);
      }
    }
    wave = next;
  }
  return null;
}

function wayTo(graph: Graph, end: number, by: ReadonlyMap<number, number | null>): GraphEdge[] {
  const edges: GraphEdge[] = [];
  for (let edge = by.get(end); edge != null; edge = by.get(graph.from[edge]!)) {
    edges.unshift(edgeOf(graph, edge));
  }
  return edges;
}

function edgeOf(graph: Graph, edge: number): GraphEdge {
  const kind = graph.kind[edge]!;
  return {
    from: graph.files[graph.from[edge]!]!,
    to: graph.files[graph.to[edge]!]!,
    line: graph.line[edge]!,
    kind: DEPENDENCY_KINDS[kind % TYPE_ONLY]!,
    type_only: kind >= TYPE_ONLY,
  };
}

/** By code unit, as every list of a map is sorted. */
function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
