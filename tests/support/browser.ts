/** Real Chromium, from npm, for tests. */
import chromium from "@sparticuz/chromium";
import puppeteer, { type Browser } from "puppeteer-core";

/**
 * Starts a headless browser; the first start of a machine unpacks it into the temporary directory.
 * No sandbox: tests run as root in containers, and open only pages of this program.
 */
export async function launchBrowser(): Promise<Browser> {
  return await puppeteer.launch({
    executablePath: await chromium.executablePath(),
    // Not chromium.args: they switch web security off, which these tests should meet.
    args: ["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu"],
    headless: "shell",
  });
}
