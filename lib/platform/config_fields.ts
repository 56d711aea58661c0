/** Forms that several variables of the configuration have. */
import { z } from "zod";

/** Digits between two bounds, both included. */
export function wholeNumber(min: number, max: number, fallback: number) {
  const words = `must be a whole number from ${min} to ${max}`;
  return z.string().regex(/^\d{1,9}$/, words).default(String(fallback)).transform(Number)
    .refine((value) => value >= min && value <= max, words);
}

/** One of a few words. */
export function oneOf<const T extends readonly [string, ...string[]]>(
  values: T,
  fallback: T[number],
) {
  return z.enum(values, `must be one of ${values.join(", ")}`).default(fallback);
}

/** What the characters of a token may be: it becomes a header. */
export const PRINTABLE = [/^[\x21-\x7e]+$/, "must be printable ASCII without spaces"] as const;
