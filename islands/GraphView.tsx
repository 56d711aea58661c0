import { useEffect, useRef, useState } from "preact/hooks";
import { followLinks } from "./graph/follow.ts";
import { type Zoom, zoomable } from "./graph/zoom.ts";
import { lightNeighbours, lookedAt } from "./graph/light.ts";

const STEP = 1.35;

/** Zooms the server-rendered graph, lights what is pointed at, and follows its links in place. */
export default function GraphView({ picture, zoom: zooms }: { picture: string; zoom: boolean }) {
  const zoom = useRef<Zoom | null>(null);
  const [said, setSaid] = useState("");

  useEffect(() => {
    const svg = document.getElementById(picture);
    const frame = svg?.parentElement;
    if (frame && svg instanceof SVGSVGElement) {
      zoom.current = zoomable(frame, svg);
      // What is looked at, or where reading begins: what it uses is to its right.
      const part = (selector: string) => svg.querySelector<SVGGraphicsElement>(selector);
      const picked = part(".picked");
      const first = picked ?? part(".node-application") ?? part(".node");
      if (first) zoom.current.reveal(first, picked === null ? "left" : "middle");
    }
    const light = svg instanceof SVGSVGElement
      ? lightNeighbours(svg, (node) => zoom.current?.reveal(node))
      : null;
    if (!frame) showCell();
    const follow = followLinks((page) => {
      light?.stand(lookedAt(page));
      markCell();
      setSaid(document.querySelector("#graph-panel h2")?.textContent ?? "");
    }, (focus) => light?.stand({ focus, way: null }));
    return () => {
      follow.stop();
      light?.stop();
      zoom.current?.stop();
    };
  }, [picture]);

  return (
    <div class="graph-zoom">
      {zooms && (
        <>
          <button type="button" onClick={() => zoom.current?.by(STEP)} aria-label="Zoom in">
            +
          </button>
          <button type="button" onClick={() => zoom.current?.by(1 / STEP)} aria-label="Zoom out">
            −
          </button>
          <button type="button" onClick={() => zoom.current?.fit()} aria-label="Fit all of it in">
            Fit
          </button>
        </>
      )}
      <span role="status" class="visually-hidden">{said}</span>
    </div>
  );
}

/** Scrolls the matrix to the cell that the address names. */
function showCell(): void {
  const cell = document.querySelector(".matrix [aria-current]")?.closest<HTMLElement>("td, th");
  const frame = cell?.closest(".matrix-scroll");
  if (!cell || !frame) return;
  const [at, seen] = [cell.getBoundingClientRect(), frame.getBoundingClientRect()];
  frame.scrollBy({
    left: cell.tagName === "TD" ? at.left - seen.left - seen.width / 2 : 0,
    top: at.top - seen.top - seen.height / 2,
    behavior: "instant",
  });
}

/** The matrix's own mark of what is looked at. */
function markCell(): void {
  for (const one of document.querySelectorAll(".matrix [aria-current]")) {
    one.removeAttribute("aria-current");
  }
  const here = new URLSearchParams(location.search);
  for (const link of document.querySelectorAll(".matrix a")) {
    const there = new URLSearchParams(link.getAttribute("href")!.split(/[?#]/)[1]);
    if (["focus", "to"].every((key) => here.get(key) === there.get(key))) {
      link.setAttribute("aria-current", "true");
    }
  }
}
