/** Settings that a tsconfig.json or deno.json names: those files may be called anything. */
import type { RepositoryView } from "../contract.ts";
import { DenoConfigs } from "./deno_config.ts";
import { Packages } from "./packages.ts";
import { TypeScriptConfigs } from "./tsconfig.ts";

/** Named files of the repository whose text is not at hand. */
export function namedManifests(view: RepositoryView): string[] {
  const configs = new TypeScriptConfigs(view, new Packages(view));
  return [...configs.unread(), ...new DenoConfigs(view).unread()];
}
