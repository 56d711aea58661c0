import { useState } from "preact/hooks";
import { Icon, PLUS } from "../components/icons.tsx";
import { Words } from "../components/words.tsx";
import { BRANCH_MAX, NAME_MAX, URL_MAX } from "../lib/domain/limits.ts";
import { ApiProblem, callApi } from "./api.ts";
import type { AddressCheck } from "./check_address.ts";
import { pollNow } from "./poll.ts";

export interface AddProjectProps {
  values: { repo_url: string; name: string; branch: string };
  /** What was wrong with a form posted without JavaScript. */
  problem: FormProblem | null;
}

interface Added {
  id: string;
  name: string;
}

export interface FormProblem {
  field: "repo_url" | "name" | "branch";
  message: string;
  remedy: string | null;
}

/** Registers a repository. A plain form where JavaScript is off; live validation where it is on. */
export default function AddProject(props: AddProjectProps) {
  const [values, setValues] = useState(props.values);
  const [problem, setProblem] = useState(props.problem);
  const [busy, setBusy] = useState(false);
  const [added, setAdded] = useState<Added | null>(null);
  const [check, setCheck] = useState<((text: string) => AddressCheck) | null>(null);
  // Until the rule has been loaded, and without it, the server's answer is the check.
  const checked = check?.(values.repo_url) ?? { suggestedName: null, wrong: null };
  const wrongAddress: FormProblem | null = checked.wrong === null
    ? null
    : { field: "repo_url", ...checked.wrong };

  /** Without the rule (the server is away) nothing is wrong yet: its answer will tell. */
  async function loadCheck(): Promise<((text: string) => AddressCheck) | null> {
    const { checkAddress } = await import("./check_address.ts").catch(() => ({
      checkAddress: null,
    }));
    setCheck(() => checkAddress);
    return checkAddress;
  }

  const set = (field: FormProblem["field"]) => (event: { currentTarget: HTMLInputElement }) => {
    setValues({ ...values, [field]: event.currentTarget.value });
    setProblem(null);
  };

  /** Words wait until the field is left: nobody wants to be corrected while typing. */
  async function complain(text: string): Promise<void> {
    const wrong = text.trim() === "" ? null : (await loadCheck())?.(text).wrong ?? null;
    if (wrong !== null) setProblem({ field: "repo_url", ...wrong });
  }

  async function submit(event: Event): Promise<void> {
    event.preventDefault();
    if (wrongAddress !== null) return setProblem(wrongAddress);
    setBusy(true);
    try {
      const project = await callApi<Added>("POST", "/api/projects", {
        repo_url: values.repo_url.trim(),
        ...(values.name.trim() === "" ? {} : { name: values.name.trim() }),
        ...(values.branch.trim() === "" ? {} : { branch: values.branch.trim() }),
      });
      setValues({ repo_url: "", name: "", branch: "" });
      setProblem(null);
      setAdded(project);
      pollNow();
    } catch (error) {
      if (!(error instanceof ApiProblem)) throw error;
      setProblem(toFormProblem(error));
    } finally {
      setBusy(false);
    }
  }

  const wrong = (field: FormProblem["field"]) => problem?.field === field;
  return (
    <form class="add" method="post" action="/" onSubmit={submit} aria-label="Add a project">
      <div class="add-row">
        <div>
          <label for="add-url">Repository address</label>
          <input
            id="add-url"
            name="repo_url"
            value={values.repo_url}
            onFocus={() => check === null && void loadCheck()}
            onInput={set("repo_url")}
            onBlur={(event) => void complain(event.currentTarget.value)}
            placeholder="https://github.com/owner/repository"
            required
            maxLength={URL_MAX}
            autocomplete="off"
            spellcheck={false}
            aria-invalid={wrong("repo_url") ? "true" : undefined}
            aria-describedby="add-note"
          />
        </div>
        <div>
          <label for="add-name">
            Name <span class="muted">(optional)</span>
          </label>
          <input
            id="add-name"
            name="name"
            value={values.name}
            onInput={set("name")}
            placeholder={checked.suggestedName ?? "from the address"}
            maxLength={NAME_MAX}
            aria-invalid={wrong("name") ? "true" : undefined}
            aria-describedby="add-note"
          />
        </div>
        <div>
          <label for="add-branch">
            Branch <span class="muted">(optional)</span>
          </label>
          <input
            id="add-branch"
            name="branch"
            value={values.branch}
            onInput={set("branch")}
            placeholder="default"
            maxLength={BRANCH_MAX}
            autocomplete="off"
            spellcheck={false}
            aria-invalid={wrong("branch") ? "true" : undefined}
            aria-describedby="add-note"
          />
        </div>
        <button type="submit" class="primary" disabled={busy}>
          <Icon path={PLUS} /> {busy ? "Adding" : "Add project"}
        </button>
      </div>
      <div id="add-note" aria-live="polite">
        {problem !== null
          ? (
            <p class="field-error">
              <Words text={`${problem.message} ${problem.remedy ?? ""}`} />
            </p>
          )
          : (
            <p class="field-hint">
              {added === null
                ? "https, ssh, git@host:path. Nothing in the repository is installed or run."
                : (
                  <>
                    <a href={`/projects/${encodeURIComponent(added.id)}`}>{added.name}</a>{" "}
                    was added. The list below follows its analysis.
                  </>
                )}
            </p>
          )}
      </div>
    </form>
  );
}

function toFormProblem({ problem }: ApiProblem): FormProblem {
  const first = problem.errors[0];
  const named = first?.pointer.slice(1);
  const field = named === "name" || named === "branch" ? named : "repo_url";
  // Of several wrong fields only the pointer's words name the right one.
  return problem.code === "invalid_fields" && first !== undefined
    ? { field, message: first.detail, remedy: null }
    : { field, message: problem.detail, remedy: problem.remedy };
}
