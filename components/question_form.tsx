import { QUESTION_MAX } from "../lib/domain/ai.ts";

/** A question: a form of its page, or `onAsk` where JavaScript is at work. */
export function QuestionForm(
  { conversationId, busy, onAsk }: {
    conversationId: string | null;
    busy: boolean;
    /** Resolves with whether it was taken; the field is emptied then. */
    onAsk?: (question: string) => Promise<boolean>;
  },
) {
  return (
    <form
      method="post"
      class="question-form"
      onSubmit={(event) => {
        if (onAsk === undefined) return;
        event.preventDefault();
        const form = event.currentTarget;
        const question = String(new FormData(form).get("question") ?? "").trim();
        if (question === "" || busy) return;
        void onAsk(question).then((taken) => {
          if (taken) form.reset();
        });
      }}
    >
      <input type="hidden" name="action" value="ask" />
      {conversationId !== null && (
        <input type="hidden" name="conversation_id" value={conversationId} />
      )}
      <label for="question">{conversationId === null ? "Your question" : "Ask on"}</label>
      <textarea
        id="question"
        name="question"
        rows={3}
        required
        maxLength={QUESTION_MAX}
        placeholder="Where are requests authenticated?"
        onKeyDown={(event) => {
          if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
          event.preventDefault();
          event.currentTarget.form?.requestSubmit();
        }}
      />
      <div class="actions">
        <button type="submit" class="primary" disabled={busy}>Ask</button>
        <span class="muted small">
          The map in short and excerpts of files are sent to the model; secrets are replaced before.
        </span>
      </div>
    </form>
  );
}
