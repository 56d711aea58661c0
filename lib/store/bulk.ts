import type { Database } from "./database.ts";

/** Rows a transaction: short enough that the thread which serves HTTP hardly waits for the lock. */
export const ROWS_PER_WRITE = 250;

/**
 * A thread that waits for the lock only looks for it now and then. Between two transactions of a long
 * write there has to be a time in which it can find it free.
 */
const PAUSE_MS = 2;

/** Writes items in transactions of at most `ROWS_PER_WRITE`, with a pause between two. */
export function bulkWriter(database: Database) {
  return async function write<T>(items: readonly T[], one: (item: T) => void): Promise<void> {
    for (let start = 0; start < items.length; start += ROWS_PER_WRITE) {
      if (start > 0) await pause();
      await transact(database, () => {
        for (const item of items.slice(start, start + ROWS_PER_WRITE)) one(item);
      });
    }
  };
}

/** Lets other connections have the lock, and this thread's messages be read. */
export function pause(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
}

/**
 * One transaction of statements on the connection itself, which are faster than Kysely's. It waits
 * for its turn among Kysely's callers, so it may be used on the connection that serves requests.
 */
export async function transact<T>(database: Database, work: () => T): Promise<T> {
  // deno-lint-ignore require-await -- so that what `work` throws rejects, and rolls back
  return await database.kysely.transaction().execute(async () => work());
}
