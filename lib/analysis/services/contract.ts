/** What a reader of services gives: what a repository runs, provides or deploys, with its line. */
import type { MapService } from "../../domain/wire/system_map.ts";
import type { Node } from "jsonc-parser";
import { type JsonDocument, readJson, stringOf } from "../packages/json.ts";
import { readYaml, type YamlValue } from "../packages/yaml.ts";

export type FoundService = Omit<MapService, "path">;

/** A kind of files and what they say. */
export interface ServiceReader {
  /** Kept with the facts of a content, so that it must not change its meaning. */
  id: string;
  /** linguist's names of such files. */
  languages: readonly string[];
  /** Without it in the text the file is not parsed: what keeps the cost negligible. */
  mark: RegExp;
  isFile(path: string): boolean;
  /**
   * Gets any text that has the mark, and never throws. Cached by content, so that it knows no path: a
   * name that is "" stands for the file's own.
   */
  read(text: string): FoundService[];
}

/** Of one detail so many values are kept, and so many characters of each. */
const MAX_VALUES = 20;
const MAX_CHARS = 200;

/** A service; details without values are left out. */
export function service(
  kind: MapService["kind"],
  type: string,
  name: string,
  line: number | null,
  details: Readonly<Record<string, readonly (string | null)[]>> = {},
): FoundService {
  return {
    kind,
    type: cut(type),
    name: cut(name),
    line: line ?? 1,
    details: Object.entries(details).flatMap(([label, values]) => {
      const kept = [
        ...new Set(values.filter((value) => value !== null && value !== "")),
      ] as string[];
      return kept.length === 0 ? [] : [{ label, values: kept.slice(0, MAX_VALUES).map(cut) }];
    }),
  };
}

function cut(text: string): string {
  const line = text.replace(/\s+/g, " ").trim();
  return line.length <= MAX_CHARS ? line : `${line.slice(0, MAX_CHARS - 1)}…`;
}

/** A scalar as text, numbers as they are written. */
export function scalar(value: YamlValue): string | null {
  return value.string() ?? value.number();
}

/** Scalars of a list, or of a scalar by itself; the keys of a mapping. */
export function words(value: YamlValue): string[] {
  const one = scalar(value);
  if (one !== null) return [one];
  const items = value.items().flatMap((item) => scalar(item) ?? []);
  return items.length > 0 ? items : value.members().map(({ key }) => key);
}

/** The documents of a YAML stream, each with the number of lines before it. */
export function documents(text: string): { text: string; offset: number }[] {
  const found: { text: string; offset: number }[] = [];
  let offset = 0;
  for (const part of text.split(/^---(?=\s|$)/m)) {
    found.push({ text: part, offset });
    for (let at = part.indexOf("\n"); at >= 0; at = part.indexOf("\n", at + 1)) offset++;
  }
  return found;
}

/** Reads YAML, or JSON by a faster reader; what is neither is empty. */
export function readData(text: string): YamlValue {
  return /^\s*\{/.test(text) ? jsonValue(readJson(text)) : readYaml(text);
}

function jsonValue(document: JsonDocument): YamlValue {
  const wrap = (node: Node | undefined, line: number | null): YamlValue => ({
    line,
    members: () =>
      document.membersOf(node).map((member) => ({
        key: member.key,
        line: member.line,
        value: wrap(member.node, member.line),
      })),
    items: () =>
      node?.type === "array" ? node.children?.map((child) => wrap(child, line)) ?? [] : [],
    at(...path) {
      return path.reduce<YamlValue>(
        (value, name) =>
          value.members().find(({ key }) => key === name)?.value ?? wrap(undefined, null),
        wrap(node, line),
      );
    },
    string: () => stringOf(node),
    number: () => node?.type === "number" ? String(node.value) : null,
  });
  return wrap(document.root, 1);
}
