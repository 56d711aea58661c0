import { FactoryError } from "../domain/errors.ts";

/** A place in a list, as text that a caller hands back unread. */
export function writeCursor(place: readonly (string | number)[]): string {
  return new TextEncoder().encode(JSON.stringify(place)).toBase64({
    alphabet: "base64url",
    omitPadding: true,
  });
}

/**
 * The reverse of `writeCursor`.
 * @param length parts that it has to have
 * @throws FactoryError `invalid_fields`
 */
export function readCursor(cursor: string, length: number): (string | number)[] {
  try {
    const bytes = Uint8Array.fromBase64(cursor, { alphabet: "base64url" });
    const place: unknown = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
    if (
      Array.isArray(place) && place.length === length &&
      place.every((part) =>
        typeof part === "string"
          ? part.isWellFormed() && !part.includes("\0")
          : Number.isSafeInteger(part)
      )
    ) return place;
  } catch {
    // What cannot be read is said below.
  }
  throw new FactoryError("invalid_fields", "Not valid: /cursor.", {
    errors: [{ pointer: "/cursor", detail: "is none that an answer gave as next_cursor" }],
    remedy: "Leave it out to begin with the first page.",
  });
}
