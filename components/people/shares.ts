import type { MapOwner } from "../../lib/domain/wire/system_map.ts";

/** Authors that have a colour of their own on the page. */
const COLOURS = 7;

/** The colour of each author: those with most commits over all components have one of their own. */
export function authorTones(owners: readonly MapOwner[]): ReadonlyMap<string, string> {
  const sums = new Map<string, number>();
  for (const { all_time } of owners) {
    for (const { name, commits } of all_time.authors) {
      sums.set(name, (sums.get(name) ?? 0) + commits);
    }
  }
  const ranked = [...sums].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
  return new Map(ranked.slice(0, COLOURS).map(([name], at) => [name, `cat-${at}`]));
}

export interface Share {
  name: string;
  commits: number;
  /** 0–1, of the commits of the authors that are known. */
  share: number;
}

/** What each author made of the commits of those listed: the ten with most. */
export function sharesOf({ authors }: Pick<MapOwner, "authors">): Share[] {
  const total = authors.reduce((sum, { commits }) => sum + commits, 0);
  return authors.map(({ name, commits }) => ({
    name,
    commits,
    share: total === 0 ? 0 : commits / total,
  }));
}

/** Components that only few know come first: those without anybody, then by bus factor and size. */
export function byRisk(owners: readonly MapOwner[]): MapOwner[] {
  const commits = (owner: MapOwner) =>
    owner.all_time.authors.reduce((sum, author) => sum + author.commits, 0);
  return [...owners].sort((a, b) =>
    a.all_time.bus_factor - b.all_time.bus_factor || commits(b) - commits(a) ||
    (a.path < b.path ? -1 : 1)
  );
}
