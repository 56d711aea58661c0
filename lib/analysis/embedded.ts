/** Languages inside a language, for counting lines: scripts and styles in HTML, PHP in its page. */

/** A stretch of a file, `end` exclusive, in one language. */
export interface Segment {
  start: number;
  end: number;
  language: string;
}

const MARKUP = new Set([
  "HTML",
  "Vue",
  "Svelte",
  "Astro",
  "HTML+ERB",
  "EJS",
  "HTML+Razor",
  "Blade",
]);
const PHP = new Set(["PHP", "HTML+PHP"]);

/** Cuts a file into stretches that follow one another without gaps. */
export function segmentsOf(bytes: Uint8Array, language: string | null): Segment[] {
  const whole = [{ start: 0, end: bytes.length, language: language ?? "" }];
  if (language === null) return whole;
  // One byte is one character here, so that offsets in the text are offsets in the file.
  if (MARKUP.has(language)) {
    return markupSegments(new TextDecoder("windows-1252").decode(bytes), language);
  }
  if (PHP.has(language)) return phpSegments(new TextDecoder("windows-1252").decode(bytes));
  return whole;
}

function markupSegments(text: string, language: string): Segment[] {
  const segments: Segment[] = [];
  let position = 0;
  if (language === "Astro") position = frontMatter(text, segments);
  const marks = /<!--|<(script|style)\b[^>]{0,2000}>/gi;
  marks.lastIndex = position;
  const closers = { script: /<\/script/gi, style: /<\/style/gi };
  for (let mark = marks.exec(text); mark; mark = marks.exec(text)) {
    const start = marks.lastIndex;
    if (!mark[1]) {
      const end = text.indexOf("-->", start);
      if (end < 0) break;
      marks.lastIndex = end;
      continue;
    }
    const element = mark[1].toLowerCase() as "script" | "style";
    const closer = closers[element];
    closer.lastIndex = start;
    const end = closer.exec(text)?.index ?? text.length;
    const inner = element === "script"
      ? "TypeScript"
      : /lang=.?(scss|less|sass|stylus)/i.test(mark[0])
      ? "SCSS"
      : "CSS";
    segments.push({ start: position, end: start, language });
    segments.push({ start, end, language: inner });
    position = end;
    marks.lastIndex = end;
  }
  segments.push({ start: position, end: text.length, language });
  return segments;
}

/** Astro's component script lies between two `---` lines at the top. */
function frontMatter(text: string, segments: Segment[]): number {
  const fence = /^\s*---[^\n]*\n/.exec(text);
  const end = fence ? text.indexOf("\n---", fence[0].length - 1) : -1;
  if (!fence || end < 0) return 0;
  segments.push({ start: 0, end: fence[0].length, language: "Astro" });
  segments.push({ start: fence[0].length, end: end + 1, language: "TypeScript" });
  return end + 1;
}

function phpSegments(text: string): Segment[] {
  const segments: Segment[] = [];
  let position = 0;
  while (position < text.length) {
    const open = text.indexOf("<?", position);
    if (open < 0) break;
    const start = text.startsWith("<?php", open) ? open + 5 : open + 2;
    const close = text.indexOf("?>", start);
    const end = close < 0 ? text.length : close;
    segments.push({ start: position, end: start, language: "HTML" });
    segments.push({ start, end, language: "PHP" });
    position = end;
  }
  segments.push({ start: position, end: text.length, language: "HTML" });
  return segments;
}
