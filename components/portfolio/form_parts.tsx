import { TAG_MAX, TAGS_MAX } from "../../lib/domain/limits.ts";
import { Words } from "../words.tsx";

/** Tags that all added projects get. */
export function TagsField({ value }: { value: string }) {
  return (
    <div class="field">
      <label for="new-tags">
        Tags for all of them <span class="muted">(optional)</span>
      </label>
      <input
        id="new-tags"
        name="tags"
        defaultValue={value}
        maxLength={TAGS_MAX * (TAG_MAX + 2)}
        autocomplete="off"
        spellcheck={false}
        placeholder="payments, team-blue"
      />
    </div>
  );
}

/** What is wrong with a form as a whole, and what to do. */
export function FormProblem({ problem }: { problem: FormWords | null }) {
  if (problem === null) return null;
  return (
    <p class="field-error" role="alert" id="form-problem">
      <Words text={[problem.message, problem.remedy].filter(Boolean).join(" ")} />
    </p>
  );
}

export interface FormWords {
  message: string;
  remedy: string | null;
}
