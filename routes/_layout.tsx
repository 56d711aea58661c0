import { Mark } from "../components/icons.tsx";
import PageFrame from "../islands/PageFrame.tsx";
import { QUESTION_MAX } from "../lib/domain/wire/search.ts";
import { VERSION } from "../lib/domain/version.ts";
import { asset } from "../lib/web/mod.ts";
import { define } from "./_state.ts";

export default define.layout(({ Component, state, url }) => (
  <html lang="en">
    <head>
      <meta charset="utf-8" />
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <meta name="color-scheme" content="light dark" />
      <title>
        {state.title === undefined ? "Software Factory" : `${state.title} · Software Factory`}
      </title>
      <link rel="icon" type="image/svg+xml" href={asset("/favicon.svg")} />
      <link rel="stylesheet" href={asset("/app.css")} />
    </head>
    <body data-cursor={state.seen?.cursor} data-instance={state.seen?.instance}>
      <a class="skip" href="#main">Skip to the content</a>
      <header class="top">
        <div class="top-inner">
          <a class="brand" href="/">
            <Mark /> <span class="brand-name">Software Factory</span>
          </a>
          {reads(state) && (
            <nav aria-label="Main">
              <a href="/" aria-current={current(url, /^\/($|projects)/)}>Projects</a>
              <a href="/jobs" aria-current={current(url, /^\/jobs/)}>Jobs</a>
              <a href="/settings" aria-current={current(url, /^\/settings/)}>Settings</a>
              <a href="/search" class="to-search" aria-current={current(url, /^\/search/)}>
                Search
              </a>
            </nav>
          )}
          {reads(state) && url.pathname !== "/search" && (
            <form
              action="/search"
              method="get"
              role="search"
              aria-label="All projects"
              class="top-search"
            >
              <input
                type="search"
                name="q"
                aria-label="Search symbols, files and packages"
                placeholder="Search code (Ctrl K)"
                autocomplete="off"
                spellcheck={false}
                maxLength={QUESTION_MAX}
              />
            </form>
          )}
          {state.signedIn && (
            <form method="post" action="/logout" class="logout">
              <button type="submit" class="slim">Log out</button>
            </form>
          )}
        </div>
      </header>
      {reads(state) && <PageFrame projectId={projectOf(url)} />}
      <main id="main" tabIndex={-1}>
        <Component />
      </main>
      <footer class="foot">
        <div class="foot-inner">
          <span>Software Factory {VERSION}</span>
          <a href="/docs/api">API</a>
          <a href="/api/health">Health</a>
          <a href="/api/schemas/system-map.json">Map schema</a>
        </div>
      </footer>
    </body>
  </html>
));

/** The project whose page this is. */
function projectOf({ pathname }: URL): string | null {
  return /^\/projects\/(?!(?:add|import)$)([\w-]+)(?:\/|$)/.exec(pathname)?.[1] ?? null;
}

function current(url: URL, pattern: RegExp): "page" | "true" | undefined {
  if (!pattern.test(url.pathname)) return undefined;
  return ["/", "/jobs", "/search", "/settings"].includes(url.pathname) ? "page" : "true";
}

/** False on the login page: what the banner polls is closed there. */
function reads(state: { access: { required: boolean }; signedIn?: boolean }): boolean {
  return !state.access.required || state.signedIn === true;
}
