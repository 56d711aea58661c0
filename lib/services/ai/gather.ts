/** Chooses what to send: by the map alone, without a vector database. */
import { FactoryError } from "../../domain/errors.ts";
import type { Redactor } from "../../domain/redact.ts";
import type { ConversationTurn } from "../../domain/wire/ai.ts";
import type { MapView } from "../../domain/wire/map_view.ts";
import { type SearchHit, SearchQuery } from "../../domain/wire/search.ts";
import type { SourceFile } from "../../domain/wire/source.ts";
import type { SearchService, SourcesService, SymbolsService } from "../contract.ts";
import { shortFacts, systemFacts } from "./facts.ts";
import { createMaterial, type Material } from "./material.ts";
import { termsOf } from "./terms.ts";

export interface GatherPorts {
  sources: SourcesService;
  search: SearchService;
  symbols: SymbolsService;
  redact: Redactor;
}

interface About {
  projectId: string;
  name: string;
  view: MapView;
  signal: AbortSignal;
}

const README = /^(?:docs\/)?readme(?:\.[a-z]+)?$/i;
const README_LINES = 120;
const ENTRY_LINES = 60;
const CENTRAL_LINES = 50;
const HIT_LINES = 70;
const HITS_OF_TERM = 6;
const FILES_MOST = 40;
/** What the map says may take this share of the tokens; excerpts have the rest. */
const FACTS_SHARE = 0.4;
const TURNS_REMEMBERED = 6;

/** For an explanation: the map, the README, entry points, and what others depend on. */
export async function gatherForExplanation(
  about: About,
  ports: GatherPorts,
  tokens: number,
): Promise<Material> {
  const material = createMaterial(tokens, ports.redact);
  for (const { title, lines } of systemFacts(about.name, about.view)) {
    if (material.left() < tokens * (1 - FACTS_SHARE)) break;
    material.facts(title, lines);
  }
  const { view } = about;
  const paths = view.tree.map(({ path }) => path);
  const readme = await firstReadme(about, ports, paths);
  if (readme !== null) material.excerpt(readme);
  const largest = [...view.components].sort((a, b) => b.source.code - a.source.code);
  const places = [
    ...largest.flatMap(({ entry_points }) =>
      entry_points.slice(0, 2).map((path) => ({ path, end: ENTRY_LINES }))
    ),
    ...view.most_depended_on.map(({ path }) => ({ path, end: CENTRAL_LINES })),
    ...view.hotspots.slice(0, 8).map(({ path }) => ({ path, end: CENTRAL_LINES })),
    ...largestFiles(view).map((path) => ({ path, end: CENTRAL_LINES })),
  ];
  await addExcerpts(
    places.map(({ path, end }) => ({ path, start: 1, end })),
    about,
    ports,
    material,
  );
  await addOutlines(places.map(({ path }) => path), about, ports, material);
  return await material.finish();
}

/** For a question: the map in short, what was said before, and what its words find. */
export async function gatherForQuestion(
  about: About & { question: string; before: readonly ConversationTurn[] },
  ports: GatherPorts,
  tokens: number,
): Promise<Material> {
  const material = createMaterial(tokens, ports.redact);
  for (const { title, lines } of shortFacts(about.name, about.view)) material.facts(title, lines);
  const said = about.before.filter(({ answer }) => answer !== null).slice(-TURNS_REMEMBERED);
  material.facts(
    "the conversation so far",
    said.flatMap(({ question, answer }) => [
      `Question: ${question}`,
      `Answer: ${answer!.answer.map(({ text }) => text).join(" ").slice(0, 1_500)}`,
    ]),
  );
  const hits = await find(about, ports);
  await addExcerpts(hits.map(placeOf), about, ports, material);
  await addOutlines(hits.map(({ path }) => path), about, ports, material);
  // Where its words find nothing, what everybody depends on is the best guess.
  if (hits.length === 0) {
    const central = about.view.most_depended_on.map(({ path }) => path);
    const entries = about.view.components.flatMap(({ entry_points }) => entry_points.slice(0, 1));
    const readme = await firstReadme(about, ports, about.view.tree.map(({ path }) => path));
    if (readme !== null) material.excerpt(readme);
    await addExcerpts(
      [...entries, ...central].map((path) => ({ path, start: 1, end: CENTRAL_LINES })),
      about,
      ports,
      material,
    );
  }
  return await material.finish();
}

async function find(
  { projectId, question }: { projectId: string; question: string },
  { search }: GatherPorts,
): Promise<SearchHit[]> {
  const found: SearchHit[] = [];
  for (const term of termsOf(question)) {
    const query = SearchQuery.parse({ q: term, project: projectId, limit: HITS_OF_TERM });
    found.push(...(await search.search(query)).items.filter(({ type }) => type !== "package"));
  }
  const seen = new Set<string>();
  return found.filter(({ path, line }) => {
    const place = `${path}:${line ?? 0}`;
    return !seen.has(place) && seen.add(place);
  });
}

function placeOf(
  { path, line, end_line }: SearchHit,
): { path: string; start: number; end: number } {
  if (line === null) return { path, start: 1, end: HIT_LINES };
  const start = Math.max(1, line - 3);
  return { path, start, end: Math.min(end_line ?? line, start + HIT_LINES) };
}

async function addExcerpts(
  places: readonly { path: string; start: number; end: number }[],
  about: About,
  ports: GatherPorts,
  material: ReturnType<typeof createMaterial>,
): Promise<void> {
  const seen = new Set<string>();
  for (const { path, start, end } of places) {
    if (seen.has(`${path}:${start}`) || seen.size >= FILES_MOST) continue;
    seen.add(`${path}:${start}`);
    const source = await read(about, ports, path, start, end);
    // What is too long for what is left may be followed by something shorter.
    if (source !== null && !material.excerpt(source) && material.left() < 200) return;
  }
}

/** Names and lines of what files define: cheap, and it says where to look. */
async function addOutlines(
  paths: readonly string[],
  { projectId }: About,
  { symbols }: GatherPorts,
  material: ReturnType<typeof createMaterial>,
): Promise<void> {
  for (const path of new Set(paths)) {
    if (material.left() < 300) return;
    const { items } = await symbols.list(projectId, { path, limit: 40 });
    material.facts(
      `definitions in ${path}`,
      items.map(({ kind, name, container, line, end_line }) =>
        `${line}-${end_line} ${kind} ${container === null ? "" : `${container}.`}${name}`
      ),
    );
  }
}

/** Files of code, the largest of each component first. */
function largestFiles(view: MapView): string[] {
  const bySize = view.tree.filter(({ files, language }) => files === 1 && language !== null)
    .sort((a, b) => b.code - a.code);
  const seen = new Set<string | null>();
  const first = bySize.filter(({ component }) => !seen.has(component) && seen.add(component));
  return [...first, ...bySize].slice(0, FILES_MOST).map(({ path }) => path);
}

async function firstReadme(
  about: About,
  ports: GatherPorts,
  paths: readonly string[],
): Promise<SourceFile | null> {
  const named = paths.filter((path) => README.test(path));
  // The tree leaves prose out beside code, so the usual names are tried.
  for (const path of [...named, "README.md", "README.rst", "README", "readme.md", "README.txt"]) {
    const source = await read(about, ports, path, 1, README_LINES);
    if (source !== null && source.text !== "") return source;
  }
  return null;
}

/** null for what cannot be read: a model is sent what there is. */
async function read(
  { projectId, view, signal }: About,
  { sources }: GatherPorts,
  path: string,
  start: number,
  end: number,
): Promise<SourceFile | null> {
  try {
    return await sources.read(projectId, { path, commit: view.commit.sha, start, end }, signal);
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof FactoryError) return null;
    throw error;
  }
}
