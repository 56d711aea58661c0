/** Many repositories at once: their addresses, pasted. */
import { BulkResult } from "../../components/portfolio/bulk_result.tsx";
import { FormProblem, type FormWords, TagsField } from "../../components/portfolio/form_parts.tsx";
import { Icon, PLUS } from "../../components/icons.tsx";
import { BODY_MAX_BYTES, BULK_MAX } from "../../lib/domain/limits.ts";
import { ProjectBulkCreate, type ProjectBulkResult } from "../../lib/domain/wire/project.ts";
import { page } from "../../lib/web/mod.ts";
import { readFields, readTags } from "../_forms.ts";
import { define } from "../_state.ts";

interface Data {
  /** What the field holds: after an attempt, the lines that were refused. */
  text: string;
  tags: string;
  problem: FormWords | null;
  result: ProjectBulkResult | null;
  /** Line numbers of the result's addresses. */
  lines: number[];
}

const EXAMPLE = "https://github.com/preactjs/preact\nhttps://github.com/preactjs/signals";
const BLANK: Data = { text: "", tags: "", problem: null, result: null, lines: [] };

export const handler = define.handlers({
  async GET(ctx) {
    ctx.state.title = "Add many projects";
    const now = await ctx.state.services.status.snapshot();
    ctx.state.seen = { cursor: now.cursor, instance: now.instance };
    return page(BLANK);
  },

  async POST(ctx) {
    ctx.state.title = "Add many projects";
    // Untrimmed: empty lines count, at the top too.
    const form = new Map(await readFields(ctx.req, BODY_MAX_BYTES));
    const text = form.get("repo_urls") ?? "";
    const tags = form.get("tags") ?? "";
    const written = text.split("\n").map((line, index) => ({ line: index + 1, text: line.trim() }))
      .filter((one) => one.text !== "" && !one.text.startsWith("#"));
    const body = ProjectBulkCreate.safeParse({
      repo_urls: written.map((one) => one.text),
      tags: readTags(tags),
    });
    if (!body.success) {
      const message = written.length === 0
        ? "There is no address in the field."
        : wrong(body.error.issues[0], written.map(({ line }) => line));
      const problem = { message, remedy: null };
      return page({ ...BLANK, text, tags, problem }, { status: 422 });
    }
    const result = await ctx.state.services.portfolio.addMany(body.data, ctx.req.signal);
    const refused = new Set(
      result.items.filter(({ outcome }) => outcome === "refused").map(({ index }) => index),
    );
    return page({
      text: written.filter((_, index) => refused.has(index)).map((one) => one.text).join("\n"),
      tags,
      problem: null,
      result,
      lines: written.map(({ line }) => line),
    });
  },
});

function wrong(
  issue: { path: PropertyKey[]; message: string } | undefined,
  lines: readonly number[],
): string {
  const line = issue?.path[0] === "repo_urls" ? lines[Number(issue.path[1])] : undefined;
  const message = issue?.message ?? "These fields are not valid.";
  return line === undefined ? message : `Line ${line}: ${message}`;
}

export default define.page<typeof handler>(({ data }) => (
  <>
    <div class="page-head">
      <div>
        <p class="crumbs">
          <a href="/">Projects</a>
        </p>
        <h1>Add many projects</h1>
        <p class="lead">
          One address a line. Those that are registered already stay as they are, so the same list
          can be sent again. Of one GitHub organisation or user,{" "}
          <a href="/projects/import">import what it has</a>.
        </p>
      </div>
    </div>
    {data.result !== null && <BulkResult result={data.result} lines={data.lines} />}
    <form class="add" method="post" action="/projects/add" aria-label="Add many projects">
      <div class="field">
        <label for="add-many">
          {data.text !== "" && data.result !== null
            ? "Refused addresses, to be corrected or sent again"
            : "Repository addresses"}
        </label>
        <textarea
          id="add-many"
          name="repo_urls"
          rows={12}
          required
          spellcheck={false}
          autocomplete="off"
          placeholder={EXAMPLE}
          aria-describedby="add-many-hint"
          aria-invalid={data.problem === null ? undefined : "true"}
          defaultValue={data.text}
        />
        <p class="field-hint" id="add-many-hint">
          At most {BULK_MAX}: https, ssh, git@host:path. Empty lines and lines with # are left out.
        </p>
      </div>
      <TagsField value={data.tags} />
      <FormProblem problem={data.problem} />
      <button type="submit" class="primary">
        <Icon path={PLUS} /> Add all
      </button>
    </form>
  </>
));
