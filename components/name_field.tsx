import { QUESTION_MAX } from "../lib/domain/wire/search.ts";

/** The letters that a list is filtered by; `q` in the address. */
export function NameField({ value }: { value: string | undefined }) {
  return (
    <label>
      Name
      <input
        type="search"
        name="q"
        defaultValue={value ?? ""}
        maxLength={QUESTION_MAX}
        autocomplete="off"
        spellcheck={false}
      />
    </label>
  );
}
