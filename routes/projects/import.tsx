/**
 * What a GitHub organisation or user has, chosen from a list. The token that is typed is used for
 * the requests of that one answer: it is in no page, no address and no log.
 */
import { Icon, PLUS, SEARCH } from "../../components/icons.tsx";
import { BulkResult } from "../../components/portfolio/bulk_result.tsx";
import { FormProblem, type FormWords, TagsField } from "../../components/portfolio/form_parts.tsx";
import { RepositoryChoice } from "../../components/portfolio/repository_choice.tsx";
import { FactoryError } from "../../lib/domain/errors.ts";
import { BODY_MAX_BYTES, BULK_MAX } from "../../lib/domain/limits.ts";
import { type GitHubImportPage, GitHubImportQuery } from "../../lib/domain/wire/github.ts";
import { ProjectBulkCreate, type ProjectBulkResult } from "../../lib/domain/wire/project.ts";
import { page } from "../../lib/web/mod.ts";
import { readFields, readTags } from "../_forms.ts";
import { define, type State } from "../_state.ts";

/** Pages of GitHub, of 100 each, that one answer shows: as many as may be added at once. */
const PAGES = BULK_MAX / 100;

interface Asked {
  owner: string;
  archived: boolean;
  forks: boolean;
}

interface Data {
  asked: Asked;
  problem: FormWords | null;
  found: GitHubImportPage | null;
  result: ProjectBulkResult | null;
}

const BLANK: Data = {
  asked: { owner: "", archived: false, forks: false },
  problem: null,
  found: null,
  result: null,
};

export const handler = define.handlers({
  async GET(ctx) {
    ctx.state.title = "Import from GitHub";
    const now = await ctx.state.services.status.snapshot();
    ctx.state.seen = { cursor: now.cursor, instance: now.instance };
    return page(BLANK);
  },

  async POST(ctx) {
    ctx.state.title = "Import from GitHub";
    const fields = await readFields(ctx.req, BODY_MAX_BYTES);
    const form = new Map(fields);
    const asked = {
      owner: form.get("owner") ?? "",
      archived: form.has("archived"),
      forks: form.has("forks"),
    };
    try {
      if (form.get("action") === "add") {
        const chosen = fields.filter(([name]) => name === "repo").map(([, address]) => address);
        const result = await add(ctx.state, chosen, form.get("tags"), ctx.req.signal);
        return page({ ...BLANK, asked, result });
      }
      const query = GitHubImportQuery.safeParse({
        ...asked,
        token: form.get("token") || null,
        page: Number(form.get("page") ?? 1),
      });
      if (!query.success) throw invalid(query.error.issues[0]?.message);
      const found = await collect(ctx.state, query.data, ctx.req.signal);
      return page({ ...BLANK, asked, found });
    } catch (error) {
      if (!(error instanceof FactoryError) || error.code === "internal") throw error;
      const { message, remedy } = error;
      return page({ ...BLANK, asked, problem: { message, remedy } }, { status: 422 });
    }
  },
});

/** Several of GitHub's pages as one. */
async function collect(
  { services }: State,
  query: GitHubImportQuery,
  signal: AbortSignal,
): Promise<GitHubImportPage> {
  const items: GitHubImportPage["items"] = [];
  let next: number | null = query.page;
  for (let pages = 0; next !== null && pages < PAGES; pages++) {
    const part: GitHubImportPage = await services.portfolio.importable(
      { ...query, page: next },
      signal,
    );
    items.push(...part.items);
    next = part.next_page;
  }
  return { items, next_page: next };
}

async function add(
  { services }: State,
  repo_urls: string[],
  tags: string | undefined,
  signal: AbortSignal,
): Promise<ProjectBulkResult> {
  if (repo_urls.length === 0) throw invalid("No repository was chosen.");
  const body = ProjectBulkCreate.safeParse({ repo_urls, tags: readTags(tags) });
  if (!body.success) throw invalid(body.error.issues[0]?.message);
  return await services.portfolio.addMany(body.data, signal);
}

function invalid(message = "These fields are not valid."): FactoryError {
  return new FactoryError("invalid_fields", message);
}

export default define.page<typeof handler>(({ data: { asked, problem, found, result } }) => (
  <>
    <div class="page-head">
      <div>
        <p class="crumbs">
          <a href="/">Projects</a>
        </p>
        <h1>Import from GitHub</h1>
        <p class="lead">
          Lists what an organisation or user has, to choose from. Addresses of any other host{" "}
          <a href="/projects/add">can be pasted</a>.
        </p>
      </div>
    </div>
    {result !== null && <BulkResult result={result} lines={null} />}
    <FindForm asked={asked} problem={problem} from={1} />
    {found !== null && found.items.length === 0 && (
      <p class="empty" id="found">
        {asked.owner} has no repositories to choose from
        {asked.archived && asked.forks ? "" : ", archived ones and forks left out as chosen"}. A
        token may see more.
      </p>
    )}
    {found !== null && found.items.length > 0 && (
      <form method="post" action="/projects/import" id="found" aria-label="Repositories to add">
        <input type="hidden" name="action" value="add" />
        <input type="hidden" name="owner" value={asked.owner} />
        <RepositoryChoice items={found.items} />
        <TagsField value="" />
        <button type="submit" class="primary">
          <Icon path={PLUS} /> Add the chosen ones
        </button>
      </form>
    )}
    {found !== null && found.next_page !== null && (
      <details class="field">
        <summary>There are more: list those after these</summary>
        <FindForm asked={asked} problem={null} from={found.next_page} />
      </details>
    )}
  </>
));

function FindForm(
  { asked, problem, from }: { asked: Asked; problem: FormWords | null; from: number },
) {
  const id = (name: string) => `${name}-${from}`;
  return (
    <form
      class="add"
      method="post"
      action="/projects/import"
      aria-label={from === 1 ? "Find repositories" : `Find repositories from page ${from}`}
    >
      <input type="hidden" name="page" value={from} />
      <div class="add-row import-row">
        <div>
          <label for={id("owner")}>Organisation or user</label>
          <input
            id={id("owner")}
            name="owner"
            defaultValue={asked.owner}
            required
            maxLength={100}
            autocomplete="off"
            spellcheck={false}
            placeholder="preactjs"
            aria-invalid={problem === null ? undefined : "true"}
            aria-describedby={problem === null ? undefined : "form-problem"}
          />
        </div>
        <div>
          <label for={id("token")}>
            Token <span class="muted">(optional)</span>
          </label>
          <input
            id={id("token")}
            name="token"
            type="password"
            maxLength={400}
            autocomplete="off"
            placeholder="the server's, if it has one"
            aria-describedby={id("token-hint")}
          />
        </div>
        <button type="submit" class="primary">
          <Icon path={SEARCH} /> List
        </button>
      </div>
      <p class="choices">
        <label>
          <input type="checkbox" name="archived" defaultChecked={asked.archived} /> Archived too
        </label>
        <label>
          <input type="checkbox" name="forks" defaultChecked={asked.forks} /> Forks too
        </label>
      </p>
      <p class="field-hint" id={id("token-hint")}>
        A token is used to list and then forgotten. Private repositories are cloned with the
        server's GITHUB_TOKEN, or with a token in their own address.
      </p>
      <FormProblem problem={problem} />
    </form>
  );
}
