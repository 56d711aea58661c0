/** Cargo.toml (https://doc.rust-lang.org/cargo/reference/manifest.html) and its workspaces. */
import type { Scope } from "../../domain/wire/system_map.ts";
import type { RepositoryView } from "../languages/contract.ts";
import { manifestText } from "./contract.ts";
import { isWithin, join, normalise, upwards } from "../paths.ts";
import { isTable, readToml, strings, table, text, type Toml, tomlKeyLines } from "./toml.ts";

export interface CargoDependency {
  /** The key: the name that the code uses. */
  name: string;
  /** The crate's own name, where `package =` renames it. */
  crate: string;
  requirement: string | null;
  scope: Scope;
  line: number | null;
  /** A directory, relative to the repository's root; null for any other source. */
  path: string | null;
  /** From a path, a repository or a registry other than crates.io. */
  elsewhere: boolean;
}

const TABLES: readonly [names: readonly string[], scope: Scope][] = [
  [["dependencies"], "runtime"],
  [["dev-dependencies", "dev_dependencies"], "development"],
  [["build-dependencies", "build_dependencies"], "build"],
];

/** The manifests of a repository; each is parsed once. */
export class CargoManifests {
  readonly #documents = new Map<string, Toml>();

  constructor(readonly view: RepositoryView) {}

  /** The document of a directory's Cargo.toml; {} where there is none. */
  at(directory: string): Toml {
    let document = this.#documents.get(directory);
    if (!document) {
      document = readToml(manifestText(this.view, join(directory, "Cargo.toml")) ?? "");
      this.#documents.set(directory, document);
    }
    return document;
  }

  /**
   * The directory of the workspace that a package belongs to, itself included; null where it stands
   * alone: `package.workspace`, else the nearest manifest above with `[workspace]` that does not
   * exclude it.
   */
  workspaceOf(directory: string): string | null {
    const stated = text(table(this.at(directory), "package").workspace);
    if (stated !== null) return normalise(directory, stated);
    for (const at of upwards(directory)) {
      const workspace = this.at(at).workspace;
      if (!isTable(workspace)) continue;
      const excluded = strings(workspace.exclude).some((entry) => {
        const path = normalise(at, entry);
        return path !== null && path !== at && isWithin(directory, path);
      });
      if (!excluded) return at;
    }
    return null;
  }

  /** A field of `[package]`, or what the workspace gives its members for it. */
  field(directory: string, name: "version" | "license"): string | null {
    const value = table(this.at(directory), "package")[name];
    if (!isTable(value)) return text(value);
    const root = value.workspace === true ? this.workspaceOf(directory) : null;
    return root === null ? null : text(table(this.at(root), "workspace", "package")[name]);
  }

  dependencies(directory: string): CargoDependency[] {
    const path = join(directory, "Cargo.toml");
    const lineOf = tomlKeyLines(manifestText(this.view, path) ?? "");
    const document = this.at(directory);
    const found: CargoDependency[] = [];
    const add = (holder: Toml, ...above: string[]) => {
      for (const [names, scope] of TABLES) {
        for (const field of names) {
          for (const [name, value] of Object.entries(table(holder, field))) {
            const line = lineOf([...above, field], name);
            found.push(this.#dependency(directory, name, value, scope, line));
          }
        }
      }
    };
    add(document);
    for (const [target, holder] of Object.entries(table(document, "target"))) {
      if (isTable(holder)) add(holder, "target", target);
    }
    return found;
  }

  #dependency(
    directory: string,
    name: string,
    value: unknown,
    scope: Scope,
    line: number | null,
  ): CargoDependency {
    const own = table({ value }, "value");
    const root = own.workspace === true ? this.workspaceOf(directory) : null;
    const shared = root === null ? undefined : table(
      this.at(root),
      "workspace",
    ).dependencies?.[name];
    // A member may add `optional` and features to what the workspace states.
    const source = shared ?? value;
    const from = table({ source }, "source");
    const path = text(from.path);
    const git = text(from.git);
    const foreign = text(from.registry) ?? text(from["registry-index"]);
    return {
      name,
      crate: text(from.package) ?? name,
      requirement: text(source) ?? text(from.version) ?? path ?? git,
      scope: own.optional === true && scope === "runtime" ? "optional" : scope,
      line,
      path: path === null ? null : normalise(root ?? directory, path),
      elsewhere: path !== null || git !== null || (foreign !== null && foreign !== "crates-io"),
    };
  }
}
