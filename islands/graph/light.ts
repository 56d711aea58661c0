/** Lights a box's neighbours up: while it is pointed at, and for as long as it is in focus. */

/** What stands out: a box with its neighbours, or the boxes of a way; nothing else. */
export interface Looked {
  focus: string | null;
  way: readonly string[] | null;
}

export interface Light {
  /** Lights it for as long as nothing else is pointed at. */
  stand(looked: Looked): void;
  stop(): void;
}

/** What the server says is looked at, in a page of its. */
export function lookedAt(page: Document): Looked {
  const { focus, way } = page.getElementById("graph-panel")?.dataset ?? {};
  return { focus: focus ?? null, way: way === undefined ? null : JSON.parse(way) };
}

/** @param reveal brings a box that the keyboard has reached into sight */
export function lightNeighbours(
  svg: SVGSVGElement,
  reveal: (node: SVGGraphicsElement) => void,
): Light {
  const nodes = [...svg.querySelectorAll<SVGGraphicsElement>("[data-node]")];
  const edges = [...svg.querySelectorAll<SVGGraphicsElement>("[data-from]")];
  const plain = new Map(nodes.map((node) => [node, hrefWithoutInside(node)]));
  let standing = lookedAt(document);
  let shown = standing;
  const ends = new AbortController();
  const { signal } = ends;

  function show(looked: Looked): void {
    if (looked === shown) return;
    shown = looked;
    const { focus, way } = looked;
    svg.classList.toggle("focused", focus !== null || way !== null);
    const near = new Set(way ?? (focus === null ? [] : [focus]));
    const steps = new Set(way?.slice(1).map((id, index) => `${way[index]}\0${id}`));
    for (const edge of edges) {
      const { from = "", to = "" } = edge.dataset;
      const out = way === null ? from === focus : steps.has(`${from}\0${to}`);
      const into = way === null && to === focus;
      if (focus !== null && (out || into)) near.add(from).add(to);
      edge.classList.toggle("near", out || into);
      edge.classList.toggle("near-out", out);
      edge.classList.toggle("near-in", into && !out);
    }
    for (const node of nodes) {
      const id = node.dataset["node"]!;
      node.classList.toggle("near", near.has(id));
      node.classList.toggle(
        "picked",
        way === null ? id === focus : id === way[0] || id === way.at(-1),
      );
    }
  }

  /** The one in focus leads to what is in it. */
  function lead(): void {
    for (const node of nodes) {
      const { node: id, inside } = node.dataset;
      const href = id === standing.focus && inside !== undefined ? inside : plain.get(node)!;
      node.setAttribute("href", href);
    }
  }

  const nodeAt = (event: Event) =>
    event.target instanceof Element
      ? event.target.closest<SVGGraphicsElement>("[data-node]")
      : null;
  const point = (node: SVGGraphicsElement | null) => {
    const id = node?.dataset["node"];
    if (id === undefined) show(standing);
    else if (shown.focus !== id) show({ focus: id, way: null });
  };
  svg.addEventListener("pointerover", (event) => {
    if (event.pointerType === "mouse" && event.buttons === 0) point(nodeAt(event));
  }, { signal });
  svg.addEventListener("pointerleave", () => show(standing), { signal });
  svg.addEventListener("focusin", (event) => {
    const node = nodeAt(event);
    if (node === null || !node.matches(":focus-visible")) return;
    point(node);
    reveal(node);
  }, { signal });
  svg.addEventListener("focusout", () => show(standing), { signal });

  return {
    stand(looked) {
      standing = looked;
      show(looked);
      lead();
    },
    stop: () => ends.abort(),
  };
}

/** Where a click puts the box in focus; the server may have drawn it as the one that is. */
function hrefWithoutInside(node: SVGGraphicsElement): string {
  const href = node.getAttribute("href") ?? "";
  return href === node.dataset["inside"] ? location.pathname + location.search : href;
}
