/**
 * What a route file is made of: the context of a request, handlers, pages, layouts, middleware.
 * The names and shapes are Fresh 2's, so that `routes/` could move there unchanged.
 */
import type { ComponentChild, ComponentType } from "preact";
import type { Problem } from "../domain/wire/common.ts";
import type { Operation } from "./operation.ts";

export const METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"] as const;
export type Method = (typeof METHODS)[number];

/** Who sent a request, as `Deno.serve` tells it. */
export type ConnectionInfo = Deno.ServeHandlerInfo;

/** One request on its way through middleware to its handler. */
export interface Context<State> {
  readonly req: Request;
  readonly url: URL;
  /** Decoded parts of the path, e.g. `id` of `[id].tsx`. */
  readonly params: Readonly<Record<string, string>>;
  /** Made anew for each request, shared by its middleware, handler, page and layouts. */
  state: State;
  /** The route's file without its extension, e.g. `/projects/[id]/index`; null where none matched. */
  readonly route: string | null;
  /** What was thrown; set while an error page is rendered. */
  readonly error: unknown;
  readonly requestId: string;
  readonly info: ConnectionInfo;
  /** Runs the rest of the chain. It never rejects: errors come back as responses. */
  next(): Promise<Response>;
  /** Answers a redirect to a path of this site; 303 turns a POST into a GET. */
  redirect(path: string, status?: 301 | 302 | 303 | 307 | 308): Response;
  /** Answers `data` as JSON. */
  json(data: unknown, init?: ResponseInit): Response;
}

/** What a handler returns to have its file's default component rendered. */
export class PageResponse<Data> {
  constructor(
    readonly data: Data,
    readonly status: number,
    readonly headers: Headers,
  ) {}
}

export function page(): PageResponse<undefined>;
export function page<Data>(
  data: Data,
  init?: { status?: number; headers?: HeadersInit },
): PageResponse<Data>;
/** Renders the default component of the handler's file with `data`. */
export function page(
  data?: unknown,
  init: { status?: number; headers?: HeadersInit } = {},
): PageResponse<unknown> {
  return new PageResponse(data, init.status ?? 200, new Headers(init.headers));
}

type Answer<Data> = Response | PageResponse<Data>;
export type HandlerFn<State, Data = unknown> = (
  ctx: Context<State>,
) => Answer<Data> | Promise<Answer<Data>>;
export type HandlerByMethod<State, Data = unknown> = {
  [M in Method]?: HandlerFn<State, Data>;
};
export type Handlers<State> = HandlerFn<State> | HandlerByMethod<State>;
export type Middleware<State> = (ctx: Context<State>) => Response | Promise<Response>;

/** The data that a handler, or any of its methods, passes to `page`. */
export type DataOf<H> = H extends (...args: never[]) => infer R
  ? Awaited<R> extends infer A ? A extends PageResponse<infer D> ? D : never : never
  : H extends object ? { [M in keyof H]: DataOf<H[M]> }[keyof H]
  : never;

export interface PageProps<Data, State> {
  data: Data;
  state: State;
  url: URL;
  params: Readonly<Record<string, string>>;
  route: string | null;
  req: Request;
  requestId: string;
  /** On error pages: words that are safe to show. The cause is in the log, never here. */
  error: Problem | null;
}

/** A layout renders `<Component />` where its page goes. */
export interface LayoutProps<State> extends PageProps<unknown, State> {
  Component: ComponentType;
}
export interface ErrorPageProps<State> extends PageProps<undefined, State> {
  error: Problem;
}

export type PageComponent<Data, State> = (props: PageProps<Data, State>) => ComponentChild;
export type LayoutComponent<State> = (props: LayoutProps<State>) => ComponentChild;
export type ErrorComponent<State> = (props: ErrorPageProps<State>) => ComponentChild;

/** An API route's description of its methods. */
export type ApiDescription = { readonly [M in Method]?: Operation };

export interface Define<State> {
  /** One function for every method, or an object with one function per method. */
  handlers<H extends Handlers<State>>(handlers: H): H;
  /** The export `api` of an API route: one description for each method of its handler. */
  api<H extends HandlerByMethod<State>>(
    operations: { [M in keyof H & Method]: Operation },
  ): ApiDescription;
  /** The default export of a page; `define.page<typeof handler>` types its `data`. */
  page<H = never>(
    component: PageComponent<[H] extends [never] ? undefined : DataOf<H>, State>,
  ): PageComponent<[H] extends [never] ? undefined : DataOf<H>, State>;
  /** The default export of `_middleware.ts`; it runs for everything below its directory. */
  middleware<M extends Middleware<State> | Middleware<State>[]>(middleware: M): M;
  /** The default export of `_layout.tsx`; the root one renders the whole `<html>`. */
  layout(component: LayoutComponent<State>): LayoutComponent<State>;
  /** The default export of `_error.tsx` and `_404.tsx`. */
  error(component: ErrorComponent<State>): ErrorComponent<State>;
}

/** Identity functions that carry the application's `State` to its route files. */
export function createDefine<State>(): Define<State> {
  return {
    handlers: (handlers) => handlers,
    api: (operations) => operations,
    page: (component) => component,
    middleware: (middleware) => middleware,
    layout: (component) => component,
    error: (component) => component,
  };
}
