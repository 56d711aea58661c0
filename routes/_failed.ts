import { projectHref } from "../components/project_href.ts";
import type { ErrorPageProps } from "../lib/web/mod.ts";
import type { State } from "./_state.ts";

/** The address of the project whose page could not be shown; null where it is of none that exists. */
export function projectOf({ route, params, error }: ErrorPageProps<State>): string | null {
  const id = params["id"];
  const known = route?.startsWith("/projects/") && error.code !== "project_not_found";
  return known && id !== undefined ? projectHref(id, "") : null;
}
