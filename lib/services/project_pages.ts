/** Places in a list of projects, as the text that a page ends with. */
import { FactoryError } from "../domain/errors.ts";
import type { ProjectQuery } from "../domain/wire/project.ts";
import type { Place } from "../store/project_list.ts";
import type { z } from "zod";
import { readCursor, writeCursor } from "./cursor.ts";

type Query = z.output<typeof ProjectQuery>;

/** By time of registration, the id says it all. */
function isById(sort: Query["sort"]): boolean {
  return sort === "added" || sort === "-added";
}

export function nextPage({ sort }: Query, last: Place | null): string | null {
  if (last === null) return null;
  return isById(sort) ? last.id : writeCursor([sort, last.value, last.id]);
}

/** @throws FactoryError `invalid_fields` for a cursor of no list, or of one in another order */
export function placeOf({ cursor, sort }: Query): Place | undefined {
  if (cursor === undefined) return undefined;
  if (isById(sort)) return { value: cursor, id: cursor };
  const [order, value = "", id] = readCursor(cursor, 3);
  if (order !== sort || typeof id !== "string") {
    throw new FactoryError("invalid_fields", "Not valid: /cursor.", {
      errors: [{ pointer: "/cursor", detail: "belongs to a list in another order" }],
      remedy: "Leave it out to begin with the first page.",
    });
  }
  return { value, id };
}
