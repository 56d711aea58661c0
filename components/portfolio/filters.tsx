import { TAG_MAX } from "../../lib/domain/limits.ts";
import { HealthStatus } from "../../lib/domain/wire/common.ts";
import { HEALTH_WORDS } from "../health.tsx";
import { Icon, SEARCH } from "../icons.tsx";
import { type PortfolioState, SORT_WORDS } from "./query.ts";

interface Facet {
  name: string;
  count: number;
}

/** Search, filters and order: a plain form, which islands/Portfolio.tsx sends as one types. */
export function PortfolioFilters(
  { state, tags, languages, shown }: {
    state: PortfolioState;
    tags: readonly Facet[];
    languages: readonly Facet[];
    /** False where there is nothing to be searched. */
    shown: boolean;
  },
) {
  return (
    <form
      id="portfolio-filters"
      class="filters"
      method="get"
      action="/"
      role="search"
      aria-label="Projects"
      hidden={!shown}
    >
      <div class="search">
        <Icon path={SEARCH} />
        <input
          type="search"
          id="filter-q"
          name="q"
          defaultValue={state.q}
          placeholder="Search projects"
          aria-label="Search projects"
          autocomplete="off"
          spellcheck={false}
          maxLength={200}
        />
      </div>
      <Select
        name="health"
        label="Health"
        any="Any health"
        value={state.health}
        options={HealthStatus.options.map((health) => [health, HEALTH_WORDS[health]])}
      />
      <Select
        name="language"
        label="Language"
        any="Any language"
        value={state.language}
        options={withChosen(languages, state.language)}
      />
      {(tags.length > 0 || state.tag !== "") && (
        <Select
          name="tag"
          label="Tag"
          any="Any tag"
          value={state.tag.slice(0, TAG_MAX)}
          options={withChosen(tags, state.tag)}
        />
      )}
      <Select name="sort" label="Order" value={state.sort} options={SORT_WORDS} />
      <noscript>
        <button type="submit">Show</button>
      </noscript>
    </form>
  );
}

function Select(
  { name, label, any, value, options }: {
    name: string;
    label: string;
    any?: string;
    value: string;
    options: readonly (readonly [string, string])[];
  },
) {
  return (
    <select name={name} id={`filter-${name}`} aria-label={label}>
      {any !== undefined && <option value="">{any}</option>}
      {options.map(([option, words]) => (
        <option key={option} value={option} selected={option === value}>{words}</option>
      ))}
    </select>
  );
}

/** What the address asks for can be seen and changed, even where no project has it. */
function withChosen(facets: readonly Facet[], chosen: string): [string, string][] {
  const options = facets.map(({ name, count }): [string, string] => [name, `${name} (${count})`]);
  return chosen === "" || facets.some(({ name }) => name === chosen)
    ? options
    : [[chosen, `${chosen} (0)`], ...options];
}
