/**
 * Whom a CODEOWNERS file names, as GitHub and GitLab read it: the last matching pattern wins, in
 * GitLab's sections the last of each section, and a pattern without owners (and without owners of
 * its section) clears them.
 */
import { compileGlob } from "./globs.ts";

/** Where GitHub and GitLab look for it, in their order. */
export const CODEOWNERS_PATHS = [
  ".github/CODEOWNERS",
  "CODEOWNERS",
  "docs/CODEOWNERS",
  ".gitlab/CODEOWNERS",
];
const MAX_RULES = 5_000;
/** GitLab's `[Name]`, `^[Optional]`, `[Two approvals][2]`, each with owners of the whole section. */
const SECTION = /^\^?\[([^\]]+)\](?:\[\d+\])?(?=\s|$)/;
/** `@user`, `@org/team`, `@@role`, an e-mail address. */
const OWNER = /^@@?[\w.-]+(\/[\w./-]+)?$|^[^@\s]+@[^@\s]+$/;

interface Rule {
  section: string;
  matches(path: string): boolean;
  owners: string[];
}

/**
 * Reads the file's text; answers who owns everything in a directory, "" being the root.
 * Words after a pattern that name nobody are passed over, as both do.
 */
export function readCodeowners(text: string): (directory: string) => string[] {
  const rules = parseRules(text);
  const sections = [...Map.groupBy(rules, (rule) => rule.section).values()];
  return (directory) => {
    // Stands for any file of the directory: no pattern names it, so only general ones match.
    const anyFile = directory === "" ? "\0" : `${directory}/\0`;
    return [
      ...new Set(
        sections.flatMap((section) =>
          section.findLast((rule) => rule.matches(anyFile))?.owners ?? []
        ),
      ),
    ];
  };
}

function parseRules(text: string): Rule[] {
  const rules: Rule[] = [];
  let section = "";
  let sectionOwners: string[] = [];
  for (const raw of text.split("\n")) {
    if (rules.length >= MAX_RULES) break;
    const line = raw.replace(/(^|\s)#.*$/, "").trim();
    if (line === "") continue;
    const heading = SECTION.exec(line);
    if (heading !== null) {
      // Sections of one name are one section, in whatever case it is written.
      section = heading[1]!.toLowerCase();
      sectionOwners = ownersIn(line.slice(heading[0].length));
      continue;
    }
    // A backslash keeps a space in the pattern.
    const pattern = /^(?:\\.|[^\s\\])+/.exec(line)?.[0] ?? "";
    // GitHub passes over exclusions, which GitLab alone knows.
    if (pattern === "" || pattern.startsWith("!")) continue;
    const owners = ownersIn(line.slice(pattern.length));
    rules.push({
      section,
      // `docs/*` owns the files directly in docs, not those further down.
      matches: compileGlob(pattern.replaceAll("\\ ", " "), { below: !pattern.endsWith("/*") }),
      owners: owners.length > 0 ? owners : sectionOwners,
    });
  }
  return rules;
}

function ownersIn(text: string): string[] {
  return text.split(/\s+/).filter((word) => OWNER.test(word));
}
