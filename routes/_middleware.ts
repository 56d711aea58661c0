import { FactoryError } from "../lib/domain/errors.ts";
import { callerAddress } from "./_caller.ts";
import { define } from "./_state.ts";

/** What is open without a token: a probe's answer and the way in. Static files never come here. */
const OPEN = new Set(["/api/health", "/login"]);

export default define.middleware((ctx) => {
  const { access } = ctx.state;
  const { pathname, search } = ctx.url;
  access.checkHost(ctx.url);
  access.checkOrigin(ctx.req, ctx.url);
  // It has tokens of its own, and needs one in any case.
  if (pathname === "/mcp") return ctx.next();
  if (!access.required) return ctx.next();
  const open = OPEN.has(pathname);
  // An open page asks for no token, so none is counted as wrong there.
  if (!open || ctx.req.headers.has("cookie")) {
    ctx.state.signedIn = access.admits(ctx.req, callerAddress(ctx.info));
  }
  if (open || ctx.state.signedIn) return ctx.next();
  const read = ctx.req.method === "GET" || ctx.req.method === "HEAD";
  if (read && !pathname.startsWith("/api/") && pathname !== "/metrics") {
    const next = pathname + search;
    return ctx.redirect(next === "/" ? "/login" : `/login?next=${encodeURIComponent(next)}`);
  }
  throw new FactoryError("unauthorized", "This needs the server's token.", {
    remedy: "Send it as `Authorization: Bearer …`, or log in at /login.",
  });
});
