/** A map as rows: what search and the lists of a project read. */
import { parseSymbols } from "../analysis/symbols.ts";
import type { MapFile, MapPackage, SystemMap } from "../domain/wire/system_map.ts";
import type { FileRow, PackageRow, SymbolRow } from "../store/projection/rows.ts";
import type { ProjectionDraft } from "../store/projection/stage.ts";

/**
 * @param symbolsText symbols of a blob in a language, as the cache of facts has them
 * @param rows of files that were made before; new ones are added
 */
export function projectMap(
  map: SystemMap,
  projectId: string,
  symbolsText: (oid: string, language: string | null) => string | null,
  rows = new WeakMap<MapFile, FileRow>(),
): ProjectionDraft {
  return {
    projectId,
    analyzerVersion: map.generator.analyzer_version,
    files: map.files.map((file) => {
      let row = rows.get(file);
      if (row === undefined) rows.set(file, row = fileRow(file));
      return row;
    }),
    packages: map.packages.flatMap(packageRows),
    symbolsOf: ({ oid, language }) =>
      parseSymbols(symbolsText(oid, language)).map((symbol): SymbolRow => ({
        name: symbol.name,
        kind: symbol.kind,
        container: symbol.container,
        line: symbol.line,
        end_line: symbol.endLine,
        exported: flag(symbol.exported),
      })),
  };
}

function fileRow(file: MapFile): FileRow {
  return {
    path: file.path,
    component: file.component,
    language: file.language,
    oid: file.oid,
    bytes: file.bytes,
    ...file.lines,
    generated: flag(file.generated),
    vendored: flag(file.vendored),
    test: flag(file.test),
  };
}

function packageRows({ path, ecosystem, name, version, dependencies }: MapPackage): PackageRow[] {
  const rows = dependencies.map((dependency): PackageRow => ({
    kind: "dependency",
    name: dependency.name,
    ecosystem,
    path,
    line: dependency.line,
    version: dependency.resolved,
    requirement: dependency.requirement,
    scope: dependency.scope,
    purl: dependency.purl,
  }));
  if (name === null) return rows;
  const nothing = { line: null, requirement: null, scope: null, purl: null };
  return [{ kind: "package", name, ecosystem, path, version, ...nothing }, ...rows];
}

function flag(value: boolean): 0 | 1 {
  return value ? 1 : 0;
}
