/** From a page component, its layouts and its data to the bytes of an HTML document. */
import { type ComponentChild, type ComponentType, h } from "preact";
import { renderToString } from "preact-render-to-string";
import { withAssets } from "./asset_scope.ts";
import type { LayoutProps, PageProps } from "./define.ts";
import { withIslands } from "./islands.ts";
import type { ClientBuild } from "./manifest.ts";
import type { AnyState } from "./route_table.ts";

export interface Site {
  build: ClientBuild;
  /** Island components with their names. */
  // deno-lint-ignore no-explicit-any -- any props
  islands: Map<ComponentType<any>, string>;
}

// deno-lint-ignore no-explicit-any -- page, layout and error components differ in their props only
type AnyComponent = (props: any) => ComponentChild;

/**
 * Renders `component` within `layouts` (outermost first). The scripts that the page's islands need
 * are linked at the end of its head; a page without islands loads none.
 */
export function renderDocument(
  site: Site,
  component: AnyComponent,
  layouts: readonly AnyComponent[],
  props: PageProps<unknown, AnyState>,
): string {
  const { result, used } = withAssets(
    site.build,
    () =>
      withIslands(site.islands, site.build, () => {
        const tree = layouts.reduceRight<AnyComponent>(
          (inner, layout) => () =>
            h(layout, { ...props, Component: inner } as LayoutProps<AnyState>),
          () => h(component, props),
        );
        return renderToString(h(tree, null));
      }),
  );
  return "<!DOCTYPE html>" + withScripts(result, site.build, used);
}

function withScripts(html: string, build: ClientBuild, used: Set<string>): string {
  if (used.size === 0 || build.runtime === null) return html;
  const parts = [build.runtime, ...[...used].sort().map((name) => build.islands[name])];
  const modules = new Set<string>();
  for (const part of parts) {
    if (part) [part.src, ...part.preload].forEach((url) => modules.add(url));
  }
  modules.delete(build.runtime.src);
  const tags = [...modules].map((url) => `<link rel="modulepreload" href="${url}">`).join("") +
    `<script type="module" src="${build.runtime.src}"></script>`;
  const head = html.indexOf("</head>");
  return head < 0 ? html + tags : html.slice(0, head) + tags + html.slice(head);
}
