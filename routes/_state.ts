/** What the root middleware puts into `ctx.state` for every page and API route. */
import type { Services } from "../lib/services/contract.ts";
import { createDefine } from "../lib/web/mod.ts";

export interface State {
  services: Services;
  requestId: string;
  /** Set by a page's handler; the layout writes it into <title>. */
  title?: string;
  /** Where the page's data stands: islands poll for what changed after it. */
  seen?: { cursor: number; instance: string };
}

export const define = createDefine<State>();
