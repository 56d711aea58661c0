/** A page as somebody uses it who has no mouse. */
import assert from "node:assert/strict";
import type { Page } from "puppeteer-core";

/** The name of what has the focus, as a screen reader says it; fails where nobody can see it. */
export async function focused(page: Page): Promise<string> {
  const { name, outline, inSight, marked } = await page.evaluate(() => {
    const element = document.activeElement as HTMLInputElement;
    const { outlineStyle, outlineWidth } = getComputedStyle(element);
    const { top, bottom, left, right } = element.getBoundingClientRect();
    return {
      name: element.labels?.[0]?.textContent ?? element.getAttribute("aria-label") ??
        element.textContent ?? "",
      outline: element === document.body ? "none" : `${outlineStyle} ${outlineWidth}`,
      marked: element.matches(":focus-visible"),
      inSight: bottom > 0 && right > 0 && top < innerHeight && left < innerWidth,
    };
  });
  if (outline !== "none") {
    assert.ok(marked, `${name} does not show that it has the focus`);
    assert.match(outline, /^(solid|auto) [1-9]/, name);
    assert.ok(inSight, `${name} has the focus out of sight`);
  }
  return name.trim();
}

/** Presses Tab until what begins with this name has the focus. */
export async function tabTo(page: Page, name: string): Promise<void> {
  const passed: string[] = [];
  for (let presses = 0; presses < 80; presses++) {
    await page.keyboard.press("Tab");
    const now = await focused(page);
    if (now.startsWith(name)) return;
    passed.push(now);
  }
  assert.fail(`${name} is not reached: ${passed.join(" | ")}`);
}
