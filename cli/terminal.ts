/** The two streams of a command: its result on stdout, everything else on stderr. */
import { type AnalysisStage, STAGE_TITLES } from "../lib/domain/job.ts";
import { stageProgress } from "../lib/domain/stages.ts";

export interface Terminal {
  /** Writes a result to its end; a reader who has seen enough (`| head`) is no failure. */
  print(text: string | Uint8Array<ArrayBuffer>): Promise<void>;
  /** One message to a person; replaces the progress line. */
  say(text: string): void;
  /** Rewrites the progress line; without a terminal nobody watches, and nothing is written. */
  progress(stage: AnalysisStage, fraction: number, message: string): void;
}

const CLEAR_LINE = "\r\x1b[2K";
const BAR_WIDTH = 20;
const encoder = new TextEncoder();

/** The terminal of this process; progress is drawn on standard error. */
export function openTerminal(): Terminal {
  const interactive = Deno.stderr.isTerminal();
  let shown = "";
  const tell = (text: string) => void Deno.stderr.writeSync(encoder.encode(text));
  const clear = () => {
    if (shown !== "") tell(CLEAR_LINE);
    shown = "";
  };
  return {
    async print(text) {
      clear();
      let rest = typeof text === "string" ? encoder.encode(text) : text;
      try {
        while (rest.length > 0) rest = rest.subarray(await Deno.stdout.write(rest));
      } catch (error) {
        if (!(error instanceof Deno.errors.BrokenPipe)) throw error;
      }
    },
    say(text) {
      clear();
      tell(`${text}\n`);
    },
    progress(stage, fraction, message) {
      if (!interactive) return;
      const line = progressLine(stage, fraction, message, Deno.consoleSize().columns);
      if (line === shown) return;
      tell(CLEAR_LINE + line);
      shown = line;
    },
  };
}

/** `[####                ]  21% Fetch the repository: Receiving history`, within `columns`. */
export function progressLine(
  stage: AnalysisStage,
  fraction: number,
  message: string,
  columns: number,
): string {
  const percent = stageProgress("analyze_repo", stage, fraction);
  const full = Math.round(percent / 100 * BAR_WIDTH);
  const bar = "#".repeat(full).padEnd(BAR_WIDTH);
  const line = `[${bar}] ${String(percent).padStart(3)}% ${STAGE_TITLES[stage]}: ${plain(message)}`;
  return line.slice(0, Math.max(0, columns - 1));
}

/**
 * Text of a repository as one line of a terminal: its control characters would otherwise move the
 * cursor, and its direction marks would turn the line around.
 */
export function plain(text: string): string {
  // deno-lint-ignore no-control-regex -- these are the characters to replace
  return text.replace(/[\x00-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069]/g, "\ufffd");
}
