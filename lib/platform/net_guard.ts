/**
 * Which hosts and paths the server may read repositories from. A URL comes from whoever uses the
 * dashboard; without a guard it would let them read the server's own network and disk.
 */
import ipaddr from "ipaddr.js";
import { lookup } from "node:dns/promises";
import { isAbsolute, resolve as resolvePath, sep } from "node:path";
import { FactoryError } from "../domain/errors.ts";
import type { RepoUrl } from "../domain/repo_url.ts";

type Address = ipaddr.IPv4 | ipaddr.IPv6;

export interface NetGuard {
  /** What it was made from: another thread makes its own from this. */
  readonly rules: { allowedHosts: readonly string[]; allowedPaths: readonly string[] };
  /**
   * Resolves a host and judges every address it has.
   * @param host a name or an IP address in any notation, IPv6 with or without brackets
   * @param port the one to be contacted; only `host:port` entries of the list ask for it
   * @returns the addresses to connect to; connecting to the name again would ask DNS again
   * @throws FactoryError `url_refused`, or `git_unreachable` where the name cannot be looked up
   */
  checkHost(
    host: string,
    signal: AbortSignal,
    port?: number | null,
  ): Promise<{ addresses: string[] }>;
  /**
   * @returns the real path, links followed
   * @throws FactoryError `url_refused`, or `git_not_found` for a missing path in an allowed one
   */
  checkPath(path: string): Promise<string>;
  /**
   * May this repository be registered? What cannot be looked up now is no refusal: fetching looks
   * again, and refuses then.
   * @param signal ends the look-up; without one it has a limit of its own
   * @throws FactoryError `url_refused`; the signal's reason
   */
  check(repository: RepoUrl, signal?: AbortSignal): Promise<void>;
}

export interface NetGuardOptions {
  /** REPO_ALLOWED_HOSTS: `host`, `host:port`, `*.suffix`, an IP address, a CIDR range, `*`. */
  allowedHosts: readonly string[];
  /** REPO_ALLOWED_PATHS: directories, or `*`. */
  allowedPaths: readonly string[];
  /** All addresses of a name; the system's resolver unless a test gives another. */
  resolve?: (host: string) => Promise<string[]>;
  /** Longest time of a look-up, in milliseconds. */
  lookupMs?: number;
}

/** Public addresses that answer only inside a cloud: Azure's host agent hands out credentials. */
const METADATA = new Set(["168.63.129.16"]);
const LOOKUP_MS = 20_000;

/** @throws FactoryError `config_invalid` where an entry of a list cannot be understood */
export function createNetGuard(options: NetGuardOptions): NetGuard {
  const allowed = options.allowedHosts.map(parseEntry);
  const { resolve = systemResolve, lookupMs = LOOKUP_MS } = options;
  for (const path of options.allowedPaths) {
    if (path !== "*" && !isAbsolute(path)) {
      throw wrongEntry("REPO_ALLOWED_PATHS", path, "an absolute path, or *");
    }
  }

  async function checkHost(host: string, signal: AbortSignal, port: number | null = null) {
    const name = canonicalHost(host);
    const byName = allowed.some((entry) => entry.name?.(name, port) ?? false);
    const literal = parseAddress(name);
    if (literal === null && !byName && /(^|\.)localhost$/.test(name)) {
      throw refused(name, "is this server itself");
    }
    const found = literal === null
      ? await resolved(name, resolve, AbortSignal.timeout(lookupMs), signal)
      : [literal.toString()];
    const addresses = found.map((text) => {
      const address = parseAddress(text);
      if (address === null) throw refused(name, "has an address of an unknown form");
      const fault = faultOf(address);
      const fine = fault === null || byName ||
        allowed.some((entry) => entry.address?.(address) ?? false);
      if (!fine) {
        throw refused(name, literal === null ? `has the address ${text}, ${fault}` : `is ${fault}`);
      }
      return address.toString();
    });
    return { addresses };
  }

  async function checkPath(path: string): Promise<string> {
    const roots = options.allowedPaths;
    const lexical = resolvePath(path);
    const inside = roots.includes("*") ||
      roots.some((root) => contains(resolvePath(root), lexical));
    let real: string;
    try {
      real = await Deno.realPath(lexical);
    } catch (cause) {
      // Outside the allowed paths, whether something exists is not said.
      if (!inside) throw refusedPath(path);
      throw new FactoryError("git_not_found", `There is no readable directory ${path}.`, {
        cause,
        remedy: "Check the path, and that the server's user may read it.",
      });
    }
    if (roots.includes("*")) return real;
    for (const root of roots) {
      const realRoot = await Deno.realPath(root).catch(() => resolvePath(root));
      if (contains(realRoot, real)) return real;
    }
    throw refusedPath(path);
  }

  return {
    rules: { allowedHosts: options.allowedHosts, allowedPaths: options.allowedPaths },
    checkHost,
    checkPath,
    async check(repository, signal) {
      try {
        if (repository.kind === "local") await checkPath(repository.path);
        else {
          await checkHost(
            repository.host,
            // The look-up has a limit of its own.
            signal ?? new AbortController().signal,
            repository.port ?? { https: 443, http: 80, ssh: 22 }[repository.kind],
          );
        }
      } catch (error) {
        signal?.throwIfAborted();
        if (error instanceof FactoryError && error.code !== "url_refused") return;
        throw error;
      }
    },
  };
}

/** Why an address may not be contacted unless it is listed; null for a public one. */
function faultOf(address: Address): string | null {
  const judged = embedded(address);
  const range = judged.range();
  if (METADATA.has(judged.toString())) return "an address of the cloud's own services";
  if (range !== "unicast") return RANGE_WORDS[range] ?? `a reserved address (${range})`;
  // IANA has given out nothing but 2000::/3 so far; the rest means something else, if anything.
  const global = judged instanceof ipaddr.IPv4 || ((judged.parts[0] ?? 0) & 0xe000) === 0x2000;
  return global ? null : "a reserved address";
}

const RANGE_WORDS: Record<string, string> = {
  loopback: "this server itself",
  unspecified: "this server itself",
  private: "a private address",
  uniqueLocal: "a private address",
  carrierGradeNat: "a private address (carrier-grade NAT)",
  linkLocal: "a link-local address",
  multicast: "a multicast address",
  broadcast: "a broadcast address",
};

/**
 * The IPv4 address that is really contacted: mapped ones (RFC 4291), and NAT64's well-known prefix
 * (RFC 6052), behind which IPv6-only networks see every public IPv4 host.
 */
function embedded(address: Address): Address {
  if (address instanceof ipaddr.IPv4) return address;
  const isNat64 = address.parts[0] === 0x64 && address.parts[1] === 0xff9b &&
    address.parts.slice(2, 6).every((part) => part === 0);
  if (!isNat64 && !address.isIPv4MappedAddress()) return address;
  return new ipaddr.IPv4(address.toByteArray().slice(12));
}

interface Entry {
  name?: (host: string, port: number | null) => boolean;
  address?: (address: Address) => boolean;
}

function parseEntry(text: string): Entry {
  const entry = text.trim().toLowerCase();
  if (entry === "*") return { name: () => true };
  if (ipaddr.isValidCIDR(entry)) {
    const [network, bits] = ipaddr.parseCIDR(entry);
    return {
      address: (address) =>
        [address, embedded(address)].some((one) =>
          one.kind() === network.kind() && one.match(network, bits)
        ),
    };
  }
  if (/^\*\.[^*/:\s]+$/.test(entry)) {
    const suffix = `.${canonicalHost(entry.slice(2))}`;
    return { name: (host) => host.endsWith(suffix) };
  }
  const [, host, portText] = /^(\[[^\]]+\]|[^:[\]]+):(\d{1,5})$/.exec(entry) ?? [];
  let name: string;
  try {
    name = canonicalHost(host ?? entry);
  } catch {
    throw wrongEntry(
      "REPO_ALLOWED_HOSTS",
      text,
      "a host, host:port, *.suffix, IP address, CIDR range, or *",
    );
  }
  if (portText !== undefined) {
    return { name: (other, port) => other === name && port === Number(portText) };
  }
  const own = parseAddress(name);
  return {
    name: (other) => other === name,
    ...(own === null ? {} : {
      address: (address: Address) => embedded(address).toString() === embedded(own).toString(),
    }),
  };
}

/** Lower case, punycode, without a final dot; IPv4 in every notation as four decimals. */
function canonicalHost(host: string): string {
  const bare = host.trim().replace(/^\[(.*)\]$/, "$1");
  // A zone names an interface of this machine; what is judged is the address.
  const withoutZone = bare.includes(":") ? bare.replace(/%.*$/, "") : bare;
  try {
    if (/[/?#@\\\s%*]/.test(withoutZone)) throw new TypeError("not a host");
    const { hostname, port } = new URL(
      withoutZone.includes(":") ? `http://[${withoutZone}]/` : `http://${withoutZone}/`,
    );
    const name = hostname.replace(/^\[(.*)\]$/, "$1").replace(/\.$/, "");
    if (name === "" || port !== "") throw new TypeError("no host");
    return name;
  } catch (cause) {
    throw new FactoryError("url_refused", `${JSON.stringify(host)} is not a host name.`, { cause });
  }
}

function parseAddress(text: string): Address | null {
  const bare = text.replace(/%.*$/, "");
  if (ipaddr.IPv4.isValidFourPartDecimal(bare)) return ipaddr.IPv4.parse(bare);
  return ipaddr.IPv6.isValid(bare) ? ipaddr.IPv6.parse(bare) : null;
}

async function resolved(
  host: string,
  resolve: (host: string) => Promise<string[]>,
  time: AbortSignal,
  signal: AbortSignal,
): Promise<string[]> {
  signal.throwIfAborted();
  const limit = AbortSignal.any([signal, time]);
  const { promise: stopped, reject } = Promise.withResolvers<never>();
  const stop = () => reject(limit.reason);
  limit.addEventListener("abort", stop, { once: true });
  try {
    const found = await Promise.race([resolve(host), stopped]);
    if (found.length === 0) throw new Error("no addresses");
    return [...new Set(found)];
  } catch (cause) {
    signal.throwIfAborted();
    throw new FactoryError("git_unreachable", `The host ${host} cannot be found.`, {
      cause,
      remedy: "Check its spelling, and that the server can reach a name server.",
    });
  } finally {
    limit.removeEventListener("abort", stop);
  }
}

async function systemResolve(host: string): Promise<string[]> {
  return (await lookup(host, { all: true })).map(({ address }) => address);
}

function contains(root: string, path: string): boolean {
  return path === root || path.startsWith(root.endsWith(sep) ? root : root + sep);
}

function refused(host: string, why: string): FactoryError {
  return new FactoryError("url_refused", `The host ${host} ${why}.`, {
    remedy: `Repositories come from public hosts unless an operator allows others: ` +
      `add ${host} to REPO_ALLOWED_HOSTS and restart the server.`,
  });
}

function refusedPath(path: string): FactoryError {
  return new FactoryError("url_refused", `The path ${path} is not one that may be read.`, {
    remedy: "An operator can add its directory to REPO_ALLOWED_PATHS and restart the server.",
  });
}

function wrongEntry(name: string, entry: string, expected: string): FactoryError {
  return new FactoryError("config_invalid", `${name} has the entry ${JSON.stringify(entry)}.`, {
    remedy: `Each of its comma-separated entries is ${expected}.`,
  });
}
