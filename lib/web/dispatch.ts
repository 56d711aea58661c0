/**
 * Takes one request through the middleware of its directories to its handler and page. Whatever is
 * thrown on the way becomes an answer: problem+json for programs, an error page elsewhere.
 */
import { FactoryError } from "../domain/errors.ts";
import { getLogger } from "../platform/log.ts";
import { createContext, type Incoming } from "./context.ts";
import {
  type Context,
  type HandlerFn,
  type Method,
  METHODS,
  page as emptyPage,
  type PageProps,
  PageResponse,
} from "./define.ts";
import { problemHeaders, problemOf, problemResponse } from "./problem.ts";
import { renderDocument, type Site } from "./render.ts";
import type { AnyState, Route, Surroundings } from "./route_table.ts";

type AnyContext = ReturnType<typeof createContext>;

export type Target =
  | { route: Route; params: Record<string, string> }
  /** No route: the middleware around the path runs, then `error` is answered. */
  | { around: Surroundings; error: FactoryError };

export type Dispatch = (incoming: Incoming, target: Target) => Promise<Response>;

/** `makeState` gives the `ctx.state` of one request. */
export function createDispatch(site: Site, makeState: (incoming: Incoming) => AnyState): Dispatch {
  return (incoming, target) => {
    const route = "route" in target ? target.route : null;
    const at = "route" in target ? target.route : target.around;
    const params = "route" in target ? target.params : {};
    const ctx = createContext(incoming, makeState(incoming), route?.name ?? null, params);
    let index = 0;
    ctx.next = async () => {
      const middleware = at.middleware[index++];
      try {
        if (middleware) return await middleware(ctx);
        if ("error" in target) throw target.error;
        return await handle(site, ctx, target.route);
      } catch (error) {
        return failure(site, ctx, at, error);
      }
    };
    return ctx.next();
  };
}

async function handle(site: Site, ctx: AnyContext, route: Route): Promise<Response> {
  const handler = handlerFor(route, ctx.req.method);
  if (handler === null) {
    const allow = allowedMethods(route);
    if (ctx.req.method === "OPTIONS") {
      return new Response(null, { status: 204, headers: { allow } });
    }
    const error = new FactoryError(
      "method_not_allowed",
      `${ctx.req.method} is not possible here.`,
      {
        remedy: `Use one of ${allow}.`,
      },
    );
    return failure(site, ctx, route, error, new Headers({ allow }));
  }
  const result = await handler(ctx);
  if (!(result instanceof PageResponse)) return result;
  if (route.page === null) throw new Error(`routes${route.name} exports no page to render.`);
  const document = renderDocument(site, route.page, route.layouts, propsOf(ctx, result.data));
  return htmlResponse(document, result.status, result.headers);
}

/** HEAD is answered by GET (its body is dropped later); a page alone answers GET. */
function handlerFor(route: Route, method: string): HandlerFn<AnyState> | null {
  const byMethod = route.handler;
  if (typeof byMethod === "function") return byMethod;
  const own = (name: string) =>
    byMethod !== null && Object.hasOwn(byMethod, name) ? byMethod[name as Method] ?? null : null;
  const found = own(method);
  if (found !== null) return found;
  if (method !== "GET" && method !== "HEAD") return null;
  return own("GET") ?? (route.page === null ? null : () => emptyPage());
}

function allowedMethods(route: Route): string {
  return METHODS.filter((method) => method === "OPTIONS" || handlerFor(route, method) !== null)
    .join(", ");
}

function failure(
  site: Site,
  ctx: AnyContext,
  at: Surroundings,
  error: unknown,
  headers = new Headers(),
): Response {
  const problem = problemOf(error);
  const log = getLogger("http");
  if (problem.status >= 500) {
    const { method } = ctx.req;
    const reason = Deno.inspect(error);
    log.error("{method} {path} failed: {reason}", { method, path: ctx.url.pathname, reason });
  }
  if (isApi(ctx.url.pathname)) return problemResponse(error, headers);
  const all = problemHeaders(error, headers);
  const page = problem.status === 404 ? at.notFoundPage ?? at.errorPage : at.errorPage;
  if (page === null) return htmlResponse(bareDocument(problem.title), problem.status, all);
  ctx.error = error;
  try {
    const props = { ...propsOf(ctx, undefined), error: problem };
    return htmlResponse(renderDocument(site, page, at.layouts, props), problem.status, all);
  } catch (cause) {
    // The error page, or a layout that misses what failed to load: the first error stays the answer.
    log.error("The error page failed: {reason}", { reason: Deno.inspect(cause) });
    return htmlResponse(bareDocument(problem.title), problem.status, all);
  }
}

/** What programs ask, which no error page would help. */
function isApi(pathname: string): boolean {
  return pathname === "/api" || pathname.startsWith("/api/") || pathname === "/mcp";
}

function propsOf(ctx: Context<AnyState>, data: unknown): PageProps<unknown, AnyState> {
  const { state, url, params, route, req, requestId } = ctx;
  return { data, state, url, params, route, req, requestId, error: null };
}

function htmlResponse(document: string, status: number, headers: Headers): Response {
  if (!headers.has("content-type")) headers.set("content-type", "text/html; charset=utf-8");
  return new Response(document, { status, headers });
}

function bareDocument(title: string): string {
  return `<!DOCTYPE html><html lang="en"><title>${title}</title><h1>${title}</h1></html>`;
}
