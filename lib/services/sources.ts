import { decodeBlob, textOf } from "../analysis/encoding.ts";
import { SKIPPED } from "../analysis/inventory.ts";
import { FactoryError } from "../domain/errors.ts";
import type { Redactor } from "../domain/redact.ts";
import { SOURCE_LINES_MAX, type SourceFile, type SourceQuery } from "../domain/wire/source.ts";
import type { FileStore, StoredFile } from "../store/files.ts";
import type { MapStore } from "../store/maps.ts";
import type { MapsService, ProjectsService, SourcesService } from "./contract.ts";
import type { BlobPort, FindEntry } from "./ports.ts";

/** Larger files are not text that anybody reads. */
const FILE_MAX_BYTES = 8_000_000;
/** Of the text of one answer, in UTF-16 units. */
const TEXT_MAX = 1_000_000;

/** Reads files of the commits that have a map, and of no others. */
export function createSourcesService(
  { projects, maps, mapStore, files, findEntry, blobs }: {
    projects: Pick<ProjectsService, "get">;
    maps: Pick<MapsService, "document">;
    mapStore: Pick<MapStore, "identify">;
    files: FileStore;
    findEntry: FindEntry;
    blobs: BlobPort;
  },
): SourcesService {
  /** The file as the map of that commit knows it. */
  async function find(
    projectId: string,
    { path, commit }: Pick<SourceQuery, "path" | "commit">,
  ): Promise<{ commit: string; file: StoredFile }> {
    const { name } = await projects.get(projectId);
    const current = await mapStore.identify(projectId);
    if (current !== null && (commit === undefined || current.commit_sha.startsWith(commit))) {
      const file = files.find(projectId, current.id, path);
      if (file !== null) return { commit: current.commit_sha, file };
    }
    // Says what is wrong with the commit, or that there is no map.
    const { id, commit_sha } = await maps.document(projectId, commit);
    const { file, leftOut } = await findEntry(id, path);
    if (file !== null) return { commit: commit_sha, file };
    throw leftOut === null ? noSuchFile(path, name, commit_sha) : notRead(path, leftOut);
  }

  async function readLines(
    projectId: string,
    { path, commit, start = 1, end }: SourceQuery,
    signal: AbortSignal,
    redact: Redactor | null,
  ): Promise<{ file: SourceFile; redactions: number }> {
    const found = await find(projectId, { path, commit });
    const { file } = found;
    if (file.bytes > FILE_MAX_BYTES) {
      throw unreadable(`${path} has ${file.bytes} bytes, more than are shown.`);
    }
    const bytes = await blobs.read(projectId, file.oid, signal);
    if (bytes === null) {
      throw new FactoryError("file_unreadable", `The clone no longer holds ${path}.`, {
        remedy: "Analyse the project again; it fetches what is missing.",
      });
    }
    const decoded = decodeBlob(bytes);
    if (decoded.kind === "binary") throw unreadable(`${path} is no text.`);
    if (decoded.kind === "lfs") {
      throw unreadable(`${path} lies in Git LFS; the repository holds a pointer to it only.`);
    }
    const text = textOf(decoded.bytes);
    // Lines end with LF, as git and editors count; a CR before it is white space.
    const lines = text.split("\n").map((line) => line.endsWith("\r") ? line.slice(0, -1) : line);
    if (lines.at(-1) === "") lines.pop();
    if (start > Math.max(1, lines.length)) {
      throw new FactoryError("invalid_fields", `${path} has ${lines.length} lines.`, {
        errors: [{ pointer: "/start", detail: `must be at most ${lines.length}` }],
        remedy: "Ask for lines that it has.",
      });
    }
    const wanted = Math.min(lines.length, Math.max(start - 1, end ?? lines.length));
    const most = Math.min(wanted, start - 1 + SOURCE_LINES_MAX);
    const clean = redact === null ? lines : cleaned(lines, start - 1, most, path, redact);
    const part = cut(clean.slice(start - 1, most));
    const last = start - 1 + part.length;
    const excerpt = part.join("\n");
    const shown: SourceFile = {
      project_id: projectId,
      commit_sha: found.commit,
      path,
      oid: file.oid,
      language: file.language,
      component: file.component,
      bytes: file.bytes,
      total_lines: lines.length,
      start_line: start,
      end_line: last,
      text: excerpt,
      truncated: last < wanted,
    };
    return { file: shown, redactions: redact === null ? 0 : excerpt.split("[redacted").length - 1 };
  }

  return {
    read: async (projectId, query, signal) =>
      (await readLines(projectId, query, signal, null)).file,

    readRedacted: readLines,

    locate: async (projectId, query) => ({ commit_sha: (await find(projectId, query)).commit }),

    async lineCount(projectId, mapId, path) {
      const current = files.find(projectId, mapId, path);
      if (current !== null) return current.lines;
      // Another map may have been published since; the one that is asked about still stands.
      if ((await mapStore.identify(projectId))?.id === mapId) return null;
      return (await findEntry(mapId, path)).file?.lines ?? null;
    },
  };
}

/** Lines before an excerpt that are looked at with it: a key that begins there goes on in it. */
const LOOKED_BACK = 400;

/**
 * The lines, without secrets in those from `from` to `to` (0-based, half-open). What stands before
 * decides what they are: a private key is one from its first line on.
 */
function cleaned(
  lines: readonly string[],
  from: number,
  to: number,
  path: string,
  redact: Redactor,
): string[] {
  const start = Math.max(0, from - LOOKED_BACK);
  const text = redact(lines.slice(start, to).join("\n"), path).text.split("\n");
  return [...lines.slice(0, start), ...text, ...lines.slice(to)];
}

/** As many lines as an answer may hold; the first one in any case, if need be a part of it. */
function cut(lines: string[]): string[] {
  let length = 0;
  const end = lines.findIndex((line) => (length += line.length + 1) > TEXT_MAX);
  if (end < 0) return lines;
  return end === 0 ? [lines[0]!.slice(0, TEXT_MAX)] : lines.slice(0, end);
}

function noSuchFile(path: string, project: string, commit: string): FactoryError {
  return new FactoryError(
    "file_not_found",
    `${JSON.stringify(project)} has no file ${JSON.stringify(path)} at commit ${
      commit.slice(0, 12)
    }.`,
    { remedy: "Give a path as the map writes it; GET /api/search?q=… finds paths." },
  );
}

/** @param reason of the map's ledger */
function notRead(path: string, reason: string): FactoryError {
  const remedies: Record<string, string> = {
    [SKIPPED.symlink]: "Links are not followed: give the path of the file that it points to.",
    [SKIPPED.submodule]: "Register the submodule's own repository as a project.",
    [SKIPPED.lfs]: "Git LFS is not fetched: look at the file where the repository is hosted.",
  };
  const words = `${JSON.stringify(path)} cannot be read as text. ${reason}.`;
  return unreadable(words, remedies[reason]);
}

function unreadable(
  why: string,
  remedy = "Clone the repository to look at it.",
): FactoryError {
  return new FactoryError("file_unreadable", why, { remedy });
}
