/** Where scripts and styles lie in a page or component, and what its attributes name. */
import type { DependencyKind } from "../../../domain/wire/system_map.ts";
import type { Notation } from "../../facts.ts";
import { type Attribute, type Element, elementsOf } from "./elements.ts";
import { mdxRegions } from "./mdx.ts";

export interface Region {
  start: number;
  end: number;
  /** A language of the JavaScript analyzer, or a stylesheet's notation. */
  language: "JavaScript" | "TypeScript" | "TSX" | Notation;
}

/** An address in an attribute. */
export interface Address {
  at: number;
  value: string;
  kind: DependencyKind;
  /** A component's own block (`<script src>` of Vue) is read as an import, not as an address. */
  notation: Notation | null;
  computed: boolean;
}

export interface Page {
  regions: Region[];
  addresses: Address[];
  /** `<base href>`; null where there is none. */
  base: string | null;
  /** Texts of import maps. */
  importMaps: string[];
}

/** Types of a script that a browser or a loader runs (WHATWG HTML, 4.12.1). */
const SCRIPT_TYPES =
  /^(?:|module|(?:text|application)\/(?:(?:x-)?(?:java|ecma)script|babel|jsx|typescript)|ts|tsx|jsx)$/i;
const SCRIPT_LANGUAGES: Readonly<Record<string, Region["language"]>> = {
  ts: "TypeScript",
  typescript: "TypeScript",
  tsx: "TSX",
  js: "JavaScript",
  javascript: "JavaScript",
  jsx: "JavaScript",
  "": "JavaScript",
};
const STYLE_NOTATIONS: Readonly<Record<string, Notation>> = {
  "": "css",
  css: "css",
  postcss: "css",
  pcss: "css",
  scss: "sass",
  sass: "sass",
  less: "less",
};
/** Placeholders of server-side templates and build tools: Jinja, Handlebars, ERB, PHP, Vite, … */
const PLACEHOLDER = /\{\{|\{%|<%|<\?|\$\{|%[A-Z_]{3,}%|@\{|\[\[/;

/** What of a text in this linguist language is script, style or address. */
export function pageOf(language: string, text: string): Page {
  const page: Page = { regions: [], addresses: [], base: null, importMaps: [] };
  if (language === "MDX") return { ...page, regions: mdxRegions(text) };
  const from = language === "Astro" ? frontMatter(text, page.regions) : 0;
  for (const element of elementsOf(text, from)) {
    if (element.name === "script") script(language, element, text, page);
    else if (element.name === "style") style(language, element, page);
    else if (element.name === "link") link(element, page);
    else if (element.name === "base") page.base ??= element.attributes.get("href")?.value ?? null;
    else if (language === "Vue") ownBlock(element, page);
  }
  return page;
}

/** Astro's component script: TypeScript between two lines of three dashes. */
function frontMatter(text: string, regions: Region[]): number {
  const open = /^\s*---[^\S\n]*\n?/.exec(text);
  const start = open?.[0].length ?? 0;
  const end = open ? text.indexOf("\n---", start - 1) : -1;
  if (!open || end < 0) return 0;
  regions.push({ start, end: Math.max(end, start), language: "TypeScript" });
  return end + 4;
}

function valueOf(element: Element, name: string): string {
  return element.attributes.get(name)?.value.trim() ?? "";
}

function script(language: string, element: Element, text: string, page: Page): void {
  const type = valueOf(element, "type");
  if (type.toLowerCase() === "importmap") {
    page.importMaps.push(text.slice(element.start, element.end));
    return;
  }
  if (!SCRIPT_TYPES.test(type)) return;
  const own = language === "Vue" ||
    (language === "Astro" && !element.attributes.has("is:inline"));
  const source = element.attributes.get("src");
  if (source) {
    if (own) ownBlock(element, page);
    else page.addresses.push(address(source, /^module$/i.test(type) ? "import" : "include"));
  }
  // Astro's scripts are TypeScript unless they are left as they are
  const lang = valueOf(element, "lang").toLowerCase() ||
    (language === "Astro" && own ? "ts" : type.includes("typescript") ? "ts" : "");
  const written = SCRIPT_LANGUAGES[lang];
  if (written !== undefined && element.end > element.start) {
    page.regions.push({ start: element.start, end: element.end, language: written });
  }
}

function style(language: string, element: Element, page: Page): void {
  if (language === "Vue") ownBlock(element, page);
  const type = valueOf(element, "type").replace(/^text\//i, "");
  const notation = STYLE_NOTATIONS[(valueOf(element, "lang") || type).toLowerCase()];
  if (notation !== undefined) {
    page.regions.push({ start: element.start, end: element.end, language: notation });
  }
}

/** A block of a component whose content is another file. */
function ownBlock(element: Element, page: Page): void {
  const source = element.attributes.get("src");
  if (source) page.addresses.push({ ...address(source, "import"), notation: null });
}

function link(element: Element, page: Page): void {
  const href = element.attributes.get("href");
  const relations = valueOf(element, "rel").toLowerCase().split(/\s+/);
  if (href && relations.includes("stylesheet")) page.addresses.push(address(href, "include"));
}

function address({ at, value, computed }: Attribute, kind: DependencyKind): Address {
  return {
    at,
    value: value.trim(),
    kind,
    notation: "address",
    computed: computed || PLACEHOLDER.test(value),
  };
}
