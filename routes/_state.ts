/** What the root middleware puts into `ctx.state` for every page and API route. */
import type { Services } from "../lib/services/contract.ts";
import { createDefine } from "../lib/web/mod.ts";

export interface State {
  services: Services;
  requestId: string;
  /** Set by a page's handler; the layout writes it into <title>. */
  title?: string;
}

export const define = createDefine<State>();
