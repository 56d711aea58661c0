/**
 * Colours for source, line by line. Read on the server only: a page gets spans with classes, and no
 * script. lowlight gives a tree rather than HTML, so nothing of a file is ever taken for markup.
 */
import { common, createLowlight } from "lowlight";
import dart from "highlight.js/lib/languages/dart";
import dockerfile from "highlight.js/lib/languages/dockerfile";
import elixir from "highlight.js/lib/languages/elixir";
import erlang from "highlight.js/lib/languages/erlang";
import groovy from "highlight.js/lib/languages/groovy";
import haskell from "highlight.js/lib/languages/haskell";
import nix from "highlight.js/lib/languages/nix";
import ocaml from "highlight.js/lib/languages/ocaml";
import powershell from "highlight.js/lib/languages/powershell";
import protobuf from "highlight.js/lib/languages/protobuf";
import scala from "highlight.js/lib/languages/scala";

/** A run of text with the class of its colour; null for plain text. */
export interface Token {
  text: string;
  kind: string | null;
}

const lowlight = createLowlight({
  ...common,
  dart,
  dockerfile,
  elixir,
  erlang,
  groovy,
  haskell,
  nix,
  ocaml,
  powershell,
  protobuf,
  scala,
});

/** Longer texts stay plain: colouring takes about 1 ms for 5 kB, while other requests wait. */
const TEXT_MAX = 200_000;
const LINE_MAX = 5_000;

/** highlight.js's names, where they are not linguist's in lower case. */
const NAMES: Readonly<Record<string, string>> = {
  "c++": "cpp",
  "c#": "csharp",
  "objective-c": "objectivec",
  "objective-c++": "objectivec",
  "tsx": "typescript",
  "jsx": "javascript",
  "shell": "bash",
  "zsh": "bash",
  "html": "xml",
  "html+erb": "xml",
  "svg": "xml",
  "xml property list": "xml",
  "maven pom": "xml",
  "vue": "xml",
  "svelte": "xml",
  "astro": "xml",
  "blade": "xml",
  "mdx": "markdown",
  "toml": "ini",
  "editorconfig": "ini",
  "git config": "ini",
  "java properties": "ini",
  "json with comments": "json",
  "json5": "json",
  "jsonc": "json",
  "protocol buffer": "protobuf",
  "gradle": "groovy",
  "visual basic .net": "vbnet",
  "plpgsql": "sql",
  "plsql": "sql",
  "tsql": "sql",
};

/**
 * Splits a text into lines of coloured runs.
 * @param language linguist's name
 * @returns null where it stays plain: a language that is not known here, or too long a text
 */
export function highlightLines(text: string, language: string | null): Token[][] | null {
  if (language === null || text.length > TEXT_MAX) return null;
  const lower = language.toLowerCase();
  const name = NAMES[lower] ?? lower;
  if (!lowlight.registered(name)) return null;
  if (text.split("\n").some((line) => line.length > LINE_MAX)) return null;
  const lines: Token[][] = [[]];
  walk(lowlight.highlight(name, text).children, null, lines);
  return lines;
}

interface Node {
  type: string;
  value?: string;
  children?: readonly Node[];
  properties?: { className?: unknown };
}

/** A run that goes over several lines becomes one on each. */
function walk(nodes: readonly Node[], kind: string | null, lines: Token[][]): void {
  for (const node of nodes) {
    if (node.type === "text") {
      (node.value ?? "").split("\n").forEach((text, index) => {
        if (index > 0) lines.push([]);
        if (text !== "") lines.at(-1)!.push({ text, kind });
      });
    } else walk(node.children ?? [], kindOf(node) ?? kind, lines);
  }
}

/** The innermost class says most; `hljs-` is left out. */
function kindOf(node: Node): string | null {
  const classes = node.properties?.className;
  const [first] = Array.isArray(classes) ? classes : [];
  return typeof first === "string" ? first.replace(/^hljs-/, "") : null;
}
