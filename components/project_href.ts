/** Pages of a project: the last part of their address, in the order of the navigation. */
export const PROJECT_PAGES = [
  ["", "Overview"],
  ["graph", "Graph"],
  ["files", "Files"],
  ["hotspots", "Hotspots"],
  ["people", "People"],
  ["packages", "Packages"],
  ["services", "Services"],
  ["symbols", "Symbols"],
  ["coverage", "Coverage"],
  ["changes", "Changes"],
  ["ask", "Ask"],
] as const;
export type ProjectPage = (typeof PROJECT_PAGES)[number][0];

export type QueryValue = string | number | null | undefined;

/** The address of a page of a project; what is empty is left out of it. */
export function projectHref(
  projectId: string,
  page: ProjectPage | "commits",
  query: Readonly<Record<string, QueryValue>> = {},
): string {
  const said = Object.entries(query).flatMap(([name, value]) =>
    value === undefined || value === null || value === "" ? [] : [[name, String(value)]]
  );
  const search = new URLSearchParams(said).toString();
  return `/projects/${encodeURIComponent(projectId)}${page && `/${page}`}${search && `?${search}`}`;
}
