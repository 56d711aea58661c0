import { FILE_FLAGS, type FilesPart } from "../../lib/domain/wire/map_parts.ts";

export interface ShortFileRow {
  path: string;
  /** Default: TypeScript. */
  language?: string;
  code: number;
  recent?: number;
  owner?: string;
  test?: boolean;
  vendored?: boolean;
}

/** The part of a map that its file pages read, from rows; Markdown is no code. */
export function filesPart(rows: readonly ShortFileRow[]): FilesPart {
  const languages: string[] = [];
  const authors: string[] = [];
  const number = (list: string[], name: string | undefined) => {
    if (name === undefined) return -1;
    return list.includes(name) ? list.indexOf(name) : list.push(name) - 1;
  };
  const zeros = rows.map(() => 0);
  return {
    since: "2025-01-01T00:00:00Z",
    components: [{ id: "root", name: "shop", root: "" }],
    component: zeros,
    path: rows.map(({ path }) => path),
    language: rows.map(({ language = "TypeScript" }) => number(languages, language)),
    owner: rows.map(({ owner }) => number(authors, owner)),
    code: rows.map(({ code }) => code),
    comment: zeros,
    blank: zeros,
    flags: rows.map(({ language, test, vendored }) =>
      (language === "Markdown" ? 0 : FILE_FLAGS.code) | (test ? FILE_FLAGS.test : 0) |
      (vendored ? FILE_FLAGS.vendored : 0)
    ),
    recent: rows.map(({ recent = 0 }) => recent),
    commits: rows.map(({ recent = 0 }) => recent),
    author_count: rows.map(({ owner }) => owner === undefined ? 0 : 1),
    owner_commits: rows.map(({ recent = 0 }) => recent),
    changed: zeros,
    languages: languages.map((name) => ({ name, colour: null })),
    authors,
  };
}
