/**
 * What poms of one repository say together: parents, properties, managed versions and imported
 * BOMs, by Maven's rules (https://maven.apache.org/ref/3-LATEST/maven-model-builder/). A parent that
 * is not in the repository says nothing: nothing is fetched.
 */
import type { RepositoryView } from "../languages/contract.ts";
import { manifestText } from "./contract.ts";
import { anyLicense } from "./dependency.ts";
import { perView } from "./per_view.ts";
import { baseName, directoryOf, join, normalise } from "../paths.ts";
import { type Pom, type PomDependency, readPom } from "./pom.ts";

/** A property that grows beyond this is no version. */
const MAX_VALUE_CHARS = 1_000;
const MAX_NESTING = 20;
const MAX_PARENTS = 50;
const MAX_BOMS = 100;
const MAX_TEMPLATED = 2_000;

/** True for poms by name, installed ones (`*.pom`) included. */
export function isPom(path: string): boolean {
  return baseName(path) === "pom.xml" || path.endsWith(".pom");
}

/** The poms of a repository; each is parsed once, on first need. */
export class PomModels {
  readonly #poms = new Map<string, Pom | null>();
  readonly #models = new Map<string, PomModel | null>();
  #byName: Map<string, string> | null = null;

  constructor(readonly view: RepositoryView) {}

  pom(path: string): Pom | null {
    let pom = this.#poms.get(path);
    if (pom === undefined) {
      const source = manifestText(this.view, path);
      pom = source === null ? null : readPom(source);
      this.#poms.set(path, pom);
    }
    return pom;
  }

  /** Null where the path is no pom. */
  at(path: string): PomModel | null {
    let model = this.#models.get(path);
    if (model === undefined) {
      model = this.pom(path) ? new PomModel(this, this.#lineage(path)) : null;
      this.#models.set(path, model);
    }
    return model;
  }

  /** The pom and its parents in the repository, itself first. */
  #lineage(path: string): Pom[] {
    const seen = new Set<string>();
    const poms: Pom[] = [];
    for (let at: string | null = path; at !== null && !seen.has(at) && seen.size < MAX_PARENTS;) {
      seen.add(at);
      const pom = this.pom(at);
      if (!pom) break;
      poms.push(pom);
      at = pom.parent && this.#parentOf(at, pom, pom.parent);
    }
    return poms;
  }

  #parentOf(path: string, { parentPath }: Pom, parent: PomDependency): string | null {
    const stated = parentPath === "" ? null : normalise(directoryOf(path), parentPath);
    if (stated === null) return null;
    const file = this.view.has(stated) ? stated : join(stated, "pom.xml");
    const found = this.view.has(file) ? this.pom(file) : null;
    // Maven too goes by the name and only tries the path.
    if (!found || found.artifact !== parent.artifact) return null;
    if ((found.group ?? found.parent?.group) !== parent.group) return null;
    // A released parent of another version is fetched, although its successor lies here.
    const version = found.version ?? found.parent?.version ?? "";
    const known = !/[$[(]/.test(`${version}${parent.version}`);
    return known && version !== parent.version ? null : file;
  }

  /** The pom that declares a name; null where several or none do. */
  named(group: string, artifact: string): string | null {
    if (!this.#byName) {
      this.#byName = new Map();
      for (const path of this.view.paths.filter(isPom)) {
        const model = this.at(path);
        const name = `${model?.group}:${model?.artifact}`;
        this.#byName.set(name, this.#byName.has(name) ? "" : path);
      }
    }
    return this.#byName.get(`${group}:${artifact}`) || null;
  }
}

/** The poms of a view, parsed once for all that ask. */
export const pomModels = perView((view) => new PomModels(view));

interface Managed {
  version: string | null;
  scope: string | null;
}

/** One pom with what it inherits. */
export class PomModel {
  readonly pom: Pom;
  readonly #properties: ReadonlyMap<string, string>;
  readonly #values = new Map<string, string>();
  #templatedByKey: Map<string, PomDependency> | null = null;

  constructor(readonly models: PomModels, readonly lineage: readonly Pom[]) {
    this.pom = lineage[0]!;
    this.#properties = new Map(
      [...lineage].reverse().flatMap((pom) => [...pom.properties]),
    );
  }

  get group(): string | null {
    return this.#text(this.pom.group ?? this.pom.parent?.group);
  }
  get artifact(): string | null {
    return this.#text(this.pom.artifact);
  }
  get version(): string | null {
    return this.#text(this.pom.version ?? this.pom.parent?.version);
  }
  /** Several licences mean that the user may choose; inherited as a whole. */
  get license(): string | null {
    const stating = this.lineage.find((pom) => pom.licenses.length > 0);
    return anyLicense(stating?.licenses ?? []);
  }

  #text(value: string | null | undefined): string | null {
    return value ? this.interpolate(value) : null;
  }

  /** `${name}` replaced where the repository defines it, else left as it is written. */
  interpolate(text: string, depth = 0): string {
    if (!text.includes("${") || depth > MAX_NESTING) return text;
    return text.slice(0, MAX_VALUE_CHARS).replace(/\$\{([^{}]+)\}/g, (whole, name: string) => {
      const known = this.#values.get(name);
      if (known !== undefined) return known;
      // A property that is made of itself stays as it is written.
      this.#values.set(name, whole);
      const raw = this.#property(name);
      const value = raw ? this.interpolate(raw, depth + 1).slice(0, MAX_VALUE_CHARS) : whole;
      this.#values.set(name, value);
      return value;
    });
  }

  #property(name: string): string | null {
    const [, scope, field] = /^(?:(?:project|pom)\.)?(parent\.)?(\w+)$/.exec(name) ?? [];
    const own = this.#properties.get(name);
    if (own !== undefined) return own;
    const parent = this.pom.parent;
    if (field === "version") {
      return scope ? parent?.version ?? null : this.pom.version ?? parent?.version ?? null;
    }
    if (field === "groupId") {
      return scope ? parent?.group ?? null : this.pom.group ?? parent?.group ?? null;
    }
    if (field === "artifactId") return scope ? parent?.artifact ?? null : this.pom.artifact;
    return null;
  }

  /** Nearest first; what a BOM of the repository manages counts after all of that. */
  managed(dependency: PomDependency): Managed | null {
    return this.#managedAs(this.#keyOf(dependency), new Set());
  }

  /** @param seen the models asked for this key so far: BOMs may import each other */
  #managedAs(key: string, seen: Set<PomModel>): Managed | null {
    seen.add(this);
    for (const pom of this.lineage) {
      const own = managedBy(pom).plain.get(key) ?? this.#templated.get(key);
      if (own) return { version: this.#text(own.version), scope: own.mavenScope };
    }
    for (const bom of this.lineage.flatMap((pom) => managedBy(pom).imports)) {
      const path = this.models.named(this.interpolate(bom.group), this.interpolate(bom.artifact));
      const model = path === null ? null : this.models.at(path);
      if (!model || seen.has(model) || seen.size > MAX_BOMS) continue;
      const found = model.#managedAs(key, seen);
      if (found) return found;
    }
    return null;
  }

  /** Managed versions whose names hold properties, which differ from module to module. */
  get #templated(): Map<string, PomDependency> {
    if (!this.#templatedByKey) {
      this.#templatedByKey = new Map();
      for (const one of this.lineage.flatMap((pom) => managedBy(pom).templated)) {
        const key = this.#keyOf(one);
        if (!this.#templatedByKey.has(key)) this.#templatedByKey.set(key, one);
      }
    }
    return this.#templatedByKey;
  }

  #keyOf({ group, artifact, kind }: PomDependency): string {
    return this.interpolate(`${group}:${artifact}:${kind}`);
  }

  /** The version that `pluginManagement` gives. */
  managedPlugin(plugin: PomDependency): string | null {
    for (const pom of this.lineage) {
      const version = managedBy(pom).plugins.get(`${plugin.group}:${plugin.artifact}`);
      if (version) return this.interpolate(version);
    }
    return null;
  }
}

interface ManagedIndex {
  plain: Map<string, PomDependency>;
  templated: PomDependency[];
  imports: PomDependency[];
  /** Versions by group and artifact. */
  plugins: Map<string, string>;
}

const INDEXES = new WeakMap<Pom, ManagedIndex>();

/** Made once per pom: each of its modules asks for it. */
function managedBy(pom: Pom): ManagedIndex {
  let index = INDEXES.get(pom);
  if (!index) {
    index = { plain: new Map(), templated: [], imports: [], plugins: new Map() };
    for (const one of pom.managed) {
      const key = `${one.group}:${one.artifact}:${one.kind}`;
      if (one.mavenScope === "import") index.imports.push(one);
      else if (!key.includes("${")) index.plain.set(key, index.plain.get(key) ?? one);
      else if (index.templated.length < MAX_TEMPLATED) index.templated.push(one);
    }
    for (const { group, artifact, version } of pom.managedPlugins) {
      if (version) index.plugins.set(`${group}:${artifact}`, version);
    }
    INDEXES.set(pom, index);
  }
  return index;
}
