/** gradle/libs.versions.toml (https://docs.gradle.org/current/userguide/version_catalogs.html). */
import { isTable, readToml, strings, table, text, type Toml } from "./toml.ts";

export interface CatalogueLibrary {
  group: string;
  artifact: string;
  version: string | null;
}

/** Everything by its accessor: `spring-boot_core` is `spring.boot.core`. */
export interface VersionCatalogue {
  libraries: Map<string, CatalogueLibrary>;
  bundles: Map<string, CatalogueLibrary[]>;
  plugins: Map<string, { id: string; version: string | null }>;
  versions: Map<string, string>;
}

/** How scripts write an alias: dots for every separator. */
export function accessorOf(alias: string): string {
  return alias.replace(/[-_.]+/g, ".").toLowerCase();
}

/** Entries without a group or a name are left out. */
export function readVersionCatalogue(source: string): VersionCatalogue {
  const document = readToml(source);
  const versions = new Map<string, string>();
  for (const [alias, value] of Object.entries(table(document, "versions"))) {
    const version = versionOf(value);
    if (version !== null) versions.set(accessorOf(alias), version);
  }
  const stated = (entry: Toml): string | null => {
    const version = entry.version;
    const reference = isTable(version) ? text(version.ref) : null;
    return reference === null ? versionOf(version) : versions.get(accessorOf(reference)) ?? null;
  };
  const libraries = new Map<string, CatalogueLibrary>();
  for (const [alias, value] of Object.entries(table(document, "libraries"))) {
    const entry = table({ value }, "value");
    const [group, artifact, version] = (text(value) ?? text(entry.module) ?? "").split(":");
    const library = {
      group: text(entry.group) ?? group ?? "",
      artifact: text(entry.name) ?? artifact ?? "",
      version: version ?? stated(entry),
    };
    if (library.group && library.artifact) libraries.set(accessorOf(alias), library);
  }
  const bundles = new Map<string, CatalogueLibrary[]>();
  for (const [alias, value] of Object.entries(table(document, "bundles"))) {
    const members = strings(value).flatMap((name) => libraries.get(accessorOf(name)) ?? []);
    bundles.set(accessorOf(alias), members);
  }
  const plugins = new Map<string, { id: string; version: string | null }>();
  for (const [alias, value] of Object.entries(table(document, "plugins"))) {
    const entry = table({ value }, "value");
    const [id, version] = text(value)?.split(":") ?? [text(entry.id)];
    if (id) plugins.set(accessorOf(alias), { id, version: version ?? stated(entry) });
  }
  return { libraries, bundles, plugins, versions };
}

/** A rich version is named by its strictest part. */
function versionOf(value: unknown): string | null {
  const rich = table({ value }, "value");
  return text(value) ?? text(rich.strictly) ?? text(rich.require) ?? text(rich.prefer);
}
