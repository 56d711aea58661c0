import type { PartComponent } from "../lib/domain/wire/map_parts.ts";

/** A form that reads a page anew for one component. */
export function ComponentFilter(
  { components, chosen }: { components: readonly PartComponent[]; chosen: string | undefined },
) {
  if (components.length < 2) return null;
  return (
    <form method="get" class="filters page-filters">
      <label>
        Component
        <select name="component">
          <option value="">All components</option>
          {[...components].sort((a, b) => a.name < b.name ? -1 : 1).map(({ id, name, root }) => (
            <option key={id} value={id} selected={id === chosen}>
              {name === root || root === "" ? name : `${name} (${root})`}
            </option>
          ))}
        </select>
      </label>
      <button type="submit">Show</button>
    </form>
  );
}
