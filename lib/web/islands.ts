/**
 * Islands on the server. A component from `islands/` is known by its identity; where a page uses
 * one, its HTML is put between two comments that name it, its module and its props. Comments, not
 * an element: they change neither layout nor selectors and may stand in a table or list. An island
 * within an island belongs to the outer one, which hydrates both.
 */
import { type ComponentType, createContext, Fragment, h, options, type VNode } from "preact";
import { useContext } from "preact/hooks";
import type { ClientBuild, IslandFile } from "./manifest.ts";
import { encodeProps } from "./props.ts";

/**
 * Marks in the page, which client.ts finds:
 * `<!--island Name /assets/Name-hash.js {…}-->` … `<!--/island-->`.
 */
const ISLAND_OPEN = "island ";
const ISLAND_CLOSE = "/island";

// deno-lint-ignore no-explicit-any -- any props: they are checked when they are encoded
type AnyComponent = ComponentType<any>;

interface Rendering {
  islands: Map<AnyComponent, string>;
  build: ClientBuild;
  /** Names met so far. */
  used: Set<string>;
}

/** The rendering under way; rendering is synchronous. */
let rendering: Rendering | null = null;
/** True while a boundary makes the element of its own island. */
let insideBoundary = false;
const boundaries = new WeakMap<AnyComponent, AnyComponent>();
const WithinIsland = createContext(false);
let hooked = false;

/** Runs `render` with the islands it meets marked, and tells which those were. */
export function withIslands<T>(
  islands: Map<AnyComponent, string>,
  build: ClientBuild,
  render: () => T,
): { result: T; used: Set<string> } {
  hook();
  const previous = rendering;
  const current: Rendering = { islands, build, used: new Set() };
  rendering = current;
  try {
    return { result: render(), used: current.used };
  } finally {
    rendering = previous;
  }
}

/** Islands by their component, as a page meets them. */
export function islandNames(islands: readonly IslandFile[]): Map<AnyComponent, string> {
  return new Map(islands.map((island) => [island.component, island.name]));
}

/** Preact calls `options.vnode` for every element made; ours stands before any other. */
function hook(): void {
  if (hooked) return;
  hooked = true;
  const next = options.vnode;
  options.vnode = (vnode: VNode) => {
    const type = vnode.type;
    if (
      rendering !== null && !insideBoundary && typeof type === "function" &&
      rendering.islands.has(type as AnyComponent)
    ) {
      vnode.type = boundaryOf(type as AnyComponent);
    }
    next?.(vnode);
  };
}

function boundaryOf(component: AnyComponent): AnyComponent {
  let boundary = boundaries.get(component);
  if (boundary === undefined) {
    boundary = (props: Record<string, unknown>) => Boundary(component, props);
    boundaries.set(component, boundary);
  }
  return boundary;
}

function Boundary(component: AnyComponent, props: Record<string, unknown>): VNode {
  const within = useContext(WithinIsland);
  insideBoundary = true;
  const element = h(component, props);
  insideBoundary = false;
  const name = rendering?.islands.get(component);
  if (within || rendering === null || name === undefined) return element;
  rendering.used.add(name);
  const src = rendering.build.islands[name]?.src ?? "-";
  return h(
    Fragment,
    null,
    comment(`${ISLAND_OPEN}${name} ${src} ${encodeProps(name, props)}`),
    h(WithinIsland.Provider, { value: true }, element),
    comment(ISLAND_CLOSE),
  );
}

/** preact-render-to-string writes a Fragment with this prop as a comment. */
function comment(text: string): VNode {
  return h(Fragment as AnyComponent, { UNSTABLE_comment: text });
}
