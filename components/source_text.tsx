import type { SourceFile } from "../lib/domain/wire/source.ts";
import type { Token } from "./highlight.ts";

/** Lines of a file with their numbers, each an anchor (`#L12`). */
export function SourceText(
  { file, lines, marked }: {
    file: SourceFile;
    /** Its lines in colours; null for plain text. */
    lines: Token[][] | null;
    marked: { first: number; last: number } | null;
  },
) {
  if (file.total_lines === 0) return <p class="empty">The file is empty.</p>;
  return (
    <div class="source" role="region" aria-label={`Source of ${file.path}`} tabIndex={0}>
      <table>
        <tbody>
          {file.text.split("\n").map((text, index) => {
            const line = file.start_line + index;
            const here = marked !== null && line >= marked.first && line <= marked.last;
            return (
              <tr key={line} id={`L${line}`} class={here ? "marked" : undefined}>
                <td class="line-number">
                  <a href={`#L${line}`} tabIndex={-1}>{line}</a>
                </td>
                <td class="line-text">{lines?.[index]?.map(coloured) ?? text}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}

/** The few colours that the page has, by highlight.js's names of what stands there. */
const COLOURS: Readonly<Record<string, string>> = {
  keyword: "keyword",
  operator: "keyword",
  "selector-tag": "keyword",
  built_in: "type",
  type: "type",
  class: "type",
  title: "name",
  "title.class": "type",
  section: "name",
  name: "name",
  attr: "name",
  attribute: "name",
  property: "name",
  string: "string",
  regexp: "string",
  char: "string",
  symbol: "string",
  link: "string",
  number: "number",
  literal: "number",
  comment: "comment",
  quote: "comment",
  doctag: "comment",
  meta: "meta",
  tag: "meta",
  variable: "meta",
  "template-variable": "meta",
  addition: "string",
  deletion: "keyword",
};

function coloured({ text, kind }: Token) {
  const colour = kind === null ? undefined : COLOURS[kind];
  return colour === undefined ? text : <span class={`code-${colour}`}>{text}</span>;
}
