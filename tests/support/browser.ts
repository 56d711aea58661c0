/** Real Chromium, from npm, for tests. */
import { tmpdir } from "node:os";
import chromium from "@sparticuz/chromium";
import puppeteer, { type Browser, type Page } from "puppeteer-core";

/**
 * Starts a headless browser; the first start of a machine unpacks it into the temporary directory.
 * No sandbox: tests run as root in containers, and open only pages of this program.
 */
export async function launchBrowser(): Promise<Browser> {
  return await puppeteer.launch({
    executablePath: await unpacked(),
    // Not chromium.args: they switch web security off, which these tests should meet.
    args: ["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu"],
    headless: "shell",
  });
}

/** Where the browser is; tests that run at the same time wait for whoever unpacks it. */
async function unpacked(): Promise<string> {
  using lock = await Deno.open(`${tmpdir()}/factory-chromium.lock`, { create: true, write: true });
  await lock.lock(true);
  return await chromium.executablePath();
}

export interface WatchedPage {
  page: Page;
  /**
   * What went wrong in it so far: console errors and warnings (a Content-Security-Policy violation is
   * one), uncaught errors, failed requests.
   */
  problems: string[];
}

/** A new page; unlike a person's, nothing that it complains of goes unseen. */
export async function watchedPage(browser: Browser): Promise<WatchedPage> {
  const page = await browser.newPage();
  const problems: string[] = [];
  page.on("console", (message) => {
    if (message.type() !== "error" && message.type() !== "warn") return;
    problems.push(`${message.type()}: ${message.text()} (${message.location().url ?? ""})`);
  });
  page.on("pageerror", (error) => problems.push(String(error)));
  page.on("response", (response) => {
    if (response.status() >= 400) problems.push(`${response.status()} ${response.url()}`);
  });
  return { page, problems };
}

/** Opens an address and waits until its islands are alive. */
export async function openAlive(page: Page, url: string): Promise<void> {
  await page.goto(url);
  await page.waitForSelector("html[data-islands=ready]");
}

/** Visible words of the page, or of its first match. */
export async function wordsOf(page: Page, selector = "body"): Promise<string> {
  return await page.$eval(selector, (element) => (element as HTMLElement).innerText);
}

/** Resolves once the page shows `words`, whatever is loaded meanwhile. */
export async function sees(page: Page, words: string, withinMs = 30_000): Promise<void> {
  await page.waitForFunction(
    (text) => document.body.innerText.includes(text),
    { timeout: withinMs, polling: 50 },
    words,
  );
}

/** The elements that stick out of the window to the right; none where nobody has to scroll. */
export async function overflowing(page: Page): Promise<string[]> {
  return await page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement;
    if (scrollWidth <= clientWidth) return [];
    return [...document.querySelectorAll("body *")]
      .filter((element) => element.getBoundingClientRect().right > clientWidth + 1)
      .map((element) => `${element.tagName} .${element.getAttribute("class")}`);
  });
}
