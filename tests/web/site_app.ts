/** The fixture application of tests/web/site, as the generated manifest would list it. */
import type { AssetReader, Manifest } from "../../lib/web/mod.ts";
import { createApp } from "../../lib/web/mod.ts";
import Broken from "./site/islands/Broken.tsx";
import Counter from "./site/islands/Counter.tsx";
import Outer from "./site/islands/Outer.tsx";
import * as error404 from "./site/routes/_404.tsx";
import * as errorPage from "./site/routes/_error.tsx";
import * as layout from "./site/routes/_layout.tsx";
import * as middleware from "./site/routes/_middleware.ts";
import * as echo from "./site/routes/api/echo.ts";
import * as events from "./site/routes/api/events.ts";
import * as fail from "./site/routes/api/fail.ts";
import * as stored from "./site/routes/api/stored.ts";
import * as tagged from "./site/routes/api/tagged.ts";
import * as broken from "./site/routes/broken.tsx";
import * as rest from "./site/routes/deep/[...rest].tsx";
import * as deepId from "./site/routes/deep/[id].tsx";
import * as deepLayout from "./site/routes/deep/_layout.tsx";
import * as deepMiddleware from "./site/routes/deep/_middleware.ts";
import * as deepNew from "./site/routes/deep/new.tsx";
import * as index from "./site/routes/index.tsx";
import * as mixed from "./site/routes/mixed.tsx";
import type { State } from "./site/state.ts";

export const SITE = new URL("./site/", import.meta.url);

const manifest: Manifest = {
  routes: [
    { file: "_404.tsx", module: error404 },
    { file: "_error.tsx", module: errorPage },
    { file: "_layout.tsx", module: layout },
    { file: "_middleware.ts", module: middleware },
    { file: "api/echo.ts", module: echo },
    { file: "api/events.ts", module: events },
    { file: "api/fail.ts", module: fail },
    { file: "api/stored.ts", module: stored },
    { file: "api/tagged.ts", module: tagged },
    { file: "broken.tsx", module: broken },
    { file: "deep/[...rest].tsx", module: rest },
    { file: "deep/[id].tsx", module: deepId },
    { file: "deep/_layout.tsx", module: deepLayout },
    { file: "deep/_middleware.ts", module: deepMiddleware },
    { file: "deep/new.tsx", module: deepNew },
    { file: "index.tsx", module: index },
    { file: "mixed.tsx", module: mixed },
  ],
  islands: [
    { name: "Broken", component: Broken },
    { name: "Counter", component: Counter },
    { name: "Outer", component: Outer },
  ],
};

export function siteApp(assets?: AssetReader) {
  return createApp<State>(manifest, { assets, state: () => ({ trail: [] }) });
}

/** Asks the application without a network; `path` starts with a slash. */
export function ask(
  app: ReturnType<typeof siteApp>,
  path: string,
  init?: RequestInit,
): Promise<Response> {
  const info: Deno.ServeHandlerInfo = {
    remoteAddr: { transport: "tcp", hostname: "127.0.0.1", port: 1 },
    completed: Promise.resolve(),
  };
  return app.fetch(new Request("http://127.0.0.1" + path, init), info);
}
