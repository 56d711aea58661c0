import { GitHubImportPage, GitHubImportQuery } from "../../../lib/domain/wire/github.ts";
import { readJson } from "../../../lib/web/mod.ts";
import { define } from "../../_state.ts";

export const handler = define.handlers({
  async POST(ctx) {
    const query = await readJson(ctx.req, GitHubImportQuery);
    return ctx.json(await ctx.state.services.portfolio.importable(query, ctx.req.signal));
  },
});

export const api = define.api<typeof handler>({
  POST: {
    id: "listGitHubRepositories",
    tag: "Projects",
    summary: "List what an organisation or user of the configured GitHub has",
    description: "Registers nothing: give the `clone_url`s that are wanted to " +
      "`POST /api/projects/bulk`. It is a POST so that the token is in no address and no log.",
    body: GitHubImportQuery,
    answers: { 200: { description: "One page of repositories.", body: GitHubImportPage } },
    errors: [
      "github_off",
      "github_unauthorized",
      "github_owner_not_found",
      "github_rate_limited",
      "github_unreachable",
    ],
  },
});
