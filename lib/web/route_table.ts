/**
 * From file names below `routes/` to patterns, each with the middleware, layouts and error pages
 * that its directories give it.
 */
import type {
  ErrorComponent,
  HandlerByMethod,
  HandlerFn,
  LayoutComponent,
  Middleware,
  PageComponent,
} from "./define.ts";
import type { RouteFile } from "./manifest.ts";

// deno-lint-ignore no-explicit-any -- the application's State is known to its files alone
export type AnyState = any;

/** What the directories above a route contribute, outermost first. */
export interface Surroundings {
  middleware: Middleware<AnyState>[];
  layouts: LayoutComponent<AnyState>[];
  /** The nearest `_error.tsx` and `_404.tsx`. */
  errorPage: ErrorComponent<AnyState> | null;
  notFoundPage: ErrorComponent<AnyState> | null;
}

export interface Route extends Surroundings {
  /** File without extension, with a leading slash: what `ctx.route` shows. */
  name: string;
  /** Hono's path pattern. */
  pattern: string;
  handler: HandlerFn<AnyState> | HandlerByMethod<AnyState> | null;
  page: PageComponent<unknown, AnyState> | null;
}

export interface RouteTable {
  /** Most specific first: literal names, then `[id]`, then `[...rest]`. */
  routes: Route[];
  /** What surrounds a path that no route matches. */
  around(pathname: string): Surroundings;
}

const SPECIAL = new Set(["_middleware", "_layout", "_error", "_404"]);

/** @throws Error where a file exports nothing usable or two files claim one path */
export function buildRouteTable(files: readonly RouteFile[]): RouteTable {
  const special = new Map<string, RouteFile>();
  const plain: { name: string; file: RouteFile }[] = [];
  for (const file of files) {
    const name = "/" + file.file.replace(/\.tsx?$/, "");
    const base = name.slice(name.lastIndexOf("/") + 1);
    if (SPECIAL.has(base)) special.set(name, file);
    else if (!base.startsWith("_")) plain.push({ name, file });
  }
  const directories = new Set(["", ...[...special.keys()].map(directoryOf)]);
  const surroundings = (directory: string) => surround(directory, special);

  const routes = plain.map(({ name, file }): Route => {
    const handler = (file.module.handler ?? null) as Route["handler"];
    const component = (file.module.default ?? null) as PageComponent<unknown, AnyState> | null;
    if (handler === null && component === null) {
      throw new Error(`routes${name}: a route exports a handler, a default component, or both.`);
    }
    return {
      name,
      pattern: patternOf(name),
      handler,
      page: component,
      ...surroundings(directoryOf(name)),
    };
  }).sort((a, b) => compareSpecificity(a.pattern, b.pattern));

  const claimed = new Map<string, string>();
  for (const route of routes) {
    const shape = route.pattern.replace(/:[^/{]+/g, ":");
    const other = claimed.get(shape);
    if (other) throw new Error(`routes${route.name} and routes${other} claim the same path.`);
    claimed.set(shape, route.name);
  }

  // Deepest first, so that the nearest directory with something special wins.
  const byDepth = [...directories].map((directory) => ({
    parts: segmentsOf(directory),
    surroundings: surroundings(directory),
  })).sort((a, b) => b.parts.length - a.parts.length);
  return {
    routes,
    around(pathname) {
      const path = pathname.split("/").filter((part) => part !== "");
      const nearest = byDepth.find(({ parts }) =>
        parts.length <= path.length &&
        parts.every((part, i) => part.startsWith("[") || part === path[i])
      );
      return nearest?.surroundings ?? surroundings("");
    },
  };
}

/** `/projects/[id]/index` to `/projects/:id`; `(group)` directories leave no trace. */
export function patternOf(name: string): string {
  const parts = segmentsOf(name);
  if (parts.at(-1) === "index") parts.pop();
  return "/" + parts.map((part) => {
    const parameter = /^\[(\.\.\.)?([A-Za-z_]\w*)\]$/.exec(part);
    if (parameter) return `:${parameter[2]}${parameter[1] ? "{.+}" : ""}`;
    if (!/^[\w.~-]+$/.test(part)) {
      throw new Error(`routes${name}: "${part}" is not a path segment.`);
    }
    return part;
  }).join("/");
}

function segmentsOf(name: string): string[] {
  return name.split("/").filter((part) => part !== "" && !/^\(.+\)$/.test(part));
}

function compareSpecificity(a: string, b: string): number {
  const rank = (part: string | undefined) =>
    part === undefined ? 0 : part.endsWith("{.+}") ? 3 : part.startsWith(":") ? 2 : 1;
  const [left, right] = [a.split("/"), b.split("/")];
  for (let i = 1; i < Math.max(left.length, right.length); i++) {
    const difference = rank(left[i]) - rank(right[i]);
    if (difference !== 0) return difference;
  }
  return a < b ? -1 : 1;
}

function surround(directory: string, special: Map<string, RouteFile>): Surroundings {
  const found: Surroundings = {
    middleware: [],
    layouts: [],
    errorPage: null,
    notFoundPage: null,
  };
  const parts = directory.split("/").filter((part) => part !== "");
  for (let depth = 0; depth <= parts.length; depth++) {
    const prefix = parts.slice(0, depth).map((part) => "/" + part).join("");
    const at = (name: string) => special.get(`${prefix}/${name}`)?.module.default;
    const middleware = middlewareOf(special.get(`${prefix}/_middleware`));
    if (middleware) found.middleware.push(...[middleware].flat());
    const layout = at("_layout") as LayoutComponent<AnyState> | undefined;
    if (layout) found.layouts.push(layout);
    found.errorPage = (at("_error") as ErrorComponent<AnyState> | undefined) ?? found.errorPage;
    found.notFoundPage = (at("_404") as ErrorComponent<AnyState> | undefined) ?? found.notFoundPage;
  }
  return found;
}

/** Like Fresh, it may be the default export or be called `handler`. */
function middlewareOf(file: RouteFile | undefined) {
  return (file?.module.default ?? file?.module.handler) as
    | Middleware<AnyState>
    | Middleware<AnyState>[]
    | undefined;
}

function directoryOf(name: string): string {
  return name.slice(0, name.lastIndexOf("/"));
}
