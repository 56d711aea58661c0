/** How many people a project can lose. */

/**
 * The smallest number of authors who together made more than half of the commits; 0 where there are
 * none. (The "truck factor" by cumulated commits, as CHAOSS's Contributor Absence Factor counts it.)
 * @param commits commits of each author
 */
export function busFactor(commits: Iterable<number>): number {
  const ranked = [...commits].sort((a, b) => b - a);
  const total = ranked.reduce((sum, one) => sum + one, 0);
  let covered = 0;
  let authors = 0;
  while (covered * 2 <= total && authors < ranked.length) covered += ranked[authors++]!;
  return authors;
}
