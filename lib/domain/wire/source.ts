/** A file of a commit, or a part of it. */
import { z } from "zod";

export const SOURCE_LINES_MAX = 5_000;

const line = z.coerce.number().int().min(1).max(100_000_000);

export const SourceQuery = z.object({
  path: z.string().min(1).max(4_096).meta({
    description: "As the map writes it, from the repository's root.",
    examples: ["src/main.ts"],
  }),
  commit: z.string().max(64).optional().describe(
    "A commit that has a map: its id or at least the first 7 digits; default: the current map's.",
  ),
  start: line.optional().meta({ description: "First line; default: 1.", examples: [1] }),
  end: line.optional().describe(`Last line; at most ${SOURCE_LINES_MAX} are answered at a time.`),
});
export type SourceQuery = z.infer<typeof SourceQuery>;

export const SourceFile = z.object({
  project_id: z.string(),
  commit_sha: z.string(),
  path: z.string(),
  oid: z.string(),
  language: z.string().nullable(),
  component: z.string(),
  bytes: z.int(),
  total_lines: z.int().min(0),
  start_line: z.int().min(1),
  end_line: z.int().min(0).describe("Before start_line where the file is empty."),
  text: z.string().describe("Of these lines, joined by line feeds."),
  truncated: z.boolean().describe("True where fewer lines are answered than were asked for."),
});
export type SourceFile = z.infer<typeof SourceFile>;
