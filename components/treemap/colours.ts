/** What the colours of the treemap mean: groups of files, and their legend in numbers. */
import { type CoveragePart, FILE_FLAGS, type FilesPart } from "../../lib/domain/wire/map_parts.ts";
import { count, percent, plural } from "../format.ts";

export const COLOURINGS = [
  ["language", "Language"],
  ["churn", "Churn"],
  ["hotspot", "Hotspots"],
  ["owner", "Owner"],
  ["kind", "Test or not"],
  ["coverage", "Coverage"],
] as const;
export type ColouringName = (typeof COLOURINGS)[number][0];

/** A group of files that share a colour. */
export interface Tone {
  label: string;
  /** Of the shape; `color` is a language's own colour, as an attribute. */
  class: string;
  color?: string | undefined;
}
export interface Colouring {
  tones: Tone[];
  /** Index into `tones`, by row. */
  toneOf(row: number): number;
  /** What is said of a row beside its lines. */
  wordsOf(row: number): string;
  /** What the colours mean, in a sentence. */
  about: string;
}

/** Colours that are told apart at a time: the palette of Okabe and Ito (2008), without black. */
const CATEGORIES = 7;
const LANGUAGES = 8;
/** Lower ends of the steps above 0: commits, and hundredths of the worst score. */
const CHURN_STEPS = [1, 3, 6, 11, 21, 51];
const HEAT_STEPS = [0, 1, 5, 10, 25, 50];

/** @param rows files that are shown: the largest groups among them get the colours */
export function colouringOf(
  name: Exclude<ColouringName, "coverage">,
  part: FilesPart,
  rows: readonly number[],
  heat: Float64Array,
): Colouring {
  switch (name) {
    case "language":
      return byLanguage(part, rows);
    case "owner":
      return byOwner(part, rows);
    case "kind":
      return byKind(part);
    case "churn":
      return byChurn(part);
    case "hotspot":
      return byHeat(heat);
  }
}

/** Sums of code by a column of numbers, the highest first; without those below 0. */
function ranked(column: readonly number[], part: FilesPart, rows: readonly number[]): number[] {
  const sums = new Map<number, number>();
  for (const at of rows) sums.set(column[at]!, (sums.get(column[at]!) ?? 0) + part.code[at]!);
  return [...sums].filter(([number]) => number >= 0).sort((a, b) => b[1] - a[1] || a[0] - b[0])
    .map(([number]) => number);
}

function byLanguage(part: FilesPart, rows: readonly number[]): Colouring {
  const shown = ranked(part.language, part, rows).slice(0, LANGUAGES);
  const tone = new Map(shown.map((language, at) => [language, at]));
  return {
    about: "Coloured by language.",
    tones: [
      ...shown.map((language): Tone => {
        const { name, colour } = part.languages[language]!;
        return colour === null
          ? { label: name, class: "lang lang-other" }
          : { label: name, class: "lang", color: colour };
      }),
      { label: "Other languages", class: "lang lang-other" },
    ],
    toneOf: (row) => tone.get(part.language[row]!) ?? shown.length,
    wordsOf: (row) => part.languages[part.language[row]!]?.name ?? "no language",
  };
}

function byOwner(part: FilesPart, rows: readonly number[]): Colouring {
  const shown = ranked(part.owner, part, rows).slice(0, CATEGORIES);
  const tone = new Map(shown.map((author, at) => [author, at]));
  return {
    about: "Coloured by the author with most commits of a file, of all time.",
    tones: [
      ...shown.map((author, at) => ({ label: part.authors[author]!, class: `cat-${at}` })),
      { label: "Other authors", class: "cat-other" },
      { label: "Nobody known", class: "cat-none" },
    ],
    toneOf: (row) => tone.get(part.owner[row]!) ?? shown.length + (part.owner[row]! < 0 ? 1 : 0),
    wordsOf: (row) =>
      part.owner[row]! < 0
        ? "nobody known"
        : `${part.authors[part.owner[row]!]}: ${part.owner_commits[row]} of ${
          plural(part.commits[row]!, "commit")
        }`,
  };
}

const KINDS: readonly [label: string, flag: number, tone: string][] = [
  ["Generated", FILE_FLAGS.generated, "cat-0"],
  ["Vendored", FILE_FLAGS.vendored, "cat-5"],
  ["Tests", FILE_FLAGS.test, "cat-2"],
  ["Documentation and examples", FILE_FLAGS.documentation, "cat-6"],
  ["Code", FILE_FLAGS.code, "cat-1"],
];

function byKind(part: FilesPart): Colouring {
  const kindOf = (row: number) => {
    const found = KINDS.findIndex(([, flag]) => (part.flags[row]! & flag) !== 0);
    return found < 0 ? KINDS.length : found;
  };
  const tones = [
    ...KINDS.map(([label, , tone]) => ({ label, class: tone })),
    { label: "Data and prose", class: "cat-other" },
  ];
  return {
    about: "Coloured by what a file is: tests apart from the code that they test.",
    tones,
    toneOf: kindOf,
    wordsOf: (row) => tones[kindOf(row)]!.label.toLowerCase(),
  };
}

function byChurn(part: FilesPart): Colouring {
  return {
    about: "Coloured by commits of the last 12 months, without those of bots and mass changes.",
    tones: [
      { label: "No commit", class: "ramp-0" },
      ...CHURN_STEPS.map((from, at) => {
        const next = CHURN_STEPS[at + 1];
        const to = next === undefined ? " or more" : next - 1 === from ? "" : `–${next - 1}`;
        return { label: `${from}${to} commits`, class: `ramp-${at + 1}` };
      }),
    ],
    toneOf: (row) => stepOf(CHURN_STEPS, part.recent[row]!),
    wordsOf: (row) => `${plural(part.recent[row]!, "commit")} in 12 months`,
  };
}

/** The steps of a hotspot score, from none. */
export const HEAT_TONES: readonly Tone[] = [
  { label: "No hotspot", class: "ramp-0" },
  ...HEAT_STEPS.map((from, at) => ({
    label: from === 0 ? "below 1%" : `${from}–${HEAT_STEPS[at + 1] ?? 100}%`,
    class: `ramp-${at + 1}`,
  })),
];

/** Index into HEAT_TONES. @param score 0–1 */
export function heatStep(score: number): number {
  return score === 0 ? 0 : stepOf(HEAT_STEPS, score * 100);
}

function byHeat(heat: Float64Array): Colouring {
  return {
    about: "Coloured by hotspot score: commits of the last 12 months times lines of code, " +
      "as a share of the worst file's.",
    tones: [...HEAT_TONES],
    toneOf: (row) => heatStep(heat[row]!),
    wordsOf: (row) => heat[row]! === 0 ? "no hotspot" : `hotspot score ${percent(heat[row]!)}`,
  };
}

/** How many of the steps, ascending, a value has reached. */
function stepOf(steps: readonly number[], value: number): number {
  let reached = 0;
  while (reached < steps.length && value >= steps[reached]!) reached++;
  return reached;
}

/** The ledger as tones: analysed, failed, and the reasons why entries were skipped. */
export function ledgerTones({ skipped }: Pick<CoveragePart, "skipped">): {
  tones: Tone[];
  ofReason: (reason: string) => number;
} {
  const counts = new Map<string, number>();
  for (const { reason } of skipped) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  const reasons = [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))
    .map(([reason]) => reason).slice(0, REASON_TONES.length);
  const number = new Map(reasons.map((reason, at) => [reason, at + 2]));
  return {
    tones: [
      { label: "Analysed", class: "cat-1" },
      { label: "Failed", class: "cat-5" },
      ...reasons.map((reason, at) => ({ label: reason, class: REASON_TONES[at]! })),
      { label: "Skipped for other reasons", class: "cat-other" },
    ],
    ofReason: (reason) => number.get(reason) ?? reasons.length + 2,
  };
}
const REASON_TONES = ["cat-0", "cat-6", "cat-3", "cat-4", "cat-2"];

/** Files and area of each tone that is in the picture. */
export function legendOf(
  tones: readonly Tone[],
  items: readonly { group: number; value: number }[],
): { tone: Tone; files: number; value: number; share: number }[] {
  const sums = tones.map((tone) => ({ tone, files: 0, value: 0, share: 0 }));
  let all = 0;
  for (const { group, value } of items) {
    const sum = sums[group]!;
    sum.files++;
    sum.value += value;
    all += value;
  }
  return sums.filter(({ files }) => files > 0).map((sum) => ({
    ...sum,
    share: all === 0 ? 0 : sum.value / all,
  }));
}

/** `1,234 lines`, or of the ledger `12 files`. */
export function areaWords(value: number, unit: "line" | "file"): string {
  return `${count(value)} ${value === 1 ? unit : `${unit}s`}`;
}
