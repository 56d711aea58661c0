/**
 * Line icons, 16 px, in the text's colour; always beside words, so hidden from screen readers. Each
 * is a constant of its own, so that a page's JavaScript carries only those that its islands draw.
 */
export const SEARCH = "M7 2.5a4.5 4.5 0 1 0 0 9 4.5 4.5 0 0 0 0-9ZM10.5 10.5l3 3";
export const PLUS = "M8 3v10M3 8h10";
export const REFRESH = "M13 8a5 5 0 1 1-1.5-3.5M13 2.5v3h-3";
export const STOP = "M4.5 4.5l7 7M11.5 4.5l-7 7";
export const CHECK = "M3.5 8.5l3 3 6-7";
export const ALERT = "M8 5v3.5M8 11h.01M8 2 1.8 13h12.4L8 2Z";
export const BRANCH =
  "M5 4.5v7M5 11.5a1.5 1.5 0 1 0 0 .01M5 4.4a1.5 1.5 0 1 0 0-.01M11 5.4a1.5 1.5 0 1 0 0-.01" +
  "M11 5.5c0 3-6 2-6 5";
export const COMMIT = "M8 5.5a2.5 2.5 0 1 0 0 5 2.5 2.5 0 0 0 0-5ZM1.5 8h4M10.5 8h4";
export const CLOCK = "M8 2.5a5.5 5.5 0 1 0 0 11 5.5 5.5 0 0 0 0-11ZM8 5v3.2l2 1.3";
export const OUT = "M6.5 3.5h-3v9h9v-3M9 3h4v4M13 3 7.5 8.5";
export const DOWNLOAD = "M8 2.5v7.5M4.8 7 8 10.2 11.2 7M3 13.2h10";
export const TRASH = "M3 4.5h10M6.5 4.5V3h3v1.5M4.5 4.5l.6 8.5h5.8l.6-8.5";

export function Icon({ path }: { path: string }) {
  return (
    <svg class="icon" viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">
      <path d={path} />
    </svg>
  );
}

/** The mark: a small system of three parts. */
export function Mark() {
  return (
    <svg class="mark" viewBox="0 0 24 24" width="24" height="24" aria-hidden="true">
      <path class="mark-line" d="M7 7.5 12 17M17 7.5 12 17M7 7h10" />
      <circle class="mark-a" cx="6.5" cy="7" r="3.5" />
      <circle class="mark-b" cx="17.5" cy="7" r="3.5" />
      <circle class="mark-c" cx="12" cy="17.5" r="3.5" />
    </svg>
  );
}
