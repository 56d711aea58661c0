/**
 * Who may ask what: the Host header against DNS rebinding, the origin against other sites' pages, and,
 * where a token is set, a bearer token or a session cookie.
 */
import { createHash, createHmac, timingSafeEqual } from "node:crypto";
import ipaddr from "ipaddr.js";
import { FactoryError } from "../domain/errors.ts";
import type { Clock } from "../platform/clock.ts";

export const SESSION_COOKIE = "factory_session";
const SESSION_SECONDS = 30 * 24 * 3600;
/** Wrong tokens that an address may send before it has to wait. */
const FREE_FAILURES = 5;
const LONGEST_WAIT_SECONDS = 60;
/** Addresses remembered for their failures; the oldest is forgotten first. */
const ADDRESSES_MAX = 10_000;

export interface AccessOptions {
  /** AUTH_TOKEN; null where nobody has to log in. */
  token: string | null;
  /** HOST: the name that the server is bound to. */
  host: string;
  /** ALLOWED_HOSTS: further Host headers, as a proxy sends them: `name` or `name:port`. */
  allowedHosts: readonly string[];
  clock: Clock;
}

export interface Access {
  /** True where a token or a session is needed. */
  readonly required: boolean;
  /** @throws FactoryError `forbidden` for a Host that is none of ours */
  checkHost(url: URL): void;
  /** @throws FactoryError `forbidden` where another site's page sends a change */
  checkOrigin(req: Request, url: URL): void;
  /**
   * @param address of the caller
   * @throws FactoryError `rate_limited` after too many wrong tokens
   */
  admits(req: Request, address: string): boolean;
  /**
   * What a bearer token stands for, by `known`; null without one, or for a wrong one, which counts.
   * @throws FactoryError `rate_limited` after too many wrong tokens
   */
  bearer<T>(req: Request, address: string, known: (token: string) => T | null): T | null;
  /**
   * Makes the cookie of a session for a right token; null for a wrong one.
   * @throws FactoryError `rate_limited`
   */
  logIn(token: string, address: string, secure: boolean): string | null;
  /** The cookie that ends a session. */
  logOut(): string;
}

export function createAccess({ token, host, allowedHosts, clock }: AccessOptions): Access {
  const named = new Set(["localhost", host.toLowerCase(), ...allowedHosts.map(lower)]);
  const failures = createFailureCounter(clock);
  const seconds = () => Math.floor(clock.now() / 1000);
  const sign = (expires: number) =>
    createHmac("sha256", digest(`session ${token}`)).update(String(expires)).digest("hex");

  function isSession(cookie: string | undefined): boolean {
    const [, expires, signature] = /^(\d{1,12})\.([0-9a-f]{64})$/.exec(cookie ?? "") ?? [];
    if (expires === undefined || signature === undefined) return false;
    return sameText(signature, sign(Number(expires))) && Number(expires) > seconds();
  }

  function isToken(given: string, address: string): boolean {
    failures.refuseIfTooMany(address);
    const right = token !== null && sameText(given, token);
    if (right) failures.forget(address);
    else failures.add(address);
    return right;
  }

  return {
    required: token !== null,

    checkHost(url) {
      const name = url.hostname.toLowerCase();
      // An address cannot be rebound: only names can be made to point here.
      const isAddress = ipaddr.isValid(name.replace(/^\[|\]$/g, ""));
      if (isAddress || named.has(name) || named.has(url.host.toLowerCase())) return;
      throw new FactoryError("forbidden", `This server does not answer as ${url.host}.`, {
        remedy: "Use its own address, or add the name to ALLOWED_HOSTS.",
      });
    },

    checkOrigin(req, url) {
      if (req.method === "GET" || req.method === "HEAD" || req.method === "OPTIONS") return;
      const site = req.headers.get("sec-fetch-site");
      const origin = req.headers.get("origin");
      // Programs that are no browsers send neither; every browser sends one of them.
      const sameSite = site === null || site === "same-origin" || site === "none";
      const originHost = origin === null ? url.host : URL.parse(origin)?.host.toLowerCase();
      const ours = originHost === url.host.toLowerCase() || named.has(originHost ?? "");
      // A form of a page with the policy "no-referrer" has the origin "null"; the browser's own word
      // that it is of this origin is enough.
      if (sameSite && (ours || (origin === "null" && site === "same-origin"))) return;
      throw new FactoryError("forbidden", "This change was sent by a page of another site.", {
        remedy: "Open the page here and send it again. Behind a proxy, add its name to " +
          "ALLOWED_HOSTS.",
      });
    },

    admits(req, address) {
      if (token === null || isSession(cookieOf(req))) return true;
      const bearer = bearerOf(req);
      return bearer !== undefined && isToken(bearer, address);
    },

    bearer(req, address, known) {
      const bearer = bearerOf(req);
      if (bearer === undefined) return null;
      failures.refuseIfTooMany(address);
      const found = known(bearer);
      if (found === null) failures.add(address);
      else failures.forget(address);
      return found;
    },

    logIn(given, address, secure) {
      if (!isToken(given, address)) return null;
      const expires = seconds() + SESSION_SECONDS;
      return cookieText(`${expires}.${sign(expires)}`, SESSION_SECONDS, secure);
    },

    logOut: () => cookieText("", 0, false),
  };
}

/** Counts wrong tokens by address: after 5, each further one doubles the wait, up to a minute. */
function createFailureCounter(clock: Clock) {
  const byAddress = new Map<string, { count: number; until: number }>();
  return {
    refuseIfTooMany(address: string): void {
      const wait = ((byAddress.get(address)?.until ?? 0) - clock.monotonic()) / 1000;
      if (wait <= 0) return;
      throw new FactoryError("rate_limited", "Too many wrong tokens.", {
        retryAfterSeconds: Math.ceil(wait),
        remedy: `Wait ${Math.ceil(wait)} seconds, then try again.`,
      });
    },
    add(address: string): void {
      const count = (byAddress.get(address)?.count ?? 0) + 1;
      const over = count - FREE_FAILURES;
      const wait = over < 0 ? 0 : Math.min(LONGEST_WAIT_SECONDS, 2 ** over);
      byAddress.delete(address); // moved to the end
      byAddress.set(address, { count, until: clock.monotonic() + wait * 1000 });
      if (byAddress.size > ADDRESSES_MAX) {
        byAddress.delete(byAddress.keys().next().value as string);
      }
    },
    forget: (address: string) => void byAddress.delete(address),
  };
}

function bearerOf(req: Request): string | undefined {
  return /^Bearer +(\S+)$/i.exec(req.headers.get("authorization") ?? "")?.[1];
}

function cookieOf(req: Request): string | undefined {
  for (const part of (req.headers.get("cookie") ?? "").split(";")) {
    const [name, value] = part.trim().split("=", 2);
    if (name === SESSION_COOKIE) return value;
  }
}

function cookieText(value: string, maxAge: number, secure: boolean): string {
  const parts = [
    `${SESSION_COOKIE}=${value}`,
    "Path=/",
    `Max-Age=${maxAge}`,
    "HttpOnly",
    "SameSite=Lax",
  ];
  if (secure) parts.push("Secure");
  return parts.join("; ");
}

/** Compares in constant time; texts of any length, by their digests. */
function sameText(a: string, b: string): boolean {
  return timingSafeEqual(digest(a), digest(b));
}

function digest(text: string): Uint8Array {
  return createHash("sha256").update(text).digest();
}

function lower(text: string): string {
  return text.toLowerCase();
}
