import { Ago } from "../../../components/time.tsx";
import { plural } from "../../../components/format.ts";
import { ProjectNav } from "../../../components/project_page.tsx";
import Ask from "../../../islands/Ask.tsx";
import { FactoryError } from "../../../lib/domain/errors.ts";
import { QuestionRequest } from "../../../lib/domain/wire/ai.ts";
import { page } from "../../../lib/web/mod.ts";
import { readForm } from "../../_forms.ts";
import { define, type State } from "../../_state.ts";

const CONVERSATIONS_SHOWN = 30;

export const handler = define.handlers({
  async GET(ctx) {
    return page({
      ...await load(ctx.state, ctx.params["id"] ?? "", ctx.url.searchParams.get("c")),
      problem: null,
    });
  },

  async POST(ctx) {
    const { conversations } = ctx.state.services;
    const id = ctx.params["id"] ?? "";
    const form = await readForm(ctx.req);
    const home = `/projects/${encodeURIComponent(id)}/ask`;
    const given = form.get("conversation_id") || undefined;
    if (form.get("action") === "delete") {
      await conversations.remove(id, given ?? "");
      return ctx.redirect(home);
    }
    const body = QuestionRequest.safeParse({
      question: form.get("question"),
      ...(given === undefined ? {} : { conversation_id: given }),
    });
    if (!body.success) {
      const problem = body.error.issues[0]?.message ?? "This is no question.";
      return page({ ...await load(ctx.state, id, given ?? null), problem }, { status: 422 });
    }
    const { conversation_id } = await conversations.ask(id, body.data);
    return ctx.redirect(`${home}?c=${encodeURIComponent(conversation_id)}`);
  },
});

async function load(state: State, id: string, chosen: string | null) {
  const { projects, conversations, models, maps, status } = state.services;
  const now = await status.snapshot();
  const project = await projects.get(id);
  const [list, view, conversation] = await Promise.all([
    conversations.list(id, { limit: CONVERSATIONS_SHOWN }),
    maps.view(id),
    chosen === null ? null : find(() => conversations.get(id, chosen)),
  ]);
  state.title = `Ask about ${project.name}`;
  state.seen = { cursor: now.cursor, instance: now.instance };
  return {
    project,
    list: list.items,
    conversation,
    gone: chosen !== null && conversation === null,
    hasMap: view !== null,
    configured: models.configured,
  };
}

/** null for a conversation that is gone: an old link still leads to the page. */
async function find<T>(get: () => Promise<T>): Promise<T | null> {
  try {
    return await get();
  } catch (error) {
    if (error instanceof FactoryError && error.code === "conversation_not_found") return null;
    throw error;
  }
}

export default define.page<typeof handler>((
  { data: { project, list, conversation, gone, hasMap, configured, problem } },
) => {
  const home = `/projects/${encodeURIComponent(project.id)}`;
  return (
    <>
      <div class="page-head">
        <div>
          <p class="crumbs">
            <a href="/">Projects</a> / <a href={home}>{project.name}</a>
          </p>
          <h1>{conversation?.title ?? `Ask about ${project.name}`}</h1>
        </div>
        {conversation !== null && (
          <div class="actions">
            <a class="button" href={`${home}/ask`}>New conversation</a>
            <form method="post">
              <input type="hidden" name="action" value="delete" />
              <input type="hidden" name="conversation_id" value={conversation.id} />
              <button type="submit" class="danger">Delete</button>
            </form>
          </div>
        )}
      </div>
      <ProjectNav projectId={project.id} current="ask" />
      {problem !== null && <p class="field-error" role="alert">{problem}</p>}
      {gone && <p class="note note-amber" role="status">That conversation has been deleted.</p>}
      {!configured && (
        <p class="empty">
          No model is configured, so there is none to ask.{" "}
          <a href="/settings#models">Set one up</a>. Nothing is sent anywhere until then.
        </p>
      )}
      {configured && !hasMap && (
        <p class="empty">
          There is no map yet. <a href={home}>Analyse the repository</a> first.
        </p>
      )}
      {configured && hasMap && <Ask projectId={project.id} conversation={conversation} />}
      {list.length > 0 && (
        <section class="section" aria-labelledby="earlier-title">
          <h2 id="earlier-title">Conversations</h2>
          <ul class="conversations">
            {list.map((one) => (
              <li key={one.id}>
                <a
                  href={`${home}/ask?c=${encodeURIComponent(one.id)}`}
                  aria-current={one.id === conversation?.id ? "true" : undefined}
                >
                  {one.title}
                </a>
                <span class="muted small">
                  {plural(one.turns, "question")} · <Ago at={one.updated_at} />
                </span>
              </li>
            ))}
          </ul>
        </section>
      )}
    </>
  );
});
