/** Slash paths of a commit; "" is the root. */

export function baseName(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}

export function directoryOf(path: string): string {
  const slash = path.lastIndexOf("/");
  return slash < 0 ? "" : path.slice(0, slash);
}

export function join(directory: string, name: string): string {
  return directory === "" ? name : name === "" ? directory : `${directory}/${name}`;
}

/** The directory itself, then each one above it, up to the root. */
export function* upwards(directory: string): Generator<string> {
  for (let at = directory; at !== ""; at = directoryOf(at)) yield at;
  yield "";
}

/** `.` and `..` resolved against a directory; null where the path leaves the repository. */
export function normalise(directory: string, relative: string): string | null {
  if (relative.startsWith("/")) return null;
  const parts = directory === "" ? [] : directory.split("/");
  for (const part of relative.split("/")) {
    if (part === "" || part === ".") continue;
    if (part !== "..") parts.push(part);
    else if (parts.pop() === undefined) return null;
  }
  return parts.join("/");
}

export function compareCodeUnits(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
