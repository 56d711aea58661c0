import type { ComponentChildren } from "preact";
import type { PreviousMap } from "../../lib/domain/wire/compare.ts";
import type { MapView } from "../../lib/domain/wire/map_view.ts";
import { compact, count, headline, percent, plural, shortSha } from "../format.ts";
import { HEALTH_WORDS, HealthRing } from "../health.tsx";
import { LanguageBar, type LanguageColours, LanguageTable } from "../languages.tsx";
import { projectHref } from "../project_href.ts";
import { Section } from "../section.tsx";
import { Ago } from "../time.tsx";

/** The headline: the six figures that a reader wants first, and how each has changed. */
export function Headline(
  { view, previous, projectId }: {
    view: MapView;
    previous: PreviousMap | null;
    projectId: string;
  },
) {
  const { totals, health } = view;
  const before = previous?.figures ?? null;
  return (
    <div class="headline">
      <dl>
        <div class="headline-health">
          <dt>Health</dt>
          <dd>
            <a href="#health" aria-label={`Health ${health.score} of 100, see why`}>
              <HealthRing status={health.status} score={health.score} />
            </a>
            <span class="muted small">{HEALTH_WORDS[health.status]}</span>
            <Change now={health.score} before={before?.health_score} good="up" />
          </dd>
        </div>
        <Figure
          title="Lines of code"
          value={headline(totals.source.code)}
          note={linesNote(totals)}
          href="#languages"
        >
          <Change now={totals.source.code} before={before?.code_lines} />
        </Figure>
        <Figure
          title="Files"
          value={count(view.coverage.files)}
          note={`${count(totals.files)} analysed`}
          href="#files"
        >
          <Change now={view.coverage.files} before={before?.files} />
        </Figure>
        <Figure
          title="Components"
          value={count(totals.components)}
          note={plural(totals.packages - (totals.packages_aside ?? 0), "package manifest")}
          href="#components"
        >
          <Change now={totals.components} before={before?.components} />
        </Figure>
        <Figure
          title="File imports"
          value={headline(totals.dependencies.file)}
          note={resolvedNote(totals.dependencies)}
          href="#unresolved"
        >
          <Change now={totals.dependencies.file} before={before?.dependencies} />
        </Figure>
        <Figure
          title="Cycles"
          value={count(view.cycles.runtime)}
          note={view.cycles.type_only === 0
            ? "between files, at run time"
            : `and ${view.cycles.type_only} of types alone`}
          href="#cycles"
        >
          <Change now={view.cycles.runtime} before={before?.cycles} good="down" />
        </Figure>
      </dl>
      {previous !== null && before !== null && (
        <p class="muted small">
          Compared with the map of{" "}
          <code title={previous.commit_sha}>{shortSha(previous.commit_sha)}</code>, committed{" "}
          <Ago at={previous.committed_at ?? previous.created_at} />
          {previous.other_analyzer &&
            "; an older analyser made it, so not every change is the code's"}.{" "}
          <a href={projectHref(projectId, "changes", { from: previous.id, to: view.map_id })}>
            See what changed
          </a>
        </p>
      )}
    </div>
  );
}

/** How a figure differs from that of the map before; nothing where that is not known. */
function Change(
  { now, before, good }: {
    now: number;
    before: number | undefined;
    /** Which way is better, where one is. */
    good?: "up" | "down";
  },
) {
  if (before === undefined) return null;
  const change = now - before;
  if (change === 0) return <span class="change muted small">same as before</span>;
  const up = change > 0;
  const better = good === undefined ? null : up === (good === "up");
  const size = count(Math.abs(change));
  return (
    <span class={`change moved small ${better === null ? "" : better ? "better" : "worse"}`}>
      <span aria-hidden="true">{up ? "+" : "−"}{size}</span>
      <span class="visually-hidden">
        {size} {up ? "more" : "fewer"}{" "}
        than before{better !== null && (better ? ", better" : ", worse")}
      </span>
    </span>
  );
}

/** How many of all imports lead somewhere known. */
function resolvedNote(
  { file, package: external, builtin, unresolved }: MapView["totals"]["dependencies"],
): string {
  const all = file + external + builtin + unresolved;
  return all === 0 ? "no import found" : `${percent(1 - unresolved / all)} of all resolved`;
}

/** What stands beside the code: data and prose where there is much of it, else the comments. */
function linesNote({ lines, source }: MapView["totals"]): string {
  const rest = lines.code - source.code;
  return rest > source.code / 4
    ? `and ${compact(rest)} of data and prose`
    : `and ${compact(source.comment)} of comments`;
}

function Figure(
  { title, value, note, href, children }: {
    title: string;
    value: string;
    note: string;
    href: string;
    /** How it has changed. */
    children: ComponentChildren;
  },
) {
  return (
    <div>
      <dt>{title}</dt>
      <dd>
        <a class="figure" href={href}>{value}</a>
        {children}
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
