import type { ViewLanguage } from "../lib/domain/wire/map_view.ts";
import { bytes, count, percent } from "./format.ts";
import { ScrollTable } from "./scroll_table.tsx";

/** Colours that stay apart for colour-blind readers; what comes after them is grey. */
export const LANGUAGE_COLOURS = 8;

/** The class of a language's colour by its rank among this project's languages. */
export function languageClass(rank: number): string {
  return rank >= 0 && rank < LANGUAGE_COLOURS ? `lang-${rank}` : "lang-other";
}

interface Share {
  name: string;
  /** 0–1 */
  share: number;
}

/**
 * One stacked bar; with `legend` its names stand below it. `ranks` keeps a language's colour the
 * same over several bars; without it the colour is that of its place in this one.
 */
export function LanguageBar(
  { shares, ranks, legend = false }: {
    shares: Share[];
    ranks?: Map<string, number>;
    legend?: boolean;
  },
) {
  const shown = shares.slice(0, LANGUAGE_COLOURS);
  const rest = shares.slice(LANGUAGE_COLOURS).reduce((sum, language) => sum + language.share, 0);
  const parts = rest > 0 ? [...shown, { name: "Other", share: rest }] : shown;
  const label = parts.map((part) => `${part.name} ${percent(part.share)}`).join(", ");
  let start = 0;
  return (
    <div class="languages">
      <svg class="language-bar" width="100%" height="8" role="img" aria-label={label}>
        <title>{label}</title>
        {parts.map((part, rank) => {
          const x = start;
          start += part.share * 100;
          return (
            <rect
              key={part.name}
              class={languageClass(ranks === undefined ? rank : ranks.get(part.name) ?? -1)}
              x={`${x.toFixed(2)}%`}
              width={`${(part.share * 100).toFixed(2)}%`}
              height="8"
            />
          );
        })}
      </svg>
      {legend && (
        <ul class="legend">
          {parts.map((part, rank) => (
            <li key={part.name}>
              <Swatch rank={rank} /> {part.name} <span class="muted">{percent(part.share)}</span>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

export function Swatch({ rank }: { rank: number }) {
  return (
    <svg class="swatch" viewBox="0 0 10 10" width="10" height="10" aria-hidden="true">
      <rect class={languageClass(rank)} width="10" height="10" rx="3" />
    </svg>
  );
}

export function LanguageTable(
  { languages, ranks }: { languages: readonly ViewLanguage[]; ranks: Map<string, number> },
) {
  return (
    <ScrollTable caption="Languages by lines of code">
      <thead>
        <tr>
          <th scope="col">Language</th>
          <th scope="col" class="number">Files</th>
          <th scope="col" class="number">Code</th>
          <th scope="col" class="number">Comments</th>
          <th scope="col" class="number">Blank</th>
          <th scope="col" class="number">Size</th>
        </tr>
      </thead>
      <tbody>
        {languages.map((language) => (
          <tr key={language.name}>
            <th scope="row">
              <Swatch rank={ranks.get(language.name) ?? -1} /> {language.name}
            </th>
            <td class="number">{count(language.files)}</td>
            <td class="number">{count(language.lines.code)}</td>
            <td class="number">{count(language.lines.comment)}</td>
            <td class="number">{count(language.lines.blank)}</td>
            <td class="number">{bytes(language.bytes)}</td>
          </tr>
        ))}
      </tbody>
    </ScrollTable>
  );
}
