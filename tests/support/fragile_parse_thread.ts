/** A parse thread that the words of a blob can crash, hang or fill up; else it is the real one. */
import type { ExtractedFacts, ExtractRequest } from "../../lib/analysis/contract.ts";
import { extractFacts, factTexts } from "../../lib/analysis/extract.ts";
import { serveThread } from "../../lib/platform/threads.ts";

serveThread<ExtractRequest[], ExtractedFacts[]>(async (batch) => {
  return await Promise.all(batch.map(async ({ bytes, hint }) => {
    const text = new TextDecoder().decode(bytes);
    if (text.includes("THROW NOW")) throw new Error("the thread is broken");
    if (text.includes("HANG NOW")) { for (;;); }
    if (text.includes("FILL NOW")) {
      const kept: number[][] = [];
      for (;;) kept.push(new Array(100_000).fill(Math.random()));
    }
    if (text.includes("DIE NOW")) {
      queueMicrotask(() => {
        throw new Error("killed by a blob");
      });
      await new Promise(() => {});
    }
    return factTexts(extractFacts(bytes, hint));
  }));
});
