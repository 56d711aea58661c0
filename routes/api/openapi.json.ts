import { z } from "zod";
import { define } from "../_state.ts";

export const handler = define.handlers({
  GET: (ctx) => ctx.json(ctx.state.openapi()),
});

export const api = define.api<typeof handler>({
  GET: {
    id: "getOpenApi",
    tag: "Schemas",
    summary: "Get this description",
    answers: {
      200: {
        description: "OpenAPI 3.1.",
        body: z.looseObject({
          openapi: z.string(),
          info: z.looseObject({}),
          paths: z.looseObject({}),
        }),
      },
    },
  },
});
