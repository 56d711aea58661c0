import { count } from "./format.ts";

/** Rows of one page of a list. */
export const PAGE_ROWS = 100;

export interface Slice<T> {
  /** 1-based; the last page where a higher one was asked for. */
  page: number;
  pages: number;
  rows: readonly T[];
  total: number;
  /** Rows on the pages after this one. */
  rest: number;
}

/** One page of a list; there is always at least one. */
export function slicePage<T>(all: readonly T[], page: number, size = PAGE_ROWS): Slice<T> {
  const pages = Math.max(1, Math.ceil(all.length / size));
  const at = Math.min(Math.max(1, page), pages);
  const rows = all.slice((at - 1) * size, at * size);
  return {
    page: at,
    pages,
    rows,
    total: all.length,
    rest: all.length - (at - 1) * size - rows.length,
  };
}

/** The way to the other pages of a list, where it has some. */
export function Pager(
  { slice, label, hrefOf }: {
    slice: Slice<unknown>;
    /** What is listed, in the plural. */
    label: string;
    hrefOf: (page: number) => string;
  },
) {
  if (slice.pages === 1) return null;
  return (
    <nav class="pager" aria-label={`Pages of ${label}`}>
      <span class="muted small">
        Page {count(slice.page)} of {count(slice.pages)}
      </span>
      {slice.page > 1 && (
        <a class="button" rel="prev" href={hrefOf(slice.page - 1)}>
          Previous<span class="visually-hidden">{label}</span>
        </a>
      )}
      {slice.rest > 0 && (
        <a class="button" rel="next" href={hrefOf(slice.page + 1)}>
          {count(slice.rest)} more<span class="visually-hidden">{label}</span>
        </a>
      )}
    </nav>
  );
}
