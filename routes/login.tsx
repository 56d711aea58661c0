import { FactoryError } from "../lib/domain/errors.ts";
import { page } from "../lib/web/mod.ts";
import { callerAddress } from "./_caller.ts";
import { readForm } from "./_forms.ts";
import { define } from "./_state.ts";

export const handler = define.handlers({
  GET(ctx) {
    const { access, signedIn } = ctx.state;
    const next = localPath(ctx.url.searchParams.get("next"));
    if (!access.required || signedIn) return ctx.redirect(next);
    ctx.state.title = "Log in";
    return page({ next, wrong: false });
  },

  async POST(ctx) {
    const { access } = ctx.state;
    const form = await readForm(ctx.req);
    const next = localPath(form.get("next") ?? null);
    if (!access.required) return ctx.redirect(next);
    const cookie = access.logIn(
      form.get("token") ?? "",
      callerAddress(ctx.info),
      ctx.url.protocol === "https:",
    );
    if (cookie === null) {
      ctx.state.title = "Log in";
      return page({ next, wrong: true }, { status: 401 });
    }
    const response = ctx.redirect(next);
    response.headers.append("set-cookie", cookie);
    return response;
  },
});

export default define.page<typeof handler>(({ data: { next, wrong } }) => (
  <div class="login">
    <h1>Log in</h1>
    <form method="post" action="/login" class="login-form">
      <input type="hidden" name="next" value={next} />
      <label for="token">Token</label>
      <input
        id="token"
        name="token"
        type="password"
        required
        autocomplete="current-password"
        autofocus
        aria-describedby="token-note"
        aria-invalid={wrong ? "true" : undefined}
      />
      <p
        id="token-note"
        class={wrong ? "field-error" : "field-hint"}
        role={wrong ? "alert" : undefined}
      >
        {wrong
          ? "This is not the server's token. Check it and try again."
          : "The value of AUTH_TOKEN that this server was started with."}
      </p>
      <button type="submit" class="primary">Log in</button>
    </form>
  </div>
));

/** Where to go afterwards: a path of this site, or the start page. */
function localPath(next: string | null): string {
  if (next === null || !/^\/(?![/\\])/.test(next)) return "/";
  if (next.length > 2_000) throw new FactoryError("malformed_request", "The address is too long.");
  return next;
}
