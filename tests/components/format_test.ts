import assert from "node:assert/strict";
import {
  ago,
  duration,
  headline,
  namesApart,
  percent,
  shortAddress,
  webAddress,
} from "../../components/format.ts";

const NOW = Date.parse("2026-01-31T12:00:00.000Z");

Deno.test("ago() names the largest whole unit", () => {
  for (
    const [iso, words] of [
      ["2026-01-31T11:59:30.000Z", "just now"],
      ["2026-01-31T11:57:00.000Z", "3 minutes ago"],
      ["2026-01-31T07:00:00.000Z", "5 hours ago"],
      ["2026-01-30T11:00:00.000Z", "yesterday"],
      ["2025-01-01T00:00:00.000Z", "last year"],
    ] as const
  ) assert.equal(ago(iso, NOW), words);
});

Deno.test("duration() grows from tenths of seconds to hours", () => {
  assert.deepEqual(
    [-5, 840, 42_000, 185_000, 7_440_000].map(duration),
    ["<0.1 s", "0.8 s", "42 s", "3 min 5 s", "2 h 4 min"],
  );
});

Deno.test("percent() rounds neither to nothing nor to all what is not", () => {
  assert.deepEqual([0, 0.004, 0.126, 0.998, 1].map(percent), ["0%", "<1%", "13%", ">99%", "100%"]);
});

Deno.test("headline() shortens only what is long", () => {
  assert.deepEqual([0, 9_999, 10_000, 168_543].map(headline), ["0", "9,999", "10K", "168.5K"]);
});

Deno.test("namesApart() says of equal names where they lie", () => {
  const names = namesApart([
    { id: "1", name: "shop", path: "" },
    { id: "2", name: "shop", path: "web" },
    { id: "3", name: "tax", path: "lib/tax" },
  ]);
  assert.deepEqual([...names.values()], ["shop (root)", "web", "tax"]);
  const crossed = namesApart([
    { id: "1", name: "web", path: "a" },
    { id: "2", name: "a", path: "b" },
    { id: "3", name: "web", path: "c" },
  ]);
  assert.deepEqual([...crossed.values()], ["web (a)", "a", "c"], "a place is another's name");
});

Deno.test("webAddress() links http and https only", () => {
  assert.equal(webAddress("https://example.com/a.git"), "https://example.com/a.git");
  for (const other of ["git@example.com:a/b", "ssh://x/y", "javascript:alert(1)", "/srv/a", null]) {
    assert.equal(webAddress(other), null);
  }
  assert.equal(shortAddress("https://example.com/a/b.git"), "example.com/a/b");
});
