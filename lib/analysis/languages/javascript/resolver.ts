/**
 * Resolves imports of JavaScript and TypeScript against a repository that nobody has installed.
 * One file, though long: an import map, an alias or a `#` name may hand on to any other way.
 */
import type { RawImport } from "../../facts.ts";
import type { RepositoryView, Resolved, Resolver } from "../contract.ts";
import { Aliases } from "./aliases.ts";
import { DenoConfigs } from "./deno_config.ts";
import { createEntries, type Entries } from "./entries.ts";
import { Files, type Importer } from "./files.ts";
import { asString, readJson } from "./manifests.ts";
import { builtin, isPackageName, npmPackage, schemed, splitPackage, unresolved } from "./names.ts";
import { Packages } from "./packages.ts";
import { directoryOf, upwards } from "../../paths.ts";
import { isRelative, join } from "./paths.ts";
import { rootDirCandidates, type TypeScriptConfig, TypeScriptConfigs } from "./tsconfig.ts";

/** Pages and stylesheets ask it as well: it reads the manifests of a repository once. */
const RESOLVERS = new WeakMap<RepositoryView, JavaScriptResolver>();

export function createJavaScriptResolver(view: RepositoryView): JavaScriptResolver {
  const known = RESOLVERS.get(view) ?? new JavaScriptResolver(view);
  RESOLVERS.set(view, known);
  return known;
}

/** One import in the place where it stands. */
interface Request {
  from: string;
  directory: string;
  specifier: string;
  importer: Importer;
}

/** A mapped specifier may be mapped again, but not for ever. */
const MAX_MAPPINGS = 5;
/** UTF-16 code units; no path is longer, and a hostile one may not cost more. */
const MAX_SPECIFIER = 4_096;

export class JavaScriptResolver implements Resolver {
  readonly #files: Files;
  readonly #packages: Packages;
  readonly #configs: TypeScriptConfigs;
  readonly #deno: DenoConfigs;
  readonly #entries: Entries;
  readonly #aliases: Aliases;
  /** Configuration of the file resolved last: imports come file by file. */
  #last: { from: string; config: TypeScriptConfig | null } | null = null;
  readonly #known = new Map<string, Resolved[]>();

  constructor(readonly view: RepositoryView) {
    this.#files = new Files(view);
    this.#packages = new Packages(view);
    this.#configs = new TypeScriptConfigs(view, this.#packages);
    this.#deno = new DenoConfigs(view);
    this.#entries = createEntries(view, this.#files, this.#configs);
    this.#aliases = new Aliases(view, this.#packages);
  }

  resolve(from: string, imported: RawImport): Resolved[] {
    if (imported.dynamic !== undefined) return [unresolved(imported.dynamic)];
    if (imported.specifier.length > MAX_SPECIFIER) return [unresolved("the specifier is too long")];
    const importer = {
      // declarations matter to TypeScript files and to type-only imports of Flow and JSDoc
      typescript: /\.[cm]?tsx?$/.test(from) || imported.typeOnly,
      commonJs: imported.kind === "require",
    };
    const directory = directoryOf(from);
    const config = this.#configOf(from);
    const key = [
      directory,
      imported.specifier,
      config?.path,
      importer.typescript,
      importer.commonJs,
    ]
      .join("\0");
    const known = this.#known.get(key);
    if (known) return known;
    const request = { from, directory, specifier: imported.specifier, importer };
    const resolved = imported.kind === "include"
      ? this.#reference(request)
      : this.#resolve(request, config, 0);
    // scopes of an import map may name single files
    if (this.#deno.empty) this.#known.set(key, resolved);
    return resolved;
  }

  /** True where a manifest above the directory requires this package. */
  requires(directory: string, name: string): boolean {
    return this.#packages.requirement(directory, name) !== null;
  }

  #configOf(from: string): TypeScriptConfig | null {
    if (this.#last?.from !== from) this.#last = { from, config: this.#configs.of(from) };
    return this.#last.config;
  }

  /** `/// <reference>`: a path is relative and exact; types are a package of declarations. */
  #reference(request: Request): Resolved[] {
    const { specifier } = request;
    if (isRelative(specifier) || specifier.startsWith("/")) return this.#relative(request, null);
    const { name } = splitPackage(specifier);
    return this.#package(request) ??
      [isPackageName(name) ? npmPackage(name) : unresolved(`"${specifier}" names no package`)];
  }

  #resolve(request: Request, config: TypeScriptConfig | null, mappings: number): Resolved[] {
    const { specifier } = request;
    if (specifier === "") return [unresolved("the specifier is empty")];
    // webpack's inline loaders: the module is what follows the last "!"
    const bang = specifier.lastIndexOf("!");
    if (bang >= 0) {
      const bare = specifier.slice(bang + 1);
      return this.#resolve({ ...request, specifier: bare }, config, mappings);
    }
    const mapped = mappings < MAX_MAPPINGS ? this.#deno.map(specifier, request.from) : null;
    if (mapped && "path" in mapped) return this.#mappedPath(request, mapped.path);
    if (mapped && mapped.specifier !== specifier) {
      return this.#resolve({ ...request, specifier: mapped.specifier }, config, mappings + 1);
    }
    if (isRelative(specifier)) return this.#relative(request, config);
    const native = builtin(specifier);
    if (native?.to === specifier) return [native];
    const member = this.#deno.member(specifier, request.from);
    if (member) return [this.#denoMember(request, member)];
    const scheme = schemed(specifier);
    if (scheme) return [scheme];
    if (specifier.startsWith("/")) return [this.#absolute(request)];
    if (specifier.startsWith("#")) {
      const internal = this.#internal(request, config, mappings);
      if (internal) return internal;
    }
    const alias = this.#alias(request, config);
    if (Array.isArray(alias)) return alias;
    const placed = this.#placed(request);
    if (Array.isArray(placed)) return placed;
    return (native ? [native] : null) ?? this.#package(request) ??
      [this.#external(request, alias ?? placed)];
  }

  // Paths

  #relative(request: Request, config: TypeScriptConfig | null): Resolved[] {
    const { specifier, importer, directory } = request;
    const path = join(directory, specifier);
    if (path === null) return [unresolved("points outside the repository")];
    // "./" and ".." mean the directory, never a file of its name
    const directoryOnly = /(?:^|\/)\.{0,2}$/.test(specifier);
    const found = this.#module(path, importer, directoryOnly);
    if (found) return [file(found)];
    const variants = this.#files.platforms(path, importer);
    if (variants.length > 0) return variants.map(file);
    // Vite's "?raw" and "#hash" belong to the request, not to the file's name
    const bare = specifier.replace(/[?#].*$/s, "");
    if (bare !== specifier && bare !== "") {
      return this.#relative({ ...request, specifier: bare }, config);
    }
    for (const candidate of rootDirCandidates(path, config)) {
      const other = this.#module(candidate, importer, directoryOnly);
      if (other) return [file(other)];
    }
    const maker = this.#aliases.maker(specifier, directory);
    return [
      maker === null
        ? this.#missing(path, importer)
        : unresolved(`a module that ${maker} makes when it is built`),
    ];
  }

  #missing(path: string, importer: Importer): Resolved {
    const own = this.#packages.nearest(directoryOf(path));
    const target = own && (own.directory === "" ? path : path.slice(own.directory.length + 1));
    const source = own && target ? this.#entries.sourceOf(own, `./${target}`, importer) : null;
    if (source && /\.[cm]?js$/.test(path)) {
      return unresolved(`no file at ${path}: a build makes it, probably from ${source}`);
    }
    if (/\.[a-z0-9]{1,5}$/i.test(path)) return unresolved(`no file at ${path}`);
    return unresolved(
      `no file at ${path || "."}.ts, .tsx, .js, .jsx or the like, nor ${
        path ? `${path}/` : ""
      }index`,
    );
  }

  /** The module at a path: a file, or a directory with a package.json or an index. */
  #module(path: string, importer: Importer, directoryOnly = false): string | null {
    const found = directoryOnly ? null : this.#files.file(path, importer);
    if (found || !this.view.hasDirectory(path)) return found;
    const nested = this.#packages.at(path);
    // a directory's own exports do not bind imports by path
    const main = nested &&
      this.#entries.entry({ ...nested, json: { ...nested.json, exports: null } }, "", importer);
    return main && "file" in main ? main.file : this.#files.index(path, importer);
  }

  #mappedPath(request: Request, path: string | null): Resolved[] {
    if (path === null) return [unresolved("the import map points outside the repository")];
    const found = this.#module(path, request.importer);
    return [found ? file(found) : this.#missing(path, request.importer)];
  }

  // Names

  /** Aliases of tsconfig: files, or the pattern that matched in vain, or null. */
  #alias(request: Request, config: TypeScriptConfig | null): Resolved[] | string | null {
    if (!config) return null;
    const { specifier, importer } = request;
    let vain: string | null = null;
    // TypeScript takes the most specific pattern only, then looks for a package
    const matched = config.paths.match(specifier);
    if (matched) {
      for (const target of matched.targets) {
        const path = join(config.pathsBase, target.replace("*", () => matched.rest));
        if (path === null) continue;
        const found = this.#module(path, importer) ?? this.#builtFrom(path, importer);
        if (found) return [file(found)];
        const variants = this.#files.platforms(path, importer);
        if (variants.length > 0) return variants.map(file);
      }
      const bare = specifier.replace(/[?#].*$/s, "");
      if (bare !== specifier && bare !== "") {
        return this.#alias({ ...request, specifier: bare }, config);
      }
      const outside = matched.targets.some((target) => target.includes("node_modules"));
      vain = outside || matched.pattern === "*" ? null : matched.pattern;
    }
    if (config.baseUrl === null) return vain;
    const path = join(config.baseUrl, specifier);
    const found = path === null ? null : this.#module(path, importer);
    return found ? [file(found)] : vain;
  }

  /** Aliases of frameworks and bundlers: a file, or the alias that matched in vain, or null. */
  #placed({ specifier, directory, importer }: Request): Resolved[] | string | null {
    let vain: string | null = null;
    const bare = specifier.replace(/[?#](?!shared).*$/s, "") || specifier;
    for (const { by, alias, paths } of this.#aliases.match(bare, directory)) {
      for (const path of paths) {
        const found = this.#module(path, importer);
        if (found) return [file(found)];
      }
      vain ??= `${alias}" of ${by}`;
    }
    const maker = this.#aliases.maker(specifier, directory);
    if (maker !== null) return [unresolved(`a module that ${maker} makes when it is built`)];
    return vain;
  }

  /** `/src/a.ts`: to Vite a path of the project; elsewhere a server's. */
  #absolute({ specifier, directory, importer }: Request): Resolved {
    const project = this.#packages.nearest(directory)?.directory ?? "";
    const path = join(project, specifier.replace(/[?#].*$/s, ""));
    const found = path !== null && this.requires(directory, "vite")
      ? this.#module(path, importer)
      : null;
    return found
      ? file(found)
      : unresolved("an absolute path, which only a running server or bundler can place");
  }

  #builtFrom(path: string, importer: Importer): string | null {
    const own = this.#packages.nearest(directoryOf(path)) ?? this.#packages.at(path);
    if (!own) return null;
    const target = own.directory === "" ? path : path.slice(own.directory.length + 1);
    return this.#entries.sourceOf(own, `./${target}.js`, importer) ??
      this.#entries.sourceOf(own, `./${target}/index.js`, importer) ??
      this.#entries.sourceOf(own, `./${target}`, importer);
  }

  /** `#name`: the `imports` of the nearest package.json. */
  #internal(
    request: Request,
    config: TypeScriptConfig | null,
    mappings: number,
  ): Resolved[] | null {
    const own = this.#packages.nearest(request.directory);
    const targets = own && this.#entries.internal(own, request.specifier, request.importer);
    if (!own || !targets || targets.length === 0) return null;
    for (const target of targets) {
      if (!target.startsWith(".")) continue;
      const path = join(own.directory, target);
      const found = path === null ? null : this.#module(path, request.importer);
      if (found) return [file(found)];
    }
    for (const target of targets) {
      const built = target.startsWith(".")
        ? this.#entries.sourceOf(own, target, request.importer)
        : null;
      if (built) return [file(built)];
    }
    const outside = targets.find((target) => !target.startsWith("."));
    if (outside !== undefined && mappings < MAX_MAPPINGS && !outside.startsWith("#")) {
      return this.#resolve({ ...request, specifier: outside }, config, mappings + 1);
    }
    return [unresolved(`no file at ${targets[0]} of ${own.directory || "the repository's root"}`)];
  }

  #denoMember(request: Request, member: { path: string | null; name: string }): Resolved {
    if (member.path === null) {
      return unresolved(`workspace member ${member.name} does not export "${request.specifier}"`);
    }
    const found = this.#module(member.path, request.importer);
    return found ? file(found) : unresolved(`no file at ${member.path}`);
  }

  /** A package that lies in the repository: a workspace member, a link, or a vendored copy. */
  #package(request: Request): Resolved[] | null {
    const { name, subpath } = splitPackage(request.specifier.replace(/[?#].*$/s, ""));
    if (!isPackageName(name)) return null;
    const found = this.#packages.named(name, request.directory);
    if (found) {
      const entry = this.#entries.entry(found, subpath, request.importer);
      return ["file" in entry ? file(entry.file) : unresolved(entry.reason)];
    }
    for (const at of upwards(request.directory)) {
      const directory = join(at, `node_modules/${name}`)!;
      if (!this.view.hasDirectory(directory)) continue;
      const vendored = this.#vendored(directory, name);
      const entry = this.#entries.entry(vendored, subpath, request.importer);
      if ("file" in entry) return [file(entry.file)];
    }
    return null;
  }

  #vendored(directory: string, name: string) {
    const json = readJson(this.view, `${directory}/package.json`) ?? {};
    return { directory, name, json, dependencies: new Map<string, string>(), workspaces: [] };
  }

  #external(request: Request, vainAlias: string | null): Resolved {
    const { specifier, directory } = request;
    const { name } = splitPackage(specifier.replace(/[?#].*$/s, ""));
    const requirement = this.#packages.requirement(directory, name);
    if (vainAlias !== null && requirement === null) {
      // of a framework's alias its name and owner are given
      const alias = vainAlias.includes('"') ? `"${vainAlias}` : `"${vainAlias}"`;
      return unresolved(`matches the alias ${alias}, but there is no such file`);
    }
    if (requirement?.startsWith("workspace:")) {
      return unresolved(`${name} should be in the workspace, but no member has that name`);
    }
    if (/^(?:file|link|portal):/.test(requirement ?? "")) {
      return unresolved(`${name} is linked to ${requirement}, where no package is committed`);
    }
    const real = /^npm:((?:@[^/@]+\/)?[^/@]+)/.exec(asString(requirement) ?? "")?.[1] ?? name;
    if (isPackageName(real)) return npmPackage(real);
    return unresolved(
      `"${specifier}" is no package name, and no tsconfig.json, package.json or deno.json maps it`,
    );
  }
}

function file(path: string): Resolved {
  return { to: path, resolution: "file" };
}
