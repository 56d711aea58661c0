/**
 * Writes the next generation of a project's projection beside the current one: rows that are new, and
 * on rows that are no longer true the generation with which they die. Nobody sees it until
 * `MapStore.publish` makes it the current one; a job that ends before that leaves rows that the next
 * one removes.
 */
import { FactoryError } from "../../domain/errors.ts";
import { pause, ROWS_PER_WRITE, transact } from "../bulk.ts";
import type { Database } from "../database.ts";
import { claimCheck } from "../held.ts";
import type { Claim } from "../jobs.ts";
import { differenceOf, FILE_FIELDS, PACKAGE_FIELDS } from "./difference.ts";
import { type FileRow, idRange, type PackageRow, type SymbolRow } from "./rows.ts";
import { prepareStatements } from "./statements.ts";

/** The current map, as rows. */
export interface ProjectionDraft {
  projectId: string;
  /** Symbols are taken for the same only where the same version found them. */
  analyzerVersion: number;
  files: readonly FileRow[];
  packages: readonly PackageRow[];
  /** Asked for new files only. */
  symbolsOf(file: FileRow): readonly SymbolRow[];
}

/** A generation that is written and waits to be shown. */
export interface StagedProjection {
  projection: number;
  /** The current one before it, and itself. */
  from: number;
  to: number;
  analyzerVersion: number;
  /** All of its files. */
  files: readonly StoredFile[];
}

/** A file's row, and where its symbols are. */
export interface StoredFile {
  id: number;
  first_symbol: number;
  symbols: number;
  row: FileRow;
}

/** The files of a generation that is shown, as this connection's thread wrote them. */
export interface ShownFiles {
  projection: number;
  generation: number;
  files: readonly StoredFile[];
}

/** A projection as it is. */
interface Standing {
  projection: number;
  generation: number;
  analyzerVersion: number | null;
}

/**
 * @param shown files that need not be read where their generation is still the current one
 * @returns writes a draft; throws FactoryError `lease_lost` once the job has lost its claim
 */
export function createStage(database: Database, shown: () => ShownFiles | null) {
  const { raw } = database;
  const statements = prepareStatements(database);
  const isHeld = claimCheck(database);
  const find = raw.prepare(
    "SELECT id, generation, analyzer_version FROM projections WHERE project_id = ?",
  );
  const create = raw.prepare("INSERT INTO projections (project_id) VALUES (?)");
  const selectFiles = raw.prepare(
    `SELECT id, first_symbol, symbols, ${FILE_FIELDS.join(", ")} FROM map_files ` +
      "WHERE id BETWEEN ? AND ?",
  );
  const selectPackages = raw.prepare(
    `SELECT id, ${PACKAGE_FIELDS.join(", ")} FROM map_packages WHERE id BETWEEN ? AND ?`,
  );

  function standing(projectId: string): Standing {
    let row = find.get(projectId);
    if (row === undefined) {
      create.run(projectId);
      row = find.get(projectId)!;
    }
    const { id, generation, analyzer_version } = row;
    return {
      projection: Number(id),
      generation: Number(generation),
      analyzerVersion: analyzer_version === null ? null : Number(analyzer_version),
    };
  }

  function filesOf(projection: number, generation: number): readonly StoredFile[] {
    const known = shown();
    // A generation is written once, and nothing of it changes while it is the current one.
    if (known?.projection === projection && known.generation === generation) return known.files;
    const rows = selectFiles.all(
      ...idRange(projection),
    ) as unknown as (FileRow & Omit<StoredFile, "row">)[];
    return rows.map(({ id, first_symbol, symbols, ...row }) => ({
      id,
      first_symbol,
      symbols,
      row,
    }));
  }

  return async function stage(draft: ProjectionDraft, claim: Claim): Promise<StagedProjection> {
    /** One short transaction of a job that may still write. */
    const step = <T>(work: () => T): Promise<T> =>
      transact(database, () => {
        if (!isHeld(claim, draft.projectId)) {
          throw new FactoryError("lease_lost", "The job was cancelled or taken back.");
        }
        return work();
      });

    const { projection, generation, analyzerVersion } = await step(() => standing(draft.projectId));
    const next = generation + 1;
    // What a job left that did not get to its end, or to tidying up after it.
    const leftovers = [
      () => statements.removeUnborn(projection, generation, ROWS_PER_WRITE),
      () => statements.revive(projection, generation, ROWS_PER_WRITE),
      () => statements.removeDead(projection, generation, ROWS_PER_WRITE),
    ];
    for (const tidy of leftovers) while (await step(tidy) === ROWS_PER_WRITE) await pause();

    const range = idRange(projection);
    const storedFiles = filesOf(projection, generation);
    const files = analyzerVersion === draft.analyzerVersion
      ? differenceOf(storedFiles, draft.files, FILE_FIELDS)
      : { added: draft.files, gone: storedFiles, stored: draft.files.map(() => null) };
    const written: StoredFile[] = [];
    const packages = differenceOf(
      (selectPackages.all(...range) as unknown as (PackageRow & { id: number })[])
        .map((row) => ({ id: row.id, row })),
      draft.packages,
      PACKAGE_FIELDS,
    );

    // In parts, so that the transactions can be cut anywhere.
    function* writes(): Generator<Write> {
      for (const { id, first_symbol, symbols } of files.gone) {
        yield { rows: 1, run: () => statements.kill("files", [id, id], next) };
        for (let done = 0; done < symbols; done += ROWS_PER_WRITE) {
          const first = first_symbol + done;
          const last = Math.min(first + ROWS_PER_WRITE, first_symbol + symbols) - 1;
          const rows = last - first + 1;
          yield { rows, run: () => statements.kill("symbols", [first, last], next) };
        }
      }
      for (const { id } of packages.gone) {
        yield { rows: 1, run: () => statements.kill("packages", [id, id], next) };
      }
      let fileId = statements.nextId("files", projection);
      let symbolId = statements.nextId("symbols", projection);
      for (const file of files.added) {
        const symbols = draft.symbolsOf(file);
        const at = { file: fileId++, first: symbolId, count: symbols.length };
        written.push({ id: at.file, first_symbol: at.first, symbols: at.count, row: file });
        yield { rows: 1, run: () => statements.addFile(at.file, projection, file, at, next) };
        for (const symbol of symbols) {
          const id = symbolId++;
          yield { rows: 1, run: () => statements.addSymbol(id, at.file, file, symbol, next) };
        }
      }
      let packageId = statements.nextId("packages", projection);
      for (const row of packages.added) {
        const id = packageId++;
        yield { rows: 1, run: () => statements.addPackage(id, row, next) };
      }
    }

    let batch: Write[] = [];
    let rows = 0;
    for (const write of writes()) {
      if (rows + write.rows > ROWS_PER_WRITE) {
        await step(() => batch.forEach(({ run }) => run()));
        await pause();
        batch = [];
        rows = 0;
      }
      batch.push(write);
      rows += write.rows;
    }
    if (batch.length > 0) await step(() => batch.forEach(({ run }) => run()));
    const added = written.values();
    return {
      projection,
      from: generation,
      to: next,
      analyzerVersion: draft.analyzerVersion,
      files: files.stored.map((one) => one ?? added.next().value!),
    };
  };
}

/** A part of the work, and how many rows it touches. */
interface Write {
  rows: number;
  run: () => void;
}
