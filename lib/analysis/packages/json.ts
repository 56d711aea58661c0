/** JSON and JSONC that a stranger wrote: what can be read is read, nothing throws. */
import { type Node, parseTree } from "jsonc-parser";
import { lineAt, lineStarts } from "../text_lines.ts";

/** Members deeper than this are no manifest; parsing them would exhaust the stack. */
const MAX_DEPTH = 200;

/** One member of an object with the 1-based line of its key. */
export interface Member {
  key: string;
  line: number;
  node: Node;
}

export interface JsonDocument {
  root: Node | undefined;
  /** Members of the object at a path of keys; [] where there is none. The last duplicate wins. */
  members(...path: string[]): Member[];
  membersOf(node: Node | undefined): Member[];
  /** The string at a path of keys; null where there is none. */
  string(...path: string[]): string | null;
}

/** Reads JSON or JSONC as far as it can be understood; what is nested too deep counts as empty. */
export function readJson(text: string): JsonDocument {
  const root = tooDeep(text) ? undefined : parseTree(text, [], {
    allowTrailingComma: true,
    disallowComments: false,
  });
  const starts = lineStarts(text);
  const find = (path: string[]): Node | undefined => {
    let at = root;
    for (const key of path) at = property(at, key);
    return at;
  };
  return {
    root,
    members(...path) {
      return this.membersOf(find(path));
    },
    membersOf(node) {
      const found = new Map<string, Member>();
      for (const child of objectChildren(node)) {
        const [key, value] = child.children ?? [];
        if (!key || !value || typeof key.value !== "string") continue;
        found.set(key.value, { key: key.value, line: lineAt(starts, key.offset), node: value });
      }
      return [...found.values()];
    },
    string(...path) {
      return stringOf(find(path));
    },
  };
}

/** The string that a node is; null for anything else. */
export function stringOf(node: Node | undefined): string | null {
  return node?.type === "string" && typeof node.value === "string" ? node.value : null;
}

function objectChildren(node: Node | undefined): Node[] {
  return node?.type === "object" ? node.children ?? [] : [];
}

function property(node: Node | undefined, key: string): Node | undefined {
  return objectChildren(node).findLast((child) => child.children?.[0]?.value === key)?.children
    ?.[1];
}

/** Counts brackets without regard to strings: it may only see too much depth in odd files. */
export function tooDeep(text: string): boolean {
  let depth = 0;
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i);
    if (c === 0x5b || c === 0x7b) {
      if (++depth > MAX_DEPTH) return true;
    } else if ((c === 0x5d || c === 0x7d) && depth > 0) depth--;
  }
  return false;
}
