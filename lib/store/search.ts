/** Candidates of a search, by the trigrams of their names. Reads only; for the thread of requests. */
import type { StatementSync } from "node:sqlite";
import { kindMark, qualityMark } from "../domain/match/terms.ts";
import type { Terms } from "../domain/match/question.ts";
import { SYMBOL_KINDS, type SymbolKind } from "../domain/wire/symbol.ts";
import type { Database } from "./database.ts";
import {
  idRange,
  isAside,
  packageQuality,
  projectionOf,
  symbolQuality,
} from "./projection/rows.ts";

/** What may match; who asks decides whether it does. */
export interface Candidate {
  id: number;
  project_id: string;
  project_name: string;
  path: string;
  line: number | null;
  end_line: number | null;
  name: string;
  kind: string | null;
  container: string | null;
  language: string | null;
  version: string | null;
  exported: boolean | null;
  /** 0 is best; see rows.ts. */
  quality: number;
}

export interface CandidateQuery {
  terms: Terms;
  /** Of this quality only. */
  quality?: number;
  kind?: SymbolKind;
  /** Of this projection only. */
  projection?: number;
  limit: number;
}

/** Qualities (rows.ts) that are worth to be looked for first, best first. */
export const GOOD_QUALITIES = { symbol: [0, 1], file: [0], package: [0] } as const;
type Type = keyof typeof GOOD_QUALITIES;

const SHOWN = "projections.project_id = projects.id AND born <= generation " +
  "AND (died IS NULL OR died > generation)";

const COLUMNS = "row.id AS id, projects.id AS project_id, projects.name AS project_name";

export function createSearchStore({ raw }: Database) {
  // One statement a type for the ids: small, and SQLite reads no further than the limit.
  const idsOf: Record<Type, StatementSync> = {
    symbol: raw.prepare(idsIn("search_symbols")),
    file: raw.prepare(idsIn("search_files")),
    package: raw.prepare(idsIn("search_packages")),
  };
  // The ids as a JSON array, so that one prepared statement takes any number of them. CROSS JOIN
  // keeps SQLite from beginning with a whole table.
  const rows: Record<Type, StatementSync> = {
    symbol: raw.prepare(
      `SELECT ${COLUMNS}, row.name, row.kind, container, line, end_line, exported, file.path, ` +
        "file.language, file.generated, file.vendored, file.test FROM json_each(?) AS wanted " +
        "CROSS JOIN map_symbols AS row ON row.id = wanted.value " +
        `CROSS JOIN projections ON projections.id = ${projectionOf("row.id")} ` +
        "CROSS JOIN projects ON projects.id = projections.project_id " +
        "CROSS JOIN map_files AS file ON file.id = row.file " +
        `WHERE ${SHOWN.replace(/\b(born|died)\b/g, "row.$1")}`,
    ),
    file: raw.prepare(
      `SELECT ${COLUMNS}, row.path, row.language, generated, vendored, test ` +
        "FROM json_each(?) AS wanted CROSS JOIN map_files AS row ON row.id = wanted.value " +
        "CROSS JOIN projections ON projections.id = row.projection " +
        `CROSS JOIN projects ON projects.id = projections.project_id WHERE ${SHOWN}`,
    ),
    package: raw.prepare(
      `SELECT ${COLUMNS}, row.name, row.kind, row.path, line, version ` +
        "FROM json_each(?) AS wanted CROSS JOIN map_packages AS row ON row.id = wanted.value " +
        `CROSS JOIN projections ON projections.id = ${projectionOf("row.id")} ` +
        `CROSS JOIN projects ON projects.id = projections.project_id WHERE ${SHOWN}`,
    ),
  };
  const findProjection = raw.prepare("SELECT id FROM projections WHERE project_id = ?");

  return {
    /** The number of a project's projection; null where it has none yet. */
    projection(projectId: string): number | null {
      const id = findProjection.get(projectId)?.["id"];
      return id === undefined ? null : Number(id);
    },

    /** Ids of at most `limit` that may match, ascending, whether or not they are shown now. */
    ids(type: Type, query: CandidateQuery, from = 0): number[] {
      if (query.terms.length === 0) return [];
      const { projection, limit } = query;
      const [first, last] = projection === undefined
        ? [0, Number.MAX_SAFE_INTEGER]
        : idRange(projection);
      const rows = idsOf[type].all(
        matchText(query),
        BigInt(Math.max(from, first)),
        BigInt(last),
        limit,
      );
      return rows.map((row) => Number(row["rowid"]));
    },

    /** Those of the ids that are shown now. */
    candidates(type: Type, ids: readonly number[]): Candidate[] {
      if (ids.length === 0) return [];
      return rows[type].all(JSON.stringify(ids))
        .map((row) => toCandidate(type, row as unknown as Row));
    },
  };
}
export type SearchStore = ReturnType<typeof createSearchStore>;

function idsIn(index: string): string {
  return `SELECT rowid FROM ${index} WHERE ${index} MATCH ? AND rowid BETWEEN ? AND ? LIMIT ?`;
}

/** In the language of FTS5; every trigram is quoted, so that none of it is an operator. */
function matchText({ terms, quality, kind }: CandidateQuery): string {
  const quoted = (term: string) => `"${term.replaceAll('"', '""')}"`;
  const any = terms.map((set) => set.map(quoted).join(" AND ")).map((set) => `(${set})`);
  return [
    ...(quality === undefined ? [] : [quoted(qualityMark(quality))]),
    ...(kind === undefined ? [] : [quoted(kindMark(SYMBOL_KINDS.indexOf(kind)))]),
    `(${any.join(" OR ")})`,
  ].join(" AND ");
}

interface Row {
  id: number;
  project_id: string;
  project_name: string;
  path: string;
  name?: string;
  kind?: string;
  container?: string | null;
  line?: number | null;
  end_line?: number;
  exported?: 0 | 1;
  language?: string | null;
  version?: string | null;
  generated: 0 | 1;
  vendored: 0 | 1;
  test: 0 | 1;
}

function toCandidate(type: Type, row: Row): Candidate {
  const quality = type === "symbol"
    ? symbolQuality(isAside(row), row.exported ?? 0)
    : type === "file"
    ? isAside(row)
    : packageQuality(row.kind === "package" ? "package" : "dependency");
  return {
    id: row.id,
    project_id: row.project_id,
    project_name: row.project_name,
    path: row.path,
    line: row.line ?? null,
    end_line: row.end_line ?? null,
    name: row.name ?? row.path.slice(row.path.lastIndexOf("/") + 1),
    kind: row.kind ?? null,
    container: row.container ?? null,
    language: row.language ?? null,
    version: row.version ?? null,
    exported: row.exported === undefined ? null : row.exported === 1,
    quality,
  };
}
