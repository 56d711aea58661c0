import type { MapView } from "../../lib/domain/wire/map_view.ts";
import { pathParts } from "../file_link.tsx";
import { count, plural } from "../format.ts";
import { MoreLink, Section } from "../section.tsx";
import { ScrollTable } from "../scroll_table.tsx";

/** The ledger: analysed, skipped and failed add up to every entry of the commit. */
export function Coverage({ view: { coverage } }: { view: MapView }) {
  const { skipped, failed } = coverage;
  return (
    <Section
      id="coverage"
      title="Coverage"
      lead={
        <>
          Every file is accounted for: {count(coverage.files)} in the commit ={" "}
          {count(coverage.analysed)} analysed + {count(skipped.total)} skipped +{" "}
          {count(failed.total)} failed.
        </>
      }
    >
      <MoreLink page="coverage">All entries by reason, and how each language is read</MoreLink>
      <LedgerBar
        files={coverage.files}
        analysed={coverage.analysed}
        skipped={skipped.total}
        failed={failed.total}
      />
      {skipped.reasons.length > 0 && (
        <ul class="reasons">
          {skipped.reasons.map(({ reason, count: files }) => (
            <li key={reason}>
              <b>{count(files)}</b> {reason}
            </li>
          ))}
        </ul>
      )}
      <Ledger title="skipped" total={skipped.total} items={skipped.items} />
      <Ledger title="failed" total={failed.total} items={failed.items} />
    </Section>
  );
}

/** The parts of the ledger as one bar; the words beside it have the figures. */
export function LedgerBar(
  { files, analysed, skipped, failed }: {
    files: number;
    analysed: number;
    skipped: number;
    failed: number;
  },
) {
  const share = (part: number) => `${(part / Math.max(1, files) * 100).toFixed(2)}%`;
  return (
    <svg class="ledger-bar" width="100%" height="8" aria-hidden="true">
      <rect class="ledger-analysed" width={share(analysed)} height="8" />
      <rect class="ledger-skipped" x={share(analysed)} width={share(skipped)} height="8" />
      <rect class="ledger-failed" x={share(analysed + skipped)} width={share(failed)} height="8" />
    </svg>
  );
}

function Ledger(
  { title, total, items }: {
    title: string;
    total: number;
    items: readonly { path: string; reason: string }[];
  },
) {
  if (total === 0) return null;
  return (
    <details open={title === "failed"}>
      <summary>
        {plural(total, "file")} {title}
        {total > items.length ? `, the first ${items.length}` : ""}
      </summary>
      <ScrollTable caption={`Files ${title}, with the reason`}>
        <thead>
          <tr>
            <th scope="col">File</th>
            <th scope="col">Reason</th>
          </tr>
        </thead>
        <tbody>
          {items.map((item) => (
            <tr key={item.path}>
              <th scope="row">
                <code>{pathParts(item.path)}</code>
              </th>
              <td>{item.reason}</td>
            </tr>
          ))}
        </tbody>
      </ScrollTable>
    </details>
  );
}
