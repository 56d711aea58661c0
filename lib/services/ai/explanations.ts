import { z } from "zod";
import { PROMPT_VERSIONS } from "../../domain/ai.ts";
import { ExplanationDraft } from "../../domain/wire/ai.ts";
import { isoTime } from "../../platform/clock.ts";
import { getLogger } from "../../platform/log.ts";
import { newId } from "../../platform/ids.ts";
import type { ExplanationStore } from "../../store/explanations.ts";
import type { AiJob, ExplanationsService } from "../contract.ts";
import { checkExplanation } from "./evidence.ts";
import { gatherForExplanation } from "./gather.ts";
import { type AiDependencies, claimLost, enqueueAi, needModel, takeMap } from "./ports.ts";
import { EXPLAIN_TASK, SYSTEM_PROMPTS } from "./prompts.ts";
import { askWithEvidence } from "./work.ts";

const log = getLogger("ai");

const OUTPUT_TOKENS = 8_000;

const Params = z.object({ fresh: z.boolean().default(false) });

/** Explains maps by models, claim by claim with its evidence. */
export function createExplanationsService(
  deps: AiDependencies & { explanations: ExplanationStore; autoExplain: boolean },
): ExplanationsService {
  const { ai, sources, clock, explanations } = deps;
  const request: ExplanationsService["request"] = async (projectId, { fresh }, by = "person") => {
    const { map } = await takeMap(deps, projectId);
    needModel(ai);
    return await enqueueAi(deps, {
      type: "explain_map",
      projectId,
      params: { fresh },
      key: `explain_map:${projectId}:${map.id}`,
      by,
    });
  };

  return {
    request,

    async afterAnalysis(projectId) {
      if (!deps.autoExplain || ai.order.length === 0) return;
      try {
        const { map } = await takeMap(deps, projectId);
        if ((await explanations.latest(projectId))?.map_id === map.id) return;
        await request(projectId, { fresh: false }, "schedule");
      } catch (error) {
        // The map is what was asked for; it is there, whatever becomes of this.
        log.warn("The explanation could not be enqueued: {error}", { error });
      }
    },

    async latest(projectId) {
      await deps.projects.get(projectId);
      return await explanations.latest(projectId);
    },

    async make(job: AiJob, params: unknown) {
      const { fresh } = Params.parse(params);
      const { projectId, signal } = job;
      // A crash came between its work and its end.
      const made = await explanations.ofJob(job.jobId);
      if (made !== null) return { explanation_id: made.id, ...told(made) };
      job.report("gather", 0, "Choosing what to send");
      const { project, view, map } = await takeMap(deps, projectId);
      const about = { projectId, name: project.name, view, signal };
      const material = await gatherForExplanation(about, deps, deps.contextTokens);
      const components = new Set(view.components.map(({ id }) => id));
      const tools = deps.openTools(projectId);
      try {
        const asked = await askWithEvidence(ai, job, {
          purpose: "explain_map",
          map,
          material,
          system: SYSTEM_PROMPTS.explain_map,
          task: EXPLAIN_TASK,
          schema: ExplanationDraft,
          maxOutputTokens: OUTPUT_TOKENS,
          fresh,
          openTools: tools === null ? null : () => tools,
          check: (draft) =>
            checkExplanation(
              draft,
              (path) => sources.lineCount(projectId, map.id, path),
              components,
            ),
        });
        const id = newId(clock.now());
        const stored = await explanations.add({
          id,
          project_id: projectId,
          map_id: map.id,
          map_hash: map.hash,
          commit_sha: view.commit.sha,
          provider: asked.provider,
          model: asked.model,
          prompt_version: PROMPT_VERSIONS.explain_map,
          content: asked.value,
          claims_kept: asked.kept,
          claims_dropped: asked.dropped,
          redactions: asked.redactions,
          tokens: asked.tokens,
          latency_ms: asked.latencyMs,
          created_at: isoTime(clock.now()),
        }, job.claim);
        if (!stored) throw claimLost();
        return { explanation_id: id, claims_kept: asked.kept, claims_dropped: asked.dropped };
      } finally {
        tools?.close();
      }
    },
  };
}

function told({ claims_kept, claims_dropped }: { claims_kept: number; claims_dropped: number }) {
  return { claims_kept, claims_dropped };
}
