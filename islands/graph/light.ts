/** Lights a box's neighbours up: while it is pointed at, and for as long as it is in focus. */

export interface Light {
  /** Puts a box in focus before the server has answered; null for none. */
  pick(id: string | null): void;
  /** Takes over what the server's picture of this state looks like. */
  take(from: Element | null): void;
  stop(): void;
}

const NEAR = ["near", "near-in", "near-out", "picked"];

/** @param reveal brings a box that the keyboard has reached into sight */
export function lightNeighbours(
  svg: SVGSVGElement,
  reveal: (node: SVGGraphicsElement) => void,
): Light {
  const parts = [...svg.querySelectorAll<SVGGraphicsElement>("[data-node], [data-from]")];
  /** Classes of the state that stays, by part; of the picture first. */
  let standing = [svg, ...parts].map((part) => part.getAttribute("class") ?? "");
  let lit: string | null = null;
  const ends = new AbortController();
  const { signal } = ends;

  function restore(): void {
    lit = null;
    [svg, ...parts].forEach((part, index) => part.setAttribute("class", standing[index]!));
  }

  function light(id: string): void {
    if (lit === id) return;
    lit = id;
    svg.classList.add("focused");
    const near = new Set([id]);
    for (const part of parts) {
      const { from, to } = part.dataset;
      if (from === undefined || to === undefined) continue;
      part.classList.remove(...NEAR);
      if (from !== id && to !== id) continue;
      near.add(from).add(to);
      part.classList.add("near", from === id ? "near-out" : "near-in");
    }
    for (const part of parts) {
      const { node } = part.dataset;
      if (node === undefined) continue;
      part.classList.toggle("near", near.has(node));
      part.classList.toggle("picked", node === id);
    }
  }

  const nodeAt = (event: Event) =>
    event.target instanceof Element
      ? event.target.closest<SVGGraphicsElement>("[data-node]")
      : null;
  const enter = (event: Event) => {
    const id = nodeAt(event)?.dataset["node"];
    if (id !== undefined) light(id);
    else if (lit !== null) restore();
  };
  svg.addEventListener("pointerover", (event) => {
    if (event.pointerType === "mouse" && event.buttons === 0) enter(event);
  }, { signal });
  svg.addEventListener("pointerleave", () => lit !== null && restore(), { signal });
  svg.addEventListener("focusin", (event) => {
    const node = nodeAt(event);
    if (node === null || !node.matches(":focus-visible")) return;
    light(node.dataset["node"]!);
    reveal(node);
  }, { signal });
  svg.addEventListener("focusout", () => lit !== null && restore(), { signal });

  return {
    pick(id) {
      standing = standing.map((words) =>
        words.split(" ").filter((word) => !NEAR.includes(word) && word !== "focused").join(" ")
      );
      restore();
      if (id === null) return;
      light(id);
      standing = [svg, ...parts].map((part) => part.getAttribute("class") ?? "");
    },
    take(from) {
      if (from === null) return;
      const fresh = from.querySelectorAll("[data-node], [data-from]");
      if (fresh.length !== parts.length) return;
      standing = [from, ...fresh].map((part) => part.getAttribute("class") ?? "");
      fresh.forEach((part, index) => {
        const href = part.getAttribute("href");
        if (href !== null) parts[index]!.setAttribute("href", href);
      });
      restore();
    },
    stop: () => ends.abort(),
  };
}
