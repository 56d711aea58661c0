import assert from "node:assert/strict";
import { renderToString } from "preact-render-to-string";
import { ComponentGraph } from "../../components/component_graph.tsx";
import { shortened } from "../../components/graph_box.tsx";
import { LanguageBar } from "../../components/languages.tsx";
import { Treemap } from "../../components/treemap.tsx";
import type { MapView, ViewComponent } from "../../lib/domain/wire/map_view.ts";

function component(id: string, name = id): ViewComponent {
  return {
    id,
    name,
    kind: "module",
    root: id,
    language: "Go",
    files: 1,
    lines: { code: 10, comment: 0, blank: 0 },
    source: { code: 10, comment: 0, blank: 0 },
    entry_points: [],
    fan_in: 1,
    fan_out: 1,
    instability: 0.5,
    depth: 1,
  };
}

function view(more: Partial<MapView>): MapView {
  return {
    components: [],
    component_edges: [],
    layout: { width: 0, height: 0, nodes: [], edges: [], omitted: 0, omitted_edges: 0 },
    tree: [],
    tree_left_out: { foreign: 0, data: 0 },
    ...more,
  } as MapView;
}

function rectangles(html: string) {
  return [
    ...html.matchAll(
      /<rect class="lang" color="#00add8" x="([\d.]+)" y="([\d.]+)" width="([\d.]+)" height="([\d.]+)"/g,
    ),
  ]
    .map((match) => match.slice(1).map(Number) as [number, number, number, number]);
}

Deno.test("ComponentGraph marks edges that close a cycle and links every box to its row", () => {
  const html = renderToString(
    <ComponentGraph
      domId="g"
      colours={new Map([["Go", "#00add8"]])}
      view={view({
        components: [component("a"), component("b/c")],
        component_edges: [
          { from: "a", to: "b/c", count: 3, cyclic: true },
          { from: "b/c", to: "a", count: 1, cyclic: false },
        ],
        layout: {
          width: 300,
          height: 100,
          nodes: [
            { id: "a", x: 0, y: 0, width: 120, height: 40 },
            { id: "b/c", x: 160, y: 0, width: 120, height: 40 },
          ],
          edges: [
            {
              from: "a",
              to: "b/c",
              points: [{ x: 1, y: 2 }, { x: 3, y: 4 }, { x: 5, y: 6 }, { x: 7, y: 8 }],
              back: true,
            },
            { from: "b/c", to: "a", points: [{ x: 1, y: 2 }, { x: 3, y: 4 }], back: true },
          ],
          omitted: 0,
          omitted_edges: 0,
        },
      })}
    />,
  );
  assert.match(html, /class="edge edge-cycle" d="M1 2C3 4 5 6 7 8"/);
  assert.match(html, /class="edge" d="M1 2L3 4"/);
  assert.match(html, /href="#component-b%2Fc"/);
  assert.match(html, /a → b\/c: 3 file dependencies, part of a cycle/);
  assert.match(html, /data-node="a" data-start/, "a view of a part begins with the leftmost box");
  assert.doesNotMatch(html, /data-node="b\/c" data-start/);
});

Deno.test("a box keeps both ends of a name that it has no room for", () => {
  assert.equal(shortened("org.example:shop-tax", 20), "org.example:shop-tax");
  assert.equal(shortened("org.example:shop-tax", 12), "shop-tax");
  assert.equal(shortened("org.example:shop-tax-rates", 9), "shop…ates");
  assert.equal(shortened("lib/analysis/languages/jvm", 12), "lib/an…s/jvm");
  assert.equal(shortened("a-name-that-ends-so:", 9), "a-na…-so:");
});

Deno.test("ComponentGraph shows hostile names as text", () => {
  const html = renderToString(
    <ComponentGraph
      domId="g"
      colours={new Map()}
      view={view({
        components: [component("x", '<script>"')],
        layout: {
          width: 200,
          height: 60,
          nodes: [{ id: "x", x: 0, y: 0, width: 150, height: 40 }],
          edges: [],
          omitted: 0,
          omitted_edges: 0,
        },
      })}
    />,
  );
  assert.doesNotMatch(html, /<script/);
  assert.match(html, /&lt;script/);
});

Deno.test("Treemap gives each file an area in proportion to its code, without overlap", () => {
  const files = [400, 300, 200, 100].map((code, index) => ({
    path: `f${index}`,
    files: 1,
    language: "Go",
    code,
    component: null,
  }));
  const html = renderToString(
    <Treemap view={view({ tree: files })} colours={new Map([["Go", "#00add8"]])} />,
  );
  const drawn = rectangles(html);
  assert.equal(drawn.length, 4);
  const areas = drawn.map(([, , width, height]) => width * height).sort((a, b) => b - a);
  for (const [index, share] of [0.4, 0.3, 0.2, 0.1].entries()) {
    const drawnShare = (areas[index] ?? 0) / (1120 * 560);
    assert.ok(Math.abs(drawnShare - share) < 0.02, `${drawnShare} for ${share}`);
  }
  for (const [i, a] of drawn.entries()) {
    for (const b of drawn.slice(i + 1)) {
      const apart = a[0] + a[2] <= b[0] || b[0] + b[2] <= a[0] ||
        a[1] + a[3] <= b[1] || b[1] + b[3] <= a[1];
      assert.ok(apart);
    }
  }
});

Deno.test("Treemap tells a file from a directory of the same name, and nests deeply", () => {
  const deep = Array.from({ length: 300 }, (_, index) => `d${index}`).join("/");
  const tree = ["a", "a/b", `${deep}/end`].map((path) => ({
    path,
    files: 1,
    language: null,
    code: 5,
    component: null,
  }));
  const html = renderToString(<Treemap view={view({ tree })} colours={new Map()} />);
  assert.equal((html.match(/class="cell"/g) ?? []).length, 3);
});

Deno.test("LanguageBar adds what it does not name up as Other", () => {
  const shares = Array.from({ length: 12 }, (_, index) => ({ name: `L${index}`, share: 1 / 12 }));
  const html = renderToString(<LanguageBar shares={shares} legend />);
  assert.match(html, /Other 33%/);
  assert.doesNotMatch(html, /L9/);
});

Deno.test("LanguageBar gives a language its own colour, and grey to one without", () => {
  const html = renderToString(
    <LanguageBar
      shares={[{ name: "Python", share: 0.7, colour: "#3572a5" }, { name: "Text", share: 0.3 }]}
    />,
  );
  assert.match(html, /class="lang" color="#3572a5" x="0.00%"/);
  assert.match(html, /class="lang lang-other" x="70.00%"/);
});
