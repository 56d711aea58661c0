/**
 * The way to a repository: the address given to git, pinned to what the guard has judged, with the
 * one protocol that it needs and the credentials, in settings and environment but never in the URL.
 */
import { FactoryError } from "../domain/errors.ts";
import type { Credentials, RepoUrl } from "../domain/repo_url.ts";
import type { NetGuard } from "../platform/net_guard.ts";
import { checkLocalRepository } from "./local.ts";

export type { Credentials };

export interface RouteOptions {
  guard: NetGuard;
  /** Proxy, certificate and ssh agent variables of the server's environment. */
  environment: Record<string, string>;
  /** HOME of git and ssh; known_hosts lies here. */
  homeDirectory: string;
  /** A transfer that brings nothing for so long has failed. */
  stallSeconds: number;
}

export interface Route {
  url: string;
  config: Record<string, string>;
  env: Record<string, string>;
  /** Texts that git must not be quoted with. */
  secrets: string[];
}

/** @throws FactoryError `url_refused`, `git_unreachable`, `git_not_found` */
export async function routeTo(
  repository: RepoUrl,
  credentials: Credentials | null,
  options: RouteOptions,
  signal: AbortSignal,
): Promise<Route> {
  const env: Record<string, string> = {
    HOME: options.homeDirectory,
    XDG_CONFIG_HOME: options.homeDirectory,
  };
  if (repository.kind === "local") return await localRoute(repository, options, env);
  if (repository.kind === "ssh") return await sshRoute(repository, options, env, signal);
  return await httpRoute(repository, credentials, options, env, signal);
}

async function httpRoute(
  repository: RepoUrl,
  credentials: Credentials | null,
  options: RouteOptions,
  env: Record<string, string>,
  signal: AbortSignal,
): Promise<Route> {
  const { host, url } = repository;
  const kind = repository.kind === "https" ? "https" : "http";
  const port = repository.port ?? (kind === "https" ? 443 : 80);
  const given = options.environment;
  const { proxy, noProxy } = proxyFor(repository, given);
  const proxied = proxy !== null;

  const config: Record<string, string> = {
    "http.lowSpeedLimit": "1",
    "http.lowSpeedTime": String(options.stallSeconds),
  };
  try {
    const { addresses } = await options.guard.checkHost(host, signal, port);
    // A name is looked up once, here: a second answer could name another machine.
    if (!proxied && !host.startsWith("[") && !/^[\d.]+$/.test(host)) {
      const list = addresses.map((address) => address.includes(":") ? `[${address}]` : address);
      config["http.curloptResolve"] = `${host}:${port}:${list.join(",")}`;
    }
  } catch (error) {
    // Behind a proxy this machine may know no names at all; the proxy looks them up, and decides.
    const unknown = error instanceof FactoryError && error.code === "git_unreachable";
    if (!proxied || !unknown) throw error;
  }
  if (proxied) env[`${kind}_proxy`] = proxy;
  if (noProxy !== "") env["no_proxy"] = noProxy;
  // curl as git uses it reads no SSL_CERT_*; git's own variables say the same.
  const authorities = given["GIT_SSL_CAINFO"] ?? given["SSL_CERT_FILE"];
  if (authorities !== undefined) env["GIT_SSL_CAINFO"] = authorities;
  if (given["SSL_CERT_DIR"] !== undefined) env["GIT_SSL_CAPATH"] = given["SSL_CERT_DIR"];

  const secrets: string[] = [];
  if (credentials !== null) {
    const header = authorizationOf(credentials);
    // For this origin alone, should anything ever lead elsewhere.
    config[`http.${new URL(url).origin}/.extraHeader`] = `Authorization: ${header}`;
    secrets.push(...secretsOf(credentials));
  }
  return { url, config, env: { ...env, GIT_ALLOW_PROTOCOL: kind }, secrets };
}

async function sshRoute(
  repository: RepoUrl,
  options: RouteOptions,
  env: Record<string, string>,
  signal: AbortSignal,
): Promise<Route> {
  const { host, port } = repository;
  const { addresses } = await options.guard.checkHost(host, signal, port ?? 22);
  const bare = host.replace(/^\[(.*)\]$/, "$1");
  const settings: Record<string, string> = {
    BatchMode: "yes",
    HostName: addresses[0] ?? bare,
    HostKeyAlias: port === null ? bare : `[${bare}]:${port}`,
    StrictHostKeyChecking: "accept-new",
    UserKnownHostsFile: `"${options.homeDirectory.replaceAll("%", "%%")}/known_hosts"`,
    GlobalKnownHostsFile: "/dev/null",
    CheckHostIP: "no",
    UpdateHostKeys: "no",
    ProxyCommand: "none",
    ProxyJump: "none",
    PermitLocalCommand: "no",
    ClearAllForwardings: "yes",
    ForwardAgent: "no",
    ControlMaster: "no",
    ControlPath: "none",
    ConnectTimeout: "20",
    ServerAliveInterval: "15",
    ServerAliveCountMax: String(Math.max(1, Math.ceil(options.stallSeconds / 15))),
  };
  // -F none: the user's ssh configuration may name programs to run.
  const words = ["ssh", "-F", "none"];
  for (const [name, value] of Object.entries(settings)) words.push("-o", `${name}=${value}`);
  const agent = options.environment["SSH_AUTH_SOCK"];
  return {
    url: repository.url,
    config: {},
    env: {
      ...env,
      ...(agent === undefined ? {} : { SSH_AUTH_SOCK: agent }),
      GIT_SSH_COMMAND: words.map(shellQuoted).join(" "),
      GIT_SSH_VARIANT: "ssh",
      GIT_ALLOW_PROTOCOL: "ssh",
    },
    secrets: [],
  };
}

async function localRoute(
  repository: RepoUrl,
  options: RouteOptions,
  env: Record<string, string>,
): Promise<Route> {
  const path = await options.guard.checkPath(repository.path);
  await findGitDir(path, options.guard);
  await checkLocalRepository(path, options.guard);
  // upload-pack is another git, which reads the repository: it heeds no settings by environment,
  // but a global file. Whose repositories it may read REPO_ALLOWED_PATHS has decided.
  const file = `${options.homeDirectory}/local.gitconfig`;
  await Deno.writeTextFile(
    file,
    "[uploadpack]\n\tallowFilter = true\n[safe]\n\tdirectory = *\n",
  );
  return {
    url: `file://${path.split("/").map(encodeURIComponent).join("/")}`,
    config: {},
    env: { ...env, GIT_CONFIG_GLOBAL: file, GIT_ALLOW_PROTOCOL: "file" },
    secrets: [],
  };
}

/**
 * Where a local repository's objects and refs lie, each step of the way judged.
 * @param path a real path that the guard has let pass: a work tree or a bare repository
 * @throws FactoryError `url_refused`, `git_not_found`
 */
export async function findGitDir(path: string, guard: NetGuard): Promise<string> {
  // A work tree's .git may be a link, or a file that names any other directory.
  const dotGit = `${path}/.git`;
  const info = await Deno.lstat(dotGit).catch(() => null);
  if (info === null) return path;
  const real = await guard.checkPath(dotGit);
  if (!info.isFile) return real;
  const text = (await Deno.readTextFile(dotGit)).slice(0, 4_096);
  const named = /^gitdir: (.+?)\s*$/.exec(text)?.[1];
  if (named === undefined) return path;
  return await guard.checkPath(named.startsWith("/") ? named : `${path}/${named}`);
}

/** The proxy that the environment names for a repository over http or https; null for none. */
export function proxyFor(
  { kind, host }: RepoUrl,
  given: Record<string, string>,
): { proxy: string | null; noProxy: string } {
  const proxy = kind === "https"
    ? given["https_proxy"] ?? given["HTTPS_PROXY"]
    : given["http_proxy"] ?? given["HTTP_PROXY"];
  const noProxy = given["no_proxy"] ?? given["NO_PROXY"] ?? "";
  return { proxy: isExempt(host, noProxy) ? null : proxy ?? null, noProxy };
}

/** NO_PROXY as curl reads it: names with their subdomains, addresses, or `*`. */
function isExempt(host: string, noProxy: string): boolean {
  return noProxy.split(",").map((entry) => entry.trim().toLowerCase().replace(/^\*?\./, ""))
    .some((entry) =>
      entry !== "" && (entry === "*" || host === entry || host.endsWith(`.${entry}`))
    );
}

/** The value of an `Authorization` header. */
export function authorizationOf({ username, password }: Credentials): string {
  return `Basic ${base64(`${username}:${password}`)}`;
}

/** Texts that no message may repeat. */
export function secretsOf(credentials: Credentials): string[] {
  const { username, password } = credentials;
  // Without a password the user name is the token.
  const text = password === "" ? username : password;
  return [text, encodeURIComponent(text), authorizationOf(credentials).slice("Basic ".length)];
}

function base64(text: string): string {
  return btoa(String.fromCharCode(...new TextEncoder().encode(text)));
}

function shellQuoted(word: string): string {
  return `'${word.replaceAll("'", `'\\''`)}'`;
}
