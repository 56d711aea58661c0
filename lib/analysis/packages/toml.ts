/** TOML that a stranger wrote, with the lines that smol-toml does not keep. */
import { parse, TomlError } from "smol-toml";

// deno-lint-ignore no-explicit-any -- manifests are probed key by key, never trusted
export type Toml = Record<string, any>;

/**
 * The document; where it is broken, what stands before the table with the first error. Never throws.
 */
export function readToml(text: string): Toml {
  const whole = parseOrErrorLine(text);
  if (typeof whole !== "number") return whole;
  const lines = text.split("\n").slice(0, whole);
  const header = lines.findLastIndex((line) => /^\s*\[/.test(line));
  const before = parseOrErrorLine(lines.slice(0, Math.max(header, 0)).join("\n"));
  return typeof before === "number" ? {} : before;
}

function parseOrErrorLine(text: string): Toml | number {
  try {
    return parse(text);
  } catch (error) {
    if (error instanceof TomlError) return error.line;
    throw error;
  }
}

/** A table inside a document by its keys; {} where there is none. */
export function table(document: unknown, ...keys: string[]): Toml {
  let at: unknown = document;
  for (const key of keys) at = isTable(at) && Object.hasOwn(at, key) ? at[key] : undefined;
  return isTable(at) ? at : {};
}

export function isTable(value: unknown): value is Toml {
  return typeof value === "object" && value !== null && !Array.isArray(value) &&
    !(value instanceof Date);
}

export function strings(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((one) => typeof one === "string") : [];
}

export function text(value: unknown): string | null {
  return typeof value === "string" && value !== "" ? value : null;
}

/**
 * 1-based lines of quoted strings and keys by table header, found textually.
 *
 * @returns a lookup: within the table whose header is (or starts with) `header`, the first line not
 *   yet handed out that holds `needle` as a quoted string or as a key; null where there is none
 */
export function tomlLines(source: string): (header: string, needle: string) => number | null {
  const places = new Map<string, { header: string; line: number }[]>();
  let header = "";
  source.split("\n").forEach((text, index) => {
    const found = /^\s*\[\[?\s*([^\]\s]+)\s*\]\]?\s*(?:#.*)?$/.exec(text);
    // A line such as `["a"],` inside an array is no header.
    if (found && !/["'],?$/.test(found[1]!)) header = found[1]!.replaceAll('"', "");
    for (const needle of new Set(words(text))) {
      const known = places.get(needle);
      if (known) known.push({ header, line: index + 1 });
      else places.set(needle, [{ header, line: index + 1 }]);
    }
  });
  return (within, needle) => {
    const rows = places.get(needle) ?? [];
    const index = rows.findIndex((row) =>
      row.header === within || row.header.startsWith(`${within}.`) ||
      within.startsWith(`${row.header}.`)
    );
    return index < 0 ? null : rows.splice(index, 1)[0]!.line;
  };
}

/** The key that starts a line, and each string on it. */
function words(line: string): string[] {
  const key = /^\s*["']?([\w.-]+)["']?\s*=/.exec(line)?.[1];
  const quoted = [...line.matchAll(/"([^"]*)"|'([^']*)'/g)].map((match) => match[1] ?? match[2]!);
  return key === undefined ? quoted : [key, key.split(".")[0]!, ...quoted];
}

/** `[a."b c".'d']` or `[[a]]`; a quoted part may hold escaped quotes. */
const HEADER = /^\s*\[\[?((?:"[^"\\]*(?:\\.[^"\\]*)*"|'[^']*'|[^\]"'#,])+)\]\]?\s*(?:#.*)?$/;

/**
 * 1-based lines of keys, found textually: where a key is set in the table at `path`, or where its own
 * table begins; null where neither has a line of its own.
 */
export function tomlKeyLines(
  source: string,
): (path: readonly string[], key: string) => number | null {
  const lines = new Map<string, number>();
  let header: string[] = [];
  const add = (path: string[], line: number) => {
    const place = path.join("\n");
    if (path.length > 0 && !lines.has(place)) lines.set(place, line);
  };
  source.split("\n").forEach((text, index) => {
    const table = HEADER.exec(text)?.[1];
    // A line such as `["a"]` inside an array is no header.
    if (table !== undefined && !/^\s*(?:"[^"]*"|'[^']*')\s*$/.test(table)) {
      header = segments(table);
      add(header, index + 1);
      return;
    }
    const key = /^\s*((?:"[^"]*"|'[^']*'|[\w.-])+)\s*=/.exec(text)?.[1];
    if (key === undefined) return;
    const names = segments(key);
    for (let length = 1; length <= Math.min(names.length, 4); length++) {
      add([...header, ...names.slice(0, length)], index + 1);
    }
  });
  return (path, key) => lines.get([...path, key].join("\n")) ?? null;
}

/** The names of a dotted key. */
function segments(key: string): string[] {
  return [...key.matchAll(/"([^"\\]*(?:\\.[^"\\]*)*)"|'([^']*)'|([^."'\s]+)/g)].map(
    (match) => match[1]?.replace(/\\(["\\])/g, "$1") ?? match[2] ?? match[3]!,
  );
}
