/** Agents' side of the server: really analysed repositories, served over HTTP, and the official client. */
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StreamableHTTPClientTransport } from "@modelcontextprotocol/sdk/client/streamableHttp.js";
import { ANALYZER_VERSION } from "../../lib/domain/version.ts";
import { createBlobPort, type GitProgram } from "../../lib/git/mod.ts";
import { publishMap } from "../../lib/services/publish_map.ts";
import { createFactCache } from "../../lib/store/facts.ts";
import { AGENT_TOKEN, type Api, createApi } from "./api.ts";
import { addJob, addProject } from "./database.ts";
import { mapRepository } from "./map_repository.ts";
import { claimOne, endOne } from "./queue.ts";
import type { ScratchRepository } from "./repository.ts";

export interface ServedApi extends AsyncDisposable {
  api: Api;
  /** e.g. http://127.0.0.1:41234 */
  origin: string;
  /** Registers a repository as a project of this name, with a map of its main branch. */
  add(name: string, repository: ScratchRepository): Promise<string>;
  /** Maps the main branch again. */
  analyse(projectId: string): Promise<void>;
}

/**
 * The whole web side on a free port of 127.0.0.1; analyses are run by the caller's word.
 * @param program which reads files
 */
export function serveApi(program: GitProgram = "git"): ServedApi {
  const repositories = new Map<string, ScratchRepository>();
  const blobs = createBlobPort(program, (id) => repositories.get(id)?.path ?? "/nowhere");
  const api = createApi({ blobs });
  const stop = new AbortController();
  const server = Deno.serve(
    { hostname: "127.0.0.1", port: 0, signal: stop.signal, onListen() {} },
    (request) => api.send(request),
  );

  async function analyse(projectId: string): Promise<void> {
    const { scratch } = api;
    const now = new Date().toISOString();
    const job = crypto.randomUUID();
    await addJob(scratch, job, projectId);
    const { claim } = (await claimOne(scratch.jobs, "test", now, now))!;
    const facts = createFactCache(scratch.database, ANALYZER_VERSION, now);
    const map = await mapRepository(repositories.get(projectId)!, { cache: facts });
    const { maps, projections } = scratch;
    // Ids of maps are sorted by time.
    const identity = { id: `map-${Date.now()}-${job}`, projectId, createdAt: now };
    const { signal } = new AbortController();
    await publishMap(map, identity, claim, { maps, facts, projections, signal });
    await endOne(scratch.jobs, claim, { kind: "completed", result: {} }, now);
  }

  return {
    api,
    origin: `http://127.0.0.1:${server.addr.port}`,
    async add(name, repository) {
      const id = crypto.randomUUID();
      await addProject(api.scratch, id, name);
      repositories.set(id, repository);
      await analyse(id);
      return id;
    },
    analyse,
    async [Symbol.asyncDispose]() {
      stop.abort();
      await server.finished;
      api[Symbol.dispose]();
    },
  };
}

export interface Agent extends AsyncDisposable {
  client: Client;
  /** Calls a tool; its structured answer. @throws Error with the words of a tool's error */
  // deno-lint-ignore no-explicit-any -- a tree of any JSON, held against the tool's schema
  ask(tool: string, args?: Record<string, unknown>): Promise<any>;
  /** Calls a tool that is to fail; its words. */
  fails(tool: string, args?: Record<string, unknown>): Promise<string>;
}

/** The official client, connected. It holds each answer against the schema that the tool declares. */
export async function connectAgent(origin: string, token = AGENT_TOKEN): Promise<Agent> {
  const client = new Client({ name: "test", version: "1" });
  const transport = new StreamableHTTPClientTransport(new URL(`${origin}/mcp`), {
    requestInit: { headers: { authorization: `Bearer ${token}` } },
  });
  await client.connect(transport as Parameters<Client["connect"]>[0]);
  // Only of tools that it has listed it knows the schemas.
  await client.listTools();
  const call = async (name: string, args: Record<string, unknown> = {}) => {
    const answer = await client.callTool({ name, arguments: args });
    const [part] = answer.content as { type: string; text: string }[];
    return { failed: answer.isError === true, text: part?.text ?? "", answer };
  };
  return {
    client,
    async ask(tool, args) {
      const { failed, text, answer } = await call(tool, args);
      if (failed) throw new Error(text);
      return answer.structuredContent;
    },
    async fails(tool, args) {
      const { failed, text } = await call(tool, args);
      if (!failed) throw new Error(`${tool} answered ${text.slice(0, 500)}`);
      return text;
    },
    [Symbol.asyncDispose]: () => client.close(),
  };
}
