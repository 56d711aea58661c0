import { SymbolList, SymbolQuery } from "../../../../lib/domain/wire/search.ts";
import { readQuery } from "../../../../lib/web/mod.ts";
import { define } from "../../../_state.ts";

export const handler = define.handlers({
  async GET(ctx) {
    const query = readQuery(ctx.url, SymbolQuery);
    return ctx.json(await ctx.state.services.symbols.list(ctx.params["id"] ?? "", query));
  },
});

export const api = define.api<typeof handler>({
  GET: {
    id: "listSymbols",
    tag: "System maps",
    summary: "List the symbols of a project's current map, by path and line",
    description: "A page may hold fewer items than `limit`, even none, while `next_cursor` says " +
      "that there are more: a filter that few symbols pass is applied to some at a time.",
    params: { id: "The project's id." },
    query: SymbolQuery,
    answers: { 200: { description: "One page of symbols.", body: SymbolList } },
    errors: ["project_not_found"],
  },
});
