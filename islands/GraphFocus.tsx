import { useEffect } from "preact/hooks";

/**
 * Lights up a component's neighbours in the server-rendered graph on hover and on focus. Where only a
 * part of it can be seen, the view begins with the box that it is read from.
 */
export default function GraphFocus({ graph }: { graph: string }) {
  useEffect(() => {
    const svg = document.getElementById(graph);
    if (svg === null) return;
    const light = (event: Event) => focusOn(svg, nodeOf(event.target));
    const dark = () => focusOn(svg, null);
    svg.addEventListener("pointerover", light);
    svg.addEventListener("focusin", light);
    svg.addEventListener("pointerleave", dark);
    svg.addEventListener("focusout", dark);
    const frame = svg.parentElement;
    const start = svg.querySelector("[data-start]")?.getBoundingClientRect();
    if (frame !== null && start !== undefined) {
      frame.scrollTop += start.top - frame.getBoundingClientRect().top - frame.clientHeight / 2;
    }
    return () => {
      svg.removeEventListener("pointerover", light);
      svg.removeEventListener("focusin", light);
      svg.removeEventListener("pointerleave", dark);
      svg.removeEventListener("focusout", dark);
    };
  }, [graph]);
  return null;
}

function nodeOf(target: EventTarget | null): string | null {
  if (!(target instanceof Element)) return null;
  return target.closest("[data-node]")?.getAttribute("data-node") ?? null;
}

function focusOn(svg: Element, id: string | null): void {
  svg.classList.toggle("focused", id !== null);
  const near = new Set(id === null ? [] : [id]);
  for (const edge of svg.querySelectorAll("[data-from]")) {
    const from = edge.getAttribute("data-from");
    const to = edge.getAttribute("data-to");
    const touches = id !== null && (from === id || to === id);
    edge.classList.toggle("near", touches);
    if (touches && from !== null && to !== null) near.add(from).add(to);
  }
  for (const node of svg.querySelectorAll("[data-node]")) {
    const name = node.getAttribute("data-node") ?? "";
    node.classList.toggle("near", near.has(name));
    node.classList.toggle("picked", name === id);
  }
}
