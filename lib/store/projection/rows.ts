/** The rows of a projection: what they hold, how they are numbered, and how search finds them. */
import { initialsText, kindMark, nameText, qualityMark } from "../../domain/match/terms.ts";
import { fold } from "../../domain/match/words.ts";
import { SYMBOL_KINDS, type SymbolKind } from "../../domain/wire/symbol.ts";

/** A file of the current map. */
export interface FileRow {
  path: string;
  component: string;
  language: string | null;
  oid: string;
  bytes: number;
  code: number;
  comment: number;
  blank: number;
  generated: 0 | 1;
  vendored: 0 | 1;
  test: 0 | 1;
}

/** A definition in a file. */
export interface SymbolRow {
  name: string;
  kind: SymbolKind;
  container: string | null;
  line: number;
  end_line: number;
  exported: 0 | 1;
}

/** A package that a manifest declares, or one that it asks for. */
export interface PackageRow {
  kind: "package" | "dependency";
  name: string;
  ecosystem: string;
  path: string;
  line: number | null;
  version: string | null;
  requirement: string | null;
  scope: string | null;
  purl: string | null;
}

/** Tables of rows, each with its full-text index. */
export const PROJECTED = ["files", "symbols", "packages"] as const;
export type Projected = (typeof PROJECTED)[number];

/** Rows of one projection have ids from its number times this. */
const IDS_PER_PROJECTION = 2 ** 32;

/** First and last id that rows of a projection can have. */
export function idRange(projection: number): [first: number, last: number] {
  const first = projection * IDS_PER_PROJECTION;
  return [first, first + IDS_PER_PROJECTION - 1];
}

/** In SQL: the projection that a row of this table belongs to. */
export function projectionOf(id: string): string {
  return `${id} / ${IDS_PER_PROJECTION}`;
}

/** Text of the five columns of a full-text index (migrations/0005_search.sql). */
export type IndexTexts = [
  name: string,
  path: string,
  initials: string,
  quality: string,
  kind: string,
];

/** 1 for files that nobody here wrote to be run: tests, vendored and generated ones. */
export function isAside(file: Pick<FileRow, "generated" | "vendored" | "test">): 0 | 1 {
  return file.generated === 1 || file.vendored === 1 || file.test === 1 ? 1 : 0;
}

/** 0 for what is exported from code, 1 for the rest of code, 2 and 3 for the same of files aside. */
export function symbolQuality(aside: 0 | 1, exported: 0 | 1): number {
  return aside * 2 + 1 - exported;
}

/** 0 for a package that the repository is, 1 for one that it asks for. */
export function packageQuality(kind: PackageRow["kind"]): number {
  return kind === "package" ? 0 : 1;
}

/** Longest path, from its end, that is searched. */
const PATH_SEARCHED_MAX = 500;

export function fileTexts(file: FileRow): IndexTexts {
  const name = file.path.slice(file.path.lastIndexOf("/") + 1);
  return [
    nameText(name),
    fold(file.path.slice(-PATH_SEARCHED_MAX)),
    initialsText(name),
    qualityMark(isAside(file)),
    "",
  ];
}

export function symbolTexts(symbol: SymbolRow, aside: 0 | 1): IndexTexts {
  return [
    nameText(symbol.name),
    "",
    initialsText(symbol.name),
    qualityMark(symbolQuality(aside, symbol.exported)),
    kindMark(SYMBOL_KINDS.indexOf(symbol.kind)),
  ];
}

export function packageTexts(row: PackageRow): IndexTexts {
  return [
    nameText(row.name),
    "",
    initialsText(row.name),
    qualityMark(packageQuality(row.kind)),
    "",
  ];
}
