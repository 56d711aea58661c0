import type { ComponentChildren } from "preact";
import type { PreviousMap } from "../../lib/domain/wire/compare.ts";
import type { MapView } from "../../lib/domain/wire/map_view.ts";
import { ProjectFiles } from "../file_link.tsx";
import type { LanguageColours } from "../languages.tsx";
import { Coverage } from "./coverage.tsx";
import { History } from "./history.tsx";
import { Routes, Services } from "./offerings.tsx";
import { Headline, Languages } from "./overview.tsx";
import { Components, Cycles, DependedOn, Files } from "./structure.tsx";
import { Frameworks, HealthSection, Packages, Unresolved } from "./surroundings.tsx";

const CONTENTS = [
  ["explanation", "In words"],
  ["components", "Components"],
  ["files", "Files"],
  ["health", "Health"],
  ["languages", "Languages"],
  ["depended-on", "Most depended on"],
  ["cycles", "Cycles"],
  ["packages", "Packages"],
  ["frameworks", "Frameworks"],
  ["services", "Services"],
  ["routes", "Routes"],
  ["history", "History"],
  ["unresolved", "Unresolved"],
  ["coverage", "Coverage"],
  ["jobs", "Jobs"],
] as const;

/** The system map as a page: the figures, the pictures, then what stands behind them. */
export function MapDocument(
  { view, previous, projectId, children }: {
    view: MapView;
    /** The map before it, of another commit. */
    previous: PreviousMap | null;
    projectId: string;
    /** What is said about the map, after its figures. */
    children?: ComponentChildren;
  },
) {
  const colours = languageColours(view);
  const absent = new Set<string>([
    ...(view.services.length === 0 ? ["services"] : []),
    ...(view.routes.total === 0 ? ["routes"] : []),
  ]);
  return (
    <ProjectFiles.Provider value={projectId}>
      <Headline view={view} previous={previous} projectId={projectId} />
      <nav class="contents" aria-label="On this page">
        <ul>
          {CONTENTS.filter(([id]) => !absent.has(id)).map(([id, title]) => (
            <li key={id}>
              <a href={`#${id}`}>{title}</a>
            </li>
          ))}
          <li>
            <a href={`/api/system-map/${encodeURIComponent(projectId)}`}>JSON</a>
          </li>
        </ul>
      </nav>
      {children}
      <Components view={view} colours={colours} />
      <Files view={view} colours={colours} />
      <HealthSection view={view} />
      <Languages view={view} colours={colours} />
      <DependedOn view={view} />
      <div class="pair">
        <Cycles view={view} />
        <Frameworks view={view} />
      </div>
      <Services view={view} />
      <Routes view={view} />
      <Packages view={view} />
      <History view={view} />
      <Unresolved view={view} />
      <Coverage view={view} />
    </ProjectFiles.Provider>
  );
}

/**
 * A language has the same colour on every page. Data and prose stay grey beside code, so that
 * translations or change logs do not outshine it.
 */
function languageColours(view: MapView): LanguageColours {
  const shown = view.languages.filter((one) => one.source || view.totals.source.code === 0);
  return new Map(
    shown.flatMap(({ name, colour }) => colour === null ? [] : [[name, colour] as const]),
  );
}
