import { bytes, count } from "../components/format.ts";
import { Section } from "../components/section.tsx";
import { Ago } from "../components/time.tsx";
import TestProvider from "../islands/TestProvider.tsx";
import type { AiProvider, AiProviders } from "../lib/domain/wire/ai.ts";
import { page } from "../lib/web/mod.ts";
import { define } from "./_state.ts";

export const handler = define.handlers({
  async GET(ctx) {
    const { models, status } = ctx.state.services;
    const [providers, now, health] = await Promise.all([
      models.providers(),
      status.snapshot(),
      status.health(),
    ]);
    ctx.state.title = "Settings";
    ctx.state.seen = { cursor: now.cursor, instance: now.instance };
    return page({
      providers,
      now,
      health,
      tokenPlace: ctx.state.agents.tokenPlace,
      address: `${ctx.url.origin}/mcp`,
    });
  },
});

export default define.page<typeof handler>((
  { data: { providers, now, health, tokenPlace, address } },
) => (
  <>
    <div class="page-head">
      <div>
        <h1>Settings</h1>
        <p class="lead">
          The server is configured by environment variables, read when it starts. What is in force
          is shown here.
        </p>
      </div>
    </div>
    <Section
      id="models"
      title="Models"
      lead="Maps are measured by a program and need no model. One that is configured can explain a map and answer questions about it; what it says is kept apart, labelled, and checked against the commit."
    >
      <div class="providers">
        {providers.items.map((one) => <Provider key={one.id} provider={one} />)}
      </div>
      <Budget providers={providers} />
    </Section>
    <Section
      id="agents"
      title="Agents"
      lead="Agents query the maps by the Model Context Protocol, with a bearer token."
    >
      <dl class="pairs">
        <dt>Address</dt>
        <dd>
          <code>{address}</code>
        </dd>
        <dt>Token</dt>
        <dd>
          {tokenPlace === "AUTH_TOKEN"
            ? (
              <>
                the value of <code>AUTH_TOKEN</code>
              </>
            )
            : (
              <>
                the content of <code>{tokenPlace}</code>
              </>
            )}
        </dd>
      </dl>
      <details>
        <summary>How to connect Claude Code, Goose, Cursor or VS Code</summary>
        <p>
          For <code>TOKEN</code>, put the token.
        </p>
        <h3>Claude Code</h3>
        <pre class="snippet" tabIndex={0}>
          {`claude mcp add --transport http software-factory ${address} \\\n  --header "Authorization: Bearer TOKEN"`}
        </pre>
        <h3>Goose, in ~/.config/goose/config.yaml</h3>
        <pre class="snippet" tabIndex={0}>
          {`extensions:\n  software_factory:\n    type: streamable_http\n    name: software_factory\n    enabled: true\n    uri: ${address}\n    headers:\n      Authorization: Bearer TOKEN`}
        </pre>
        <h3>Cursor, in .cursor/mcp.json</h3>
        <pre class="snippet" tabIndex={0}>
          {`{ "mcpServers": { "software-factory": {\n  "url": "${address}",\n  "headers": { "Authorization": "Bearer TOKEN" } } } }`}
        </pre>
        <h3>VS Code, in .vscode/mcp.json</h3>
        <pre class="snippet" tabIndex={0}>
          {`{ "servers": { "software-factory": {\n  "type": "http", "url": "${address}",\n  "headers": { "Authorization": "Bearer TOKEN" } } } }`}
        </pre>
      </details>
    </Section>
    <Section id="server" title="Server">
      <dl class="pairs">
        <dt>Version</dt>
        <dd>{now.version}</dd>
        <dt>Database</dt>
        <dd>
          {bytes(now.database.bytes)}, {now.database.ok ? "sound" : "damaged: see the log"}, schema
          {" "}
          {health.database.migration}
        </dd>
        <dt>Projects</dt>
        <dd>{count(now.projects.total)}</dd>
        <dt>Jobs</dt>
        <dd>
          {count(now.jobs.running)} running, {count(now.jobs.pending)} waiting;{" "}
          <a href="/metrics">metrics</a>
        </dd>
      </dl>
    </Section>
  </>
));

function Provider({ provider }: { provider: AiProvider }) {
  const { id, title, configured, missing, model, order, reachable, version, models } = provider;
  return (
    <article class="provider" aria-labelledby={`provider-${id}`}>
      <div class="provider-head">
        <h3 id={`provider-${id}`}>{title}</h3>
        <span class={`badge ${state(provider).badge}`}>
          <i class="dot" aria-hidden="true" /> {state(provider).word}
        </span>
      </div>
      {missing !== null && <p>{missing}</p>}
      {configured && (
        <dl class="pairs">
          <dt>Model</dt>
          <dd>
            <code>{model}</code>
          </dd>
          <dt>Asked</dt>
          <dd>{order === 1 ? "first" : `as number ${order}, where those before it fail`}</dd>
          {version !== null && (
            <>
              <dt>Version</dt>
              <dd>{version}</dd>
            </>
          )}
          {models.length > 0 && (
            <>
              <dt>Offers</dt>
              <dd>
                {models.slice(0, 8).join(", ")}
                {models.length > 8 && ` and ${models.length - 8} more`}
              </dd>
            </>
          )}
          {provider.paused_until !== null && (
            <>
              <dt>Paused</dt>
              <dd>
                until <Ago at={provider.paused_until} />, because it failed again and again
              </dd>
            </>
          )}
          {provider.last_error !== null && (
            <>
              <dt>{reachable ? "Last failure" : "Failure"}</dt>
              <dd>
                {provider.last_error.message}{" "}
                <span class="remedy">{provider.last_error.remedy}</span>{" "}
                <span class="muted">
                  (<Ago at={provider.last_error.at} />)
                </span>
              </dd>
            </>
          )}
        </dl>
      )}
      {configured && <TestProvider id={id} title={title} />}
    </article>
  );
}

function state({ configured, reachable }: AiProvider): { badge: string; word: string } {
  if (!configured) return { badge: "job-pending", word: "Off" };
  return reachable
    ? { badge: "job-completed", word: "Reachable" }
    : { badge: "job-failed", word: "Not reachable" };
}

function Budget({ providers: { today, auto_explain } }: { providers: AiProviders }) {
  return (
    <dl class="pairs">
      <dt>Tokens today</dt>
      <dd>
        {count(today.tokens)} of {count(today.tokens_most)} (<code>AI_DAILY_TOKENS</code>)
      </dd>
      <dt>Requests today</dt>
      <dd>
        {count(today.requests)} of {count(today.requests_most)} (<code>AI_DAILY_REQUESTS</code>);
        {" "}
        <a href="/api/ai-results">all of them, as JSON</a>
      </dd>
      <dt>New maps</dt>
      <dd>
        {auto_explain ? "are explained by themselves" : "are explained on request only"}{" "}
        (<code>AI_AUTO_EXPLAIN</code>)
      </dd>
    </dl>
  );
}
