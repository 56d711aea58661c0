/** The parts of a map that the pages of a project read; pure, made when the map is published. */
import { languageColour } from "../analysis/language_colours.ts";
import { analyzerFor } from "../analysis/languages/registry.ts";
import { isSourceLanguage } from "../analysis/linguist.ts";
import {
  type CoveragePart,
  FILE_FLAGS,
  type FilesPart,
  type LanguageReading,
  type MapParts,
  type OfferingsPart,
  type PackagesPart,
  type PartComponent,
} from "../domain/wire/map_parts.ts";
import type { MapDependency, MapFile, SystemMap } from "../domain/wire/system_map.ts";
import { manifestsAside } from "./map_view/aside.ts";
import { compare } from "./map_view/order.ts";

/** Unresolved imports that a part holds: nobody reads more, and the JSON map has all. */
const UNRESOLVED_KEPT = 5_000;

export function buildMapParts(map: SystemMap): MapParts {
  const components = map.components.map(({ id, name, root }): PartComponent => ({
    id,
    name,
    root,
  }));
  return {
    files: filesPart(map, components),
    people: {
      components,
      history: map.history,
      owners: map.owners,
      co_changes: map.co_changes,
    },
    packages: packagesPart(map),
    coverage: coveragePart(map),
    offerings: offeringsPart(map),
  };
}

function filesPart(map: SystemMap, components: PartComponent[]): FilesPart {
  const { files } = map;
  const place = new Map(components.map(({ id }, index) => [id, index]));
  const languages = numbering();
  const authors = numbering();
  return {
    since: map.history.since,
    components,
    path: files.map(({ path }) => path),
    component: files.map(({ component }) => place.get(component) ?? -1),
    language: files.map(({ language }) => languages.of(language)),
    owner: files.map(({ history }) => authors.of(history?.main_author?.name ?? null)),
    code: files.map(({ lines }) => lines.code),
    comment: files.map(({ lines }) => lines.comment),
    blank: files.map(({ lines }) => lines.blank),
    flags: files.map(flagsOf),
    recent: files.map(({ history }) => history?.recent_commits ?? 0),
    commits: files.map(({ history }) => history?.commits ?? 0),
    author_count: files.map(({ history }) => history?.authors ?? 0),
    owner_commits: files.map(({ history }) => history?.main_author?.commits ?? 0),
    changed: files.map(({ history }) =>
      history === null ? 0 : Math.floor(Date.parse(history.last_change) / 1_000)
    ),
    // Filled by the columns above.
    languages: languages.names.map((name) => ({ name, colour: languageColour(name) })),
    authors: authors.names,
  };
}

function flagsOf(file: MapFile): number {
  return (file.generated ? FILE_FLAGS.generated : 0) |
    (file.vendored ? FILE_FLAGS.vendored : 0) |
    (file.documentation ? FILE_FLAGS.documentation : 0) |
    (file.test ? FILE_FLAGS.test : 0) |
    (file.language !== null && isSourceLanguage(file.language) ? FILE_FLAGS.code : 0);
}

/** Numbers names in the order in which they come. */
function numbering() {
  const numbers = new Map<string, number>();
  const names: string[] = [];
  return {
    names,
    of(name: string | null): number {
      if (name === null) return -1;
      let number = numbers.get(name);
      if (number === undefined) {
        number = names.push(name) - 1;
        numbers.set(name, number);
      }
      return number;
    },
  };
}

function packagesPart(map: SystemMap): PackagesPart {
  const users = new Map<string, Set<string>>();
  for (const { from, to, resolution } of map.dependencies) {
    if (resolution !== "package" || to === null) continue;
    const set = users.get(to);
    if (set === undefined) users.set(to, new Set([from]));
    else set.add(from);
  }
  const declared = new Set<string>();
  const isAside = manifestsAside(map);
  const manifests = map.packages.map((manifest) => ({
    ...manifest,
    aside: isAside(manifest.path),
    dependencies: manifest.dependencies.map((dependency) => {
      const keys = [
        ...dependency.purl === null ? [] : [withoutVersion(dependency.purl)],
        dependency.name,
      ];
      for (const key of keys) declared.add(key);
      const key = keys.find((one) => users.has(one));
      return { ...dependency, files: key === undefined ? 0 : users.get(key)!.size };
    }),
  }));
  return {
    manifests,
    undeclared: [...users].filter(([name]) => !declared.has(name))
      .map(([name, files]) => ({ name, files: files.size }))
      .sort((a, b) => b.files - a.files || compare(a.name, b.name)),
  };
}

/** A package URL as edges name it: `pkg:npm/%40scope/name` of `pkg:npm/%40scope/name@1.2.3?x=y`. */
export function withoutVersion(purl: string): string {
  const path = purl.split(/[?#]/, 1)[0]!;
  const at = path.lastIndexOf("@");
  return at > path.lastIndexOf("/") ? path.slice(0, at) : path;
}

function coveragePart(map: SystemMap): CoveragePart {
  const languageOf = new Map(map.files.map(({ path, language }) => [path, language]));
  const readings = new Map(
    map.languages.map(({ name, files, lines }): [string, LanguageReading] => [
      name,
      {
        name,
        files,
        code: lines.code,
        reads_imports: analyzerFor(name) !== undefined,
        imports: { file: 0, package: 0, builtin: 0, unresolved: 0 },
      },
    ]),
  );
  const unresolved: MapDependency[] = [];
  for (const edge of map.dependencies) {
    const reading = readings.get(languageOf.get(edge.from) ?? "");
    if (reading !== undefined) reading.imports[edge.resolution]++;
    if (edge.resolution === "unresolved") unresolved.push(edge);
  }
  return {
    ...map.coverage,
    languages: [...readings.values()].sort((a, b) =>
      Number(b.reads_imports) - Number(a.reads_imports) || b.code - a.code ||
      compare(a.name, b.name)
    ),
    unresolved_total: unresolved.length,
    unresolved: unresolved.slice(0, UNRESOLVED_KEPT).map(({ from, line, specifier, reason }) => ({
      path: from,
      line,
      specifier,
      reason: reason ?? "No reason was recorded.",
    })),
  };
}

function offeringsPart(map: SystemMap): OfferingsPart {
  return {
    frameworks: map.frameworks,
    services: map.services,
    routes: map.routes,
    entry_points: map.components.filter(({ entry_points }) => entry_points.length > 0)
      .map(({ id, name, root, entry_points }) => ({
        component: { id, name, root },
        paths: entry_points,
      })),
  };
}
