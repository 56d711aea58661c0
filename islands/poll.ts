/** The page's shared poller, and hooks over it: however many islands, one poll. */
import { useEffect, useRef, useState } from "preact/hooks";
import { type Connection, createPoller, type News, type Poller } from "./poller.ts";

let shared: Poller | null = null;

/** Made on first use: importing an island does nothing. */
function poller(): Poller {
  const { cursor, instance } = document.body.dataset;
  return shared ??= createPoller({
    async fetch(url, init) {
      const response = await fetch(url, init);
      // The session has ended: the page, loaded again, leads to the login and back.
      if (response.status === 401) location.reload();
      return response;
    },
    setTimer(action, ms) {
      const id = setTimeout(action, ms);
      return () => clearTimeout(id);
    },
    isHidden: () => document.visibilityState === "hidden",
    onWake(action) {
      document.addEventListener("visibilitychange", action);
      addEventListener("online", action);
      addEventListener("offline", action);
    },
    cursor: cursor === undefined ? null : Number(cursor),
    instance: instance ?? null,
  });
}

export function pollNow(): void {
  poller().now();
}

/** Calls `onNews` with every answer that says something new; always the latest function given. */
export function useNews(onNews: (news: News) => void): void {
  const latest = useRef(onNews);
  latest.current = onNews;
  useEffect(() => poller().onNews((news) => latest.current(news)), []);
}

export function useConnection(): Connection {
  const [connection, setConnection] = useState<Connection>({ online: true });
  useEffect(() => poller().onConnection(setConnection), []);
  return connection;
}

/** The time now in milliseconds, renewed every `ms`, so that relative times keep walking. */
export function useNow(ms: number): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const id = setInterval(() => setNow(Date.now()), ms);
    return () => clearInterval(id);
  }, [ms]);
  return now;
}
