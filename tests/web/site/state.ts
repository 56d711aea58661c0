import { createDefine } from "../../../lib/web/mod.ts";

/** The state of the fixture application: `trail` is what its middleware leaves. */
export interface State {
  trail: string[];
}

export const define = createDefine<State>();
