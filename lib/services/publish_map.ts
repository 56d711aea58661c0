import { createHash } from "node:crypto";
import { gunzipSync, gzipSync } from "node:zlib";
import { canonicalPieces, validateMap, type Written } from "../analysis/assemble.ts";
import { languageColour } from "../analysis/language_colours.ts";
import { isSourceLanguage } from "../analysis/linguist.ts";
import { AnalysisMemory, type Kept } from "../analysis/memory.ts";
import { FactoryError } from "../domain/errors.ts";
import { ANALYZER_VERSION, SCHEMA_VERSION } from "../domain/version.ts";
import type { Picture } from "../domain/wire/graph_scene.ts";
import type { MapView } from "../domain/wire/map_view.ts";
import type { ProjectFigures } from "../domain/wire/project.ts";
import type { MapFile, SystemMap } from "../domain/wire/system_map.ts";
import { type DeflatedRuns, GZIP_LEVEL, gzipPieces } from "../platform/gzip_pieces.ts";
import type { FactStore } from "../store/facts.ts";
import type { Claim } from "../store/jobs.ts";
import type { MapDraft, MapStore } from "../store/maps.ts";
import type { FileRow } from "../store/projection/rows.ts";
import type { ProjectionStore } from "../store/projections.ts";
import { buildMapParts } from "./map_parts.ts";
import { buildMapView } from "./map_view.ts";
import { projectMap } from "./projection.ts";

const LANGUAGES_SHOWN = 6;
const WEEKS_SHOWN = 26;

/**
 * Stores a finished map as the project's current one, for lists and search too: these are written
 * beside what is shown, in many short transactions, and shown by the one that stores the map.
 * @throws FactoryError `map_invalid`; `lease_lost` where the job is cancelled or taken back: then
 *   nothing that is shown has changed
 */
export async function publishMap(
  map: SystemMap,
  identity: { id: string; projectId: string; createdAt: string },
  claim: Claim,
  { maps, facts, projections, memory = new AnalysisMemory(), signal }: {
    maps: MapStore;
    facts: Pick<FactStore, "symbols">;
    projections: ProjectionStore;
    /** Of the analysis that made the map. */
    memory?: AnalysisMemory;
    signal: AbortSignal;
  },
): Promise<void> {
  const draft = await draftMap(map, identity, memory, await lastPicture(maps, identity.projectId));
  signal.throwIfAborted();
  const staged = await projections.stage(
    projectMap(
      map,
      identity.projectId,
      facts.symbols,
      memory.slot("rows", () => new WeakMap<MapFile, FileRow>()),
    ),
    claim,
  );
  if (!await maps.publish(draft, claim, identity.createdAt, staged)) {
    throw new FactoryError("lease_lost", "The job was cancelled or taken back.");
  }
  await projections.tidy(staged);
}

/**
 * Makes a finished map ready to be stored: checked against its schema, written as canonical JSON,
 * hashed and compressed. Everything slow happens here, before the transaction.
 * @throws FactoryError `map_invalid`
 */
export async function draftMap(
  map: SystemMap,
  identity: { id: string; projectId: string; createdAt: string },
  memory: AnalysisMemory,
  previous: Picture | null = null,
): Promise<MapDraft> {
  const written = memory.kept<string, Written>("written");
  validateMap(map, written);
  const json = canonicalPieces(map, written);
  const hash = createHash("sha256");
  for (const piece of json) hash.update(piece);
  const compressed = memory.kept<string, CompressedText>("compressed");
  const meta = { map_id: identity.id, created_at: identity.createdAt };
  const view = await buildMapView(map, meta, memory, previous);
  const parts = Object.entries(buildMapParts(map))
    .map(([name, part]) => [name, compressJson(name, part, compressed)] as const);
  return {
    id: identity.id,
    project_id: identity.projectId,
    content_hash: hash.digest("hex"),
    content: gzipPieces(json, memory.slot("deflated", (): DeflatedRuns => new WeakMap())),
    view: compressJson("view", view, compressed),
    parts: Object.fromEntries(parts),
    commit_sha: map.commit.sha,
    committed_at: map.commit.committed_at,
    branch: map.commit.branch,
    schema_version: SCHEMA_VERSION,
    analyzer_version: ANALYZER_VERSION,
    shallow: map.history.shallow ? 1 : 0,
    health: map.health.status,
    figures: figuresOf(map),
  };
}

/** The picture that people have seen last of the project's components. */
async function lastPicture(maps: MapStore, projectId: string): Promise<Picture | null> {
  const view = await maps.view(projectId, ANALYZER_VERSION);
  if (view === null) return null;
  return (JSON.parse(new TextDecoder().decode(gunzipSync(view))) as MapView).scene.picture;
}

/** The few numbers that a list of projects shows. */
export function figuresOf(map: SystemMap): ProjectFigures {
  const source = map.languages.filter((language) => isSourceLanguage(language.name));
  const code = codeLines(source);
  // A repository of data or prose alone still shows what it is made of.
  const languages = code > 0 ? source : map.languages;
  const all = codeLines(languages);
  return {
    files: map.coverage.files,
    code_lines: code,
    components: map.components.length,
    dependencies: map.dependencies.filter((edge) => edge.resolution === "file").length,
    cycles: map.cycles.filter((cycle) => !cycle.type_only).length,
    health_score: map.health.score,
    languages: [...languages].sort((a, b) => b.lines.code - a.lines.code)
      .slice(0, LANGUAGES_SHOWN)
      .map((language) => ({
        name: language.name,
        share: all === 0 ? 0 : Math.round(language.lines.code / all * 1000) / 1000,
        colour: languageColour(language.name),
      })),
    weekly_commits: map.history.activity.slice(-WEEKS_SHOWN).map(({ commits }) => commits),
  };
}

function codeLines(languages: SystemMap["languages"]): number {
  return languages.reduce((sum, language) => sum + language.lines.code, 0);
}

/** A text that was compressed for the map before. */
interface CompressedText {
  text: string;
  bytes: Uint8Array<ArrayBuffer>;
}

/** Parts that say the same as those of the map before are not compressed again. */
function compressJson(
  name: string,
  value: unknown,
  known: Kept<string, CompressedText>,
): Uint8Array<ArrayBuffer> {
  const text = JSON.stringify(value);
  const last = known.get(name);
  if (last?.text === text) return last.bytes;
  const bytes = new Uint8Array(gzipSync(text, { level: GZIP_LEVEL }));
  return known.set(name, { text, bytes }).bytes;
}
