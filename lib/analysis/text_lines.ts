/** Lines of a text: where they start, and what the published rule calls them. */
import type { Lines } from "../domain/wire/system_map.ts";

/** Offsets at which lines start. Lines end with LF, as git and editors count; CR is white space. */
export function lineStarts(text: string): number[] {
  const starts = [0];
  for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) starts.push(at + 1);
  return starts;
}

/** The 1-based line of an offset. */
export function lineAt(starts: readonly number[], offset: number): number {
  let low = 0;
  let high = starts.length;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (starts[middle]! <= offset) low = middle;
    else high = middle;
  }
  return low + 1;
}

const NOT_SPACE = /\S/g;

/**
 * Counts by the published rule: blank is only white space, comment only comment text and white
 * space, code everything else. `comments` is [start, end, start, end, …], ascending. Text after the
 * last line end counts as a line if it is not empty.
 */
export function countLines(
  text: string,
  starts: readonly number[],
  comments: readonly number[],
): Lines {
  const lines = { code: 0, comment: 0, blank: 0 };
  let comment = 0;
  for (let line = 0; line < starts.length; line++) {
    const start = starts[line]!;
    const end = line + 1 < starts.length ? starts[line + 1]! - 1 : text.length;
    if (line + 1 === starts.length && start === end) break;
    let at = firstVisible(text, start, end);
    if (at >= end) {
      lines.blank++;
      continue;
    }
    while (comment < comments.length && comments[comment + 1]! <= at) comment += 2;
    while (at < end && comment < comments.length && comments[comment]! <= at) {
      at = firstVisible(text, Math.min(comments[comment + 1]!, end), end);
      if (comments[comment + 1]! <= at && at < end) comment += 2;
    }
    if (at >= end) lines.comment++;
    else lines.code++;
  }
  return lines;
}

function firstVisible(text: string, start: number, end: number): number {
  for (let at = start; at < end; at++) {
    const c = text.charCodeAt(at);
    if (c === 32 || c === 9 || c === 13) continue;
    if (c > 32 && c < 0x80) return at;
    NOT_SPACE.lastIndex = at;
    const found = NOT_SPACE.exec(text)?.index ?? end;
    return Math.min(found, end);
  }
  return end;
}
