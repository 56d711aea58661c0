import { z } from "zod";
import { SystemMap } from "../../../lib/domain/wire/system_map.ts";
import { define } from "../../_state.ts";

export const handler = define.handlers({
  GET: (ctx) =>
    ctx.json({ title: "System map, schema version 1", ...z.toJSONSchema(SystemMap) }, {
      headers: { "content-type": "application/schema+json" },
    }),
});

export const api = define.api<typeof handler>({
  GET: {
    id: "getSystemMapSchema",
    tag: "Schemas",
    summary: "Get the JSON Schema of the system map",
    answers: {
      200: {
        description: "JSON Schema 2020-12.",
        body: z.looseObject({ $schema: z.string() }),
        mediaType: "application/schema+json",
      },
    },
  },
});
