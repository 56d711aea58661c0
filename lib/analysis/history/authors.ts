/** Who made commits: people by name, as `git shortlog` groups them, and programs apart. */
import type { HistoryRecords } from "./records.ts";

const BOT =
  /\[bot\]|^(dependabot|renovate|greenkeeper|github-actions|semantic-release-bot|pre-commit-ci|snyk-bot|web-flow|imgbot|allcontributors|mergify|codecov|weblate|transifex|pyup-bot|depfu|k8s-ci-robot)\b|\bbot$/i;
const BOT_ADDRESS = /\[bot\]@|^(bot|noreply)@github\.com$/i;

/** An account that a program commits with (docs/health.md, History). */
function isBot(name: string, email: string): boolean {
  return BOT.test(name) || BOT_ADDRESS.test(email);
}

export interface People {
  names: string[];
  /** By the author column: index into `names`; -1 for a bot. */
  ofAuthor: Int32Array;
}

/** One person for all addresses of one name, after .mailmap. */
export function findPeople({ names, emails }: HistoryRecords): People {
  const people: string[] = [];
  const numbers = new Map<string, number>();
  const ofAuthor = new Int32Array(names.length);
  names.forEach((name, at) => {
    if (isBot(name, emails[at]!)) {
      ofAuthor[at] = -1;
      return;
    }
    let number = numbers.get(name);
    if (number === undefined) {
      number = people.length;
      people.push(name);
      numbers.set(name, number);
    }
    ofAuthor[at] = number;
  });
  return { names: people, ofAuthor };
}
