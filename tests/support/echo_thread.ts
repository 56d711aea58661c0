/** A thread for tests of lib/platform/threads.ts: answers, reports, fails, hangs or dies as told. */
import { FactoryError } from "../../lib/domain/errors.ts";
import { serveThread } from "../../lib/platform/threads.ts";

export type Told = { echo: string } | { fail: string } | { die: true } | {
  hang: "politely" | "hard";
};

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
  progress("hanging");
  if (told.hang === "hard") { for (;;); }
  return await new Promise<string>((_, reject) => {
    signal.addEventListener("abort", () => reject(new FactoryError("job_cancelled", "tidied up")));
  });
});
