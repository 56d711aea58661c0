import { FactoryError } from "../../../../../lib/domain/errors.ts";
import { define } from "../../state.ts";

export const handler = define.handlers((ctx) => {
  if (ctx.url.searchParams.has("typed")) {
    throw new FactoryError("rate_limited", "Too many requests.", { retryAfterSeconds: 1.5 });
  }
  throw new Error("secret cause");
});
