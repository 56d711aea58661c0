/** Git's `--progress` lines as a bar that never runs backwards. */

export type OnProgress = (fraction: number, message: string) => void;

/** One share of the whole, e.g. 0.1 to 0.6. */
export interface Share {
  from: number;
  to: number;
  /** What is received: "history", "files". */
  what: string;
}

/** Receiving takes the time; finding and resolving deltas come before and after. */
const PHASES: { pattern: RegExp; from: number; to: number; verb: string }[] = [
  { pattern: /Counting objects/, from: 0, to: 0.05, verb: "Counting" },
  { pattern: /Compressing objects/, from: 0.05, to: 0.1, verb: "Packing" },
  { pattern: /Receiving objects/, from: 0.1, to: 0.8, verb: "Receiving" },
  { pattern: /Resolving deltas/, from: 0.8, to: 1, verb: "Unpacking" },
];

export interface ProgressBar {
  /** At least `fraction` (0–1). */
  reach(fraction: number, message: string): void;
  /** Reads stderr lines of one git command into its share. */
  reader(share: Share): (line: string) => void;
}

/** A bar that starts at 0 and tells only what is new. */
export function createProgress(report: OnProgress): ProgressBar {
  let reached = 0;
  let said = "";

  function reach(fraction: number, message: string): void {
    const next = Math.max(reached, Math.min(1, fraction));
    // Git writes far more lines than there is news.
    if (next - reached < 0.001 && message === said) return;
    reached = next;
    said = message;
    report(reached, message);
  }

  return {
    reach,
    reader: ({ from, to, what }) => (line) => {
      const [, percent, done, all] = /(\d+)% \((\d+)\/(\d+)\)/.exec(line) ?? [];
      const phase = PHASES.find(({ pattern }) => pattern.test(line));
      if (phase === undefined || percent === undefined) return;
      const within = phase.from + (phase.to - phase.from) * Number(percent) / 100;
      const count = Number(done).toLocaleString("en");
      const total = Number(all).toLocaleString("en");
      reach(from + (to - from) * within, `${phase.verb} ${what}: ${count} of ${total} objects`);
    },
  };
}
