import { fileHref } from "./file_href.ts";
import type { SearchAnswer, SearchHit } from "../lib/domain/wire/search.ts";

/** What a search has found: a list of links to the projects, with what matched marked. */
export function SearchHits(
  { q, answer: { items, next_cursor, complete }, later }: {
    q: string;
    answer: SearchAnswer;
    /** Not the first page. */
    later: boolean;
  },
) {
  if (q === "") return null;
  if (items.length === 0) {
    return (
      <p role="status" class="empty">
        {later
          ? "There is nothing more."
          : `Nothing in the current maps is called like “${q}”. Projects that are not analysed yet ` +
            "cannot be searched."}
      </p>
    );
  }
  const next = new URLSearchParams({ q, cursor: next_cursor ?? "" });
  return (
    <>
      <ol class="hits">
        {items.map((hit) => (
          <li key={`${hit.project_id} ${hit.path} ${hit.line} ${hit.name}`}>
            <Hit hit={hit} />
          </li>
        ))}
      </ol>
      {!complete && next_cursor === null && (
        <p class="hint">More matches than are shown. A longer question finds the rest.</p>
      )}
      {next_cursor !== null && <a class="button" href={`/search?${next}`}>More</a>}
    </>
  );
}

function Hit({ hit }: { hit: SearchHit }) {
  const { type, kind, container, name, path, line, version } = hit;
  return (
    <>
      <a
        href={fileHref(hit.project_id, path, line === null ? {} : { lines: line })}
        class="hit-name"
      >
        {type !== "file" && container !== null && <code>{container}.</code>}
        {type === "file"
          ? <Marked text={path} ranges={hit.path_ranges} />
          : <Marked text={name} ranges={hit.name_ranges} />}
        {version !== null && ` ${version}`}
      </a>
      <span class="hit-place">
        <span class="hit-kind">{kind ?? "file"}</span> in {hit.project_name}
        {type !== "file" && ` · ${path}${line === null ? "" : `:${line}`}`}
      </span>
    </>
  );
}

function Marked({ text, ranges }: { text: string; ranges: SearchHit["name_ranges"] }) {
  const parts = [];
  let at = 0;
  for (const [from, to] of ranges) {
    parts.push(text.slice(at, from), <mark>{text.slice(from, to)}</mark>);
    at = to;
  }
  return <code>{[...parts, text.slice(at)]}</code>;
}
