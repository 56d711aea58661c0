/** Search over names of symbols, files and packages: candidates from the index, ranked here. */
import { matchName, type NameMatch, TIERS } from "../domain/match/name.ts";
import { matchPath } from "../domain/match/path.ts";
import {
  nameSteps,
  parseQuestion,
  pathSteps,
  type Question,
  type Steps,
  type Terms,
} from "../domain/match/question.ts";
import { fold, NAME_SEARCHED_MAX } from "../domain/match/words.ts";
import {
  SEARCH_TYPES,
  type SearchHit,
  type SearchQuery,
  type SearchType,
} from "../domain/wire/search.ts";
import {
  type Candidate,
  type CandidateQuery,
  GOOD_QUALITIES,
  type SearchStore,
} from "../store/search.ts";
import type { ProjectsService, SearchService } from "./contract.ts";
import { readCursor, writeCursor } from "./cursor.ts";

/** Candidates of one type that are all looked at. Of more, at least so many of each part. */
const CANDIDATES_MAX = 400;
const CANDIDATES_OF_PART = 100;
/** Times that a step goes on where what it found is not shown. */
const ROUNDS_MAX = 4;
/** Hits that an answer and its following pages can have. */
const HITS_MAX = 500;

export function createSearchService(
  { search, projects }: { search: SearchStore; projects: Pick<ProjectsService, "get"> },
): SearchService {
  return {
    async search(query) {
      const question = parseQuestion(query.q);
      const after = query.cursor === undefined ? null : readCursor(query.cursor, PLACE_LENGTH);
      let projection: number | undefined;
      if (query.project !== undefined) {
        await projects.get(query.project);
        projection = search.projection(query.project) ?? undefined;
        if (projection === undefined) return { items: [], next_cursor: null, complete: true };
      }
      if (question.text === "") return { items: [], next_cursor: null, complete: true };
      // Pages are cut from one ranking, so a later page needs all that stands before it.
      const wanted = after === null ? query.limit + 1 : HITS_MAX;
      const { ranked, complete } = rank(search, question, query, projection, wanted);
      // By its place, not by its number: hits before it may be gone meanwhile, or be new.
      const rest = after === null
        ? ranked
        : ranked.filter((hit) => comparePlaces(placeOf(hit), after) > 0);
      const items = rest.slice(0, query.limit);
      const last = items.at(-1);
      return {
        items,
        next_cursor: rest.length > items.length && last !== undefined
          ? writeCursor(placeOf(last))
          : null,
        complete,
      };
    },
  };
}

function rank(
  search: SearchStore,
  question: Question,
  query: Pick<SearchQuery, "type" | "kind">,
  projection: number | undefined,
  wanted: number,
): { ranked: SearchHit[]; complete: boolean } {
  const types = query.kind === undefined
    ? SEARCH_TYPES.filter((type) => query.type === undefined || query.type === type)
    : query.type === undefined || query.type === "symbol"
    ? (["symbol"] as const)
    : [];
  const found = new Map<string, SearchHit>();
  let complete = true;
  for (const type of types) {
    for (
      const { candidates, all } of collect(search, type, question, query.kind, projection, wanted)
    ) {
      complete &&= all;
      let hits = 0;
      for (const candidate of candidates) {
        const key = `${type} ${candidate.id}`;
        const hit = found.get(key) ?? toHit(type, candidate, question);
        if (hit === null) continue;
        found.set(key, hit);
        hits++;
      }
      if (hits >= wanted) break;
    }
  }
  const ranked = [...found.values()].map((hit) => ({ hit, place: placeOf(hit) }))
    .sort((a, b) => comparePlaces(a.place, b.place)).map(({ hit }) => hit);
  return { ranked: ranked.slice(0, HITS_MAX), complete: complete && ranked.length <= HITS_MAX };
}

function stepsOf(type: SearchType, { text, qualified }: Question): Steps {
  if (type === "file") return pathSteps(text);
  return nameSteps(type === "symbol" ? qualified?.name ?? text : text);
}

/**
 * All candidates of a type where these are few. Else step by step, and in each step from good ones to
 * bad ones: once a part has enough hits, nothing of a later part can stand before them.
 */
function* collect(
  search: SearchStore,
  type: SearchType,
  question: Question,
  kind: SearchQuery["kind"],
  projection: number | undefined,
  wanted: number,
): Generator<{ candidates: Candidate[]; all: boolean }> {
  const steps = stepsOf(type, question);
  const scope = { kind, projection };
  const ids = search.ids(type, { ...scope, terms: steps.any, limit: CANDIDATES_MAX });
  if (ids.length < CANDIDATES_MAX) {
    yield { candidates: search.candidates(type, ids), all: true };
    return;
  }
  const limit = Math.max(CANDIDATES_OF_PART, wanted);
  const part = (terms: Terms, quality?: number) => ({
    candidates: shownOf(search, type, { ...scope, terms, quality, limit }),
    all: false,
  });
  for (const terms of [steps.exact, steps.prefix]) {
    // The worse half is not told apart: a mark that most rows have takes longer than it is worth.
    for (const quality of GOOD_QUALITIES[type]) yield part(terms, quality);
    yield part(terms);
  }
  // What is inside of something else is hardly known by a part of its name alone.
  if (type === "symbol" && question.qualified !== null) return;
  // One by one, so that two initials which many names have leave room for the rest.
  for (const terms of steps.loose) yield part([terms]);
}

/** Up to the limit that are shown; looks past some that are about to be replaced or removed. */
function shownOf(search: SearchStore, type: SearchType, query: CandidateQuery): Candidate[] {
  const shown: Candidate[] = [];
  let from = 0;
  for (let round = 0; round < ROUNDS_MAX && shown.length < query.limit; round++) {
    const ids = search.ids(type, query, from);
    shown.push(...search.candidates(type, ids));
    if (ids.length < query.limit) break;
    from = ids.at(-1)! + 1;
  }
  return shown.slice(0, query.limit);
}

function toHit(type: SearchType, candidate: Candidate, question: Question): SearchHit | null {
  const match = matchOf(type, candidate, question);
  if (match === null) return null;
  const { id: _, quality, ...shown } = candidate;
  const inPath = type === "file";
  const start = candidate.path.length - candidate.name.length;
  return {
    type,
    ...shown,
    score: scoreOf(match, quality, candidate.name, question),
    name_ranges: inPath
      ? match.ranges.filter(([from]) => from >= start)
        .map(([from, to]) => [from - start, to - start])
      : match.ranges,
    path_ranges: inPath ? match.ranges : [],
  };
}

function matchOf(type: SearchType, candidate: Candidate, question: Question): NameMatch | null {
  if (type === "file") return matchPath(question.text, candidate.path);
  const { qualified } = question;
  if (type === "package" || qualified === null) return matchName(question.text, candidate.name);
  return isInside(candidate.container, qualified.container)
    ? matchName(qualified.name, candidate.name)
    : null;
}

/** `b` and `a.b` are the end of the container `a.b`. */
function isInside(container: string | null, asked: string): boolean {
  const parts = (text: string) => fold(text).split(/\.|::|#/);
  const given = parts(container ?? "");
  const wanted = parts(asked);
  return given.slice(-wanted.length).join("\0") === wanted.join("\0");
}

/** First by tier, then by quality, then shorter names before longer ones; 0 to 1,000. */
function scoreOf({ tier }: NameMatch, quality: number, name: string, { text }: Question): number {
  const extra = tier === "exact"
    ? (name === text ? 0 : 1)
    : Math.min(39, 1 + Math.abs(name.length - text.length));
  return 1_000 - TIERS.indexOf(tier) * 200 - quality * 40 - extra;
}

/** What the order of hits follows from. Two at one place say the same, and either stands for both. */
function placeOf(hit: SearchHit): Place {
  const type = SEARCH_TYPES.indexOf(hit.type);
  const name = hit.name.slice(0, NAME_SEARCHED_MAX).toWellFormed();
  return [-hit.score, type, name, hit.project_id, hit.path, hit.line ?? 0, hit.container ?? ""];
}
type Place = (string | number)[];
const PLACE_LENGTH = 7;

function comparePlaces(a: Place, b: Place): number {
  for (let part = 0; part < PLACE_LENGTH; part++) {
    const [x, y] = [a[part]!, b[part]!];
    if (x !== y) return x < y ? -1 : 1;
  }
  return 0;
}
