/** The application as the generated manifest lists it (manifest.gen.ts), and as the build left it. */
import type { ComponentType } from "preact";
import type {
  ApiDescription,
  ErrorComponent,
  Handlers,
  LayoutComponent,
  Middleware,
  PageComponent,
} from "./define.ts";

/**
 * What a file below `routes/` may export. The file's name decides which of them is meant:
 * `_middleware`, `_layout`, `_error`, `_404`, else a route with `handler`, `default` or both.
 */
export interface RouteModule {
  handler?: Handlers<Any> | Middleware<Any>[];
  /** What the methods of an API route take and answer. */
  api?: ApiDescription;
  default?: RouteDefault;
}
// deno-lint-ignore no-explicit-any -- State and Data differ per file and are checked in that file
type Any = any;
export type RouteDefault =
  | PageComponent<Any, Any>
  | LayoutComponent<Any>
  | ErrorComponent<Any>
  | Middleware<Any>
  | Middleware<Any>[];

export interface RouteFile {
  /** Path below `routes/` with its extension, e.g. `projects/[id]/index.tsx`. */
  file: string;
  module: RouteModule;
}

export interface IslandFile {
  /** The file's name without its extension, unique. */
  name: string;
  component: ComponentType<Any>;
}

export interface Manifest {
  routes: RouteFile[];
  islands: IslandFile[];
}

/** One static file of the build. */
export interface AssetFile {
  /** Path below the build's static directory. */
  file: string;
  type: string;
  /** SHA-256 of the content, hex, cut to 16 digits. */
  hash: string;
  /** True where the URL holds the hash, so that the answer never changes. */
  immutable: boolean;
  /** Encodings that lie beside it, e.g. `br` as `app.css.br`. */
  encodings: ("br" | "gzip")[];
}

/** What the client build wrote: `static/assets.json`. */
export interface ClientBuild {
  /** URL of the island runtime, and the chunks that it imports. */
  runtime: { src: string; preload: string[] } | null;
  /** By island name: the URL of its module, and the chunks that it imports. */
  islands: Record<string, { src: string; preload: string[] }>;
  /** Plain name to hashed URL, e.g. `/app.css` to `/assets/app-1a2b3c4d.css`. */
  names: Record<string, string>;
  /** By URL path. */
  files: Record<string, AssetFile>;
}

export const EMPTY_BUILD: ClientBuild = { runtime: null, islands: {}, names: {}, files: {} };
