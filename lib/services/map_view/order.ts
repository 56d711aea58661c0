/** By code units, so that the order is the same on every machine. */
export function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Segments of a path: 1 at the repository's root. */
export function depth(path: string): number {
  return path.split("/").length;
}
