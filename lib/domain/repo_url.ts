/**
 * Repository addresses: what a person may type or paste, and what we make of it. Pure and
 * browser-safe: the add form validates with it while one types, the server before it stores.
 *
 * Whether an address may be *reached* is another question (lib/platform/net_guard.ts).
 */
import { FactoryError } from "./errors.ts";
import { NAME_MAX, URL_MAX } from "./limits.ts";

/** A login of a repository's host: secret, and never part of an address that is stored or shown. */
export interface Credentials {
  username: string;
  password: string;
}

export interface RepoUrl {
  kind: "https" | "http" | "ssh" | "local";
  /** Canonical text without credentials: what is stored, shown and given to git. */
  url: string;
  /**
   * Equal for two addresses of one repository: host and path without scheme, user, default port,
   * final slash and `.git`; `file:` and the path for a local one.
   */
  identity: string;
  /** Lower case, punycode; IPv6 in brackets; "" for a local path. */
  host: string;
  /** null for the scheme's own port. */
  port: number | null;
  /** Starts with a slash, but for the scp form's paths relative to the user's home. */
  path: string;
  credentials: Credentials | null;
  /** The repository's own name, to be proposed as the project's. */
  suggestedName: string;
}

const EXAMPLES =
  "Give an address such as https://github.com/owner/repository, ssh://git@host/path, " +
  "git@host:path, or an absolute path on the server.";
const DEFAULT_PORTS = { https: 443, http: 80, ssh: 22 } as const;
/** Forges whose paths are `owner/repository` and do not tell upper from lower case. */
const OWNER_AND_NAME = new Set(["github.com", "bitbucket.org", "codeberg.org"]);
const CASELESS = new Set([...OWNER_AND_NAME, "gitlab.com", "dev.azure.com"]);
/** Other names of one forge. */
const ALIASES: Record<string, string> = {
  "www.github.com": "github.com",
  "ssh.github.com": "github.com",
  "www.gitlab.com": "gitlab.com",
  "altssh.gitlab.com": "gitlab.com",
  "altssh.bitbucket.org": "bitbucket.org",
  "ssh.dev.azure.com": "dev.azure.com",
};

/**
 * Parses an address, trimmed. No message or remedy ever repeats a user name, password, token or
 * query of it.
 * @throws FactoryError `url_invalid`
 */
export function parseRepoUrl(text: string): RepoUrl {
  const given = text.trim();
  if (given === "") throw invalid("The repository address is empty.");
  if (given.length > URL_MAX) throw invalid(`The address is longer than ${URL_MAX} characters.`);
  // deno-lint-ignore no-control-regex -- these are the characters to refuse
  if (/[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\ufeff]/.test(given)) {
    throw invalid("The address has control or invisible characters.");
  }
  if (given.startsWith("-")) throw invalid("An address cannot start with a dash.");
  if (given.startsWith("/") || /^file:/i.test(given)) return parseLocal(given);
  if (/\s/.test(given)) throw invalid("The address has spaces.");
  if (given.includes("\\")) throw invalid("The address has a backslash.");

  const scheme = /^([a-z][a-z0-9+.-]*):\/\//i.exec(given)?.[1]?.toLowerCase();
  if (scheme === "https" || scheme === "http" || scheme === "ssh") {
    return parseRemote(scheme, given);
  }
  if (scheme === "git") {
    throw invalid("git:// addresses are neither encrypted nor authenticated.", {
      remedy: "Use the https:// or ssh:// address of the same repository.",
    });
  }
  if (scheme !== undefined) throw invalid(`Addresses of the form ${scheme}:// are not supported.`);
  const scp = /^([^@:/]+)@(\[[^\]/]+\]|[^@:/[\]]+):(?!:)(.+)$/.exec(given);
  if (scp !== null) return parseScp(scp[1] ?? "", scp[2] ?? "", scp[3] ?? "");
  if (/^[a-z0-9-]+(\.[a-z0-9-]+)+\/[^/@:?#]+\/[^@:?#]+$/i.test(given)) {
    throw invalid("The address has no scheme.", { remedy: `Write https://${given}` });
  }
  throw invalid("This is not the address of a git repository.");
}

function parseRemote(kind: "https" | "http" | "ssh", given: string): RepoUrl {
  const [, authority = "", rest = ""] = /^[^:]+:\/\/([^/?#]*)(.*)$/.exec(given) ?? [];
  const at = authority.lastIndexOf("@");
  const userinfo = at === -1 ? null : authority.slice(0, at);
  const { host, port } = parseHost(authority.slice(at + 1), kind);
  const [, rawPath = "", extra = ""] = /^([^?#]*)(.*)$/.exec(rest) ?? [];
  const path = cleanPath(rawPath, decode(rawPath));
  const user = userinfo === null ? null : parseUserinfo(userinfo);
  if (kind === "ssh" && user !== null) {
    if (user.password !== "") {
      throw invalid("An ssh address cannot hold a password.", {
        remedy: "Remove it and give the server an ssh key, or use https with an access token.",
      });
    }
    checkUser(user.username);
  }
  const shownUser = kind === "ssh" && user !== null ? `${user.username}@` : "";
  const url = `${kind}://${shownUser}${host}${port === null ? "" : `:${port}`}${path}`;
  if (extra !== "") {
    throw invalid("The address has a query or a fragment, which no repository address has.", {
      remedy: `Use ${url}`,
    });
  }
  if (kind !== "ssh") refuseWebPage(kind, host, port, path);
  return finish({
    kind,
    url,
    host,
    port,
    path,
    credentials: kind === "ssh" || user === null || namesOnlyTheAccount(user, host, path)
      ? null
      : user,
  }, decode(path));
}

/** `user@host:path`, as ssh's scp and every forge write it. */
function parseScp(user: string, hostText: string, pathText: string): RepoUrl {
  checkUser(user);
  const { host } = parseHost(hostText, "ssh");
  if (/[?#]/.test(pathText)) throw invalid("The address has a query or a fragment.");
  const absolute = pathText.startsWith("/");
  const cleaned = cleanPath(absolute ? pathText : `/${pathText}`, pathText);
  const path = absolute ? cleaned : cleaned.slice(1);
  return finish({
    kind: "ssh",
    url: `${user}@${host}:${path}`,
    host,
    port: null,
    path,
    credentials: null,
  }, path);
}

function parseLocal(given: string): RepoUrl {
  let path = given;
  if (!given.startsWith("/")) {
    const [, host, rest] = /^file:\/\/([^/]*)(\/.*)$/i.exec(given) ?? [];
    if (rest === undefined || (host !== "" && host?.toLowerCase() !== "localhost")) {
      throw invalid("A file address names an absolute path on the server.", {
        remedy: "Write file:///path, or just /path.",
      });
    }
    if (/[?#]/.test(rest)) throw invalid("The address has a query or a fragment.");
    path = decode(rest);
  }
  path = cleanPath(path, path);
  return {
    ...finish({ kind: "local", url: path, host: "", port: null, path, credentials: null }, path),
    // On a disk `x` and `x.git` are two directories; a repository and its `.git` are one.
    identity: `file:${path.replace(/(.)\/\.git$/, "$1")}`,
  };
}

/** @param decoded the path without percent signs for other characters */
function finish(parts: Omit<RepoUrl, "identity" | "suggestedName">, decoded: string): RepoUrl {
  const { host: given, port } = parts;
  const plain = decoded.replace(/^\//, "").replace(/\/?\.git$/i, "");
  const host = ALIASES[given] ?? given;
  // Forges answer ssh on other ports too, under those other names.
  const shownPort = port === null || host !== given ? "" : `:${port}`;
  let place = CASELESS.has(host) ? plain.toLowerCase() : plain;
  // Azure writes v3/org/project/repo over ssh and org/project/_git/repo over https.
  if (host === "dev.azure.com") {
    place = place.replace(/^v3\/([^/]+)\/([^/]+)\/([^/]+)$/, "$1/$2/_git/$3");
  }
  const name = plain.split("/").findLast((part) => part !== "") ?? "";
  return {
    ...parts,
    identity: `${host}${shownPort}/${place}`,
    suggestedName: (name.trim() || host || "repository").slice(0, NAME_MAX),
  };
}

/** Host and port as WHATWG URLs write them: decimal, octal and short IPv4 forms become plain. */
function parseHost(
  text: string,
  kind: keyof typeof DEFAULT_PORTS,
): { host: string; port: number | null } {
  if (text.startsWith("-")) throw invalid("A host name cannot start with a dash.");
  let url: URL;
  try {
    if (text.includes("%") || text.includes("@")) throw new TypeError("not a host");
    url = new URL(`http://${text}`);
    if (url.hostname === "") throw new TypeError("no host");
  } catch {
    throw invalid("The address has no valid host name.");
  }
  const [, portText] = /:(\d+)$/.exec(text.replace(/^\[.*\]/, "")) ?? [];
  const port = portText === undefined ? null : Number(portText);
  if (port === 0) throw invalid("The address has no valid port.");
  const host = url.hostname.replace(/\.$/, "");
  if (host === "" || host.startsWith("-")) {
    throw invalid("The address has no valid host name.");
  }
  return { host, port: port === DEFAULT_PORTS[kind] ? null : port };
}

/** Refuses what could mean another place than it seems; drops double and final slashes. */
function cleanPath(raw: string, decoded: string): string {
  // deno-lint-ignore no-control-regex -- these are the characters to refuse
  if (/[\x00-\x1f\x7f]|%00/i.test(decoded)) throw invalid("The path has control characters.");
  const parts = decoded.split("/").filter((part) => part !== "");
  if (parts.some((part) => part === "." || part === "..")) {
    throw invalid('The path has "." or ".." parts.', { remedy: "Write the path in full." });
  }
  if (parts[0]?.startsWith("-")) throw invalid("The path cannot start with a dash.");
  if (parts.length === 0) {
    throw invalid("The address names a host but no repository.");
  }
  return `/${raw.split("/").filter((part) => part !== "").join("/")}`;
}

function parseUserinfo(userinfo: string): Credentials | null {
  const colon = userinfo.indexOf(":");
  const username = decode(colon === -1 ? userinfo : userinfo.slice(0, colon));
  const password = colon === -1 ? "" : decode(userinfo.slice(colon + 1));
  // deno-lint-ignore no-control-regex -- these are the characters to refuse
  if (/[\x00-\x1f\x7f]/.test(username + password)) {
    throw invalid("The user name or password has control characters.");
  }
  return username === "" && password === "" ? null : { username, password };
}

function checkUser(user: string): void {
  if (!/^[A-Za-z0-9_.][A-Za-z0-9_.+-]*$/.test(user)) {
    throw invalid("The address has no valid ssh user name.");
  }
}

/** Azure's clone addresses repeat the account's name as user: that is no secret, and no login. */
function namesOnlyTheAccount(
  user: Credentials,
  host: string,
  path: string,
) {
  return host === "dev.azure.com" && user.password === "" &&
    path.split("/")[1]?.toLowerCase() === user.username.toLowerCase();
}

/** A page of a repository, pasted from the browser: says the repository's own address. */
function refuseWebPage(kind: string, host: string, port: number | null, path: string): void {
  const parts = path.slice(1).split("/");
  const origin = `${kind}://${host}${port === null ? "" : `:${port}`}`;
  const page = (length: number) =>
    invalid("This is a page of a repository, not the repository.", {
      remedy: `Use ${origin}/${parts.slice(0, length).join("/")}` +
        " and name the branch or tag in its own field.",
    });
  const forge = ALIASES[host] ?? host;
  const perOwner = OWNER_AND_NAME.has(forge);
  if (parts.length < 2 && (perOwner || forge === "gitlab.com")) {
    throw invalid("This is the page of an owner, not of a repository.", {
      remedy: `Use ${origin}/${parts[0]}/<repository>`,
    });
  }
  if (perOwner && parts.length > 2) throw page(2);
  const dash = parts.indexOf("-");
  if (dash >= 2) throw page(dash);
  // Forges reserve these names, so that no repository's own path has them here.
  if (parts.length >= 4 && ["tree", "blob"].includes(parts[2] ?? "")) throw page(2);
  if (parts.length >= 5 && parts[2] === "src" && /^(branch|tag|commit)$/.test(parts[3] ?? "")) {
    throw page(2);
  }
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw invalid("The address has a broken percent sign.", {
      remedy: "Write a percent sign itself as %25.",
    });
  }
}

/** Without a cause: the text that was wrong may hold a secret. */
function invalid(message: string, { remedy = EXAMPLES } = {}): FactoryError {
  return new FactoryError("url_invalid", message, { remedy });
}
