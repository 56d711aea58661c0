/** Long loops that stay cancellable: a worker hears of a cancel only between its turns. */

const TURN_STEPS = 2_000;

/**
 * A function to await in each round of a long loop: every 2,000 rounds it lets other events in and
 * answers true. Throws the signal's reason.
 */
export function takeTurns(signal: AbortSignal): () => Promise<boolean> | false {
  let steps = 0;
  return () => {
    if (++steps % TURN_STEPS !== 0) return false;
    return letOthersIn(signal);
  };
}

async function letOthersIn(signal: AbortSignal): Promise<true> {
  // A timer, not a resolved promise: messages arrive between tasks, not between microtasks.
  await new Promise((resolve) => setTimeout(resolve, 0));
  signal.throwIfAborted();
  return true;
}
