import { GitHubAnswers } from "../domain/github.ts";
import type { Database } from "./database.ts";

/** All SQL about what GitHub said; one row a project. */
export function createGitHubStore(database: Database) {
  const db = database.kysely;
  return {
    async find(projectId: string): Promise<{ answers: GitHubAnswers; fetchedAt: string } | null> {
      const row = await db.selectFrom("github_answers").select(["answers", "fetched_at"])
        .where("project_id", "=", projectId).executeTakeFirst();
      return row === undefined ? null : {
        answers: GitHubAnswers.parse(JSON.parse(row.answers)),
        fetchedAt: row.fetched_at,
      };
    },

    /** Stores the answers of a project, unless it was removed meanwhile. */
    async put(projectId: string, answers: GitHubAnswers, now: string): Promise<void> {
      const text = JSON.stringify(answers);
      await db.insertInto("github_answers").columns(["project_id", "answers", "fetched_at"])
        .expression((eb) =>
          eb.selectFrom("projects")
            .select(["id", eb.val(text).as("answers"), eb.val(now).as("fetched_at")])
            .where("id", "=", projectId)
        )
        .onConflict((conflict) =>
          conflict.column("project_id").doUpdateSet({ answers: text, fetched_at: now })
        ).execute();
    },

    async remove(projectId: string): Promise<void> {
      await db.deleteFrom("github_answers").where("project_id", "=", projectId).execute();
    },
  };
}
export type GitHubStore = ReturnType<typeof createGitHubStore>;
