/**
 * The dashboard's one poll of the server's state. Everything it needs of a browser is injected, so
 * that tests own the clock, the network and the tab.
 */
import type { Change, Status } from "../lib/domain/wire/status.ts";

/** Pause between two polls of a server that answers. */
export const POLL_MS = 2_000;
/** Pauses while the server is away: doubled each time, never longer than half a minute. */
export const BACKOFF_SECONDS = [2, 4, 8, 16, 30] as const;

export type Connection = { online: true } | { online: false; retryInSeconds: number };

export interface News {
  status: Status;
  /** What changed since the listener heard last; for its first news, since the page was made. */
  changes: Change[];
  /** True where changes may be missing: the server restarted or could not list them all. */
  reload: boolean;
}

export interface PollerOptions {
  fetch(url: string, init: RequestInit): Promise<Response>;
  /** Calls `action` once after `ms`; the returned function cancels. */
  setTimer(action: () => void, ms: number): () => void;
  isHidden(): boolean;
  /** Calls `action` whenever the tab is shown or hidden, and when the network goes or comes back. */
  onWake(action: () => void): void;
  /** Where the page's own data stands; null where the page does not say. */
  cursor: number | null;
  instance: string | null;
}

export interface Poller {
  /** Starts polling with the first listener; the returned function unsubscribes. */
  onNews(listener: (news: News) => void): () => void;
  onConnection(listener: (connection: Connection) => void): () => void;
  /** Polls at once, e.g. after an action. */
  now(): void;
}

export function createPoller(options: PollerOptions): Poller {
  const newsListeners = new Set<(news: News) => void>();
  const connectionListeners = new Set<(connection: Connection) => void>();
  /** Everything that changed since the page was made, for listeners that hydrate later. */
  const history = new Map<string, Change>();
  let reloadHistory = false;
  let connection: Connection = { online: true };
  let latest: Status | null = null;
  let { cursor, instance } = options;
  let etag: { url: string; value: string } | null = null;
  let failures = 0;
  let polling = false;
  let again = false;
  let started = false;
  let cancelTimer = () => {};

  function schedule(action: () => void, ms: number): void {
    cancelTimer();
    cancelTimer = options.setTimer(action, ms);
  }

  async function poll(): Promise<void> {
    cancelTimer();
    if (polling) {
      again = true;
      return;
    }
    if (options.isHidden()) return;
    polling = true;
    const status = await ask();
    polling = false;
    if (status === "away") return wait(BACKOFF_SECONDS[failures++] ?? BACKOFF_SECONDS[4]);
    failures = 0;
    setConnection({ online: true });
    if (status !== "unchanged") publish(status);
    if (again) {
      again = false;
      return await poll();
    }
    schedule(() => void poll(), POLL_MS);
  }

  /** Any failure to get a good answer means the same to a reader: the server is away. */
  async function ask(): Promise<Status | "unchanged" | "away"> {
    const url = cursor === null ? "/api/status" : `/api/status?since=${cursor}`;
    const headers: Record<string, string> = { accept: "application/json" };
    if (etag?.url === url) headers["if-none-match"] = etag.value;
    try {
      const response = await options.fetch(url, {
        headers,
        cache: "no-store",
        signal: AbortSignal.timeout(10_000),
      });
      if (response.status === 304) return "unchanged";
      if (!response.ok) return "away";
      const value = response.headers.get("etag");
      const status: Status = await response.json();
      etag = value === null ? null : { url, value };
      return status;
    } catch {
      return "away";
    }
  }

  function publish(status: Status): void {
    const reload = status.truncated || (instance !== null && instance !== status.instance);
    cursor = status.cursor;
    instance = status.instance;
    latest = status;
    reloadHistory ||= reload;
    for (const change of status.changes) history.set(`${change.entity} ${change.id}`, change);
    for (const listener of newsListeners) listener({ status, changes: status.changes, reload });
  }

  /** Counts down a second at a time, so that the banner can say how long it takes. */
  function wait(seconds: number): void {
    again = false;
    setConnection({ online: false, retryInSeconds: seconds });
    schedule(() => seconds <= 1 ? void poll() : wait(seconds - 1), 1_000);
  }

  function setConnection(next: Connection): void {
    if (next.online && connection.online) return;
    connection = next;
    for (const listener of connectionListeners) listener(connection);
  }

  function start(): void {
    if (started) return;
    started = true;
    options.onWake(() => options.isHidden() ? cancelTimer() : void poll());
    schedule(() => void poll(), 0);
  }

  return {
    onNews(listener) {
      newsListeners.add(listener);
      start();
      if (latest !== null) {
        listener({ status: latest, changes: [...history.values()], reload: reloadHistory });
      }
      return () => newsListeners.delete(listener);
    },
    onConnection(listener) {
      connectionListeners.add(listener);
      start();
      listener(connection);
      return () => connectionListeners.delete(listener);
    },
    now: () => void poll(),
  };
}
