import assert from "node:assert/strict";
import { FactoryError } from "../../lib/domain/errors.ts";
import { Problem } from "../../lib/domain/wire/common.ts";
import { createApi } from "../support/api.ts";

const big = JSON.stringify({ name: "x".repeat(1_100_000) });
const form = { "content-type": "application/x-www-form-urlencoded" };

/** method, path, body, expected status, expected code, expected pointer, headers */
type Scenario = [string, string, unknown, number, string, string?, Record<string, string>?];

const SCENARIOS: Scenario[] = [
  // unknown things
  ["GET", "/api/nothing", undefined, 404, "not_found"],
  ["GET", "/api/projects/nope", undefined, 404, "project_not_found"],
  ["PUT", "/api/projects/nope", { name: "x" }, 404, "project_not_found"],
  ["PATCH", "/api/projects/nope", { tags: [] }, 404, "project_not_found"],
  ["DELETE", "/api/projects/nope", undefined, 404, "project_not_found"],
  ["GET", "/api/jobs/nope", undefined, 404, "job_not_found"],
  ["POST", "/api/jobs/nope/cancel", undefined, 404, "job_not_found"],
  ["GET", "/api/system-map/nope", undefined, 404, "project_not_found"],
  ["POST", "/api/analyze-repo", { project_id: "nope" }, 404, "project_not_found"],
  // methods
  ["DELETE", "/api/projects", undefined, 405, "method_not_allowed"],
  ["POST", "/api/projects/nope", { name: "x" }, 405, "method_not_allowed"],
  ["POST", "/api/health", undefined, 405, "method_not_allowed"],
  ["POST", "/api/status", undefined, 405, "method_not_allowed"],
  ["POST", "/api/jobs", {}, 405, "method_not_allowed"],
  ["PUT", "/api/jobs/nope", {}, 405, "method_not_allowed"],
  ["GET", "/api/jobs/nope/cancel", undefined, 405, "method_not_allowed"],
  ["DELETE", "/api/system-map/nope", undefined, 405, "method_not_allowed"],
  ["GET", "/api/analyze-repo", undefined, 405, "method_not_allowed"],
  // bodies
  ["POST", "/api/projects", "{", 400, "malformed_request"],
  ["POST", "/api/projects", undefined, 400, "malformed_request"],
  ["POST", "/api/projects", "name=x", 415, "unsupported_media_type", undefined, form],
  ["POST", "/api/projects", big, 413, "payload_too_large"],
  ["POST", "/api/projects", "[]", 422, "invalid_fields"],
  ["POST", "/api/projects", {}, 422, "invalid_fields", "/name"],
  ["POST", "/api/projects", { name: 7 }, 422, "invalid_fields", "/name"],
  ["POST", "/api/projects", { name: "  " }, 422, "invalid_fields", "/name"],
  ["POST", "/api/projects", { name: "x".repeat(121) }, 422, "invalid_fields", "/name"],
  [
    "POST",
    "/api/projects",
    { name: "x", description: "x".repeat(2001) },
    422,
    "invalid_fields",
    "/description",
  ],
  ["POST", "/api/projects", { name: "x", nmae: "y" }, 422, "invalid_fields", "/nmae"],
  [
    "POST",
    "/api/projects",
    { name: "x", branch: "--upload-pack=x" },
    422,
    "invalid_fields",
    "/branch",
  ],
  ["POST", "/api/projects", { repo_url: ["x"] }, 422, "invalid_fields", "/repo_url"],
  ["POST", "/api/analyze-repo", "nonsense", 400, "malformed_request"],
  ["POST", "/api/analyze-repo", {}, 422, "invalid_fields", "/project_id"],
  ["POST", "/api/analyze-repo", { project_id: 3 }, 422, "invalid_fields", "/project_id"],
  // addresses
  ["POST", "/api/projects", { repo_url: "not a url" }, 422, "url_invalid", "/repo_url"],
  [
    "POST",
    "/api/projects",
    { repo_url: "--upload-pack=touch /tmp/x" },
    422,
    "url_invalid",
    "/repo_url",
  ],
  ["POST", "/api/projects", { repo_url: "ext::sh -c id" }, 422, "url_invalid", "/repo_url"],
  [
    "POST",
    "/api/projects",
    { repo_url: "http://127.0.0.1/a.git" },
    422,
    "url_refused",
    "/repo_url",
  ],
  [
    "POST",
    "/api/projects",
    { repo_url: "http://2130706433/a.git" },
    422,
    "url_refused",
    "/repo_url",
  ],
  [
    "POST",
    "/api/projects",
    { repo_url: "https://git.internal.test/a.git" },
    422,
    "url_refused",
    "/repo_url",
  ],
  ["POST", "/api/projects", { repo_url: "/etc" }, 422, "url_refused", "/repo_url"],
  [
    "POST",
    "/api/analyze-repo",
    { repo_url: "http://[::1]/a.git" },
    422,
    "url_refused",
    "/repo_url",
  ],
  // queries
  ["GET", "/api/projects?limit=0", undefined, 422, "invalid_fields", "/limit"],
  ["GET", "/api/projects?limit=many", undefined, 422, "invalid_fields", "/limit"],
  ["GET", "/api/jobs?status=stuck", undefined, 422, "invalid_fields", "/status"],
  ["GET", "/api/status?since=-1", undefined, 422, "invalid_fields", "/since"],
];

for (const [method, path, body, status, code, pointer, headers] of SCENARIOS) {
  const shown = body === undefined ? "" : ` ${JSON.stringify(body).slice(0, 60)}`;
  Deno.test(`${method} ${path}${shown} answers ${status} ${code}`, async () => {
    using api = createApi();
    const response = await api.call(method, path, body, headers);
    assert.equal(response.headers.get("content-type"), "application/problem+json");
    const problem = Problem.parse(await response.json());
    assert.deepEqual([response.status, problem.status, problem.code], [status, status, code]);
    if (pointer !== undefined) {
      assert(
        problem.errors.some((error) => error.pointer === pointer),
        `errors name ${problem.errors.map((error) => error.pointer)}, not ${pointer}`,
      );
    }
    if (status === 405) assert.match(response.headers.get("allow") ?? "", /[A-Z]+/);
    assert.equal((await api.scratch.projects.ids()).length, 0, "nothing was stored");
  });
}

Deno.test("the page of a file's commits says so where too many ask, and when to come back", async () => {
  using api = createApi();
  const { id } = await (await api.call("POST", "/api/projects", {
    repo_url: "https://example.org/team/shop",
  })).json();
  const busy = new FactoryError("server_busy", "Too many ask.", {
    remedy: "Try again in a moment.",
    retryAfterSeconds: 10,
  });
  const slow = new FactoryError("git_failed", "It takes too long.", { remedy: "Read a clone." });
  const answers: unknown[] = [];
  for (const error of [busy, slow]) {
    api.services.fileCommits = { list: () => Promise.reject(error) };
    const response = await api.call("GET", `/projects/${id}/commits?path=a.ts`);
    const said = /role="alert"[^>]*>([^<]*)/.exec(await response.text())?.[1];
    answers.push([response.status, response.headers.get("retry-after"), said]);
  }
  assert.deepEqual(answers, [
    [503, "10", "Too many ask. Try again in a moment."],
    [200, null, "It takes too long. Read a clone."],
  ]);
});
