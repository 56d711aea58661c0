/** Average advance of a character of a treemap's names, in units of its picture. */
const CHARACTER_WIDTH = 7;
/** What is cut shorter says nothing. */
const SHORTEST = 6;

/** The text cut to `width`; null where less than half of it fits: nobody knows it by that. */
export function fit(text: string, width: number): string | null {
  const room = Math.floor(width / CHARACTER_WIDTH);
  if (text.length <= room) return text;
  return room < Math.max(SHORTEST, text.length / 2) ? null : `${text.slice(0, room - 1)}…`;
}
