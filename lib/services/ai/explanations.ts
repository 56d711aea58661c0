import { z } from "zod";
import { PROMPT_VERSIONS } from "../../domain/ai.ts";
import { FactoryError } from "../../domain/errors.ts";
import { ExplanationDraft } from "../../domain/wire/ai.ts";
import { isoTime } from "../../platform/clock.ts";
import { getLogger } from "../../platform/log.ts";
import { newId } from "../../platform/ids.ts";
import type { ExplanationStore } from "../../store/explanations.ts";
import type { AiJob, ExplanationsService } from "../contract.ts";
import { checkExplanation } from "./evidence.ts";
import { gatherForExplanation } from "./gather.ts";
import { type AiDependencies, enqueueAi, needModel, takeMap } from "./ports.ts";
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
      job.report("gather", 0, "Choosing what to send");
      const { project, view, map } = await takeMap(deps, projectId);
      const about = { projectId, name: project.name, view, signal };
      const material = await gatherForExplanation(about, deps, deps.contextTokens);
      const components = new Set(view.components.map(({ id }) => id));
      const tools = deps.openTools(projectId);
      try {
        const made = await askWithEvidence(ai, job, {
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
        await explanations.add({
          id,
          project_id: projectId,
          job_id: job.jobId,
          map_id: map.id,
          map_hash: map.hash,
          commit_sha: view.commit.sha,
          provider: made.provider,
          model: made.model,
          prompt_version: PROMPT_VERSIONS.explain_map,
          content: made.value,
          claims_kept: made.kept,
          claims_dropped: made.dropped,
          redactions: made.redactions,
          tokens: made.tokens,
          latency_ms: made.latencyMs,
          created_at: isoTime(clock.now()),
        });
        return { explanation_id: id, claims_kept: made.kept, claims_dropped: made.dropped };
      } finally {
        tools?.close();
      }
    },
  };
}

/** @throws FactoryError `explanation_not_found` */
export function noExplanation(): FactoryError {
  return new FactoryError("explanation_not_found", "This map has not been explained.", {
    remedy: "POST /api/projects/{id}/explanations asks a model to explain it.",
  });
}
