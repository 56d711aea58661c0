import { etagOf, notModified } from "../../../../../lib/web/mod.ts";
import { define } from "../../state.ts";

export const handler = define.handlers({
  GET(ctx) {
    const etag = etagOf("v1");
    return notModified(ctx.req, etag) ??
      ctx.json({ text: "x".repeat(2_000) }, { headers: { etag } });
  },
});
