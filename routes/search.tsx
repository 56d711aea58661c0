import { SearchHits } from "../components/search_hits.tsx";
import { FactoryError } from "../lib/domain/errors.ts";
import { QUESTION_MAX, type SearchAnswer, SearchQuery } from "../lib/domain/wire/search.ts";
import { page } from "../lib/web/mod.ts";
import { define } from "./_state.ts";

const NOTHING: SearchAnswer = { items: [], next_cursor: null, complete: true };

export const handler = define.handlers({
  async GET(ctx) {
    const { searchParams } = ctx.url;
    const q = (searchParams.get("q") ?? "").trim().slice(0, QUESTION_MAX);
    const cursor = searchParams.get("cursor") ?? undefined;
    ctx.state.title = q === "" ? "Search" : `${q} · Search`;
    const query = SearchQuery.safeParse({ q, cursor });
    if (!query.success) return page({ q, answer: NOTHING, later: false });
    try {
      const answer = await ctx.state.services.search.search(query.data);
      return page({ q, answer, later: cursor !== undefined });
    } catch (error) {
      // A cursor that was cut short in a message is no reason for an error page.
      if (!(error instanceof FactoryError) || error.code !== "invalid_fields") throw error;
      return ctx.redirect(`/search?${new URLSearchParams({ q })}`);
    }
  },
});

export default define.page<typeof handler>(({ data: { q, answer, later } }) => (
  <>
    <div class="page-head">
      <h1>Search</h1>
    </div>
    <form action="/search" method="get" role="search" class="search-page">
      <label for="search-q">Symbol, file or package</label>
      <div class="search-row">
        <input
          id="search-q"
          type="search"
          name="q"
          value={q}
          maxLength={QUESTION_MAX}
          autocomplete="off"
          spellcheck={false}
        />
        <button type="submit">Search</button>
      </div>
      <p class="hint">
        A name or its beginning, initials (<code>gSM</code>), words (<code>system map</code>), what
        is inside of something (<code>Maps.publish</code>), or a path (<code>l/st/maps</code>).
      </p>
    </form>
    <SearchHits q={q} answer={answer} later={later} />
  </>
));
