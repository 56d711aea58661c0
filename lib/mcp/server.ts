/** The MCP endpoint: tools over the services, by Streamable HTTP, without sessions. */
import { FactoryError } from "../domain/errors.ts";
import type { Redactor } from "../domain/redact.ts";
import { VERSION } from "../domain/version.ts";
import { getLogger } from "../platform/log.ts";
import type { AgentScope } from "../services/agent_tokens.ts";
import type { Services } from "../services/contract.ts";
import { wordsOf } from "./remedies.ts";
import { checkTexts, type Tool, type ToolContext } from "./tool.ts";
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
/** Milliseconds that a tool may take; the largest maps are read in some seconds. */
const TOOL_MS = 60_000;
/** Characters of JSON beyond which an answer is refused: each tool keeps within `max_tokens`. */
const ANSWER_MAX = 120_000;

const INSTRUCTIONS =
  "Facts about software repositories, measured by a program: every edge is a resolved import with " +
  "its line. Begin with list_projects, then get_system_map without a section. Names lead to places " +
  "(search, find_symbol), places to text (read_file). Answers are pages: pass next_cursor on.";

const log = getLogger("mcp");

/** Answers one message of an agent whose token has been checked; `body` is the parsed message. */
export type AnswerAgent = (req: Request, body: unknown, scope: AgentScope) => Promise<Response>;

export function createMcpServer(
  { services, redact, toolMs = TOOL_MS }: {
    services: Services;
    redact: Redactor;
    toolMs?: number;
  },
): AnswerAgent {
  let underWay = 0;

  async function call(tool: Tool, args: Record<string, unknown>, context: ToolContext) {
    try {
      checkTexts(args);
      const found = await within(
        toolMs,
        context.signal,
        (signal) => tool.run(args, { ...context, signal }),
      );
      // An import's address may hold a password as well as a file's text.
      const answer = redactAll(found, redact) as Record<string, unknown>;
      const text = JSON.stringify(answer);
      if (text.length > ANSWER_MAX) {
        throw new FactoryError("payload_too_large", "The answer is too long to be of use.", {
          remedy: "Ask for less: a smaller limit or max_tokens, or one section.",
        });
      }
      // The same as text: agents such as Goose show their model that and nothing else.
      return { structuredContent: answer, content: [{ type: "text" as const, text }] };
    } catch (error) {
      if (!(error instanceof FactoryError)) {
        log.error("{tool} failed: {error}", { tool: tool.name, error });
      }
      const text = wordsOf(error, context.scope.kind === "project");
      return { isError: true, content: [{ type: "text" as const, text }] };
    }
  }

  /** A server for one message: it holds no state, so that any process could answer the next. */
  async function answer(req: Request, body: unknown, scope: AgentScope): Promise<Response> {
    // Not at start-up: most requests are no agent's.
    const [{ McpServer }, { WebStandardStreamableHTTPServerTransport }] = await Promise.all([
      import("@modelcontextprotocol/sdk/server/mcp.js"),
      import("@modelcontextprotocol/sdk/server/webStandardStreamableHttp.js"),
    ]);
    const server = new McpServer({ name: "software-factory", version: VERSION }, {
      instructions: INSTRUCTIONS,
    });
    for (const tool of TOOLS) {
      if (!offered(tool, scope)) continue;
      server.registerTool(
        tool.name,
        {
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
        },
        (args: unknown, { signal }: { signal: AbortSignal }) =>
          call(tool, args as Record<string, unknown>, { services, scope, redact, signal }),
      );
    }
    const transport = new WebStandardStreamableHTTPServerTransport({ enableJsonResponse: true });
    try {
      await server.connect(transport);
      // A caller that has gone is answered no more; closing then ends what its tool does.
      return await Promise.race([transport.handleRequest(req, { parsedBody: body }), gone(req)]);
    } finally {
      await server.close();
    }
  }

  return async (req, body, scope) => {
    if (Array.isArray(body)) {
      // Not in the protocol since 2025-06-18, and a way round the limit of calls at once.
      throw new FactoryError("malformed_request", "Batches of messages are not answered.", {
        remedy: "Send each message by itself.",
      });
    }
    if (underWay >= AT_ONCE) {
      throw new FactoryError("rate_limited", "Too many requests of agents are under way.", {
        retryAfterSeconds: 1,
        remedy: "Try again in a moment.",
      });
    }
    underWay++;
    try {
      return await answer(req, body, scope);
    } finally {
      underWay--;
    }
  };
}

function offered(tool: Tool, scope: AgentScope): boolean {
  if (scope.kind === "all") return true;
  return tool.forProject && (scope.tools === null || scope.tools.includes(tool.name));
}

/** Runs `work`; rejects by a TimeoutError, or by the signal's reason, even if it does not heed it. */
async function within<T>(
  ms: number,
  outer: AbortSignal,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const over = new AbortController();
  const timer = setTimeout(() => over.abort(new DOMException("Too long", "TimeoutError")), ms);
  const signal = AbortSignal.any([outer, over.signal]);
  const ended = Promise.withResolvers<never>();
  const end = () => ended.reject(signal.reason);
  signal.addEventListener("abort", end, { once: true });
  try {
    signal.throwIfAborted();
    return await Promise.race([work(signal), ended.promise]);
  } finally {
    clearTimeout(timer);
    signal.removeEventListener("abort", end);
  }
}

/** Resolves when the caller has closed the connection; what it resolves to is sent to nobody. */
function gone({ signal }: Request): Promise<Response> {
  return new Promise((resolve) => {
    const leave = () => resolve(new Response(null, { status: 499 }));
    if (signal.aborted) leave();
    else signal.addEventListener("abort", leave, { once: true });
  });
}

/** The same value, without secrets in any text of it. */
function redactAll(value: unknown, redact: Redactor): unknown {
  if (typeof value === "string") return redact(value).text;
  if (Array.isArray(value)) return value.map((item) => redactAll(item, redact));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => [name, redactAll(item, redact)]),
  );
}
