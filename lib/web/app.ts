/**
 * The application: one `fetch` over the file routes and the static files. From the outside in:
 * request id and log context, security headers, compression, static files, routes.
 */
import { Hono } from "hono";
import { FactoryError } from "../domain/errors.ts";
import { newId } from "../platform/ids.ts";
import { getLogger, withLogContext } from "../platform/log.ts";
import { type AssetReader, NO_ASSETS, serveAsset } from "./assets.ts";
import { compress } from "./compress.ts";
import { type Incoming, localPath } from "./context.ts";
import type { ConnectionInfo } from "./define.ts";
import { createDispatch } from "./dispatch.ts";
import { islandNames } from "./islands.ts";
import type { Manifest } from "./manifest.ts";
import { problemResponse } from "./problem.ts";
import { buildRouteTable } from "./route_table.ts";
import { secure } from "./security.ts";

export interface AppOptions<State> {
  /** Makes the `ctx.state` of one request; middleware may add to it. */
  state?: (incoming: Incoming) => State;
  /** Static files and islands of the build; without it, pages are plain HTML. */
  assets?: AssetReader;
}

export interface App {
  /** Never rejects. */
  fetch(req: Request, info: ConnectionInfo): Promise<Response>;
}

/** @throws Error where the manifest's routes contradict each other */
export function createApp<State>(manifest: Manifest, options: AppOptions<State> = {}): App {
  const assets = options.assets ?? NO_ASSETS;
  const table = buildRouteTable(manifest.routes);
  const dispatch = createDispatch(
    { build: assets.build, islands: islandNames(manifest.islands) },
    options.state ?? (() => ({})),
  );

  const router = new Hono<{ Bindings: Incoming }>();
  for (const route of table.routes) {
    router.all(
      route.pattern,
      (c) => dispatch(c.env, { route, params: c.req.param() as Record<string, string> }),
    );
  }
  router.notFound((c) => {
    const { pathname } = new URL(c.env.req.url);
    const error = new FactoryError("not_found", `There is nothing at ${pathname}.`, {
      remedy: "Check the address.",
    });
    return dispatch(c.env, { around: table.around(pathname), error });
  });
  router.onError((error) => {
    throw error;
  });

  async function respond(incoming: Incoming): Promise<Response> {
    const { req } = incoming;
    const { pathname, search } = new URL(req.url);
    const asset = await serveAsset(req, pathname, assets);
    if (asset) return asset;
    if (!isDecodable(pathname)) {
      const error = new FactoryError("malformed_request", "The path is not validly encoded.", {
        remedy: "Percent-encode it as UTF-8.",
      });
      return dispatch(incoming, { around: table.around(pathname), error });
    }
    if (pathname.length > 1 && pathname.endsWith("/")) {
      const location = localPath(pathname.replace(/\/+$/, "") || "/") + search;
      return new Response(null, { status: 308, headers: { location } });
    }
    // Hono answers HEAD by GET and drops the body.
    return await router.fetch(req, incoming);
  }

  return {
    fetch(req, info) {
      const requestId = requestIdOf(req);
      return withLogContext({ request_id: requestId }, async () => {
        let response: Response;
        try {
          response = ownResponse(req, await respond({ req, requestId, info }));
        } catch (error) {
          getLogger("http").error("Answering failed: {reason}", { reason: Deno.inspect(error) });
          response = problemResponse(error);
        }
        secure(response.headers);
        response.headers.set("x-request-id", requestId);
        return await compress(req, response);
      });
    },
  };
}

/** A proxy's id is kept where it is harmless in logs and headers. */
function requestIdOf(req: Request): string {
  const given = req.headers.get("x-request-id");
  return given !== null && /^[\w.-]{1,64}$/.test(given) ? given : newId();
}

/** Responses such as `Response.redirect()` have headers that cannot be changed; HEAD has no body. */
function ownResponse(req: Request, response: Response): Response {
  return new Response(req.method === "HEAD" ? null : response.body, {
    status: response.status,
    statusText: response.statusText,
    headers: new Headers(response.headers),
  });
}

function isDecodable(pathname: string): boolean {
  try {
    decodeURIComponent(pathname);
    return true;
  } catch (error) {
    if (error instanceof URIError) return false;
    throw error;
  }
}
