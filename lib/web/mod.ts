/** The web glue's public face: what routes, pages and server.ts import. */
export { type Access, type AccessOptions, createAccess } from "./access.ts";
export { type App, type AppOptions, createApp } from "./app.ts";
export { asset } from "./asset_scope.ts";
export { type AssetReader, openAssets } from "./assets.ts";
export { readJson, readOptionalJson, readQuery } from "./body.ts";
export { gzipResponse } from "./compress.ts";
export {
  type ConnectionInfo,
  type Context,
  createDefine,
  type DataOf,
  type Define,
  type ErrorPageProps,
  type HandlerByMethod,
  type HandlerFn,
  type LayoutProps,
  type Middleware,
  page,
  type PageProps,
  PageResponse,
} from "./define.ts";
export { etagOf, notModified } from "./etag.ts";
export type { ClientBuild, Manifest } from "./manifest.ts";
export { openApiDocument } from "./openapi.ts";
