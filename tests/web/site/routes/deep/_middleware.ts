import { define } from "../../state.ts";

export default define.middleware([
  (ctx) => {
    ctx.state.trail.push("deep");
    return ctx.next();
  },
  (ctx) => ctx.url.searchParams.has("stop") ? ctx.redirect("/") : ctx.next(),
]);
