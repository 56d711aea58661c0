/** Activity and contributors: all commits of people but merges, mass changes included. */
import type { MapHistory } from "../../domain/wire/system_map.ts";
import { compareCodeUnits } from "../paths.ts";
import type { People } from "./authors.ts";
import type { HistoryRecords } from "./records.ts";
import { DAY_SECONDS, isoSeconds, mondayOf } from "./times.ts";

const WEEKS = 52;
const MAX_CONTRIBUTORS = 100;

/**
 * The 52 calendar weeks (from Monday, in UTC) up to the one of `end`, in which the last one is not
 * over; none where there are no commits.
 * @param end seconds since 1970; later commits are left out
 */
export function activityOf(
  records: HistoryRecords,
  people: People,
  end: number,
): MapHistory["activity"] {
  if (records.commits === 0) return [];
  const first = mondayOf(end) - 7 * (WEEKS - 1);
  const weeks = Array.from({ length: WEEKS }, () => ({ commits: 0, authors: new Set<number>() }));
  for (const { time, person } of commitsOfPeople(records, people)) {
    const week = weeks[(mondayOf(time) - first) / 7];
    if (week === undefined || time > end) continue;
    week.commits++;
    week.authors.add(person);
  }
  return weeks.map(({ commits, authors }, at) => ({
    week: isoSeconds((first + 7 * at) * DAY_SECONDS).slice(0, 10),
    commits,
    authors: authors.size,
  }));
}

/** As `git shortlog -sn --no-merges` counts them: by name, most commits first. */
export function contributorsOf(
  records: HistoryRecords,
  people: People,
  window: { start: number; end: number },
): MapHistory["contributors"] {
  const found = people.names.map((name) => ({ name, commits: 0, recent: 0, first: 0, last: 0 }));
  for (const { time, person } of commitsOfPeople(records, people)) {
    const one = found[person]!;
    one.first = one.commits === 0 ? time : Math.min(one.first, time);
    one.last = Math.max(one.last, time);
    one.commits++;
    if (time >= window.start && time <= window.end) one.recent++;
  }
  const items = found.filter((one) => one.commits > 0)
    .sort((a, b) => b.commits - a.commits || compareCodeUnits(a.name, b.name))
    .slice(0, MAX_CONTRIBUTORS);
  return items.map(({ name, commits, recent, first, last }) => ({
    name,
    commits,
    recent_commits: recent,
    first_commit: isoSeconds(first),
    last_commit: isoSeconds(last),
  }));
}

function* commitsOfPeople(
  { commits, merge, author, time }: HistoryRecords,
  { ofAuthor }: People,
): Generator<{ time: number; person: number }> {
  for (let at = 0; at < commits; at++) {
    const person = ofAuthor[author[at]!]!;
    if (merge[at] === 0 && person >= 0) yield { time: time[at]!, person };
  }
}
