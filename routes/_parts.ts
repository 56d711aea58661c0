/** What the pages have in common that show one part of a project's map. */
import { z } from "zod";
import type { MapParts } from "../lib/domain/wire/map_parts.ts";
import type { Project } from "../lib/domain/wire/project.ts";
import { readQuery } from "../lib/web/mod.ts";
import type { State } from "./_state.ts";

/** A page of a list, from 1, in a page's address. */
export const pageNumber = z.coerce.number().int().min(1).max(100_000).default(1);

/**
 * The project, what its page's address asks for, and the part of its map; null where it has no map.
 * @param title of the page, before the project's name
 * @throws FactoryError `project_not_found`, `invalid_fields`
 */
export async function readPart<Query extends z.ZodType, Name extends keyof MapParts>(
  ctx: { state: State; url: URL; params: Readonly<Record<string, string>> },
  { part, query, title }: { part: Name; query: Query; title: string },
): Promise<{ project: Project; query: z.output<Query>; part: Readonly<MapParts[Name]> | null }> {
  const { projects, maps } = ctx.state.services;
  const id = ctx.params["id"] ?? "";
  const project = await projects.get(id);
  const asked = readQuery(ctx.url, query);
  ctx.state.title = `${title} of ${project.name}`;
  return { project, query: asked, part: await maps.part(id, part) };
}
