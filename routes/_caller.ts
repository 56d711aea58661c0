import type { ConnectionInfo } from "../lib/web/mod.ts";

/** The address that wrong tokens are counted for; "" where the connection has none. */
export function callerAddress({ remoteAddr }: ConnectionInfo): string {
  return "hostname" in remoteAddr ? remoteAddr.hostname : "";
}
