/** The Model Context Protocol, for agents (lib/mcp). Always behind a bearer token. */
import { FactoryError } from "../lib/domain/errors.ts";
import { BODY_MAX_BYTES } from "../lib/domain/limits.ts";
import { callerAddress } from "./_caller.ts";
import { define } from "./_state.ts";

export const handler = define.handlers({
  async POST(ctx) {
    const { access, agents } = ctx.state;
    const scope = access.bearer(ctx.req, callerAddress(ctx.info), agents.tokens.check);
    if (scope === null) {
      throw new FactoryError("unauthorized", "The MCP endpoint needs a token.", {
        remedy: "Send it as `Authorization: Bearer …`; the settings page says where it is.",
      });
    }
    if (Number(ctx.req.headers.get("content-length") ?? 0) > BODY_MAX_BYTES) {
      throw new FactoryError("payload_too_large", "The request is larger than 1 MiB.", {
        remedy: "Ask for less at once.",
      });
    }
    return await agents.answer(ctx.req, scope);
  },
});
