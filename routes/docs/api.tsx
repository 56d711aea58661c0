import { asset, page } from "../../lib/web/mod.ts";
import { define } from "../_state.ts";

/** The API's description for people: Swagger UI from our own origin, over /api/openapi.json. */
export const handler = define.handlers({
  GET(ctx) {
    ctx.state.title = "API";
    return page();
  },
});

export default define.page<typeof handler>(() => (
  <>
    <link rel="stylesheet" href={asset("/swagger-ui.css")} />
    <h1>API</h1>
    <p>
      The same for programs: <a href="/api/openapi.json">the OpenAPI document</a>.
    </p>
    <div id="api-reference">
      <noscript>This page needs JavaScript to show it.</noscript>
    </div>
    <script src={asset("/swagger-ui.js")} defer />
    <script src={asset("/api-reference.js")} defer />
  </>
));
