import { gunzipSync } from "node:zlib";
import { decodeBlob, textOf } from "../analysis/encoding.ts";
import { FactoryError } from "../domain/errors.ts";
import { SOURCE_LINES_MAX, type SourceFile, type SourceQuery } from "../domain/wire/source.ts";
import type { SystemMap } from "../domain/wire/system_map.ts";
import type { FileStore, StoredFile } from "../store/files.ts";
import type { MapStore } from "../store/maps.ts";
import type { MapsService, ProjectsService, SourcesService } from "./contract.ts";
import type { BlobPort } from "./ports.ts";

/** Larger files are not text that anybody reads. */
const FILE_MAX_BYTES = 8_000_000;
/** Of the text of one answer, in UTF-16 units. */
const TEXT_MAX = 1_000_000;

/** Reads files of the commits that have a map, and of no others. */
export function createSourcesService(
  { projects, maps, mapStore, files, blobs }: {
    projects: Pick<ProjectsService, "get">;
    maps: Pick<MapsService, "document">;
    mapStore: Pick<MapStore, "identify">;
    files: FileStore;
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
      throw noSuchFile(path, name, current.commit_sha);
    }
    // Says what is wrong with the commit, or that there is no map.
    const { gzip, commit_sha } = await maps.document(projectId, commit);
    const map: SystemMap = JSON.parse(new TextDecoder().decode(gunzipSync(gzip)));
    const found = map.files.find((file) => file.path === path);
    if (found === undefined) throw noSuchFile(path, name, commit_sha);
    const { code, comment, blank } = found.lines;
    return { commit: commit_sha, file: { ...found, lines: code + comment + blank } };
  }

  return {
    async read(projectId, { path, commit, start = 1, end }, signal) {
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
      const part = cut(lines.slice(start - 1, Math.min(wanted, start - 1 + SOURCE_LINES_MAX)));
      const last = start - 1 + part.length;
      return {
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
        text: part.join("\n"),
        truncated: last < wanted,
      } satisfies SourceFile;
    },

    async lineCount(projectId, mapId, path) {
      return await Promise.resolve(files.find(projectId, mapId, path)?.lines ?? null);
    },
  };
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

function unreadable(why: string): FactoryError {
  return new FactoryError("file_unreadable", why, {
    remedy: "Clone the repository to look at it.",
  });
}
