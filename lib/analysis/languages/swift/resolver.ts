/**
 * Resolves Swift's imports to the files of a module that declare what the importing file names; the
 * rules are in docs/accuracy.md.
 */
import { compareCodeUnits } from "../../paths.ts";
import type { RawImport } from "../../facts.ts";
import type { RepositoryView, Resolved, Resolver } from "../contract.ts";
import { type SwiftFacts, swiftFacts } from "./facts.ts";
import { headersOf, type Module, swiftModules } from "./modules.ts";
import { packagesOf } from "./packages.ts";
import { isPlatformModule } from "./platform.ts";

/** What the files of one module declare, each name with its files. */
interface Contents {
  files: string[];
  declares: Map<string, string[]>;
  internal: Map<string, string[]>;
  /** By the name of a member: the types that are extended by it, with the file. */
  extends: Map<string, [type: string, path: string][]>;
  /** Modules that it hands on (`@_exported import`). */
  reexports: Set<string>;
}

export function swiftResolver(view: RepositoryView): Resolver {
  const modules = swiftModules(view);
  const packageOf = packagesOf(view);
  const contents = new Map<Module, Contents>();
  for (const path of view.paths) {
    const facts = path.endsWith(".swift") ? view.facts(path) : undefined;
    const module = facts ? modules.of(path) : null;
    const extra = swiftFacts(facts?.extra);
    if (!facts || !module || !extra) continue;
    let own = contents.get(module);
    if (!own) contents.set(module, own = emptyContents());
    own.files.push(path);
    for (const name of extra.declares ?? []) append(own.declares, name, path);
    for (const name of extra.internal ?? []) append(own.internal, name, path);
    for (const [type, ...members] of extra.extends ?? []) {
      for (const member of members) append<[string, string]>(own.extends, member, [type, path]);
    }
    for (const { kind, specifier } of facts.imports) {
      if (kind === "reexport") own.reexports.add(moduleName(specifier));
    }
  }
  // Each looks at all paths, or at all that modules hand on: once a module, not once an import.
  const headers = new Map<Module, string[]>();
  const handed = new Map<Module, ReadonlySet<Module>>();
  const byName = new Map<string, Module[]>();
  for (const module of modules.all) append(byName, module.name, module);

  /** The module of this repository that a file means by a name; "several" where nothing decides. */
  function find(name: string, from: string, own: Module | null): Module | "several" | null {
    const named = (byName.get(name) ?? []).filter((one) =>
      one.kind !== "plugin" && (one.kind !== "test" || view.isTest(from) || own?.kind === "test")
    );
    if (own?.name === name) return own;
    const inside = named.find((one) => own?.package != null && one.package === own.package);
    if (inside) return inside;
    const locals = own?.package == null ? [] : modules.locals(own.package);
    const beside = named.find((one) => one.package !== null && locals.includes(one.package));
    if (beside) return beside;
    // what a package declares, or the platform has, is not another package's that it does not name
    if (isPlatformModule(name) || packageOf(from, name, own, "asked") !== null) return null;
    const present = named.filter((one) => contents.has(one) || headersIn(one).length > 0);
    return present.length > 1 ? "several" : present[0] ?? null;
  }

  function resolve(from: string, imported: RawImport): Resolved[] {
    const name = moduleName(imported.specifier);
    const own = modules.of(from);
    const target = find(name, from, own);
    if (target === "several") {
      return [unresolved(`several modules of this repository are named ${name}`)];
    }
    if (target === null) return [outside(from, name, own)];
    if (target === own) return [];
    const found = contents.get(target);
    if (found) return inModule(from, imported, target, found, own);
    const ownHeaders = headersIn(target);
    if (ownHeaders.length > 0) return ownHeaders.map((to) => ({ to, resolution: "file" }));
    if (target.kind === "binary") return [{ to: name, resolution: "package" }];
    return [unresolved(`no Swift file or header of the target ${name} is in the repository`)];
  }

  function inModule(
    from: string,
    { kind, names = [] }: RawImport,
    target: Module,
    own: Contents,
    around: Module | null,
  ): Resolved[] {
    const [access = "plain", named] = names;
    const facts = swiftFacts(view.facts(from)?.extra) ?? {};
    // The only file, or all that is handed on, is meant whatever is named.
    const all = own.files.length === 1 || kind === "reexport";
    const files = new Set(all ? own.files : []);
    for (const module of handedOn(target)) {
      const inner = contents.get(module);
      if (!inner || module === around) continue;
      const shadow = around ? contents.get(around) : undefined;
      addUsed(files, inner, facts, named, access === "testable" && module === target, shadow);
    }
    files.delete(from);
    return [...files].sort(compareCodeUnits).map((to) => ({ to, resolution: "file" }));
  }

  function headersIn(module: Module): string[] {
    const known = headers.get(module) ?? headersOf(view, module);
    headers.set(module, known);
    return known;
  }

  /** A module and those of this repository that it exports in turn. */
  function handedOn(start: Module): ReadonlySet<Module> {
    const known = handed.get(start);
    if (known) return known;
    const seen = new Set([start]);
    handed.set(start, seen);
    for (const module of seen) {
      for (const name of contents.get(module)?.reexports ?? []) {
        const next = find(name, contents.get(module)!.files[0]!, module);
        if (next !== null && next !== "several") seen.add(next);
      }
    }
    return seen;
  }

  function outside(from: string, name: string, own: Module | null): Resolved {
    const to = packageOf(from, name, own);
    if (to !== null) return { to, resolution: "package" };
    if (isPlatformModule(name)) return { to: name, resolution: "builtin" };
    if (modules.unplaced.has(name)) {
      return unresolved("a target of an Xcode project, whose files its directories do not tell");
    }
    return { to: name, resolution: "package" };
  }

  return { resolve };
}

/** Adds the files of one module that declare what the importer names. */
function addUsed(
  files: Set<string>,
  { declares, internal, extends: extensions }: Contents,
  { uses = [], members = [] }: SwiftFacts,
  named: string | undefined,
  testable: boolean,
  shadow: Contents | undefined,
): void {
  const wanted = named === undefined ? uses : [named];
  for (const name of wanted) {
    // the importer's own module comes first
    if (named === undefined && (shadow?.declares.has(name) || shadow?.internal.has(name))) continue;
    for (const path of declares.get(name) ?? []) files.add(path);
    if (testable) { for (const path of internal.get(name) ?? []) files.add(path); }
  }
  if (named !== undefined) return;
  const known = new Set(uses);
  for (const member of members) {
    const foreign = new Set<string>();
    for (const [type, path] of extensions.get(member) ?? []) {
      const head = type.split(".")[0]!;
      if (!declares.has(head) && !internal.has(head)) foreign.add(path);
      else if (known.has(head)) files.add(path);
    }
    // Several types have it: only their values' types would tell which one is meant.
    if (foreign.size === 1) { for (const path of foreign) files.add(path); }
  }
}

function emptyContents(): Contents {
  return {
    files: [],
    declares: new Map(),
    internal: new Map(),
    extends: new Map(),
    reexports: new Set(),
  };
}

/** `import A.B` names a submodule of A, or a declaration in it. */
function moduleName(specifier: string): string {
  const dot = specifier.indexOf(".");
  return dot < 0 ? specifier : specifier.slice(0, dot);
}

function unresolved(reason: string): Resolved {
  return { to: null, resolution: "unresolved", reason };
}

function append<T>(map: Map<string, T[]>, key: string, value: T): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}
