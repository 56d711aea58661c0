import type { MapView } from "../../lib/domain/wire/map_view.ts";
import { Coverage } from "./coverage.tsx";
import { History } from "./history.tsx";
import { Headline, Languages } from "./overview.tsx";
import { Components, Cycles, DependedOn, Files } from "./structure.tsx";
import { Frameworks, HealthSection, Packages, Unresolved } from "./surroundings.tsx";

const CONTENTS = [
  ["components", "Components"],
  ["files", "Files"],
  ["health", "Health"],
  ["languages", "Languages"],
  ["depended-on", "Most depended on"],
  ["cycles", "Cycles"],
  ["packages", "Packages"],
  ["frameworks", "Frameworks"],
  ["history", "History"],
  ["unresolved", "Unresolved"],
  ["coverage", "Coverage"],
  ["jobs", "Jobs"],
] as const;

/** The system map as a page: the figures, the pictures, then what stands behind them. */
export function MapDocument({ view, projectId }: { view: MapView; projectId: string }) {
  const ranks = languageRanks(view);
  return (
    <>
      <Headline view={view} />
      <nav class="contents" aria-label="On this page">
        <ul>
          {CONTENTS.map(([id, title]) => (
            <li key={id}>
              <a href={`#${id}`}>{title}</a>
            </li>
          ))}
          <li>
            <a href={`/api/system-map/${encodeURIComponent(projectId)}`}>JSON</a>
          </li>
        </ul>
      </nav>
      <Components view={view} ranks={ranks} />
      <Files view={view} ranks={ranks} />
      <HealthSection view={view} />
      <Languages view={view} ranks={ranks} />
      <DependedOn view={view} />
      <div class="pair">
        <Cycles view={view} />
        <Frameworks view={view} />
      </div>
      <Packages view={view} />
      <History view={view} />
      <Unresolved view={view} />
      <Coverage view={view} />
    </>
  );
}

/**
 * A language keeps its colour throughout the page: that of its rank by lines of code. Data and
 * prose stay grey beside code, so that translations or change logs do not outshine it.
 */
function languageRanks(view: MapView): Map<string, number> {
  return new Map(
    view.languages
      .filter((language) =>
        language.lines.code > 0 && (language.source || view.totals.source.code === 0)
      )
      .map((language, rank) => [language.name, rank]),
  );
}
