/** MDX: Markdown whose paragraphs that begin with `import` or `export` are JavaScript. */
import type { Region } from "./regions.ts";

/**
 * Paragraphs outside of fenced code whose first line begins, without indentation, with `import` or
 * `export` (https://mdxjs.com/docs/what-is-mdx/#esm). A paragraph ends with a blank line.
 */
export function mdxRegions(text: string): Region[] {
  const regions: Region[] = [];
  let fence: string | null = null;
  /** Where the open block of JavaScript starts; null outside of one. */
  let block: number | null = null;
  let afterBlank = true;
  for (let at = 0; at < text.length;) {
    const newline = text.indexOf("\n", at);
    const end = newline < 0 ? text.length : newline;
    const line = text.slice(at, Math.min(end, at + 200));
    const blank = /^\s*$/.test(line);
    const mark = /^ {0,3}(`{3,}|~{3,})/.exec(line)?.[1];
    if (fence !== null) {
      if (mark?.startsWith(fence)) fence = null;
    } else if (block !== null) {
      if (blank) {
        regions.push({ start: block, end: at, language: "JavaScript" });
        block = null;
      }
    } else if (mark !== undefined) fence = mark;
    else if (afterBlank && /^(?:import|export)(?=[\s{*"'])/.test(line)) block = at;
    // front matter stands before the first paragraph
    afterBlank = blank || (at > 0 && /^---\s*$/.test(line));
    at = end + 1;
  }
  if (block !== null) regions.push({ start: block, end: text.length, language: "JavaScript" });
  return regions;
}
