/** YAML that a stranger wrote: values with their lines; what is no YAML has none. */
import {
  type Alias,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  type Pair,
  type ParsedNode,
  parseDocument,
  visit,
} from "yaml";
import { tooDeep } from "./json.ts";

/** Hand-written files are far smaller; data in YAML is not parsed at length for two keys. */
const MAX_CHARS = 300_000;
const MIN_JUDGED = 20_000;

/** One pair of a mapping. */
export interface YamlMember {
  key: string;
  /** 1-based line of the key; null behind an alias that leads nowhere. */
  line: number | null;
  value: YamlValue;
}

/** A value with the questions that readers ask of it; every answer is empty where it is something else. */
export interface YamlValue {
  /** 1-based. */
  line: number | null;
  members(): YamlMember[];
  items(): YamlValue[];
  at(...path: string[]): YamlValue;
  string(): string | null;
  /** A number as it is written, e.g. an unquoted version `1.10`. */
  number(): string | null;
}

/** The first document, with aliases and merge keys (`<<`, one level) followed. Never throws. */
export function readYaml(source: string): YamlValue {
  const lines = new LineCounter();
  const first = isRefused(source) ? null : parseOrNull(source, lines);
  const follow = (node: unknown): unknown => isAlias(node) ? first?.aliases.get(node) : node;
  const pairs = (node: unknown): Pair[] => isMap(node) ? node.items : [];
  const lineOf = (node: unknown): number | null => {
    const offset = (node as ParsedNode | null | undefined)?.range?.[0];
    return offset === undefined ? null : lines.linePos(offset).line;
  };
  const wrap = (node: unknown): YamlValue => {
    const found = follow(node);
    return {
      line: lineOf(node),
      members() {
        const own = pairs(found);
        const merged = own.filter(isMerge).flatMap(({ value }) => {
          const from = follow(value);
          return isSeq(from) ? from.items.map(follow) : [from];
        });
        const all = [...own, ...merged.flatMap(pairs)].filter((pair) => !isMerge(pair));
        const unique = new Map<string, YamlMember>();
        for (const { key, value } of all) {
          const name = isScalar(key) ? String(key.value) : null;
          if (name !== null && !unique.has(name)) {
            unique.set(name, { key: name, line: lineOf(key), value: wrap(value) });
          }
        }
        return [...unique.values()];
      },
      items: () => isSeq(found) ? found.items.map(wrap) : [],
      at(...path) {
        let value = wrap(node);
        for (const name of path) {
          value = value.members().find(({ key }) => key === name)?.value ?? wrap(null);
        }
        return value;
      },
      string: () => isScalar(found) && typeof found.value === "string" ? found.value : null,
      number: () =>
        isScalar(found) && typeof found.value === "number" ? found.source ?? null : null,
    };
  };
  return wrap(first?.contents);
}

function isRefused(source: string): boolean {
  // Lists of lists on one line nest without brackets.
  if (source.length > MAX_CHARS || tooDeep(source) || /(?:[-?] +){100}/.test(source)) return true;
  return source.length > MIN_JUDGED && !isWorded(source);
}

/** Marks alone cost the parser most; texts that people write are mostly words. */
function isWorded(source: string): boolean {
  let words = 0;
  let marks = 0;
  for (let at = 0; at < source.length; at++) {
    const c = source.charCodeAt(at);
    const letter = (c | 0x20) >= 0x61 && (c | 0x20) <= 0x7a;
    if (letter || c >= 0x30 && c <= 0x39 || c > 0x7f) words++;
    else if (c > 0x20) marks++;
  }
  return words > marks;
}

function isMerge({ key }: Pair): boolean {
  return isScalar(key) && key.value === "<<";
}

function parseOrNull(source: string, lineCounter: LineCounter) {
  try {
    const document = parseDocument<Node>(source, {
      lineCounter,
      logLevel: "silent",
      // A message with its context for each of a thousand errors takes quadratic time.
      prettyErrors: false,
      // So does the check of each key against all others.
      uniqueKeys: false,
    });
    // One walk for all aliases: the library's own look-up walks the document for each.
    const anchors = new Map<string, Node>();
    const aliases = new Map<Alias, Node | undefined>();
    visit(document, {
      Node(_, node) {
        if (isAlias(node)) aliases.set(node, anchors.get(node.source));
        else if (node.anchor !== undefined) anchors.set(node.anchor, node);
      },
    });
    return { contents: document.contents, aliases };
  } catch (error) {
    // RangeError: nesting that no manifest has.
    if (error instanceof RangeError) return null;
    throw error;
  }
}
