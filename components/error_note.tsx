import type { ErrorWords } from "../lib/domain/wire/common.ts";
import { ALERT, Icon } from "./icons.tsx";
import { Words } from "./words.tsx";

/** What went wrong and what to do about it. */
export function ErrorNote({ error, title }: { error: ErrorWords; title: string }) {
  return (
    <div class="note note-red" role="alert">
      <Icon path={ALERT} />
      <div>
        <p class="note-title">{title}</p>
        <p>
          <Words text={error.message} />
        </p>
        {error.remedy !== null && (
          <p class="remedy">
            <Words text={error.remedy} />
          </p>
        )}
        <p class="muted small">
          Code <code>{error.code}</code>
        </p>
      </div>
    </div>
  );
}
