import type { Api } from "./api.ts";
import { addJob, mapDraft, projectionDraft, type ShortFile } from "./database.ts";
import { claimOne, endOne } from "./queue.ts";

const NOW = "2026-01-01T00:01:00.000Z";

/** Publishes a map of a project that exists; only its rows are looked into. */
export async function publishRows(
  { scratch }: Pick<Api, "scratch">,
  projectId: string,
  files: Record<string, ShortFile>,
  packages: NonNullable<Parameters<typeof projectionDraft>[1]>["packages"] = [],
): Promise<void> {
  const job = `job of ${projectId} ${crypto.randomUUID()}`;
  await addJob(scratch, job, projectId, { now: NOW });
  const { claim } = (await claimOne(scratch.jobs, "a", NOW))!;
  const draft = { ...projectionDraft(files, { packages }), projectId };
  const staged = await scratch.projections.stage(draft, claim);
  const map = mapDraft({ id: `map of ${job}`, project_id: projectId });
  if (!await scratch.maps.publish(map, claim, NOW, staged)) throw new Error("The claim is lost.");
  await scratch.projections.tidy(staged);
  await endOne(scratch.jobs, claim, { kind: "completed", result: {} }, NOW);
}
