import { z } from "zod";
import { FactoryError } from "../../domain/errors.ts";
import type { MapView } from "../../domain/wire/map_view.ts";
import { offsetIn, projectOf, tool, type ToolContext, withinTokens } from "../tool.ts";
import { project } from "./projects.ts";

/** Each section as a list of small items, so that all of them page alike. */
const SECTIONS = {
  components: (view) => view.components,
  component_dependencies: (view) => view.component_edges,
  component_cycles: (view) => view.component_cycles,
  languages: (view) => view.languages,
  frameworks: (view) => view.frameworks,
  packages: (view) => view.packages,
  external_packages: (view) => view.external.items,
  routes: (view) => view.routes.items,
  services: (view) => view.services.flatMap(({ items }) => items),
  most_depended_on: (view) => view.most_depended_on,
  file_cycles: (view) => view.cycles.items,
  unresolved_imports: (view) => view.unresolved.items,
  health: (view) => view.health.signals,
  co_changes: (view) => view.co_changes,
  skipped_files: (view) => view.coverage.skipped.items,
  failed_files: (view) => view.coverage.failed.items,
} as const satisfies Record<string, (view: MapView) => readonly unknown[]>;
type Section = keyof typeof SECTIONS;
const NAMES = Object.keys(SECTIONS) as [Section, ...Section[]];

const tokens = z.int().min(200).max(20_000).default(4_000).describe(
  "About this many tokens are answered at most.",
);

/** @throws FactoryError `project_not_found`, `map_not_ready` */
export async function viewOf(given: string | undefined, context: ToolContext) {
  const found = await projectOf(given, context);
  const view = await context.services.maps.view(found.id);
  if (view !== null) return { project: found, view };
  throw new FactoryError("map_not_ready", `${JSON.stringify(found.name)} has no map yet.`, {
    remedy: "Start one with analyze, and ask job_status until it has completed.",
  });
}

const Summary = z.object({
  name: z.string(),
  commit: z.object({
    sha: z.string(),
    branch: z.string().nullable(),
    committed_at: z.string(),
  }),
  totals: z.record(z.string(), z.unknown()),
  languages: z.array(z.string()),
  frameworks: z.array(z.string()),
  components: z.array(z.string()).describe("Ids of the largest, with lines of code."),
  health: z.object({ status: z.string(), score: z.int(), worst: z.array(z.string()) }),
  history: z.object({
    commits: z.int(),
    complete: z.boolean(),
    active_authors: z.int(),
    bus_factor: z.int(),
  }),
  sections: z.record(z.string(), z.int()).describe("Sections to ask for, with their sizes."),
});

export const getSystemMap = tool({
  name: "get_system_map",
  title: "Get the system map",
  description:
    "What a program measured of a project's current commit. Without a section: a summary (size, " +
    "languages, frameworks, largest components, health) and which sections there are. With one: its " +
    "items, a page at a time. Read the summary first; it tells you where to look.",
  input: z.object({
    project,
    section: z.enum(NAMES).optional(),
    max_tokens: tokens,
    cursor: z.string().max(20).optional().describe("next_cursor of the page before."),
  }),
  output: z.object({
    project_id: z.string(),
    commit_sha: z.string(),
    summary: Summary.optional(),
    items: z.array(z.record(z.string(), z.unknown())).optional(),
    next_cursor: z.string().nullable(),
  }),
  readOnly: true,
  forProject: true,
  async run({ project: given, section, max_tokens, cursor }, context) {
    const { project, view } = await viewOf(given, context);
    const base = { project_id: project.id, commit_sha: view.commit.sha };
    if (section === undefined) {
      return { ...base, summary: summaryOf(project.name, view), next_cursor: null };
    }
    const all = SECTIONS[section](view) as readonly Record<string, unknown>[];
    return { ...base, ...withinTokens(all, offsetIn(cursor), max_tokens) };
  },
});

function summaryOf(name: string, view: MapView): z.input<typeof Summary> {
  const bySize = [...view.components].sort((a, b) => b.source.code - a.source.code);
  const { totals, history, health } = view;
  return {
    name,
    commit: view.commit,
    totals: { ...totals, routes: view.routes.total, external_packages: view.external.total },
    languages: view.languages.slice(0, 10).map(({ name, lines }) => `${name}: ${lines.code} lines`),
    frameworks: view.frameworks.map(({ name }) => name).slice(0, 30),
    components: bySize.slice(0, 25).map(({ id, source }) => `${id}: ${source.code} lines`),
    health: {
      status: health.status,
      score: health.score,
      worst: [...health.signals].sort((a, b) => a.score - b.score).slice(0, 3)
        .map(({ title, score, detail }) => `${title} (${score}): ${detail}`),
    },
    history: {
      commits: history.commits,
      complete: history.complete,
      active_authors: history.window.authors,
      bus_factor: history.all_time.bus_factor,
    },
    sections: Object.fromEntries(NAMES.map((section) => [section, SECTIONS[section](view).length])),
  };
}

export const hotspots = tool({
  name: "hotspots",
  title: "Hotspots",
  description:
    "Files that are large and changed often in the last year: where changes are likely and costly. " +
    "Worst first; score is relative to the worst.",
  input: z.object({
    project,
    limit: z.int().min(1).max(100).default(20),
    cursor: z.string().max(20).optional(),
  }),
  output: z.object({
    since: z.string().nullable(),
    items: z.array(z.object({
      path: z.string(),
      score: z.number(),
      commits: z.int(),
      authors: z.int(),
      lines: z.int(),
    })),
    next_cursor: z.string().nullable(),
  }),
  readOnly: true,
  forProject: true,
  async run({ project, limit, cursor }, context) {
    const { view } = await viewOf(project, context);
    const offset = offsetIn(cursor);
    const end = offset + limit;
    return {
      since: view.history.since,
      items: view.hotspots.slice(offset, end),
      next_cursor: end < view.hotspots.length ? String(end) : null,
    };
  },
});

export const owners = tool({
  name: "owners",
  title: "Who knows what",
  description:
    "For each component the people with most commits (last year, all time), how many hold more than " +
    "half of the knowledge (bus factor), and whom CODEOWNERS names. Use it to find whom to ask.",
  input: z.object({
    project,
    component: z.string().max(1_000).optional().describe("A component's id or root."),
    limit: z.int().min(1).max(100).default(20),
    cursor: z.string().max(20).optional(),
  }),
  output: z.object({
    items: z.array(z.object({
      component: z.string(),
      path: z.string(),
      bus_factor: z.int(),
      authors: z.array(z.object({ name: z.string(), commits: z.int() })),
      all_time: z.array(z.object({ name: z.string(), commits: z.int() })),
      codeowners: z.array(z.string()),
    })),
    next_cursor: z.string().nullable(),
  }),
  readOnly: true,
  forProject: true,
  async run({ project, component, limit, cursor }, context) {
    const { view } = await viewOf(project, context);
    const chosen = component === undefined
      ? view.owners
      : view.owners.filter((one) => one.component === component || one.path === component);
    if (component !== undefined && chosen.length === 0) {
      throw new FactoryError(
        "file_not_found",
        `There is no component ${JSON.stringify(component)} with an owner.`,
        { remedy: "Leave it out to get all, or take an id of the section components." },
      );
    }
    const offset = offsetIn(cursor);
    const end = offset + limit;
    return {
      items: chosen.slice(offset, end).map((one) => ({
        component: one.component,
        path: one.path,
        bus_factor: one.all_time.bus_factor,
        authors: one.authors,
        all_time: one.all_time.authors,
        codeowners: one.codeowners,
      })),
      next_cursor: end < chosen.length ? String(end) : null,
    };
  },
});
