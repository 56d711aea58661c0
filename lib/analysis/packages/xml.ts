/** XML that a stranger wrote: elements with their lines; what is no XML has no elements. */
import { parseXml, XmlElement, XmlError, XmlText } from "@rgrove/parse-xml";
import { lineAt, lineStarts } from "../text_lines.ts";

/** The parser calls itself for each level; manifests have a dozen. */
const MAX_DEPTH = 200;

export interface Element {
  name: string;
  attributes: Readonly<Record<string, string>>;
  /** Child elements in their order. */
  children: readonly Element[];
  /** Text directly inside, trimmed. */
  text: string;
  /** 1-based line of its start tag. */
  line: number;
}

/**
 * The root element; null where the text is not well-formed. Entities that a document type declares
 * are left as they are written, so that none can be expanded without end. Never throws.
 */
export function readXml(source: string): Element | null {
  if (tooDeep(source)) return null;
  try {
    const { root } = parseXml(source, { includeOffsets: true, ignoreUndefinedEntities: true });
    return root && elementOf(root, lineStarts(source));
  } catch (error) {
    if (error instanceof XmlError) return null;
    throw error;
  }
}

function elementOf(node: XmlElement, starts: readonly number[]): Element {
  const children: Element[] = [];
  let text = "";
  for (const child of node.children) {
    if (child instanceof XmlElement) children.push(elementOf(child, starts));
    else if (child instanceof XmlText) text += child.text;
  }
  const { name, attributes, start } = node;
  return { name, attributes, children, text: text.trim(), line: lineAt(starts, start) };
}

/** Children of that name; [] where there is no such element. */
export function childrenOf(element: Element | null | undefined, name: string): readonly Element[] {
  return element?.children.filter((child) => child.name === name) ?? [];
}

/** The first element at a path of names. */
export function childOf(
  element: Element | null | undefined,
  ...names: string[]
): Element | undefined {
  let at: Element | undefined = element ?? undefined;
  for (const name of names) at = at?.children.find((child) => child.name === name);
  return at;
}

/** The text at a path of names; null where there is none. */
export function textAt(element: Element | null | undefined, ...names: string[]): string | null {
  return childOf(element, ...names)?.text || null;
}

/** Counts tags without regard to comments and strings: it may only see too much depth. */
function tooDeep(source: string): boolean {
  let depth = 0;
  for (let at = source.indexOf("<"); at >= 0; at = source.indexOf("<", at + 1)) {
    const next = source.charCodeAt(at + 1);
    // </ closes, <! and <? hold no elements; a lone < inside of a comment counts for nothing.
    if (next === 0x2f) depth = Math.max(0, depth - 1);
    else if (next !== 0x21 && next !== 0x3f) {
      const end = source.indexOf(">", at);
      if (end < 0) return false;
      if (source.charCodeAt(end - 1) !== 0x2f && ++depth > MAX_DEPTH) return true;
    }
  }
  return false;
}
