/** A thread for tests of lib/platform: answers, reports, fails, hangs, dies or fills its memory. */
import { FactoryError } from "../../lib/domain/errors.ts";
import { serveThread } from "../../lib/platform/threads.ts";

export type Told = { echo: string } | { fail: string } | { die: true } | {
  hang: "politely" | "hard";
} | { exhaust: true };

serveThread<Told, string>(async (told, { signal, progress }) => {
  if ("echo" in told) {
    progress("half");
    return told.echo;
  }
  if ("fail" in told) throw new FactoryError("git_not_found", told.fail, { remedy: "Look again." });
  if ("die" in told) {
    // Outside of the request's promise: nobody can catch it.
    queueMicrotask(() => {
      throw new Error("out of memory");
    });
    return await new Promise<string>(() => {});
  }
  if ("exhaust" in told) {
    const kept: number[][] = [];
    for (;;) kept.push(new Array(100_000).fill(Math.random()));
  }
  progress("hanging");
  if (told.hang === "hard") { for (;;); }
  return await new Promise<string>((_, reject) => {
    signal.addEventListener("abort", () => reject(new FactoryError("job_cancelled", "tidied up")));
  });
});
