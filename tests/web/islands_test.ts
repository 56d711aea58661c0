import assert from "node:assert/strict";
import { h } from "preact";
import { renderToString } from "preact-render-to-string";
import { islandNames, withIslands } from "../../lib/web/islands.ts";
import { EMPTY_BUILD } from "../../lib/web/manifest.ts";
import { decodeProps, encodeProps } from "../../lib/web/props.ts";
import { ask, siteApp } from "./site_app.ts";
import Counter from "./site/islands/Counter.tsx";

Deno.test("props survive the way through a comment of the page", () => {
  const nasty = [
    `"`,
    `'`,
    "&quot;",
    "-->",
    "--!>",
    "<!--",
    "</script>",
    "\\",
    "\\u0027",
    "\0",
    "\u2028",
    "😀",
  ];
  const props = { text: nasty.join(" "), nasty, deep: { a: [null, true, -1.5e-9] } };
  const text = encodeProps("Test", props);
  assert.ok(!/["<>&\n]/.test(text), text);
  assert.deepEqual(decodeProps(text), props);
});

Deno.test("encodeProps() leaves undefined properties out", () => {
  assert.deepEqual(decodeProps(encodeProps("Test", { a: undefined, b: 1 })), { b: 1 });
});

Deno.test("encodeProps() names the island and the prop that is not plain JSON", () => {
  const cycle: Record<string, unknown> = {};
  cycle.self = cycle;
  const cases: [unknown, RegExp][] = [
    [() => 1, /<Test>: props\.x is a function/],
    [Symbol("s"), /a symbol/],
    [1n, /a bigint/],
    [NaN, /not a finite number/],
    [new Date(0), /an instance of Date/],
    [new Map(), /an instance of Map/],
    [[undefined], /props\.x\[0\] is a undefined/],
    [{ deep: [1, { f: () => 1 }] }, /props\.x\.deep\[1\]\.f is a function/],
    [cycle, /props\.x\.self is a cycle/],
    [h("p", null), /props\.x is JSX/],
  ];
  for (const [x, message] of cases) {
    assert.throws(() => encodeProps("Test", { x }), message);
  }
  const shared = { a: 1 };
  encodeProps("Test", { one: shared, two: shared });
});

Deno.test("a page marks its outermost islands only", async () => {
  const html = await (await ask(siteApp(), "/")).text();
  const marks = [...html.matchAll(/<!--(\/?island)(?: (\w+))?/g)].map((m) => m[2] ?? m[1]);
  assert.deepEqual(marks, ["Counter", "/island", "Outer", "/island"]);
  assert.ok(html.includes("inner 10"));
  assert.ok(html.includes("<tbody><!--island Counter "), "no element stands around a row");
});

Deno.test("an island outside of a page's rendering stays an ordinary component", () => {
  const islands = islandNames([{ name: "Counter", component: Counter }]);
  const element = () => h(Counter, { label: "x", start: 1 });
  const { result, used } = withIslands(islands, EMPTY_BUILD, () => renderToString(element()));
  assert.ok(result.startsWith("<!--island Counter - "));
  assert.deepEqual([...used], ["Counter"]);
  assert.ok(renderToString(element()).startsWith("<button"));
});
