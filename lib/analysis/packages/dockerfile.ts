/** Base images of a Dockerfile (https://docs.docker.com/reference/dockerfile/). */
import type { Scope } from "../../domain/wire/system_map.ts";

export interface ImageUse {
  /** The reference with defaults of ARG put in, e.g. `node:22-slim@sha256:…`. */
  reference: string;
  scope: Scope;
  line: number;
}

export interface Instruction {
  name: string;
  text: string;
  line: number;
}

interface Stage {
  /** Null where it builds on an earlier stage. */
  image: ImageUse | null;
  parent: Stage | null;
}

const MAX_INSTRUCTIONS = 100_000;
const MAX_VALUE_CHARS = 1_000;

/** The image that the last stage rests on is what runs; all others only build. */
export function readDockerfile(source: string): ImageUse[] {
  const variables = new Map<string, string>();
  const stages = new Map<string, Stage>();
  const images: ImageUse[] = [];
  let last: Stage | null = null;
  let count = 0;
  const use = (reference: string, line: number): ImageUse | null => {
    if (reference === "" || reference === "scratch") return null;
    const image: ImageUse = { reference, scope: "build", line };
    images.push(image);
    return image;
  };
  const stageOrImage = (name: string, line: number): Stage => {
    const parent = stages.get(name.toLowerCase()) ?? null;
    return { image: parent ? null : use(name, line), parent };
  };
  for (const { name, text, line } of instructions(source)) {
    if (name === "ARG") {
      // Only arguments before the first FROM are known to it.
      if (last === null) {
        for (const [, key, value] of text.matchAll(/(?:^|\s)(\w+)=("[^"]*"|'[^']*'|\S*)/g)) {
          variables.set(key!, substitute(value!.replace(/^["']|["']$/g, ""), variables));
        }
      }
    } else if (name === "FROM") {
      const words = text.split(/\s+/).filter((word) => word !== "" && !word.startsWith("--"));
      last = stageOrImage(substitute(words[0] ?? "", variables), line);
      stages.set(String(count++), last);
      if (/^as$/i.test(words[1] ?? "") && words[2]) stages.set(words[2].toLowerCase(), last);
    } else {
      // `COPY --from=image` and `RUN --mount=from=image` take files from any image.
      for (const [, from] of text.matchAll(/(?:^|\s)--(?:mount=\S*?)?\bfrom=([^\s,]+)/g)) {
        if (!/^\d+$/.test(from!)) stageOrImage(substitute(from!, variables), line);
      }
    }
  }
  while (last?.parent) last = last.parent;
  if (last?.image) last.image.scope = "runtime";
  return images;
}

/** Instructions with their continued lines joined, without comments and here-documents. */
export function instructions(source: string): Instruction[] {
  const found: Instruction[] = [];
  const escape = /^#\s*escape\s*=\s*`/im.test(source.slice(0, 500)) ? "`" : "\\";
  const lines = source.split("\n");
  const exact = lineFinder(lines, (text) => text.replace(/\r$/, ""));
  const indented = lineFinder(lines, (text) => text.trim());
  for (let at = 0; at < lines.length && found.length < MAX_INSTRUCTIONS; at++) {
    const line = at + 1;
    const parts: string[] = [];
    for (; at < lines.length; at++) {
      const text = lines[at]!.trim();
      if (text.startsWith("#") || text === "" && parts.length > 0) continue;
      const continued = text.endsWith(escape);
      parts.push(continued ? text.slice(0, -1) : text);
      if (!continued) break;
    }
    const [, name, text] = /^([A-Za-z]+)\s+(.*)$/s.exec(parts.join(" ")) ?? [];
    if (name === undefined) continue;
    found.push({ name: name.toUpperCase(), text: text!, line });
    if (!/^(?:RUN|COPY|ADD)$/i.test(name)) continue;
    for (const [, dash, end] of text!.matchAll(/<<(-?)["']?([A-Za-z_]\w*)["']?/g)) {
      // Shell's own `<<` in arithmetic ends nowhere.
      at = (dash ? indented : exact)(end!, at) ?? at;
    }
  }
  return found;
}

/** Finds the next line after another that is equal to a text; the lines are indexed on first need. */
function lineFinder(lines: readonly string[], normal: (line: string) => string) {
  let places: Map<string, number[]> | null = null;
  return (text: string, after: number): number | undefined => {
    if (!places) {
      places = new Map();
      for (let at = lines.length - 1; at >= 0; at--) {
        const key = normal(lines[at]!);
        const known = places.get(key);
        if (known) known.push(at);
        else places.set(key, [at]);
      }
    }
    // The lines asked for only ever move down, so that those above are done with.
    const left = places.get(text) ?? [];
    while (left.length > 0 && left.at(-1)! <= after) left.pop();
    return left.at(-1);
  };
}

/** `$X`, `${X}`, `${X:-default}` and `${X:+other}`; an unknown variable is left as it is written. */
export function substitute(text: string, variables: ReadonlyMap<string, string>): string {
  return text.slice(0, MAX_VALUE_CHARS).replace(
    /\$(?:\{(\w+)(?:(:?[-+?])([^{}]*))?\}|(\w+))/g,
    (whole, braced, operator, other, plain) => {
      const value = variables.get(braced ?? plain);
      if (operator === "-" || operator === ":-") return value || other;
      if (operator === "+" || operator === ":+") return value ? other : "";
      return value ?? whole;
    },
  ).slice(0, MAX_VALUE_CHARS);
}
