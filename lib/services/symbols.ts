import type { SymbolStore } from "../store/symbols.ts";
import type { ProjectsService, SymbolsService } from "./contract.ts";
import { readCursor, writeCursor } from "./cursor.ts";

/** Lists the symbols of a project's current map. */
export function createSymbolsService(
  { symbols, projects }: { symbols: SymbolStore; projects: Pick<ProjectsService, "get"> },
): SymbolsService {
  return {
    async list(projectId, query) {
      await projects.get(projectId);
      const [path, line, id] = query.cursor === undefined ? [] : readCursor(query.cursor, 3);
      const after = path === undefined
        ? null
        : { path: String(path), line: Number(line), id: Number(id) };
      const { items, next } = symbols.list(projectId, query, after);
      return {
        items,
        next_cursor: next === null ? null : writeCursor([next.path, next.line, next.id]),
      };
    },
  };
}
