import type { AnalysisStage } from "../lib/domain/job.ts";
import type { FactoryError } from "../lib/domain/errors.ts";
import type { LogOptions } from "../lib/platform/log.ts";
import { moduleUrl } from "../lib/platform/resources.ts";
import { startThread } from "../lib/platform/threads.ts";
import type { AnalysisOrder, AnalyzeRepoDependencies } from "./analyze_repo.ts";

/** What worker.ts is asked: one analysis. */
export interface ThreadOrder extends AnalysisOrder {
  databasePath: string;
  log: LogOptions;
  /** Ports to the parse threads. */
  parsers: MessagePort[];
}

export interface ThreadProgress {
  stage: AnalysisStage;
  fraction: number;
  message: string;
}

/**
 * Runs each analysis in threads of its own, so that a crash or a cancel of one leaves the others
 * and the server alone: one that leads and writes, and `parsers` that parse for it.
 */
export function createAnalysisThreads(
  { databasePath, log, parsers }: { databasePath: string; log: LogOptions; parsers: number },
): AnalyzeRepoDependencies["analyse"] {
  return async (order, { signal, report }) => {
    const crashed = new AbortController();
    const onCrash = (error: FactoryError) => crashed.abort(error);
    const lead = startThread(moduleUrl("worker"), "analysis");
    const parseThreads = Array.from(
      { length: parsers },
      () => startThread(moduleUrl("parse_worker"), "parse", onCrash),
    );
    try {
      const ports = parseThreads.map((thread) => thread.connect());
      return await lead.call<{ mapId: string }, ThreadProgress>(
        { ...order, databasePath, log, parsers: ports } satisfies ThreadOrder,
        {
          signal: AbortSignal.any([signal, crashed.signal]),
          transfer: ports,
          onProgress: (at) => report(at.stage, at.fraction, at.message),
        },
      );
    } catch (error) {
      // The lead only knows that it was stopped; the reason is the thread that it waited for.
      throw crashed.signal.aborted ? crashed.signal.reason : error;
    } finally {
      lead.terminate();
      for (const thread of parseThreads) thread.terminate();
    }
  };
}
