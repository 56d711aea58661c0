import { languageFill } from "./languages.tsx";

/** From the box's left edge to its words. */
const TEXT_LEFT = 18;
/** Advance of a character of the name, as the layout reckons it. */
const CHARACTER_WIDTH = 8;

interface Place {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** A box of a graph: its name, shortened where it is too long, above a line of facts. */
export function GraphBox(
  { place, name, facts, colour }: {
    place: Place;
    name: string;
    facts: string;
    colour: string | undefined;
  },
) {
  const room = Math.floor((place.width - TEXT_LEFT - 10) / CHARACTER_WIDTH);
  const label = shortened(name, Math.max(3, room));
  return (
    <>
      <rect
        class="node-box"
        x={place.x}
        y={place.y}
        width={place.width}
        height={place.height}
        rx="7"
      />
      <rect
        {...languageFill(colour)}
        x={place.x + 7}
        y={place.y + 9}
        width="3.5"
        height={place.height - 18}
        rx="1.75"
      />
      <text class="node-name" x={place.x + TEXT_LEFT} y={place.y + 20}>{label}</text>
      <text class="node-facts" x={place.x + TEXT_LEFT} y={place.y + 35}>{facts}</text>
    </>
  );
}

/**
 * A name in at most `room` characters: of a Maven name the artifact, and of what is longer still both
 * ends, since names of one repository often begin alike.
 */
export function shortened(name: string, room: number): string {
  if (name.length <= room) return name;
  const own = name.slice(name.lastIndexOf(":") + 1) || name;
  if (own.length <= room) return own;
  const tail = Math.floor((room - 1) / 2);
  return `${own.slice(0, room - 1 - tail)}…${own.slice(own.length - tail)}`;
}
