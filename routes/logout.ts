import { define } from "./_state.ts";

export const handler = define.handlers({
  POST(ctx) {
    const response = ctx.redirect("/login");
    response.headers.append("set-cookie", ctx.state.access.logOut());
    return response;
  },
});
