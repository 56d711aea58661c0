/** Makes the context of one request. */
import type { ConnectionInfo, Context } from "./define.ts";
import type { AnyState } from "./route_table.ts";

/** One request as it enters the application. */
export interface Incoming {
  req: Request;
  requestId: string;
  info: ConnectionInfo;
}

/** `next` is set by whoever runs the chain. */
export function createContext(
  incoming: Incoming,
  state: AnyState,
  route: string | null,
  params: Record<string, string>,
): Context<AnyState> & { error: unknown; next: Context<AnyState>["next"] } {
  return {
    ...incoming,
    url: new URL(incoming.req.url),
    params,
    state,
    route,
    error: null,
    next: () => Promise.reject(new Error("next() was called outside of a request's chain.")),
    redirect: (path, status = 303) =>
      new Response(null, { status, headers: { location: localPath(path) } }),
    json: (data, init) => Response.json(data, init),
  };
}

/**
 * A path that stays on this site: browsers read a leading `//` or `/\` as another host.
 * @throws TypeError where it does not begin with a slash
 */
export function localPath(path: string): string {
  if (!path.startsWith("/")) throw new TypeError(`A redirect needs a path of this site: ${path}`);
  return path.replace(/^[/\\]+/, "/");
}
