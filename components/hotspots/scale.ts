/** Logarithmic axes: files have from one line to ten thousands, and most of them few. */

export interface LogScale {
  /** From a value to its place, in the units of the range. */
  at(value: number): number;
  /** Round values inside the domain, ascending; few enough to be read. */
  ticks: number[];
}

const MANTISSAS = [1, 2, 5];
const TICKS_MAX = 8;

/**
 * Spreads the values' logarithms evenly over the range, with some room at both ends.
 * @param lowest,highest above 0; what lies outside is placed at the end
 * @param range where the lowest and the highest value are to be; may run backwards
 */
export function logScale(
  lowest: number,
  highest: number,
  [start, end]: readonly [number, number],
): LogScale {
  // One value alone is placed in the middle.
  const [from, to] = lowest === highest
    ? [lowest / 2, highest * 2]
    : [lowest / 1.15, highest * 1.15];
  const [low, high] = [Math.log(from), Math.log(to)];
  const at = (value: number) => {
    const share = (Math.log(Math.max(value, from)) - low) / (high - low);
    return start + (end - start) * Math.min(1, share);
  };
  const all: number[] = [];
  for (let power = Math.floor(Math.log10(from)); power <= Math.ceil(Math.log10(to)); power++) {
    for (const mantissa of MANTISSAS) {
      const tick = mantissa * 10 ** power;
      if (tick >= from && tick <= to && tick >= 1) all.push(tick);
    }
  }
  const tens = all.filter((tick) => Number.isInteger(Math.log10(tick)));
  return { at, ticks: all.length > TICKS_MAX && tens.length > 1 ? tens : all };
}

export interface Label {
  text: string;
  x: number;
  y: number;
  anchor: "start" | "end";
}

const CHARACTER = 6.4;
const LINE = 14;
const GAP = 8;
const MARK = 5;

/**
 * Names for points, the most important first, each beside its point where it covers no other name and
 * none of the other marks; one that finds no room is left out.
 */
export function placeLabels(
  points: readonly { x: number; y: number; text: string }[],
  box: { left: number; right: number; top: number; bottom: number },
  marks: readonly { x: number; y: number }[] = points,
): Label[] {
  const taken = marks.map((
    { x, y },
  ): [left: number, top: number, right: number, bottom: number] => [
    x - MARK,
    y - MARK,
    x + MARK,
    y + MARK,
  ]);
  const labels: Label[] = [];
  for (const { x, y, text } of points) {
    const width = text.length * CHARACTER;
    const places: [anchor: Label["anchor"], dy: number][] = [
      ["start", 4],
      ["end", 4],
      ["start", -8],
      ["end", -8],
      ["start", 16],
      ["end", 16],
    ];
    for (const [anchor, dy] of places) {
      const left = anchor === "start" ? x + GAP : x - GAP - width;
      const area: (typeof taken)[number] = [left, y + dy - LINE + 3, left + width, y + dy + 3];
      const inside = area[0] >= box.left && area[2] <= box.right && area[1] >= box.top &&
        area[3] <= box.bottom;
      const free = taken.every((other) =>
        area[2] < other[0] || other[2] < area[0] || area[3] < other[1] || other[3] < area[1]
      );
      if (!inside || !free) continue;
      taken.push(area);
      labels.push({ text, x: anchor === "start" ? x + GAP : x - GAP, y: y + dy, anchor });
      break;
    }
  }
  return labels;
}
