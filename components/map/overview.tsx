import type { MapView } from "../../lib/domain/wire/map_view.ts";
import { compact, count, percent, plural } from "../format.ts";
import { HEALTH_WORDS, HealthRing } from "../health.tsx";
import { LanguageBar, type LanguageColours, LanguageTable } from "../languages.tsx";
import { Section } from "../section.tsx";

/** The headline: the six figures that a reader wants first. */
export function Headline({ view }: { view: MapView }) {
  const { totals } = view;
  const imports = totals.dependencies.file + totals.dependencies.package +
    totals.dependencies.builtin + totals.dependencies.unresolved;
  const resolved = imports === 0 ? null : 1 - totals.dependencies.unresolved / imports;
  return (
    <dl class="headline">
      <div class="headline-health">
        <dt>Health</dt>
        <dd>
          <a href="#health" aria-label={`Health ${view.health.score} of 100, see why`}>
            <HealthRing status={view.health.status} score={view.health.score} />
          </a>
          <span class="muted small headline-word">{HEALTH_WORDS[view.health.status]}</span>
        </dd>
      </div>
      <Figure
        title="Lines of code"
        value={compact(totals.source.code)}
        note={linesNote(totals)}
        href="#languages"
      />
      <Figure
        title="Files"
        value={count(totals.files)}
        note={`${count(view.coverage.files)} in the commit`}
        href="#files"
      />
      <Figure
        title="Components"
        value={count(totals.components)}
        note={plural(totals.packages, "package manifest")}
        href="#components"
      />
      <Figure
        title="Imports"
        value={compact(imports)}
        note={resolved === null ? "none found" : `${percent(resolved)} resolved`}
        href="#unresolved"
      />
      <Figure
        title="Cycles"
        value={count(view.cycles.runtime)}
        note={view.cycles.type_only === 0
          ? "between files, at run time"
          : `and ${view.cycles.type_only} of types alone`}
        href="#cycles"
      />
    </dl>
  );
}

/** What stands beside the code: data and prose where there is much of it, else the comments. */
function linesNote({ lines, source }: MapView["totals"]): string {
  const rest = lines.code - source.code;
  return rest > source.code / 4
    ? `and ${compact(rest)} of data and prose`
    : `and ${compact(source.comment)} of comments`;
}

function Figure(
  { title, value, note, href }: { title: string; value: string; note: string; href: string },
) {
  return (
    <div>
      <dt>{title}</dt>
      <dd>
        <a class="figure" href={href}>{value}</a>
        <span class="muted small">{note}</span>
      </dd>
    </div>
  );
}

export function Languages({ view, colours }: { view: MapView; colours: LanguageColours }) {
  const { source, lines } = view.totals;
  // A repository of data or prose alone still shows what it is made of.
  const whole = source.code > 0 ? source.code : lines.code;
  const shares = view.languages
    .filter((language) => language.lines.code > 0 && (language.source || source.code === 0))
    .map((language) => ({
      name: language.name,
      share: language.lines.code / whole,
      colour: language.colour,
    }));
  const beside = view.languages.filter((language) => !language.source && source.code > 0);
  return (
    <Section id="languages" title="Languages">
      {shares.length === 0
        ? <p class="muted">No file with a known language.</p>
        : <LanguageBar shares={shares} legend />}
      {beside.length > 0 && (
        <p class="muted small">
          Beside the code:{" "}
          {beside.slice(0, 4).map((language) =>
            `${count(language.lines.code)} lines of ${language.name}`
          ).join(", ")}
          {beside.length > 4 && ", …"}
        </p>
      )}
      {view.languages.length > 0 && (
        <details>
          <summary>{plural(view.languages.length, "language")} as a table</summary>
          <LanguageTable languages={view.languages} colours={colours} />
        </details>
      )}
    </Section>
  );
}
