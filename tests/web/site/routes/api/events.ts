import { define } from "../../state.ts";

export const handler = define.handlers({
  GET: () =>
    new Response("data: " + "z".repeat(3_000) + "\n\n", {
      headers: { "content-type": "text/event-stream" },
    }),
});
