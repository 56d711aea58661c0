import { SearchAnswer, SearchQuery } from "../../lib/domain/wire/search.ts";
import { readQuery } from "../../lib/web/mod.ts";
import { define } from "../_state.ts";

export const handler = define.handlers({
  async GET(ctx) {
    return ctx.json(await ctx.state.services.search.search(readQuery(ctx.url, SearchQuery)));
  },
});

export const api = define.api<typeof handler>({
  GET: {
    id: "search",
    tag: "System maps",
    summary: "Find symbols, files and packages by name",
    description: "In the current map of one project or of all. Best first: whole names, " +
      "beginnings, initials and words, parts of names; what is exported before what is not, code " +
      "before tests, vendored and generated files. Questions of one or two characters find whole " +
      "names, beginnings and initials.",
    query: SearchQuery,
    answers: { 200: { description: "One page of hits.", body: SearchAnswer } },
    errors: ["project_not_found"],
  },
});
