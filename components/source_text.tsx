import type { SourceFile } from "../lib/domain/wire/source.ts";

/** Lines of a file with their numbers, each an anchor (`#L12`). */
export function SourceText(
  { file, marked }: { file: SourceFile; marked: { first: number; last: number } | null },
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
                <td class="line-text">{text}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}
