/** What the root middleware puts into `ctx.state` for every page and API route. */
import type { AgentScope, AgentTokens } from "../lib/services/agent_tokens.ts";
import type { Services } from "../lib/services/contract.ts";
import { type Access, createDefine } from "../lib/web/mod.ts";

/** The MCP endpoint, and who may ask it. */
export interface Agents {
  tokens: Pick<AgentTokens, "check">;
  /** Where the token is that agents need: a variable's name or a file's path. */
  tokenPlace: string;
  answer(req: Request, scope: AgentScope): Promise<Response>;
}

export interface State {
  services: Services;
  access: Access;
  /** The OpenAPI document of the API. */
  openapi: () => object;
  requestId: string;
  agents: Agents;
  /** True for a request with a session or a token; undefined where none is needed. */
  signedIn?: boolean;
  /** Set by a page's handler; the layout writes it into <title>. */
  title?: string;
  /** Where the page's data stands: islands poll for what changed after it. */
  seen?: { cursor: number; instance: string };
}

export const define = createDefine<State>();
