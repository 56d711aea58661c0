/**
 * A model that says what a test wants, behind the real protocol: OpenAI's chat completions over HTTP,
 * with tools and streaming, and the list of models. It notes every request.
 */

export interface ChatRequest {
  url: URL;
  headers: Headers;
  model: string;
  stream: boolean;
  /** The system prompt, and all other messages' texts. */
  system: string;
  text: string;
  /** Names of the tools that are offered. */
  tools: string[];
  /** What tools have answered so far, in order. */
  toolResults: string[];
  body: Record<string, unknown>;
}

/** What the model does. */
export type ChatReply =
  /** The reply's data: as text, or by the tool that Goose collects structured output with. */
  | { data: unknown }
  | { text: string; finish?: "stop" | "length" }
  | { tool: string; args: Record<string, unknown> }
  | { status: number; body?: string; headers?: Record<string, string> }
  /** Not the protocol at all. */
  | { raw: string; contentType: string }
  /** Never answers; resolves when the client has gone. */
  | "hang";

export interface ModelStandIn extends AsyncDisposable {
  /** e.g. http://127.0.0.1:41234/v1 */
  url: string;
  /** Completions asked for, in order. */
  requests: ChatRequest[];
  /** Decides; `count` is 1 for the first request. */
  reply: (request: ChatRequest, count: number) => ChatReply | Promise<ChatReply>;
  /** Resolves once `count` completions have been asked for. */
  asked(count: number): Promise<void>;
}

/** Serves on a free port of 127.0.0.1. */
export function serveModel(reply: ModelStandIn["reply"]): ModelStandIn {
  const waiting: { count: number; resolve: () => void }[] = [];
  const stop = new AbortController();
  const server = Deno.serve(
    { port: 0, hostname: "127.0.0.1", signal: stop.signal, onListen() {} },
    async (request) => {
      const { pathname } = new URL(request.url);
      if (pathname.endsWith("/models")) {
        return Response.json({ data: [{ id: "stand-in-1" }, { id: "stand-in-2" }] });
      }
      if (!pathname.endsWith("/chat/completions")) return new Response("?", { status: 404 });
      const chat = await read(request);
      standIn.requests.push(chat);
      for (const { count, resolve } of waiting) {
        if (standIn.requests.length >= count) resolve();
      }
      const said = await standIn.reply(chat, standIn.requests.length);
      return await answer(said, chat, request.signal);
    },
  );
  const standIn: ModelStandIn = {
    url: `http://127.0.0.1:${server.addr.port}/v1`,
    requests: [],
    reply,
    asked(count) {
      if (standIn.requests.length >= count) return Promise.resolve();
      return new Promise((resolve) => waiting.push({ count, resolve }));
    },
    async [Symbol.asyncDispose]() {
      stop.abort();
      await server.finished;
    },
  };
  return standIn;
}

interface Message {
  role: string;
  content: string | null | { type: string; text?: string }[];
}

async function read(request: Request): Promise<ChatRequest> {
  const body = await request.json();
  const messages: Message[] = body.messages;
  const words = ({ content }: Message) =>
    typeof content === "string" ? content : (content ?? []).map(({ text }) => text ?? "").join("");
  const of = (role: string) => messages.filter((message) => message.role === role).map(words);
  return {
    url: new URL(request.url),
    headers: request.headers,
    model: body.model,
    stream: body.stream === true,
    system: of("system").join("\n"),
    text: messages.filter(({ role }) => role !== "system").map(words).join("\n"),
    tools: (body.tools ?? []).map((tool: { function: { name: string } }) => tool.function.name),
    toolResults: of("tool"),
    body,
  };
}

async function answer(
  reply: ChatReply,
  chat: ChatRequest,
  signal: AbortSignal,
): Promise<Response> {
  if (reply === "hang") {
    await new Promise<void>((resolve) => signal.addEventListener("abort", () => resolve()));
    return new Response(null, { status: 499 });
  }
  if ("status" in reply) {
    return new Response(reply.body ?? JSON.stringify({ error: { message: "no" } }), {
      status: reply.status,
      headers: { "content-type": "application/json", ...reply.headers },
    });
  }
  if ("raw" in reply) {
    return new Response(reply.raw, { headers: { "content-type": reply.contentType } });
  }
  const collector = chat.tools.find((name) => name.endsWith("final_output"));
  if ("tool" in reply) return complete(chat, call(reply.tool, reply.args), "tool_calls");
  if ("text" in reply) {
    return complete(chat, { role: "assistant", content: reply.text }, reply.finish ?? "stop");
  }
  return collector === undefined
    ? complete(chat, { role: "assistant", content: JSON.stringify(reply.data) }, "stop")
    : complete(chat, call(collector, reply.data), "tool_calls");
}

function call(name: string, args: unknown) {
  return {
    role: "assistant",
    content: null,
    tool_calls: [{
      index: 0,
      id: `call_${crypto.randomUUID()}`,
      type: "function",
      function: { name, arguments: JSON.stringify(args) },
    }],
  };
}

const USAGE = { prompt_tokens: 1_000, completion_tokens: 200, total_tokens: 1_200 };

function complete(chat: ChatRequest, message: object, finish: string): Response {
  const base = { id: "chatcmpl-1", created: 1, model: chat.model };
  if (!chat.stream) {
    return Response.json({
      ...base,
      object: "chat.completion",
      choices: [{ index: 0, message, finish_reason: finish }],
      usage: USAGE,
    });
  }
  const chunk = (choices: object[], usage?: object) =>
    `data: ${
      JSON.stringify({ ...base, object: "chat.completion.chunk", choices, ...usage && { usage } })
    }\n\n`;
  return new Response(
    chunk([{ index: 0, delta: message, finish_reason: null }]) +
      chunk([{ index: 0, delta: {}, finish_reason: finish }]) + chunk([], USAGE) +
      "data: [DONE]\n\n",
    { headers: { "content-type": "text/event-stream" } },
  );
}
