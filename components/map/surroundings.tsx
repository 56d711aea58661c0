import type { MapView } from "../../lib/domain/wire/map_view.ts";
import { ecosystemLabel } from "../ecosystems.ts";
import { count, plural } from "../format.ts";
import { EvidenceList, HealthSignals } from "../health_signals.tsx";
import { BarList, MoreLink, Section } from "../section.tsx";
import { ManifestTable } from "./manifest_table.tsx";
import { UnresolvedTable } from "./unresolved_table.tsx";

export function HealthSection({ view }: { view: MapView }) {
  return (
    <Section
      id="health"
      title="Health"
      lead={`${view.health.score} of 100: the weighted mean of ${
        plural(view.health.signals.length, "signal")
      }, the weakest first. Each shows its evidence.`}
    >
      <HealthSignals signals={view.health.signals} />
    </Section>
  );
}

export function Frameworks({ view }: { view: MapView }) {
  return (
    <Section id="frameworks" title="Frameworks">
      <MoreLink page="services">With services, routes, entry points and all evidence</MoreLink>
      {view.frameworks.length === 0
        ? <p class="muted">No known framework is declared or configured here.</p>
        : (
          <ul class="chips">
            {view.frameworks.map((framework) => (
              <li key={framework.name}>
                <details class="chip">
                  <summary>{framework.name}</summary>
                  <EvidenceList
                    places={framework.evidence}
                    total={framework.evidence_total}
                  />
                </details>
              </li>
            ))}
          </ul>
        )}
    </Section>
  );
}

export function Packages({ view }: { view: MapView }) {
  const { external, totals } = view;
  const packages = view.packages.filter(({ aside }) => aside !== true);
  const aside = totals.packages_aside ?? 0;
  const own = totals.packages - aside;
  return (
    <Section
      id="packages"
      title="Packages"
      lead={`${plural(own, "manifest")}${
        aside === 0 ? "" : `, and ${count(aside)} of tests or vendored code`
      } in the repository; its code imports ${plural(external.total, "external package")}.`}
    >
      <MoreLink page="packages">
        All packages with versions, scopes and where they are declared
      </MoreLink>
      {external.items.length > 0 && (
        <>
          <h3>Most used external packages, by importing files</h3>
          <BarList
            caption="External packages by the number of files that import them"
            unit="Files"
            rows={external.items.map((item) => ({
              label: item.name,
              value: item.files,
              note: item.ecosystem === null ? undefined : ecosystemLabel(item.ecosystem),
            }))}
          />
        </>
      )}
      {packages.length > 0 && (
        <details open={packages.length <= 6}>
          <summary>{plural(own, "manifest")}</summary>
          <ManifestTable
            manifests={packages.map(({ dependencies, aside: _, ...row }) => ({
              ...row,
              declares: dependencies,
            }))}
          />
          {own > packages.length && (
            <p class="muted small">
              {count(own - packages.length)} more manifests are on the packages' page.
            </p>
          )}
        </details>
      )}
    </Section>
  );
}

export function Unresolved({ view: { unresolved } }: { view: MapView }) {
  return (
    <Section
      id="unresolved"
      title="Unresolved imports"
      lead={unresolved.total === 0
        ? "Every import leads to a file, a package or a builtin."
        : `${
          plural(unresolved.total, "import")
        } without a target in this repository, its packages or the language itself. No edge was invented.`}
    >
      {unresolved.total > 0 && <MoreLink page="coverage">All of them, by language</MoreLink>}
      {unresolved.items.length > 0 && (
        <details>
          <summary>
            {unresolved.total > unresolved.items.length
              ? `The first ${unresolved.items.length}, each with its reason`
              : "Each with its reason"}
          </summary>
          <UnresolvedTable imports={unresolved.items} />
        </details>
      )}
    </Section>
  );
}
