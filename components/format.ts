/** Figures, times and addresses in words, the same on the server and in the browser. */

const NUMBER = new Intl.NumberFormat("en");
const COMPACT = new Intl.NumberFormat("en", { notation: "compact", maximumFractionDigits: 1 });
const RELATIVE = new Intl.RelativeTimeFormat("en", { numeric: "auto" });

export function count(value: number): string {
  return NUMBER.format(value);
}

/** `12.3K` for places where the exact figure stands elsewhere. */
export function compact(value: number): string {
  return COMPACT.format(value);
}

/** `9,876`, `12.3K`: short, but in full where that is short enough. */
export function headline(value: number): string {
  return value < 10_000 ? NUMBER.format(value) : COMPACT.format(value);
}

/** `1 file`, `2 files`, `0 files`. */
export function plural(value: number, noun: string, nouns = `${noun}s`): string {
  return `${NUMBER.format(value)} ${value === 1 ? noun : nouns}`;
}

/** `share` is 0–1; what is there but rounds to nothing says `<1%`, and almost all `>99%`. */
export function percent(share: number): string {
  if (share > 0 && share < 0.01) return "<1%";
  if (share > 0.99 && share < 1) return ">99%";
  return `${Math.round(share * 100)}%`;
}

export function bytes(value: number): string {
  if (value < 1_000) return `${value} B`;
  if (value < 1_000_000) return `${(value / 1_000).toFixed(1)} kB`;
  if (value < 1_000_000_000) return `${(value / 1_000_000).toFixed(1)} MB`;
  return `${(value / 1_000_000_000).toFixed(1)} GB`;
}

const STEPS: readonly [seconds: number, unit: Intl.RelativeTimeFormatUnit][] = [
  [31_536_000, "year"],
  [2_592_000, "month"],
  [604_800, "week"],
  [86_400, "day"],
  [3_600, "hour"],
  [60, "minute"],
];

/** `3 minutes ago`; below a minute `just now`. `now` is in milliseconds since 1970. */
export function ago(iso: string, now: number): string {
  const seconds = (Date.parse(iso) - now) / 1_000;
  for (const [size, unit] of STEPS) {
    if (Math.abs(seconds) >= size) return RELATIVE.format(Math.round(seconds / size), unit);
  }
  return seconds > 5 ? "in a moment" : "just now";
}

/** `2026-11-24 09:45 UTC`. */
export function absolute(iso: string): string {
  const date = new Date(iso);
  return Number.isNaN(date.getTime())
    ? iso
    : `${date.toISOString().slice(0, 16).replace("T", " ")} UTC`;
}

/** `<0.1 s`, `0.8 s`, `42 s`, `3 min 5 s`, `2 h 4 min`. */
export function duration(milliseconds: number): string {
  const seconds = Math.max(0, milliseconds) / 1_000;
  if (seconds < 0.05) return "<0.1 s";
  if (seconds < 10) return `${seconds.toFixed(1)} s`;
  if (seconds < 60) return `${Math.round(seconds)} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min ${Math.floor(seconds % 60)} s`;
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** Names by their ids; of several that are equal, each is told by where it lies. */
export function namesApart(
  items: readonly { id: string; name: string; path: string }[],
): ReadonlyMap<string, string> {
  const seen = new Map<string, number>();
  for (const { name } of items) seen.set(name, (seen.get(name) ?? 0) + 1);
  return new Map(items.map(({ id, name, path }) => {
    if (seen.get(name) === 1) return [id, name];
    // The place of one may be another's name.
    return [id, path === "" || seen.has(path) ? `${name} (${path || "root"})` : path];
  }));
}

export function shortSha(sha: string): string {
  return sha.slice(0, 7);
}

/** The address where it may be a link; null for ssh, scp-like and local ones. */
export function webAddress(repoUrl: string | null): string | null {
  return repoUrl !== null && /^https?:\/\//i.test(repoUrl) ? repoUrl : null;
}

/** An address without scheme and `.git`, short enough to read in a list. */
export function shortAddress(repoUrl: string): string {
  return repoUrl.replace(/^[a-z+]+:\/\//i, "").replace(/\.git$/, "");
}
