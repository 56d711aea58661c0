import assert from "node:assert/strict";
import { ecosystemLabel } from "../../components/ecosystems.ts";
import { ECOSYSTEMS } from "../../lib/domain/wire/system_map.ts";

Deno.test("ecosystemLabel() writes every ecosystem and purl type as it calls itself", () => {
  const unnamed = ECOSYSTEMS.filter((one) => one !== "npm" && ecosystemLabel(one) === one);
  assert.deepEqual(unnamed, []);
  const labels = ["gem", "golang", "githubactions", "npm", "hex"].map(ecosystemLabel);
  assert.deepEqual(labels, ["RubyGems", "Go", "GitHub Actions", "npm", "hex"]);
});
