import { z } from "zod";
import { SystemMap } from "../../../lib/domain/wire/system_map.ts";
import { define } from "../../_state.ts";

export const handler = define.handlers({
  GET: (ctx) =>
    ctx.json({ title: "System map, schema version 1", ...z.toJSONSchema(SystemMap) }, {
      headers: { "content-type": "application/schema+json" },
    }),
});
