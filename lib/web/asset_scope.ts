/**
 * The build that `asset()` answers from: that of the page being rendered. Rendering is synchronous,
 * so one variable serves any number of apps in one process.
 */
import { type ClientBuild, EMPTY_BUILD } from "./manifest.ts";

let current: ClientBuild = EMPTY_BUILD;

/**
 * The hashed URL of a file in `static/`, for pages and layouts: `asset("/app.css")`. Outside of a
 * rendering, or without a build, it is the plain path, under which the file is served as well.
 */
export function asset(path: string): string {
  return current.names[path] ?? path;
}

/** Runs `render` with `asset()` answering from `build`. */
export function withAssets<T>(build: ClientBuild, render: () => T): T {
  const previous = current;
  current = build;
  try {
    return render();
  } finally {
    current = previous;
  }
}
