/** Waiting for what only can be asked, not awaited. */

const ASK_EVERY_MS = 20;

/**
 * Asks until the answer is neither null, undefined nor false, and returns it.
 * @param what the sentence that is not true yet, for the error
 */
export async function until<T>(
  what: string,
  ask: () => T | Promise<T>,
  withinMs = 180_000,
): Promise<Exclude<T, null | undefined | false>> {
  const end = performance.now() + withinMs;
  for (;;) {
    const answer = await ask();
    if (answer !== null && answer !== undefined && answer !== false) {
      return answer as Exclude<T, null | undefined | false>;
    }
    if (performance.now() > end) throw new Error(`Not within ${withinMs} ms: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, ASK_EVERY_MS));
  }
}
