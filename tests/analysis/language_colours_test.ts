import assert from "node:assert/strict";
import { languageColour } from "../../lib/analysis/language_colours.ts";
import { linguistTables } from "../../lib/analysis/linguist.ts";

Deno.test("languageColour() is linguist's own where both themes show it", () => {
  assert.equal(languageColour("TypeScript"), "#3178c6");
  assert.equal(languageColour("Rust"), "#dea584");
  assert.equal(languageColour("No such language"), null);
});

Deno.test("languageColour() of every language stands out on the light and the dark surface", () => {
  const luminance = (colour: string) => {
    const [red, green, blue] = [1, 3, 5].map((at) => {
      const part = parseInt(colour.slice(at, at + 2), 16) / 255;
      return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * red! + 0.7152 * green! + 0.0722 * blue!;
  };
  const contrast = (a: number, b: number) => (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
  const names = [...linguistTables().colours.keys()];
  assert.ok(names.length > 500);
  for (const name of names) {
    const own = luminance(languageColour(name)!);
    assert.ok(contrast(own, 1) >= 2.05, `${name} on white`);
    assert.ok(contrast(own, luminance("#191b20")) >= 3, `${name} on the dark surface`);
  }
});
