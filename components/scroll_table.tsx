import type { ComponentChildren } from "preact";

/** A table that scrolls sideways where it is too wide; the keyboard reaches it to do so. */
export function ScrollTable(
  { caption, children }: { caption: string; children: ComponentChildren },
) {
  return (
    <div class="table-scroll" tabIndex={0} role="region" aria-label={`${caption}, scrollable`}>
      <table>
        <caption class="visually-hidden">{caption}</caption>
        {children}
      </table>
    </div>
  );
}
