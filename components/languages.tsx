import type { ViewLanguage } from "../lib/domain/wire/map_view.ts";
import { bytes, count, percent } from "./format.ts";
import { ScrollTable } from "./scroll_table.tsx";

/** Languages that bars and legends name; the rest is added up. */
export const LANGUAGES_SHOWN = 8;

/** `#rrggbb` by language; those that are not in it are grey. */
export type LanguageColours = ReadonlyMap<string, string>;

/**
 * How a shape shows a language: as attributes, because the page's rules allow no inline style. CSS
 * fills it with its `color`, pure or as a tint.
 */
export function languageFill(colour: string | null | undefined): { class: string; color?: string } {
  return colour == null ? { class: "lang lang-other" } : { class: "lang", color: colour };
}

interface Share {
  name: string;
  /** 0–1 */
  share: number;
  colour?: string | null;
}

/** One stacked bar; with `legend` its names stand below it. */
export function LanguageBar({ shares, legend = false }: { shares: Share[]; legend?: boolean }) {
  const shown = shares.slice(0, LANGUAGES_SHOWN);
  const rest = shares.slice(LANGUAGES_SHOWN).reduce((sum, language) => sum + language.share, 0);
  const parts: Share[] = rest > 0 ? [...shown, { name: "Other", share: rest }] : shown;
  const label = parts.map((part) => `${part.name} ${percent(part.share)}`).join(", ");
  let start = 0;
  return (
    <div class="languages">
      <svg class="language-bar" width="100%" height="8" role="img" aria-label={label}>
        <title>{label}</title>
        {parts.map((part) => {
          const x = start;
          start += part.share * 100;
          return (
            <rect
              key={part.name}
              {...languageFill(part.colour)}
              x={`${x.toFixed(2)}%`}
              width={`${(part.share * 100).toFixed(2)}%`}
              height="8"
            />
          );
        })}
      </svg>
      {legend && (
        <ul class="legend">
          {parts.map((part) => (
            <li key={part.name}>
              <Swatch colour={part.colour} /> {part.name}{" "}
              <span class="muted">{percent(part.share)}</span>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

export function Swatch({ colour }: { colour: string | null | undefined }) {
  return (
    <svg class="swatch" viewBox="0 0 10 10" width="10" height="10" aria-hidden="true">
      <rect {...languageFill(colour)} width="10" height="10" rx="3" />
    </svg>
  );
}

export function LanguageTable(
  { languages, colours }: { languages: readonly ViewLanguage[]; colours: LanguageColours },
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
              <Swatch colour={colours.get(language.name)} /> {language.name}
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
