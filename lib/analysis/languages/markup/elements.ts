/** The few elements of a page that lead to other files, found without building its tree. */

export interface Attribute {
  /** Offset of the value. */
  at: number;
  value: string;
  /** Written in braces, as Svelte and Astro do: an expression. */
  computed: boolean;
}

export interface Element {
  /** Lower case: script, style, link, base or template. */
  name: string;
  attributes: ReadonlyMap<string, Attribute>;
  /** Content of a script or style, `end` exclusive; empty for the others. */
  start: number;
  end: number;
}

const MARK = /<!--|<(script|style|link|base|template)(?=[\s>/])/gi;
const MAX_ATTRIBUTES = 100;

/** Elements from `from` on, in the order of the text; none in comments. Linear in the text. */
export function elementsOf(text: string, from: number): Element[] {
  const found: Element[] = [];
  const mark = new RegExp(MARK);
  mark.lastIndex = from;
  for (let match = mark.exec(text); match; match = mark.exec(text)) {
    if (match[1] === undefined) {
      const end = text.indexOf("-->", mark.lastIndex);
      if (end < 0) break;
      mark.lastIndex = end + 3;
      continue;
    }
    const name = match[1].toLowerCase();
    const { attributes, after, closed } = attributesOf(text, mark.lastIndex);
    const raw = !closed && (name === "script" || name === "style");
    const end = raw ? contentEnd(text, after, name) : after;
    found.push({ name, attributes, start: after, end });
    mark.lastIndex = end;
  }
  return found;
}

function contentEnd(text: string, start: number, name: string): number {
  const close = new RegExp(`</${name}(?=[\\s>/])`, "gi");
  close.lastIndex = start;
  return close.exec(text)?.index ?? text.length;
}

interface Opening {
  attributes: Map<string, Attribute>;
  /** Behind the `>`. */
  after: number;
  /** `<script … />`, which frameworks take for an empty element. */
  closed: boolean;
}

/** Reads attributes up to the tag's `>`; a `>` in quotes or braces does not end it. */
function attributesOf(text: string, from: number): Opening {
  const attributes = new Map<string, Attribute>();
  let at = from;
  while (at < text.length) {
    const c = text[at]!;
    if (c === ">") return { attributes, after: at + 1, closed: text[at - 1] === "/" };
    if (/[\s/]/.test(c)) {
      at++;
      continue;
    }
    const nameEnd = c === "{" ? braceEnd(text, at) : wordEnd(text, at + 1, "=");
    const name = text.slice(at, Math.min(nameEnd, at + 200)).toLowerCase();
    at = skipSpace(text, nameEnd);
    if (text[at] !== "=") {
      if (attributes.size < MAX_ATTRIBUTES && !attributes.has(name)) {
        attributes.set(name, { at: nameEnd, value: "", computed: false });
      }
      continue;
    }
    at = skipSpace(text, at + 1);
    const quote = text[at];
    let value: Attribute;
    if (quote === '"' || quote === "'") {
      const close = text.indexOf(quote, at + 1);
      const end = close < 0 ? text.length : close;
      value = { at: at + 1, value: text.slice(at + 1, end), computed: false };
      at = end + 1;
    } else {
      const computed = quote === "{" || quote === "`";
      const end = computed && quote === "{" ? braceEnd(text, at) : wordEnd(text, at, "");
      value = { at, value: text.slice(at, end), computed };
      at = end;
    }
    if (attributes.size < MAX_ATTRIBUTES && !attributes.has(name)) attributes.set(name, value);
  }
  return { attributes, after: text.length, closed: false };
}

function skipSpace(text: string, at: number): number {
  while (at < text.length && /\s/.test(text[at]!)) at++;
  return at;
}

function wordEnd(text: string, at: number, stop: string): number {
  while (at < text.length && !/[\s>]/.test(text[at]!) && text[at] !== stop) at++;
  return at;
}

function braceEnd(text: string, at: number): number {
  let depth = 0;
  for (; at < text.length; at++) {
    if (text[at] === "{") depth++;
    else if (text[at] === "}" && --depth === 0) return at + 1;
  }
  return text.length;
}
