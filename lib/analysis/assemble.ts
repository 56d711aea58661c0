/** The last stage: the parts become one document, checked against its schema and written down. */
import { joinBytes } from "../domain/bytes.ts";
import { FactoryError } from "../domain/errors.ts";
import { SystemMap } from "../domain/wire/system_map.ts";
import type { MapDependency, MapFile, MapLanguage } from "../domain/wire/system_map.ts";
import { Kept, sameList } from "./memory.ts";
import { compareCodeUnits } from "./paths.ts";

/** Files, bytes and lines by language, all analysed files with a language counted; by name. */
export function sumLanguages(files: readonly MapFile[]): MapLanguage[] {
  const sums = new Map<string, MapLanguage>();
  for (const { language, bytes, lines } of files) {
    if (language === null) continue;
    let sum = sums.get(language);
    if (!sum) {
      sum = { name: language, files: 0, bytes: 0, lines: { code: 0, comment: 0, blank: 0 } };
      sums.set(language, sum);
    }
    sum.files++;
    sum.bytes += bytes;
    sum.lines.code += lines.code;
    sum.lines.comment += lines.comment;
    sum.lines.blank += lines.blank;
  }
  return [...sums.values()].sort((a, b) => compareCodeUnits(a.name, b.name));
}

/** The lists of a map that are as long as the repository is large. */
const LONG = ["files", "dependencies"] as const;

/** Members of a long list that follow one another, as they were checked and written. */
export interface Written {
  members: readonly object[];
  bytes: Uint8Array;
}

/**
 * Checks a map against its contract.
 * @param known runs of its long lists that were found right before, and are not looked at again
 * @throws FactoryError `map_invalid`, naming the first field that is wrong
 */
export function validateMap(map: unknown, known?: Kept<string, Written>): SystemMap {
  if (known !== undefined && isRight(map as SystemMap, known)) return map as SystemMap;
  const result = SystemMap.safeParse(map);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  throw new FactoryError(
    "map_invalid",
    `The analysis made a map that breaks its own contract at /${issue?.path.join("/") ?? ""}: ` +
      `${issue?.message ?? "unknown"}`,
    { remedy: "This is a defect of the analyser. Please report it.", cause: result.error },
  );
}

function isRight(map: SystemMap, known: Kept<string, Written>): boolean {
  const unknown = (name: (typeof LONG)[number]) =>
    [...runsOf(map, name)].flatMap(([key, members]) =>
      isSame(known.get(key), members) ? [] : members
    );
  return SystemMap.safeParse({
    ...map,
    files: unknown("files"),
    dependencies: unknown("dependencies"),
  }).success;
}

function isSame(last: Written | undefined, members: readonly object[]): last is Written {
  return last !== undefined && sameList(last.members, members);
}

/**
 * JSON of a map with the keys of every object in code unit order: equal maps are equal bytes.
 * @param known runs of its long lists that were written before; new ones are added
 * @returns pieces to be put one behind the other; those of known runs are the same arrays
 */
export function canonicalPieces(map: SystemMap, known: Kept<string, Written>): Uint8Array[] {
  const order = createKeyOrder();
  const encoder = new TextEncoder();
  const write = (value: unknown) => encoder.encode(JSON.stringify(inOrder(value, order)));
  const pieces: Uint8Array[] = [];
  Object.keys(map).sort(compareCodeUnits).forEach((key, at) => {
    pieces.push(encoder.encode(`${at === 0 ? "{" : ","}${JSON.stringify(key)}:`));
    const name = LONG.find((one) => one === key);
    if (name === undefined) return pieces.push(write(map[key as keyof SystemMap]));
    let mark = OPENING;
    for (const [key, members] of runsOf(map, name)) {
      let run = known.get(key);
      // Without the brackets: a run is a part of its list.
      if (!isSame(run, members)) {
        run = known.set(key, { members, bytes: write(members).subarray(1, -1) });
      }
      pieces.push(mark, run.bytes);
      mark = COMMA;
    }
    pieces.push(mark === OPENING ? encoder.encode("[]") : encoder.encode("]"));
  });
  pieces.push(encoder.encode("}"));
  return pieces;
}

/** `canonicalPieces`, joined. */
export function canonicalBytes(map: SystemMap): Uint8Array {
  return joinBytes(canonicalPieces(map, new Kept()));
}

const OPENING = new TextEncoder().encode("[");
const COMMA = new TextEncoder().encode(",");

/** The members whose files follow one another in one directory, and a name for them. */
function* runsOf(
  map: SystemMap,
  name: (typeof LONG)[number],
): Generator<[key: string, members: readonly object[]]> {
  const list: readonly (MapFile | MapDependency)[] = map[name];
  const pathOf = (member: MapFile | MapDependency) => "path" in member ? member.path : member.from;
  for (let start = 0, end = 0; start < list.length; start = end) {
    const first = pathOf(list[start]!);
    const length = first.lastIndexOf("/") + 1;
    const directory = first.slice(0, length);
    const inside = (path: string) => path.startsWith(directory) && path.indexOf("/", length) < 0;
    for (end = start + 1; end < list.length && inside(pathOf(list[end]!));) end++;
    yield [`${name} ${first}`, list.slice(start, end)];
  }
}

type KeyOrder = (keys: string[]) => readonly string[];

/** The value with its keys in order; what is in order already is not copied. */
function inOrder(value: unknown, order: KeyOrder): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) {
    let copy: unknown[] | null = null;
    for (let at = 0; at < value.length; at++) {
      const inner = inOrder(value[at], order);
      if (copy === null && inner !== value[at]) copy = value.slice(0, at);
      copy?.push(inner);
    }
    return copy ?? value;
  }
  const keys = Object.keys(value);
  const sorted = order(keys);
  const from = value as Record<string, unknown>;
  let same = sorted === keys;
  const copy: Record<string, unknown> = {};
  for (const key of sorted) {
    const inner = inOrder(from[key], order);
    if (inner !== from[key]) same = false;
    copy[key] = inner;
  }
  return same ? value : copy;
}

/** Sorts keys once for each of the few shapes that the objects of a map have; see `inOrder`. */
function createKeyOrder(): KeyOrder {
  const shapes = new Map<string, readonly string[] | null>();
  return (keys) => {
    const shape = keys.join("\0");
    let sorted = shapes.get(shape);
    if (sorted === undefined) {
      const inCodeUnits = [...keys].sort(compareCodeUnits);
      sorted = keys.every((key, at) => key === inCodeUnits[at]) ? null : inCodeUnits;
      shapes.set(shape, sorted);
    }
    return sorted ?? keys;
  };
}
