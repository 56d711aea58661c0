import { gzipSync } from "node:zlib";
import { gzipResponse } from "../../../../../lib/web/mod.ts";
import { define } from "../../state.ts";

const stored = new Uint8Array(gzipSync(JSON.stringify({ stored: "y".repeat(2_000) })));

export const handler = define.handlers({
  GET: (ctx) => gzipResponse(ctx.req, stored, { headers: { "content-type": "application/json" } }),
});
