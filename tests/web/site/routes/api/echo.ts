import { z } from "zod";
import { readJson, readQuery } from "../../../../../lib/web/mod.ts";
import { define } from "../../state.ts";

const Body = z.strictObject({
  name: z.string().max(5),
  tags: z.array(z.string()).optional(),
  "a/b~": z.number().optional(),
});
const Query = z.object({ limit: z.coerce.number().int().max(10).default(2) });

export const handler = define.handlers({
  GET: (ctx) => ctx.json(readQuery(ctx.url, Query)),
  POST: async (ctx) => ctx.json(await readJson(ctx.req, Body), { status: 201 }),
});
