/** Slash paths of a commit; "" is the root. */

/** The last name of a path. */
export function baseName(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}

/** The directory that holds it; "" for the root's own members, and for the root. */
export function directoryOf(path: string): string {
  const slash = path.lastIndexOf("/");
  return slash < 0 ? "" : path.slice(0, slash);
}

/** `directoryOf` for sorted paths, most of which are in the directory of the one before. */
export function directoriesOf(): (path: string) => string {
  let last: { directory: string; prefix: string } | null = null;
  return (path) => {
    const same = last !== null && path.startsWith(last.prefix) &&
      path.indexOf("/", last.prefix.length) < 0;
    if (same) return last!.directory;
    const directory = directoryOf(path);
    last = { directory, prefix: directory === "" ? "" : `${directory}/` };
    return directory;
  };
}

/** A name below a directory, as it stands: nothing is resolved. */
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

/** True where the path is the directory or lies below it. */
export function isWithin(path: string, directory: string): boolean {
  return directory === "" || path === directory || path.startsWith(`${directory}/`);
}

/** The order of everything in a map, the same in every locale. */
export function compareCodeUnits(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
