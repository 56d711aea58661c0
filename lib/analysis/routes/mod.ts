/**
 * HTTP routes of the repository: what its files declare, with what only the manifests can say, and
 * what file routes say by their place. Tests, vendored and generated files declare none.
 */
import type { MapFile, MapPackage, MapRoute } from "../../domain/wire/system_map.ts";
import { isForeign } from "../frameworks.ts";
import type { RepositoryView } from "../languages/contract.ts";
import { compareCodeUnits } from "../paths.ts";
import { exportedVerbs, FILE_ROUTES, formActions } from "./file_routes.ts";
import { type Declared, declaredPackages, nearest } from "./manifests.ts";
import { UNPROVEN_RULES } from "./rules.ts";

/** A map holds the first ones; more are made by a program. */
export const MAX_ROUTES = 20_000;

type RouteFile = Pick<MapFile, "path" | "language" | "test" | "vendored" | "generated">;

/** Sorted by file, line, path and method. */
export function findMapRoutes(
  view: RepositoryView,
  files: readonly RouteFile[],
  packages: readonly MapPackage[],
): MapRoute[] {
  const declared = declaredPackages(packages);
  const routes: MapRoute[] = [];
  for (const file of files) {
    if (file.test || file.vendored || file.generated || isForeign(file.path)) continue;
    routes.push(...declaredIn(file, view, declared), ...placedAt(file.path, view, declared));
  }
  return routes
    .sort((a, b) =>
      compareCodeUnits(a.handler_path, b.handler_path) || a.line - b.line ||
      compareCodeUnits(a.path, b.path) || compareCodeUnits(a.method, b.method)
    )
    .slice(0, MAX_ROUTES);
}

const NO_ROUTES: MapRoute[] = [];

function declaredIn(
  { path: handler, language }: RouteFile,
  view: RepositoryView,
  declared: Declared,
): MapRoute[] {
  const routes = view.facts(handler)?.routes;
  if (routes === undefined) return NO_ROUTES;
  let named: string | null | undefined;
  return routes.flatMap(({ method, path, line, framework }) => {
    if (path === null) return [];
    const of = framework ?? (named ??= byManifest(handler, language, declared));
    return of === null ? [] : [{ method, path, handler_path: handler, line, framework: of }];
  });
}

/** The one framework that the nearest manifest declares; null for none or several. */
function byManifest(path: string, language: string | null, declared: Declared): string | null {
  const rule = UNPROVEN_RULES.find(({ languages }) => languages.includes(language ?? ""));
  if (!rule) return null;
  const found = nearest(path, Object.keys(rule.packages), declared);
  const frameworks = new Set(found?.names.map((name) => rule.packages[name]));
  return frameworks.size === 1 ? [...frameworks][0]! : null;
}

/** A cheap look first: most files lie in no directory that routes are made of. */
const PLACES = FILE_ROUTES.map(({ roots }) => roots.map((root) => `/${root}/`));
const ANY_PLACE = new RegExp([...new Set(PLACES.flat())].map(RegExp.escape).join("|"));

function placedAt(path: string, view: RepositoryView, declared: Declared): MapRoute[] {
  const rooted = `/${path}`;
  if (!ANY_PLACE.test(rooted)) return NO_ROUTES;
  for (const [at, { framework, packages, roots, route }] of FILE_ROUTES.entries()) {
    if (!PLACES[at]!.some((place) => rooted.includes(place))) continue;
    const found = nearest(path, packages, declared);
    if (found === null) continue;
    const inside = found.directory === "" ? path : path.slice(found.directory.length + 1);
    const root = roots.find((one) => inside.startsWith(`${one}/`));
    const made = root === undefined ? null : route(inside.slice(root.length + 1), root);
    if (made === null) continue;
    const handlers = () => view.facts(path)?.routes ?? [];
    const verbs = made.method === "exports"
      ? exportedVerbs(handlers(), framework)
      : made.method === "actions"
      ? formActions(handlers())
      : [{ method: made.method, line: 1 }];
    return verbs.map(({ method, line }) => ({
      method,
      path: made.path,
      handler_path: path,
      line,
      framework,
    }));
  }
  return [];
}
