/**
 * What a second analysis costs a running server: of an unchanged commit, and of a commit that changes
 * one file, in a repository of 6,000 files and 15,000 commits made here: `deno task
 * bench-reanalysis`. Times are the job's own stages without the fetch, which depends on the remote; the
 * whole way from the request to the finished job, fetch included, stands beside them.
 *
 * Goals: below 150 ms unchanged, below 300 ms with one file changed.
 */
import { ANALYSIS_STAGES } from "../lib/domain/job.ts";
import type { Job } from "../lib/domain/wire/job.ts";
import { type Client, createClient } from "../tests/support/client.ts";
import { dataDirectory, startServer } from "../tests/support/server.ts";
import { growHistory } from "./analysis/history.ts";
import { median, memoryOf } from "./analysis/processes.ts";

const FILES = 6_000;
const COMMITS = 15_000;
const ROUNDS = 9;
const ROUNDS_ANEW = 3;
const GOALS_MS = { unchanged: 150, "one file changed": 300 };

async function main(): Promise<void> {
  const directory = await Deno.makeTempDir({ prefix: "factory-bench-reanalysis-" });
  try {
    const repository = await growHistory(directory, { files: FILES, commits: COMMITS, seed: 1 });
    await using data = await dataDirectory();
    const environment = { DATA_DIR: data.path, REPO_ALLOWED_PATHS: repository.path };
    const again = (client: Client, id: string) =>
      timed(async () => {
        const { id: jobId } = await client.send<Job>("POST", "/api/analyze-repo", {
          project_id: id,
        });
        return await client.completed(jobId);
      });
    const server = await startServer(environment);
    const client = createClient(server.url);
    const { id, job } = await client.add(repository.path);
    print("first analysis", [await timed(() => client.completed(job.id))]);
    const rounds = { unchanged: [] as Timed[], "one file changed": [] as Timed[] };
    for (let round = 0; round < ROUNDS; round++) {
      rounds.unchanged.push(await again(client, id));
      await repository.changeOneFile();
      rounds["one file changed"].push(await again(client, id));
    }
    for (const [what, all] of Object.entries(rounds)) {
      const ms = print(what, all);
      const goal = GOALS_MS[what as keyof typeof GOALS_MS];
      console.log(`  ${ms < goal ? "met " : "MISSED"} ${ms.toFixed(0)} ms (goal ${goal})`);
    }
    console.log(memoryOf(server.pid));
    await server[Symbol.asyncDispose]();
    const anew: Timed[] = [];
    for (let round = 0; round < ROUNDS_ANEW; round++) {
      await using server = await startServer(environment);
      await repository.changeOneFile();
      anew.push(await again(createClient(server.url), id));
    }
    print("one file changed, new threads", anew);
  } finally {
    await Deno.remove(directory, { recursive: true });
  }
}

interface Timed {
  /** From the request to its end being seen. */
  ms: number;
  stages: NonNullable<Job["stage_seconds"]>;
}

async function timed(run: () => Promise<Job>): Promise<Timed> {
  const started = performance.now();
  const { stage_seconds } = await run();
  return { ms: performance.now() - started, stages: stage_seconds ?? {} };
}

/** @returns the median of all stages but the fetch, in ms */
function print(what: string, all: readonly Timed[]): number {
  const own = ANALYSIS_STAGES.filter((stage) => stage !== "fetch");
  const of = (stage: typeof ANALYSIS_STAGES[number], { stages }: Timed) =>
    (stages[stage] ?? 0) * 1_000;
  const ms = median(all.map((one) => own.reduce((sum, stage) => sum + of(stage, one), 0)));
  const stages = ANALYSIS_STAGES.map((stage) =>
    `${stage} ${median(all.map((one) => of(stage, one))).toFixed(0)}`
  );
  const whole = median(all.map((one) => one.ms));
  console.log(
    `${what}: ${ms.toFixed(0)} ms without fetch, ${whole.toFixed(0)} ms in all (${all.length})`,
  );
  console.log(`  ${stages.join(", ")} ms`);
  return ms;
}

if (import.meta.main) await main();
