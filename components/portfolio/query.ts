/** The portfolio's state, which lives in the page's address. */
import type { ProjectSort } from "../../lib/domain/wire/project.ts";

export interface PortfolioState {
  q: string;
  health: string;
  language: string;
  tag: string;
  sort: ProjectSort;
  cursor: string;
}

/** The page in another state; a change of any but the cursor begins with the first page. */
export function portfolioHref(state: PortfolioState, change: Partial<PortfolioState>): string {
  const next: PortfolioState = { ...state, cursor: "", ...change };
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(next)) {
    if (value !== "" && !(name === "sort" && value === "-added")) query.set(name, value);
  }
  return query.size === 0 ? "/" : `/?${query}`;
}

export function isFiltered({ q, health, language, tag }: PortfolioState): boolean {
  return [q, health, language, tag].some((value) => value !== "");
}

/** Orders as a person chooses them. */
export const SORT_WORDS: readonly [ProjectSort, string][] = [
  ["-added", "Newest first"],
  ["name", "Name"],
  ["health", "Worst health first"],
  ["-health", "Best health first"],
  ["-size", "Largest first"],
  ["-activity", "Most commits first"],
  ["-analysed", "Last analysed first"],
  ["analysed", "Longest not analysed first"],
  ["added", "Oldest first"],
  ["size", "Smallest first"],
  ["activity", "Fewest commits first"],
  ["-name", "Name, from Z to A"],
];
