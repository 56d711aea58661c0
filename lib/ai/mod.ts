/** Models, as the rest of the house sees them. */
import type { Ai } from "../domain/ai_port.ts";
import type { Clock } from "../platform/clock.ts";
import type { AiConfig } from "../platform/config_ai.ts";
import { getLogger } from "../platform/log.ts";
import type { RequestLog } from "./contract.ts";
import { createGoose } from "./goose.ts";
import { createModelGarden } from "./model_garden.ts";
import { createAi } from "./policy.ts";

/** The providers that the configuration describes, behind one policy. Nothing is sent yet. */
export async function createModels(
  { config, requests, scratch, network, clock }: {
    config: AiConfig;
    requests: RequestLog;
    /** A directory of ours for what a run leaves. */
    scratch: string;
    /** Proxies and certificates. */
    network: Record<string, string>;
    clock: Clock;
  },
): Promise<Ai> {
  const options = {
    config: config.goose,
    modelGarden: config.modelGarden,
    scratch,
    network,
    clock,
  };
  const wanted = createGoose({ ...options, available: true });
  // Started once, and only where somebody has set up what it would ask.
  const asked = config.order.includes("goose") && wanted.missing === null;
  const found = asked ? await wanted.check(AbortSignal.timeout(10_000)) : null;
  if (found?.reachable) getLogger("ai").info("Using Goose {version}", { version: found.version });
  return createAi({
    providers: [
      createGoose({ ...options, available: found === null ? !asked : found.reachable }),
      createModelGarden(config.modelGarden, clock),
    ],
    order: config.order,
    requests,
    clock,
    timeoutMs: config.timeoutMs,
    daily: config.daily,
  });
}
