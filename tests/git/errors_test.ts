import assert from "node:assert/strict";
import { gitFailure } from "../../lib/git/errors.ts";

Deno.test("gitFailure() quotes what it does not know as one sentence", () => {
  for (const line of ["fatal: something odd", "fatal: something odd.", "fatal: something odd.."]) {
    assert.equal(gitFailure(["progress", line]).message, "Git failed: fatal: something odd.");
  }
  assert.equal(gitFailure([]).message, "Git failed.");
});
