/**
 * Between Goose and the model's endpoint: Goose gets a token for one run, and an address of this
 * machine; the key stays here. What it asks is counted, goes to the endpoint's own origin and
 * nowhere else, however that redirects, and ends with the run.
 */
import type { ModelGardenConfig } from "../platform/config_ai.ts";
import { keyHeaders } from "./model_garden.ts";

export interface Relay {
  /** What Goose takes for the endpoint. */
  host: string;
  basePath: string;
  /** What Goose takes for the key. */
  token: string;
  /** Completions that were asked for. */
  readonly requests: number;
  close(): Promise<void>;
}

/** A run that asks for more has run wild. */
const REQUESTS_MOST = 80;
const BASE_PATH = "v1/chat/completions";

/** Listens on a free port of 127.0.0.1. @param signal ends what is under way */
export function openRelay(garden: ModelGardenConfig, signal: AbortSignal): Relay {
  const token = crypto.getRandomValues(new Uint8Array(32)).toHex();
  const stop = new AbortController();
  let requests = 0;

  async function forward(request: Request): Promise<Response> {
    const { pathname } = new URL(request.url);
    if (request.headers.get("authorization") !== `Bearer ${token}`) return refuse(401, "no token");
    const isChat = request.method === "POST" && pathname === `/${BASE_PATH}`;
    const isList = request.method === "GET" && pathname === "/v1/models";
    if (!isChat && !isList) return refuse(404, "no such address");
    if (isChat && ++requests > REQUESTS_MOST) return refuse(400, "too many requests in one run");
    const url = new URL(`${garden.baseUrl}/${isChat ? "chat/completions" : "models"}`);
    for (const [name, value] of Object.entries(garden.query)) url.searchParams.set(name, value);
    try {
      const response = await fetch(url, {
        method: request.method,
        headers: {
          ...keyHeaders(garden),
          accept: request.headers.get("accept") ?? "*/*",
          ...(isChat ? { "content-type": "application/json" } : {}),
        },
        body: isChat ? await request.arrayBuffer() : null,
        redirect: "manual",
        signal: AbortSignal.any([signal, stop.signal, request.signal]),
      });
      if (response.status >= 300 && response.status < 400) {
        await response.body?.cancel();
        return refuse(502, "the endpoint redirects");
      }
      const headers = new Headers();
      for (const name of ["content-type", "retry-after"]) {
        const value = response.headers.get(name);
        if (value !== null) headers.set(name, value);
      }
      return new Response(response.body, { status: response.status, headers });
    } catch (error) {
      // Goose says this in its own words, from which its failure is told.
      const gone = stop.signal.aborted || signal.aborted;
      return refuse(
        gone ? 503 : 502,
        gone ? "the run is over" : `cannot be reached: ${kind(error)}`,
      );
    }
  }

  const server = Deno.serve(
    { port: 0, hostname: "127.0.0.1", signal: stop.signal, onListen() {} },
    forward,
  );
  return {
    host: `http://127.0.0.1:${server.addr.port}`,
    basePath: BASE_PATH,
    token,
    get requests() {
      return requests;
    },
    async close() {
      stop.abort();
      await server.finished;
    },
  };
}

function refuse(status: number, message: string): Response {
  return Response.json({ error: { message } }, { status });
}

function kind(error: unknown): string {
  return error instanceof Error ? error.name : "failure";
}
