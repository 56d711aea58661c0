import { moduleUrl } from "../platform/resources.ts";
import { startThread } from "../platform/threads.ts";
import type { CompareStored } from "./ports.ts";

/** What compare_worker.ts is asked. */
export interface CompareOrder {
  databasePath: string;
  from: string;
  to: string;
}

/**
 * Compares in a thread of its own, one comparison at a time: two maps of 100,000 files are 100 MB of
 * JSON, which would hold up every request, and whose memory ends with the thread.
 */
export function createCompareThread(databasePath: string): CompareStored {
  let last: Promise<unknown> = Promise.resolve();
  async function run(order: CompareOrder): Promise<string> {
    const thread = startThread(moduleUrl("compare_worker"), "compare");
    try {
      return await thread.call<string>(order);
    } finally {
      thread.terminate();
    }
  }
  return (from, to) => {
    const mine = last.then(() => run({ databasePath, from, to }));
    // Whoever comes next waits for this one's end, not for its success.
    last = mine.catch(() => {});
    return mine;
  };
}
