/** Composition root off the main thread: one fetch without the git program. */
import { createIsomorphicFetch } from "./lib/git/isomorphic/fetch.ts";
import type { FetchOrder, FetchProgress } from "./lib/git/isomorphic/thread.ts";
import type { Fetched } from "./lib/git/mod.ts";
import { createNetGuard } from "./lib/platform/net_guard.ts";
import { serveThread } from "./lib/platform/threads.ts";

serveThread<FetchOrder, Fetched>(async (order, { signal, progress }) => {
  const fetch = createIsomorphicFetch({
    ...order.dependencies,
    guard: createNetGuard(order.rules),
    login: () => order.lent,
  });
  return await fetch(order.source, {
    gitDir: order.gitDir,
    known: order.known,
    signal,
    onProgress: (fraction, message) => progress({ fraction, message } satisfies FetchProgress),
  });
});
