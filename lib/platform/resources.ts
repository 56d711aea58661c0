/**
 * Where files lie that the program opens while it runs. The build puts them beside its bundles
 * (dist/), so the same call works from a bundle and from the source tree.
 */

/** A bundle is JavaScript: at the top of dist/, or a part of one in dist/chunks/. */
const bundled = import.meta.url.endsWith(".js");
const part = /\/chunks\/[^/]+$/.test(import.meta.url);
const root = new URL(!bundled ? "../../" : part ? "../" : "./", import.meta.url);

/** A module to start as a worker: `moduleUrl("worker")` is worker.ts, or dist/worker.js. */
export function moduleUrl(name: string): URL {
  return new URL(`${name}.${bundled ? "js" : "ts"}`, root);
}

/**
 * A file or directory (with a final slash) of the program: `migrations/`, or what only the build
 * makes, `static/`; from the source tree it is the last build's.
 */
export function resourceUrl(path: string): URL {
  const inSources = bundled || path.startsWith("migrations/");
  return new URL(inSources ? path : `dist/${path}`, root);
}
