/** MSBuild's project files, with what the Directory.*.props files above them state. */
import type { Scope } from "../../domain/wire/system_map.ts";
import type { RepositoryView } from "../languages/contract.ts";
import { manifestText } from "./contract.ts";
import { perView } from "./per_view.ts";
import { baseName, directoryOf, join, upwards } from "../paths.ts";
import { childrenOf, type Element, readXml, textAt } from "./xml.ts";

export interface MsbuildReference {
  name: string;
  /** As written, properties replaced where the repository defines them. */
  version: string | null;
  scope: Scope;
  line: number;
  /** A project of the repository, as written. */
  project: string | null;
}

const PROJECT = /\.(?:cs|fs|vb)proj$/;
const SHARED = ["Directory.Build.props", "Directory.Build.targets", "Directory.Packages.props"];
const MAX_VALUE_CHARS = 1_000;
const MAX_NESTING = 20;

/** Project files, and the shared ones that may state references for all below them. */
export function isMsbuildFile(path: string): boolean {
  return isMsbuildProject(path) || SHARED.includes(baseName(path));
}

/** True for a project of C#, F# or Visual Basic. */
export function isMsbuildProject(path: string): boolean {
  return PROJECT.test(path);
}

/** The project files of a repository; each is parsed once. */
export class MsbuildProjects {
  readonly #roots = new Map<string, Element | null>();
  readonly #central = new Map<string, Map<string, string>>();
  readonly #values = new Map<string, string | null>();
  readonly #own = new Map<string, Map<string, string>>();

  constructor(readonly view: RepositoryView) {}

  root(path: string): Element | null {
    let root = this.#roots.get(path);
    if (root === undefined) {
      root = readXml(manifestText(this.view, path) ?? "");
      if (root?.name !== "Project") root = null;
      this.#roots.set(path, root);
    }
    return root;
  }

  /** The nearest shared file of that name; MSBuild looks no further. */
  #shared(path: string, name: string): string | null {
    for (const at of upwards(directoryOf(path))) {
      const file = join(at, name);
      if (this.view.has(file)) return file;
    }
    return null;
  }

  /** Properties that one file sets without regard to conditions; the first value of each. */
  #properties(path: string): ReadonlyMap<string, string> {
    let own = this.#own.get(path);
    if (!own) {
      own = new Map();
      for (const group of childrenOf(this.root(path), "PropertyGroup")) {
        for (const { name, text } of group.children) {
          const key = name.toLowerCase();
          if (text !== "" && !own.has(key)) own.set(key, text);
        }
      }
      this.#own.set(path, own);
    }
    return own;
  }

  /** A property's value in a project: its own, else that of the shared files above; null for none. */
  property(path: string, name: string, depth = 0): string | null {
    const key = name.toLowerCase();
    const place = `${path}\n${key}`;
    let value = this.#values.get(place);
    if (value === undefined) {
      // A property that is made of itself has no value.
      this.#values.set(place, null);
      value = this.#evaluate(path, key, depth);
      this.#values.set(place, value);
    }
    return value;
  }

  #evaluate(path: string, key: string, depth: number): string | null {
    for (const file of [path, ...SHARED.map((shared) => this.#shared(path, shared))]) {
      const value = file === null ? undefined : this.#properties(file).get(key);
      if (value !== undefined) return this.expand(path, value, depth + 1);
    }
    return key === "msbuildprojectname" ? stem(path) : null;
  }

  /** `$(Name)` replaced where the repository defines it. */
  expand(path: string, text: string, depth = 0): string {
    if (!text.includes("$(") || depth > MAX_NESTING || text.length > MAX_VALUE_CHARS) return text;
    let length = text.length;
    return text.replace(/\$\(([\w.]+)\)/g, (whole, name: string) => {
      const value = length > MAX_VALUE_CHARS ? null : this.property(path, name, depth);
      length += value?.length ?? 0;
      return value ?? whole;
    });
  }

  /** Central versions (`PackageVersion`) by lower-case name. */
  #centralVersions(path: string): ReadonlyMap<string, string> {
    const file = this.#shared(path, "Directory.Packages.props");
    if (file === null) return new Map();
    let versions = this.#central.get(file);
    if (!versions) {
      versions = new Map();
      for (const { element, name } of this.#items(file, ["PackageVersion"])) {
        const version = attribute(element, "Version");
        if (version !== null && !versions.has(name.toLowerCase())) {
          versions.set(name.toLowerCase(), this.expand(file, version));
        }
      }
      this.#central.set(file, versions);
    }
    return versions;
  }

  references(path: string): MsbuildReference[] {
    const central = this.#centralVersions(path);
    const packages = this.#items(path, [
      "PackageReference",
      "GlobalPackageReference",
      "DotNetCliToolReference",
    ]).map(({ element, name }) => {
      const stated = attribute(element, "VersionOverride") ?? attribute(element, "Version");
      const version = stated ?? central.get(name.toLowerCase()) ?? null;
      return {
        name,
        version: version === null ? null : this.expand(path, version),
        scope: scopeOf(element),
        line: element.line,
        project: null,
      };
    });
    const projects = this.#items(path, ["ProjectReference"]).map(({ element, name }) => ({
      name: stem(name.replaceAll("\\", "/")),
      version: name,
      scope: "runtime" as const,
      line: element.line,
      project: name,
    }));
    return [...packages, ...projects];
  }

  /** Items of these types with each name that `Include` (or `Update`, which adds to one) states. */
  #items(path: string, types: readonly string[]): { element: Element; name: string }[] {
    const root = this.root(path);
    // `Choose`, `When` and targets hold item groups as well.
    const groups: Element[] = [];
    const open = root ? [root] : [];
    for (let at = open.pop(); at; at = open.pop()) {
      for (const child of [...at.children].reverse()) {
        if (child.name === "ItemGroup") groups.push(child);
        else if (/^(?:Choose|When|Otherwise|Target)$/.test(child.name)) open.push(child);
      }
    }
    return groups.flatMap((group) => group.children)
      .filter(({ name }) => types.includes(name))
      .flatMap((element) =>
        (attribute(element, "Include") ?? "").split(";")
          .map((name) => this.expand(path, name.trim()))
          // A template's placeholder is no name.
          .filter((name) => name !== "" && !/[{}<>|]/.test(name)).map((name) => ({ element, name }))
      );
  }
}

/** The projects of a view, parsed once for all that ask. */
export const msbuildProjects = perView((view) => new MsbuildProjects(view));

/** Metadata are attributes or child elements. */
function attribute(element: Element, name: string): string | null {
  return element.attributes[name]?.trim() || textAt(element, name);
}

function scopeOf(element: Element): Scope {
  if (element.name === "DotNetCliToolReference") return "build";
  const isPrivate = /^all$/i.test(attribute(element, "PrivateAssets") ?? "");
  return isPrivate || element.name === "GlobalPackageReference" ? "development" : "runtime";
}

function stem(path: string): string {
  return baseName(path).replace(/\.\w+$/, "");
}
