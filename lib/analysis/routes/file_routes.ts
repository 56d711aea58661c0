/**
 * Frameworks that make a route of a file's place. A row says below which directory of a package the
 * files lie, and what their names mean; parameters are written as the framework writes them.
 */
import type { RawRoute } from "../facts.ts";

export interface FileRouteRule {
  framework: string;
  /** Any of these in the manifest of the package is the proof. */
  packages: readonly string[];
  /** Directories of the package, the most common first. */
  roots: readonly string[];
  /** The route of a file below a root (its path from there), or null. */
  route: (path: string, root: string) => FileRoute | null;
}

interface FileRoute {
  path: string;
  /** A verb; "exports" where the file's exported handlers say which, "actions" for form actions. */
  method: string;
}

const PAGE = /\.(?:[jt]sx?|mdx?)$/;
const SCRIPT = /\.[cm]?[jt]sx?$/;

/** Segments to a path; `index` stands for its directory. */
function pathOf(segments: readonly string[]): string {
  return `/${segments.filter((segment) => segment !== "" && segment !== "index").join("/")}`;
}

function withoutExtension(path: string): string[] {
  return path.replace(/\.[^/.]+$/, "").split("/");
}

/** Next's app directory: `page` and `route` files; groups and slots are no part of the path. */
function nextApp(path: string): FileRoute | null {
  const segments = withoutExtension(path);
  const file = segments.pop()!;
  const isPage = file === "page" && PAGE.test(path);
  if (!isPage && !(file === "route" && SCRIPT.test(path))) return null;
  // Intercepted routes show another route's page.
  if (segments.some((segment) => /^\(\.+\)|^_/.test(segment))) return null;
  const visible = segments.filter((segment) => !/^\(.*\)$|^@/.test(segment));
  return { path: pathOf(visible), method: isPage ? "GET" : "exports" };
}

/** Next's pages directory; what begins with `_` wraps pages, `api/` answers every verb. */
function nextPages(path: string): FileRoute | null {
  const segments = withoutExtension(path);
  if (!PAGE.test(path) || segments.some((segment) => segment.startsWith("_"))) return null;
  if (/\.(?:test|spec|stories|module|d)$/.test(segments.at(-1)!)) return null;
  return { path: pathOf(segments), method: segments[0] === "api" ? "ANY" : "GET" };
}

function svelteKit(path: string): FileRoute | null {
  const segments = path.split("/");
  const file = segments.pop()!;
  const method = /^\+page(?:@.*)?\.svelte$/.test(file)
    ? "GET"
    : /^\+server\.[jt]s$/.test(file)
    ? "exports"
    : /^\+page\.server\.[jt]s$/.test(file)
    ? "actions"
    : null;
  if (method === null) return null;
  return { path: pathOf(segments.filter((segment) => !/^\(.*\)$/.test(segment))), method };
}

/** Remix and React Router: dots nest, `_x.` has no path, `x_.` leaves a layout, `$x` is a parameter. */
function remix(path: string): FileRoute | null {
  if (!PAGE.test(path)) return null;
  const [name, ...rest] = path.replace(/\.[^/.]+$/, "").split("/");
  if (rest.length > 1 || rest.length === 1 && rest[0] !== "route" && rest[0] !== "index") {
    return null;
  }
  const segments = name!.split(/\.(?![^[]*\])/);
  const last = segments.at(-1)!;
  // A layout without a path of its own is no route.
  if (last.startsWith("_") && last !== "_index") return null;
  const parts = segments
    .filter((segment) => !segment.startsWith("_") && segment !== "index")
    .map((segment) => segment.replace(/_$/, "").replace(/\[(.*?)\]/g, "$1"))
    .map((segment) => segment === "$" ? "*" : segment.replace(/^(\()?\$/, "$1:"));
  return { path: pathOf(parts), method: "exports" };
}

function astro(path: string): FileRoute | null {
  const segments = path.split("/");
  if (segments.some((segment) => segment.startsWith("_"))) return null;
  if (/\.(?:astro|mdx?|html)$/.test(path)) {
    return { path: pathOf(withoutExtension(path)), method: "GET" };
  }
  return SCRIPT.test(path) ? { path: pathOf(withoutExtension(path)), method: "exports" } : null;
}

/** Fresh: `_app`, `_layout`, `_middleware` wrap routes; groups are no part of the path. */
function fresh(path: string): FileRoute | null {
  if (!/\.[jt]sx?$/.test(path)) return null;
  const segments = withoutExtension(path);
  if (segments.some((segment) => segment.startsWith("_") || /^\(_.*\)$/.test(segment))) return null;
  const visible = segments.filter((segment) => !/^\(.*\)$/.test(segment));
  return { path: pathOf(visible), method: /\.[jt]sx$/.test(path) ? "GET" : "ANY" };
}

/** Nuxt: pages, and `server/api/users.get.ts`, `server/routes/…`. */
function nuxt(path: string, root: string): FileRoute | null {
  if (root.endsWith("pages")) {
    return path.endsWith(".vue") ? { path: pathOf(withoutExtension(path)), method: "GET" } : null;
  }
  if (!/\.[cm]?[jt]s$/.test(path)) return null;
  const plain = path.replace(/\.[^/.]+$/, "");
  const verb = /\.(get|post|put|patch|delete|head|options)$/.exec(plain);
  const segments = plain.replace(/\.(?:get|post|put|patch|delete|head|options)$/, "").split("/");
  const prefix = root.endsWith("api") ? ["api"] : [];
  return { path: pathOf([...prefix, ...segments]), method: verb ? verb[1]!.toUpperCase() : "ANY" };
}

export const FILE_ROUTES: readonly FileRouteRule[] = [
  { framework: "Next.js", packages: ["npm:next"], roots: ["app", "src/app"], route: nextApp },
  { framework: "Next.js", packages: ["npm:next"], roots: ["pages", "src/pages"], route: nextPages },
  {
    framework: "SvelteKit",
    packages: ["npm:@sveltejs/kit"],
    roots: ["src/routes"],
    route: svelteKit,
  },
  {
    framework: "Remix",
    packages: ["npm:@remix-run/react", "npm:@remix-run/node", "npm:@react-router/fs-routes"],
    roots: ["app/routes"],
    route: remix,
  },
  { framework: "Astro", packages: ["npm:astro"], roots: ["src/pages"], route: astro },
  {
    framework: "Fresh",
    packages: ["jsr:@fresh/core", "npm:fresh"],
    roots: ["routes"],
    route: fresh,
  },
  {
    framework: "Nuxt",
    packages: ["npm:nuxt", "npm:nuxt3"],
    roots: ["pages", "app/pages", "src/pages", "server/api", "server/routes"],
    route: nuxt,
  },
];

/** What an action answers (https://reactrouter.com/how-to/resource-routes); a loader answers GET. */
const ACTION_VERBS = ["POST", "PUT", "PATCH", "DELETE"];

/** Verbs that a file's exported handlers answer, with the lines that say so. */
export function exportedVerbs(routes: readonly RawRoute[], framework: string): {
  method: string;
  line: number;
}[] {
  const exported = routes.filter(({ path }) => path === null);
  if (framework === "Remix") {
    const lineOf = (name: string) => exported.find(({ method }) => method === name)?.line;
    const action = lineOf("action");
    // Without either the file is a page: nothing else is exported that answers.
    const shown = lineOf("loader") ?? lineOf("default") ?? (action === undefined ? 1 : undefined);
    return [
      ...shown === undefined ? [] : [{ method: "GET", line: shown }],
      ...action === undefined ? [] : ACTION_VERBS.map((method) => ({ method, line: action })),
    ];
  }
  return exported.filter(({ method }) => /^[A-Z]+$/.test(method)).map(({ method, line }) => ({
    method: method === "ALL" ? "ANY" : method,
    line,
  }));
}

/** A page's form actions answer POST (https://svelte.dev/docs/kit/form-actions). */
export function formActions(routes: readonly RawRoute[]): { method: string; line: number }[] {
  const actions = routes.find(({ path, method }) => path === null && method === "actions");
  return actions === undefined ? [] : [{ method: "POST", line: actions.line }];
}
