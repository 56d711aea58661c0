/** The REST API as a script uses it. */
import assert from "node:assert/strict";
import { isFinal } from "../../lib/domain/job.ts";
import type { List } from "../../lib/domain/wire/common.ts";
import type { Job } from "../../lib/domain/wire/job.ts";
import type { Project } from "../../lib/domain/wire/project.ts";
import type { SystemMap } from "../../lib/domain/wire/system_map.ts";
import { until } from "./until.ts";

export interface Client {
  get<T>(path: string): Promise<T>;
  send<T>(method: string, path: string, body?: unknown): Promise<T>;
  /** Registers a repository, whose first analysis begins. */
  add(repoUrl: string): Promise<Project & { job: Job }>;
  jobs(projectId: string): Promise<Job[]>;
  job(id: string): Promise<Job>;
  /** The job once `reached`; fails where it ends otherwise. */
  jobWhen(
    id: string,
    what: string,
    reached: (job: Job) => boolean,
    withinMs?: number,
  ): Promise<Job>;
  /** @param withinMs default: three minutes, for machines with much else to do */
  completed(id: string, withinMs?: number): Promise<Job>;
  map(projectId: string): Promise<SystemMap>;
}

/** @param origin e.g. `http://127.0.0.1:8000` */
export function createClient(origin: string): Client {
  async function send<T>(method: string, path: string, body?: unknown): Promise<T> {
    const response = await fetch(origin + path, {
      method,
      ...(body === undefined ? {} : {
        headers: { "content-type": "application/json" },
        body: JSON.stringify(body),
      }),
    });
    const text = await response.text();
    assert.ok(response.ok, `${method} ${path}: ${response.status} ${text}`);
    return (text === "" ? null : JSON.parse(text)) as T;
  }
  const get = <T>(path: string) => send<T>("GET", path);
  const job = (id: string) => get<Job>(`/api/jobs/${id}`);
  const jobWhen = (id: string, what: string, reached: (job: Job) => boolean, withinMs?: number) =>
    until(`job ${id} is ${what}`, async () => {
      const now = await job(id);
      if (reached(now)) return now;
      assert.ok(!isFinal(now.status), `waiting for ${what}: ${JSON.stringify(now)}`);
      return null;
    }, withinMs);
  return {
    get,
    send,
    add: (repoUrl) => send("POST", "/api/projects", { repo_url: repoUrl }),
    jobs: async (projectId) => (await get<List<Job>>(`/api/jobs?project_id=${projectId}`)).items,
    job,
    jobWhen,
    completed: (id, withinMs) =>
      jobWhen(id, "completed", ({ status }) => status === "completed", withinMs),
    map: (projectId) => get(`/api/system-map/${projectId}`),
  };
}
