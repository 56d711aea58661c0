import { useRef, useState } from "preact/hooks";
import { Turns } from "../components/conversation.tsx";
import { isActive } from "../components/job.tsx";
import { QuestionForm } from "../components/question_form.tsx";
import type { Conversation, QuestionJob } from "../lib/domain/wire/ai.ts";
import { ApiProblem, callApi } from "./api.ts";
import { pollNow, useNews } from "./poll.ts";

export interface AskProps {
  projectId: string;
  conversation: Conversation | null;
}

/** A conversation about a project: questions go out, answers come in by polling. */
export default function Ask({ projectId, ...props }: AskProps) {
  const [conversation, setConversation] = useState(props.conversation);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const held = useRef(conversation);
  const path = `/api/projects/${encodeURIComponent(projectId)}`;

  async function load(id: string): Promise<void> {
    held.current = await callApi<Conversation>("GET", `${path}/conversations/${id}`);
    setConversation(held.current);
  }

  async function orSay(action: () => Promise<void>): Promise<boolean> {
    try {
      await action();
      setProblem(null);
      return true;
    } catch (error) {
      if (!(error instanceof ApiProblem)) throw error;
      setProblem([error.problem.detail, error.problem.remedy].filter(Boolean).join(" "));
      return false;
    }
  }

  useNews(({ status, changes, reload }) => {
    const waiting = new Set(
      (held.current?.turns ?? []).filter(({ job }) => job !== null && isActive(job))
        .map(({ job_id }) => job_id),
    );
    if (held.current === null || waiting.size === 0) return;
    const { id } = held.current;
    const moved = changes.some((one) => one.entity === "job" && waiting.has(one.id)) ||
      status.active_jobs.some((one) => waiting.has(one.id));
    if (moved || reload) void orSay(() => load(id));
  });

  async function ask(question: string): Promise<boolean> {
    setBusy(true);
    const done = await orSay(async () => {
      const { conversation_id } = await callApi<QuestionJob>("POST", `${path}/questions`, {
        question,
        ...(held.current === null ? {} : { conversation_id: held.current.id }),
      });
      await load(conversation_id);
      const url = new URL(location.href);
      url.searchParams.set("c", conversation_id);
      history.replaceState(null, "", url);
    });
    setBusy(false);
    pollNow();
    return done;
  }

  return (
    <>
      {conversation !== null && <Turns conversation={conversation} />}
      {problem !== null && <p class="field-error" role="alert">{problem}</p>}
      <QuestionForm
        conversationId={conversation?.id ?? null}
        busy={busy}
        onAsk={ask}
      />
    </>
  );
}
