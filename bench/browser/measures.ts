/** What a real browser says of a page: its scripts, and how long its frames take while one uses it. */
import { gzipSync } from "node:zlib";
import type { Page } from "puppeteer-core";

/** Bytes of all its scripts, compressed. */
export async function scriptBytes(page: Page): Promise<number> {
  const urls = await page.evaluate(() =>
    performance.getEntriesByType("resource").map(({ name }) => name)
      .filter((name) => name.endsWith(".js"))
  );
  const sizes = await Promise.all(
    urls.map(async (url) => gzipSync(await (await fetch(url)).bytes()).length),
  );
  return sizes.reduce((sum, size) => sum + size, 0);
}

/** The longest time from frame to frame meanwhile. */
export async function frames(page: Page, what: string, act: () => Promise<void>): Promise<void> {
  await page.evaluate(() => {
    const seen: number[] = [];
    let last = performance.now();
    const next = (now: number) => {
      seen.push(now - last);
      last = now;
      requestAnimationFrame(next);
    };
    requestAnimationFrame(next);
    const long: number[] = [];
    new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) long.push(duration);
    }).observe({ type: "longtask" });
    Object.assign(globalThis, { seen, long });
  });
  await act();
  const { seen, long } = await page.evaluate(() => {
    const { seen, long } = globalThis as unknown as { seen: number[]; long: number[] };
    return { seen: seen.splice(0), long: long.splice(0) };
  });
  seen.sort((a, b) => a - b);
  console.log(
    `${what}: ${seen.length} frames, p95 ${seen[Math.floor(seen.length * 0.95)]?.toFixed(0)} ms, ` +
      `longest ${seen.at(-1)?.toFixed(0)} ms, above 50 ms: ${
        seen.filter((ms) => ms > 50).length
      }; tasks above 50 ms: ${long.map((ms) => `${ms} ms`).join(", ") || "none"}`,
  );
}

/** The frames of the document that `act` leads to, from its first byte on. */
export async function arrival(page: Page, what: string, act: () => Promise<void>): Promise<void> {
  await Promise.all([page.waitForNavigation({ waitUntil: "load" }), act()]);
  await page.waitForSelector("html[data-islands=ready]");
  const { painted, long } = await page.evaluate(async () => {
    const long: number[] = [];
    new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) long.push(duration);
    }).observe({ type: "long-animation-frame", buffered: true });
    // What was seen before comes with the next task.
    await new Promise((resolve) => setTimeout(resolve, 100));
    const [first] = performance.getEntriesByName("first-contentful-paint");
    return { painted: first?.startTime ?? null, long };
  });
  console.log(
    `${what}: painted after ${painted?.toFixed(0) ?? "?"} ms; frames above 50 ms: ${
      long.map((ms) => `${ms.toFixed(0)} ms`).join(", ") || "none"
    }`,
  );
}
