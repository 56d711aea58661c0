/**
 * Entry for hosts that listen themselves: `deno serve dist/deploy.js`, Deno Deploy (docs/deploy.md).
 * AUTH_TOKEN, or AUTH=none, is needed: such hosts listen on every address.
 */
import { openForHost } from "./server.ts";

const { fetch } = await openForHost();

export default { fetch } satisfies Deno.ServeDefaultExport;
