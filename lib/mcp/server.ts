/** The MCP endpoint: tools over the services, by Streamable HTTP, without sessions. */
import { FactoryError } from "../domain/errors.ts";
import type { Redactor } from "../domain/redact.ts";
import { VERSION } from "../domain/version.ts";
import { getLogger } from "../platform/log.ts";
import type { AgentScope } from "../services/agent_tokens.ts";
import type { Services } from "../services/contract.ts";
import type { Tool } from "./tool.ts";
import { findSymbol, readFile, search } from "./tools/code.ts";
import { dependenciesOf, dependentsOf, pathBetween } from "./tools/graph.ts";
import { getSystemMap, hotspots, owners } from "./tools/map.ts";
import { analyze, compare, jobStatus, listProjects } from "./tools/projects.ts";

export const TOOLS: readonly Tool[] = [
  listProjects,
  getSystemMap,
  search,
  findSymbol,
  readFile,
  dependenciesOf,
  dependentsOf,
  pathBetween,
  hotspots,
  owners,
  compare,
  analyze,
  jobStatus,
];

/** Requests at once; an agent has one or a few. */
const AT_ONCE = 32;

const INSTRUCTIONS =
  "Facts about software repositories, measured by a program: every edge is a resolved import with " +
  "its line. Begin with list_projects, then get_system_map without a section. Names lead to places " +
  "(search, find_symbol), places to text (read_file). Answers are pages: pass next_cursor on.";

const log = getLogger("mcp");

/** Answers requests of agents whose token has been checked. */
export function createMcpServer(
  { services, redact }: { services: Services; redact: Redactor },
): (req: Request, scope: AgentScope) => Promise<Response> {
  let underWay = 0;

  /** A server for one request: it holds no state, so that any process could answer the next. */
  async function answer(req: Request, scope: AgentScope): Promise<Response> {
    // Not at start-up: most requests are no agent's.
    const [{ McpServer }, { WebStandardStreamableHTTPServerTransport }] = await Promise.all([
      import("@modelcontextprotocol/sdk/server/mcp.js"),
      import("@modelcontextprotocol/sdk/server/webStandardStreamableHttp.js"),
    ]);
    const server = new McpServer({ name: "software-factory", version: VERSION }, {
      instructions: INSTRUCTIONS,
    });
    for (const tool of TOOLS) {
      if (scope.kind === "project" && !tool.forProject) continue;
      server.registerTool(tool.name, {
        title: tool.title,
        description: tool.description,
        inputSchema: tool.input,
        outputSchema: tool.output,
        annotations: {
          title: tool.title,
          readOnlyHint: tool.readOnly,
          destructiveHint: false,
          idempotentHint: true,
          openWorldHint: !tool.readOnly,
        },
      }, async (args: unknown, { signal }: { signal: AbortSignal }) => {
        try {
          const context = { services, scope, redact, signal };
          const answer = await tool.run(args as Record<string, unknown>, context);
          return {
            structuredContent: answer,
            content: [{ type: "text" as const, text: JSON.stringify(answer) }],
          };
        } catch (error) {
          return failed(tool.name, error);
        }
      });
    }
    const transport = new WebStandardStreamableHTTPServerTransport({ enableJsonResponse: true });
    try {
      await server.connect(transport);
      return await transport.handleRequest(req);
    } finally {
      await server.close();
    }
  }

  return async (req, scope) => {
    if (underWay >= AT_ONCE) {
      throw new FactoryError("rate_limited", "Too many requests of agents are under way.", {
        retryAfterSeconds: 1,
        remedy: "Try again in a moment.",
      });
    }
    underWay++;
    try {
      return await answer(req, scope);
    } finally {
      underWay--;
    }
  };
}

/** A failure as words for the agent, which may do better next time. */
function failed(tool: string, error: unknown) {
  if (!(error instanceof FactoryError)) log.error("{tool} failed: {error}", { tool, error });
  const text = error instanceof FactoryError
    ? [error.message, error.remedy].filter(Boolean).join(" ")
    : "Something failed that should not have; the server's log has the details.";
  return { isError: true, content: [{ type: "text" as const, text }] };
}
