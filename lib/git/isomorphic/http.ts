/**
 * HTTP for isomorphic-git, on a checked address: the connection is made to an address that the
 * guard has judged, while `Host`, SNI and the certificate check keep the server's name. `fetch`
 * cannot do that: it would ask DNS again.
 */
import { Buffer } from "node:buffer";
import { type IncomingMessage, request as httpRequest } from "node:http";
import { request as httpsRequest } from "node:https";
import { isIP } from "node:net";
import type { HttpClient } from "isomorphic-git";
import { FactoryError } from "../../domain/errors.ts";
import { connectionFailure } from "./failures.ts";

/** Forges tell git from a browser by this, and answer a page to the latter. */
const USER_AGENT = "git/2 (isomorphic-git)";
/** A list of refs is never so long. */
const REFS_MAX_BYTES = 64_000_000;

export interface PinnedServer {
  /** Nothing else is contacted. */
  origin: string;
  /** Tried in turn. */
  addresses: readonly string[];
  /** Value of the `Authorization` header. */
  authorization: string | null;
  /** Certificates of authorities, PEM; null for the well-known ones. */
  authorities: string | null;
}

export interface HttpOptions {
  signal: AbortSignal;
  /** A server that sends nothing for so long is given up. */
  stallSeconds: number;
  /** Thrown where a pack is larger than `maxBytes`. */
  maxBytes: number;
  tooLarge(): FactoryError;
  /** Bytes of a pack received so far. */
  onReceived(bytes: number): void;
}

/** Where a server sends us instead: the caller judges that address before it is contacted. */
export class Redirected extends Error {
  constructor(readonly location: string) {
    super("redirected");
  }
}

/**
 * A client whose answers are read to their end before they are handed on: isomorphic-git holds
 * the whole pack in any case, and a failure in the middle then is one of the request.
 */
export function createPinnedHttp(server: PinnedServer, options: HttpOptions): HttpClient {
  return {
    async request({ url, method = "GET", headers = {}, body }) {
      const target = new URL(url);
      if (target.origin !== server.origin) {
        throw new FactoryError("url_refused", "Another server was to be contacted.");
      }
      const pack = method === "POST";
      const sent = body === undefined ? null : Buffer.concat(await Array.fromAsync(body));
      const { signal, stallSeconds } = options;
      using watch = watchStall(stallSeconds * 1_000);
      const ended = AbortSignal.any([signal, watch.signal]);
      try {
        const answer = await connect(server, target, { method, headers, sent, signal: ended });
        const status = answer.statusCode ?? 0;
        const { location } = answer.headers;
        if (status >= 300 && status < 400 && location !== undefined) {
          answer.destroy();
          if (!pack) throw new Redirected(location);
          throw new FactoryError("git_failed", "The server redirects in the middle of a fetch.");
        }
        const bytes = await readAll(answer, {
          maxBytes: pack ? options.maxBytes : REFS_MAX_BYTES,
          tooLarge: options.tooLarge,
          onChunk(length) {
            watch.touch();
            if (pack && status === 200) options.onReceived(length);
          },
        });
        return {
          url,
          method,
          statusCode: status,
          statusMessage: answer.statusMessage ?? "",
          headers: Object.fromEntries(
            Object.entries(answer.headers).map(([name, value]) => [name, String(value)]),
          ),
          body: once(bytes),
        };
      } catch (error) {
        signal.throwIfAborted();
        if (watch.signal.aborted) throw connectionFailure("connection timed out");
        if (error instanceof FactoryError || error instanceof Redirected) throw error;
        throw connectionFailure(error instanceof Error ? error.message : String(error));
      }
    },
  };
}

async function connect(
  server: PinnedServer,
  target: URL,
  request: {
    method: string;
    headers: Record<string, string>;
    sent: Uint8Array | null;
    signal: AbortSignal;
  },
): Promise<IncomingMessage> {
  let failure: unknown = new Error("failed to connect");
  for (const address of server.addresses) {
    request.signal.throwIfAborted();
    try {
      return await open(server, address, target, request);
    } catch (error) {
      failure = error;
    }
  }
  throw failure;
}

function open(
  { authorization, authorities }: PinnedServer,
  address: string,
  target: URL,
  { method, headers, sent, signal }: Parameters<typeof connect>[2],
): Promise<IncomingMessage> {
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
  const secure = target.protocol === "https:";
  const name = target.hostname.replace(/^\[(.*)\]$/, "$1");
  const options = {
    host: address,
    port: target.port === "" ? (secure ? 443 : 80) : Number(target.port),
    path: target.pathname + target.search,
    method,
    headers: {
      ...headers,
      "user-agent": USER_AGENT,
      host: target.host,
      ...(authorization === null ? {} : { authorization }),
      ...(sent === null ? {} : { "content-length": String(sent.length) }),
    },
    agent: false,
    signal,
  } as const;
  const request = secure
    ? httpsRequest({
      ...options,
      // An address has no SNI: its certificate names the address itself.
      ...(isIP(name) === 0 ? { servername: name } : {}),
      ...(authorities === null ? {} : { ca: authorities }),
    }, resolve)
    : httpRequest(options, resolve);
  request.on("error", reject);
  request.end(sent ?? undefined);
  return promise;
}

async function readAll(
  stream: AsyncIterable<Uint8Array>,
  { maxBytes, tooLarge, onChunk }: {
    maxBytes: number;
    tooLarge(): FactoryError;
    onChunk(bytesSoFar: number): void;
  },
): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of stream) {
    length += chunk.length;
    if (length > maxBytes) throw tooLarge();
    chunks.push(chunk);
    onChunk(length);
  }
  return Buffer.concat(chunks);
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield await Promise.resolve(bytes);
}

function watchStall(milliseconds: number) {
  const controller = new AbortController();
  const start = () => setTimeout(() => controller.abort(new Error("stalled")), milliseconds);
  let timer = start();
  return {
    signal: controller.signal,
    touch() {
      clearTimeout(timer);
      timer = start();
    },
    [Symbol.dispose]: () => clearTimeout(timer),
  };
}
