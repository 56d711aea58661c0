import type { MapView } from "../../lib/domain/wire/map_view.ts";
import type { MapRoute, MapService, ServiceKind } from "../../lib/domain/wire/system_map.ts";
import { count, plural } from "../format.ts";
import { FileLink } from "../file_link.tsx";
import { ScrollTable } from "../scroll_table.tsx";
import { Section } from "../section.tsx";

/** HTTP routes; absent where there are none. */
export function Routes({ view: { routes } }: { view: MapView }) {
  if (routes.total === 0) return null;
  return (
    <Section
      id="routes"
      title="Routes"
      lead={
        <>
          {plural(routes.total, "HTTP route")}, as the files declare them:{" "}
          {routes.frameworks.map((one) => `${count(one.count)} of ${one.name}`).join(", ")}.
          Prefixes that a router is mounted under are not added.
        </>
      }
    >
      <details open={routes.total <= SHORT}>
        <summary>
          {plural(routes.total, "route")}
          {routes.total > routes.items.length ? `, the first ${routes.items.length}` : ""}
        </summary>
        <RouteTable routes={routes.items} />
      </details>
    </Section>
  );
}

/** Longer lists begin closed. */
const SHORT = 12;

/** What one of a kind is called. */
export const SERVICE_WORDS: Readonly<Record<ServiceKind, string>> = {
  compose: "Compose service",
  kubernetes: "Kubernetes object",
  helm: "Helm chart",
  terraform: "Terraform block",
  workflow: "workflow",
  api: "interface",
  image: "image",
  process: "process",
  function: "function",
};

/** What the repository runs, deploys and offers; absent where there is nothing. */
export function Services({ view: { services } }: { view: MapView }) {
  if (services.length === 0) return null;
  return (
    <Section
      id="services"
      title="Services"
      lead="What the repository runs, deploys and offers, as its own files say."
    >
      {services.map(({ kind, total, items }) => (
        <details key={kind} open={total <= SHORT}>
          <summary>
            {plural(total, SERVICE_WORDS[kind])}
            {total > items.length ? `, the first ${items.length}` : ""}
          </summary>
          <ServiceTable
            caption={`${plural(total, SERVICE_WORDS[kind])}, with the line of each`}
            services={items}
          />
        </details>
      ))}
    </Section>
  );
}

export function RouteTable({ routes }: { routes: readonly MapRoute[] }) {
  return (
    <ScrollTable caption="Routes, with the line that declares each">
      <thead>
        <tr>
          <th scope="col">Route</th>
          <th scope="col">Declared in</th>
          <th scope="col">Framework</th>
        </tr>
      </thead>
      <tbody>
        {routes.map((route) => (
          <tr key={`${route.handler_path}:${route.line} ${route.method} ${route.path}`}>
            <th scope="row">
              <span class="muted">{route.method}</span>{" "}
              <code>{route.path === "" ? "(the prefix alone)" : route.path}</code>
            </th>
            <td>
              <FileLink path={route.handler_path} line={route.line} />
            </td>
            <td>{route.framework}</td>
          </tr>
        ))}
      </tbody>
    </ScrollTable>
  );
}

export function ServiceTable(
  { caption, services }: { caption: string; services: readonly MapService[] },
) {
  return (
    <ScrollTable caption={caption}>
      <thead>
        <tr>
          <th scope="col">Name</th>
          <th scope="col">Type</th>
          <th scope="col" class="words-cell">Details</th>
          <th scope="col">Declared in</th>
        </tr>
      </thead>
      <tbody>
        {services.map((one) => (
          <tr key={`${one.path}:${one.line} ${one.name}`}>
            <th scope="row">{one.name}</th>
            <td>{one.type}</td>
            <td>
              {one.details.map(({ label, values }) => `${label}: ${values.join(", ")}`).join(
                "; ",
              )}
            </td>
            <td>
              <FileLink path={one.path} line={one.line} />
            </td>
          </tr>
        ))}
      </tbody>
    </ScrollTable>
  );
}
