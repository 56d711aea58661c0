/** Health by published rules (docs/health.md): a weighted mean of the signals that apply. */
import type { MapHealth } from "../../domain/wire/system_map.ts";
import type { HealthInput, Signal } from "./contract.ts";
import { busFactor, testedHotspots } from "./people.ts";
import { cycles, oversized, unresolved } from "./structure.ts";
import {
  continuousIntegration,
  dependencyUpdates,
  licence,
  lockFile,
  readme,
  tests,
} from "./upkeep.ts";

const SIGNALS: readonly Signal[] = [
  tests,
  cycles,
  unresolved,
  oversized,
  testedHotspots,
  busFactor,
  continuousIntegration,
  lockFile,
  dependencyUpdates,
  readme,
  licence,
];

const GREEN_FROM = 75;
const AMBER_FROM = 50;

/** A signal that does not apply is left out of the mean. */
export function assessHealth(input: HealthInput): MapHealth {
  const signals = SIGNALS.flatMap((rule) => rule(input) ?? []);
  const weight = signals.reduce((sum, one) => sum + one.weight, 0);
  const weighted = signals.reduce((sum, one) => sum + one.score * one.weight, 0);
  const score = Math.round(weighted / weight);
  const status = score >= GREEN_FROM ? "green" : score >= AMBER_FROM ? "amber" : "red";
  return { status, score, signals };
}
