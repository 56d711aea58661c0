/** Answers that stay within a number of tokens, and cursors to go on by. */
import { z } from "zod";
import { FactoryError } from "../domain/errors.ts";

/** An estimate: a model's own count of code and paths is some 20 % to either side of it. */
const CHARACTERS_PER_TOKEN = 4;
/** What is left of an item that alone would fill an answer. */
const CLIPPED_TEXT = 200;
const CLIPPED_LIST = 10;

/** `max_tokens` of a tool whose answer is a list. */
export const tokens = z.int().min(200).max(20_000).default(4_000).describe(
  "About this many tokens are answered at most, taking 4 characters for one; the rest follows by " +
    "next_cursor.",
);

/** Characters of JSON for a number of tokens. */
export function charactersFor(tokens: number): number {
  return tokens * CHARACTERS_PER_TOKEN;
}

/**
 * As many items from `offset` on as a number of tokens holds, and where to go on. At least one, so
 * that a reader gets ahead: of one that is too long by itself, the beginnings of its parts.
 */
export function withinTokens<T>(
  items: readonly T[],
  offset: number,
  tokens: number,
  limit = Infinity,
): { items: T[]; next_cursor: string | null } {
  let left = charactersFor(tokens);
  const page: T[] = [];
  const most = Math.min(items.length, offset + limit);
  for (let at = offset; at < most; at++) {
    const item = page.length === 0 ? clipped(items[at]!, left) : items[at]!;
    left -= JSON.stringify(item).length + 1;
    if (left < 0 && page.length > 0) break;
    page.push(item);
  }
  const end = offset + page.length;
  return { items: page, next_cursor: end < items.length ? String(end) : null };
}

/** The same of a list whose cursors only its service can make: it is asked again, for fewer. */
export async function askedWithin<T extends { items: unknown[] }>(
  limit: number,
  tokens: number,
  ask: (limit: number) => Promise<T>,
): Promise<T> {
  const answer = await ask(limit);
  const { items } = withinTokens(answer.items, 0, tokens);
  const page = items.length === answer.items.length ? answer : await ask(items.length);
  return { ...page, items: withinTokens(page.items, 0, tokens).items };
}

/** A value, shortened where its JSON is longer than so many characters. */
export function clipped<T>(value: T, characters: number): T {
  return JSON.stringify(value).length <= characters ? value : clip(value) as T;
}

function clip(value: unknown): unknown {
  if (typeof value === "string") {
    return value.length <= CLIPPED_TEXT ? value : value.slice(0, CLIPPED_TEXT).toWellFormed() + "…";
  }
  if (Array.isArray(value)) return value.slice(0, CLIPPED_LIST).map(clip);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, clip(item)]));
}

/** @throws FactoryError `invalid_fields` */
export function offsetIn(cursor: string | undefined): number {
  if (cursor === undefined) return 0;
  if (/^\d{1,9}$/.test(cursor)) return Number(cursor);
  throw new FactoryError("invalid_fields", "The cursor is none that an answer gave.", {
    remedy: "Leave it out to begin with the first page.",
    errors: [{ pointer: "/cursor", detail: "is none that an answer gave as next_cursor" }],
  });
}
