import { createHash, timingSafeEqual } from "node:crypto";
import type { Clock } from "../platform/clock.ts";

/** What the bearer of a token may ask of the MCP endpoint. */
export type AgentScope =
  | { kind: "all" }
  /** Reading of one project, and nothing else. */
  | { kind: "project"; projectId: string };

export interface AgentTokens {
  /** A new token for one project; it ends by itself. */
  issue(projectId: string, ttlMs: number): string;
  revoke(token: string): void;
  /** null for a token that is none of ours, or is over. */
  check(token: string): AgentScope | null;
}

/** Tokens at once; more come only from something that has run wild. */
const TOKENS_MAX = 1_000;

/**
 * The server's own token, and short-lived ones for agents that it starts itself. These are kept in
 * memory, by their digests: whoever they were for ends with the process.
 * @param serverToken AUTH_TOKEN, or the one in DATA_DIR/mcp_token
 */
export function createAgentTokens(serverToken: string, clock: Clock): AgentTokens {
  const own = digest(serverToken);
  const issued = new Map<string, { projectId: string; until: number }>();
  return {
    issue(projectId, ttlMs) {
      if (issued.size >= TOKENS_MAX) issued.delete(issued.keys().next().value!);
      const token = randomToken();
      issued.set(digest(token).toString("hex"), { projectId, until: clock.monotonic() + ttlMs });
      return token;
    },
    revoke: (token) => void issued.delete(digest(token).toString("hex")),
    check(token) {
      const given = digest(token);
      if (timingSafeEqual(given, own)) return { kind: "all" };
      // Found by its digest: how long that takes tells nothing of the token.
      const key = given.toString("hex");
      const found = issued.get(key);
      if (found === undefined) return null;
      if (clock.monotonic() < found.until) return { kind: "project", projectId: found.projectId };
      issued.delete(key);
      return null;
    },
  };
}

/** 256 random bits, as text that a header takes. */
export function randomToken(): string {
  return crypto.getRandomValues(new Uint8Array(32)).toHex();
}

function digest(text: string) {
  return createHash("sha256").update(text).digest();
}
