import assert from "node:assert/strict";
import { createEstimator } from "../../jobs/estimate.ts";

const LAST = {
  fetch: 10_000,
  inventory: 0,
  parse: 20_000,
  resolve: 0,
  history: 0,
  publish: 10_000,
};

Deno.test("the estimate follows the stages of the project's last job", () => {
  const estimate = createEstimator("analyze_repo", LAST, 0);
  assert.equal(estimate.at(0, "fetch", 0, 0), 40);
  assert.equal(estimate.at(5_000, "fetch", 0.5, 17), 35);
  assert.equal(estimate.at(12_000, "parse", 0.25, 50), 25);
});

Deno.test("the estimate never grows, and says nothing once it was exceeded", () => {
  const estimate = createEstimator("analyze_repo", LAST, 0);
  assert.equal(estimate.at(0, "parse", 0.9, 76), 12);
  assert.equal(estimate.at(6_000, "parse", 0.9, 76), 6, "the stage stands still, time does not");
  assert.equal(estimate.at(20_000, "parse", 0.95, 78), null);
});

Deno.test("without a job before, the bar's own speed is the ground, once there is some", () => {
  const estimate = createEstimator("analyze_repo", null, 0);
  assert.equal(estimate.at(1_000, "fetch", 0.5, 17), null);
  assert.equal(estimate.at(10_000, "parse", 0.25, 50), 10);
});
