import { z } from "zod";
import { ecosystemLabel } from "../../../components/ecosystems.ts";
import { count, plural } from "../../../components/format.ts";
import {
  type DeclaredPackage,
  declaredPackages,
  isDuplicated,
  matches,
} from "../../../components/packages/declared.ts";
import { ManifestTable } from "../../../components/map/manifest_table.tsx";
import { PackageTable } from "../../../components/packages/table.tsx";
import { NameField } from "../../../components/name_field.tsx";
import { Pager, slicePage } from "../../../components/pager.tsx";
import { projectHref } from "../../../components/project_href.ts";
import { ProjectPageFrame } from "../../../components/project_page.tsx";
import { ScrollTable } from "../../../components/scroll_table.tsx";
import { Section } from "../../../components/section.tsx";
import type { PackagesPart } from "../../../lib/domain/wire/map_parts.ts";
import { SCOPES } from "../../../lib/domain/wire/map_terms.ts";
import { QUESTION_MAX } from "../../../lib/domain/wire/search.ts";
import { page } from "../../../lib/web/mod.ts";
import { pageNumber, readPart } from "../../_parts.ts";
import { define } from "../../_state.ts";

const UNDECLARED_SHOWN = 40;

const PageQuery = z.object({
  q: z.string().trim().max(QUESTION_MAX).optional(),
  ecosystem: z.string().max(40).optional(),
  scope: z.enum(SCOPES).or(z.literal("")).optional(),
  show: z.enum(["duplicates"]).or(z.literal("")).optional(),
  /** `all` counts manifests of tests and vendored code too. */
  files: z.enum(["all"]).or(z.literal("")).optional(),
  page: pageNumber,
  manifests: pageNumber,
});
type Query = z.output<typeof PageQuery>;

export const handler = define.handlers({
  async GET(ctx) {
    return page(await readPart(ctx, { part: "packages", query: PageQuery, title: "Packages" }));
  },
});

export default define.page<typeof handler>(({ data: { project, query, part } }) => (
  <ProjectPageFrame project={project} current="packages" title="Packages" hasMap={part !== null}>
    {part !== null && <Packages projectId={project.id} part={part} query={query} />}
  </ProjectPageFrame>
));

function Packages(
  { projectId, part, query }: { projectId: string; part: PackagesPart; query: Query },
) {
  const href = (change: Partial<Query>) =>
    projectHref(projectId, "packages", { ...query, page: 1, manifests: 1, ...change });
  const own = part.manifests.filter(({ aside }) => !aside);
  // Where there are no others, they are what there is to see.
  const shown = query.files === "all" || own.length === 0 ? part.manifests : own;
  const all = declaredPackages(shown);
  const found = all.filter((one) => matches(one, { ...query, duplicates: Boolean(query.show) }));
  const slice = slicePage(found, query.page);
  const manifests = slicePage(shown, query.manifests);
  const duplicated = all.filter(isDuplicated);
  if (part.manifests.length === 0) {
    return (
      <>
        <p class="empty">No manifest of a known ecosystem is in the repository.</p>
        <Undeclared part={part} />
      </>
    );
  }
  return (
    <>
      <p class="lead page-lead">
        {plural(shown.length, "manifest")} declare{shown.length === 1 ? "s" : ""}{" "}
        {plural(all.length, "package")}: {byEcosystem(all)}.{" "}
        {duplicated.length === 0 ? "None is resolved to several versions." : (
          <>
            <a href={`${href({ show: "duplicates", q: "", ecosystem: "", scope: "" })}#declared`}>
              {plural(duplicated.length, "package")}
            </a>{" "}
            {duplicated.length === 1 ? "is" : "are"} in use in several versions:{" "}
            {duplicated.slice(0, 5).map(({ name }) => name).join(", ")}
            {duplicated.length > 5 && ` and ${count(duplicated.length - 5)} more`}.
          </>
        )} <Aside all={part.manifests.length} own={own.length} shown={shown.length} href={href} />
      </p>
      <Filters all={all} query={query} />
      <Section
        id="declared"
        title="Declared packages"
        lead={found.length === all.length
          ? undefined
          : `${count(found.length)} of ${plural(all.length, "package")}.`}
      >
        {found.length === 0
          ? (
            <p class="empty">
              No package is like this.{" "}
              <a href={projectHref(projectId, "packages", { files: query.files })}>Show all</a>
            </p>
          )
          : <PackageTable packages={slice.rows} />}
        <Pager slice={slice} label="packages" hrefOf={(page) => `${href({ page })}#declared`} />
      </Section>
      <Undeclared part={part} />
      <Section id="manifests" title="Manifests">
        <ManifestTable
          manifests={manifests.rows.map(({ dependencies, ...row }) => ({
            ...row,
            declares: dependencies.length,
          }))}
        />
        <Pager
          slice={manifests}
          label="manifests"
          hrefOf={(manifests) => `${href({ page: query.page, manifests })}#manifests`}
        />
      </Section>
    </>
  );
}

/** How many manifests are of tests or vendored code, and the way to show them or leave them out. */
function Aside(
  { all, own, shown, href }: {
    /** Numbers of manifests. */
    all: number;
    own: number;
    shown: number;
    href: (change: Partial<Query>) => string;
  },
) {
  const aside = plural(all - own, "manifest");
  if (all === own) return null;
  if (own === 0) return <>All manifests are of tests or vendored code.</>;
  return shown === own
    ? (
      <>
        Left out: {aside} of tests or vendored code. <a href={href({ files: "all" })}>Show all</a>
      </>
    )
    : (
      <>
        Among them: {aside} of tests or vendored code.{" "}
        <a href={href({ files: "" })}>Leave them out</a>
      </>
    );
}

function byEcosystem(all: readonly DeclaredPackage[]): string {
  return [...Map.groupBy(all, ({ ecosystem }) => ecosystem)]
    .sort((a, b) => b[1].length - a[1].length || (a[0] < b[0] ? -1 : 1))
    .map(([ecosystem, packages]) => `${count(packages.length)} of ${ecosystemLabel(ecosystem)}`)
    .join(", ") || "none";
}

function Filters({ all, query }: { all: readonly DeclaredPackage[]; query: Query }) {
  const ecosystems = [...new Set(all.map(({ ecosystem }) => ecosystem))].sort();
  const scopes = SCOPES.filter((scope) => all.some((one) => one.scopes.includes(scope)));
  return (
    <form method="get" class="filters page-filters" role="search" aria-label="Packages">
      <NameField value={query.q} />
      {query.files && <input type="hidden" name="files" value={query.files} />}
      <label>
        Ecosystem
        <select name="ecosystem">
          <option value="">All</option>
          {ecosystems.map((one) => (
            <option key={one} value={one} selected={one === query.ecosystem}>
              {ecosystemLabel(one)}
            </option>
          ))}
        </select>
      </label>
      <label>
        Scope
        <select name="scope">
          <option value="">All</option>
          {scopes.map((one) => (
            <option key={one} value={one} selected={one === query.scope}>{one}</option>
          ))}
        </select>
      </label>
      <label>
        Versions
        <select name="show">
          <option value="">Any</option>
          <option value="duplicates" selected={query.show === "duplicates"}>several</option>
        </select>
      </label>
      <button type="submit">Filter</button>
    </form>
  );
}

/** Imports that no manifest explains: a missing declaration, or one that is made elsewhere. */
function Undeclared({ part: { undeclared } }: { part: PackagesPart }) {
  if (undeclared.length === 0) return null;
  return (
    <Section
      id="undeclared"
      title="Imported, but declared by no manifest"
      lead={`${plural(undeclared.length, "name")}${
        undeclared.length > UNDECLARED_SHOWN ? `, the ${UNDECLARED_SHOWN} most used` : ""
      }. Another package may bring it, or a manifest that is not in the repository.`}
    >
      <ScrollTable caption="Packages that files import and no manifest declares">
        <thead>
          <tr>
            <th scope="col">Package</th>
            <th scope="col" class="number">Files</th>
          </tr>
        </thead>
        <tbody>
          {undeclared.slice(0, UNDECLARED_SHOWN).map(({ name, files }) => (
            <tr key={name}>
              <th scope="row">
                <PackageName purl={name} />
              </th>
              <td class="number">{count(files)}</td>
            </tr>
          ))}
        </tbody>
      </ScrollTable>
    </Section>
  );
}

/** The name of `pkg:npm/preact` and its ecosystem; what is no package URL stays as it is. */
function PackageName({ purl }: { purl: string }) {
  const [, type, name = purl] = /^pkg:([a-z]+)\/(.+)$/.exec(purl) ?? [];
  return (
    <>
      <code>{name}</code>
      {type !== undefined && <span class="muted small">{` ${ecosystemLabel(type)}`}</span>}
    </>
  );
}
