/** Zoom and pan of a server-rendered SVG: by wheel, pinch, drag, keys and buttons. */

/** Closest and farthest: CSS pixels per unit of the picture. */
const SCALE_MAX = 3;
const SCALE_MIN = 0.1;
/** Below this, names cannot be read: the first view is not smaller. On a phone it is as drawn. */
const SCALE_READABLE = 0.62;
const PHONE_PX = 600;
const STEP = 1.35;
const PAN_PX = 80;
const MARGIN_PX = 16;
const SMOOTH_MS = 160;
/** A pointer that moved less has clicked. */
const DRAG_PX = 5;

interface View {
  /** Of the picture's point that is in the middle. */
  x: number;
  y: number;
  scale: number;
}

export interface Zoom {
  /** Larger than 1: closer. */
  by(factor: number): void;
  /** Shows all of the picture. */
  fit(): void;
  /** Brings a part into sight, if it is not: to the middle, or to the left where reading goes on from it. */
  reveal(part: SVGGraphicsElement, to?: "middle" | "left"): void;
  stop(): void;
}

/** @param frame what the picture is seen through; keys that are pressed in it zoom and pan */
export function zoomable(frame: HTMLElement, svg: SVGSVGElement): Zoom {
  const { width, height } = svg.viewBox.baseVal;
  const calm = matchMedia("(prefers-reduced-motion: reduce)");
  const ends = new AbortController();
  const listen = <K extends keyof HTMLElementEventMap>(
    type: K,
    heard: (event: HTMLElementEventMap[K]) => void,
    options: AddEventListenerOptions = {},
  ) => frame.addEventListener(type, heard, { ...options, signal: ends.signal });

  // The frame keeps the size that it has without scripts: nothing below it moves.
  const tall = frame.clientHeight;
  frame.style.height = `${tall}px`;
  frame.classList.add("zoomable");
  frame.scrollTo(0, 0);
  let [seenWidth, seenHeight] = [frame.clientWidth, tall];
  let frames = 0;

  const whole = () => Math.min(1, seenWidth / width, seenHeight / height);
  const view: View = { x: 0, y: 0, scale: 1 };

  function show(): void {
    // Some of the picture stays in sight.
    const clamp = (at: number, size: number) => Math.min(size, Math.max(0, at));
    view.scale = Math.min(SCALE_MAX, Math.max(Math.min(SCALE_MIN, whole()), view.scale));
    view.x = clamp(view.x, width);
    view.y = clamp(view.y, height);
    const [w, h] = [seenWidth / view.scale, seenHeight / view.scale];
    svg.setAttribute("viewBox", `${view.x - w / 2} ${view.y - h / 2} ${w} ${h}`);
  }

  function moveTo(to: Partial<View>): void {
    cancelAnimationFrame(frames);
    const from = { ...view };
    const end = { ...view, ...to };
    if (calm.matches) {
      Object.assign(view, end);
      return show();
    }
    const start = performance.now();
    const step = (now: number) => {
      const t = Math.min(1, Math.max(0, (now - start) / SMOOTH_MS));
      const eased = 1 - (1 - t) ** 3;
      for (const key of ["x", "y", "scale"] as const) {
        view[key] = from[key] + (end[key] - from[key]) * eased;
      }
      show();
      if (t < 1) frames = requestAnimationFrame(step);
    };
    frames = requestAnimationFrame(step);
  }

  /** Zooms so that what is under the point (of the window) stays there. */
  function zoomAt(factor: number, clientX: number, clientY: number): void {
    cancelAnimationFrame(frames);
    const box = svg.getBoundingClientRect();
    const [dx, dy] = [
      clientX - box.left - seenWidth / 2,
      clientY - box.top - seenHeight / 2,
    ];
    const before = view.scale;
    view.scale = Math.min(SCALE_MAX, Math.max(Math.min(SCALE_MIN, whole()), before * factor));
    view.x += dx / before - dx / view.scale;
    view.y += dy / before - dy / view.scale;
    show();
  }

  function panBy(dx: number, dy: number): void {
    view.x -= dx / view.scale;
    view.y -= dy / view.scale;
    show();
  }

  // A wheel alone scrolls the page, until somebody has turned to the picture.
  listen("wheel", (event) => {
    const zooms = event.ctrlKey || event.metaKey || frame.contains(document.activeElement);
    if (!zooms) return;
    event.preventDefault();
    if (event.shiftKey) return panBy(-(event.deltaX || event.deltaY), 0);
    const lines = event.deltaMode === 1 ? 16 : 1;
    zoomAt(Math.exp(-event.deltaY * lines * 0.0016), event.clientX, event.clientY);
  }, { passive: false });

  const pointers = new Map<number, { x: number; y: number }>();
  let dragged = 0;
  listen("pointerdown", (event) => {
    if (event.button !== 0) return;
    if (pointers.size === 0) dragged = 0;
    pointers.set(event.pointerId, { x: event.clientX, y: event.clientY });
  });
  listen("pointermove", (event) => {
    const last = pointers.get(event.pointerId);
    if (last === undefined) return;
    const [dx, dy] = [event.clientX - last.x, event.clientY - last.y];
    const other = [...pointers].find(([id]) => id !== event.pointerId)?.[1];
    pointers.set(event.pointerId, { x: event.clientX, y: event.clientY });
    dragged += Math.abs(dx) + Math.abs(dy);
    if (dragged < DRAG_PX) return;
    if (!frame.hasPointerCapture(event.pointerId)) frame.setPointerCapture(event.pointerId);
    if (other === undefined) return panBy(dx, dy);
    const apart = (at: { x: number; y: number }) => Math.hypot(at.x - other.x, at.y - other.y) || 1;
    panBy(dx / 2, dy / 2);
    zoomAt(
      apart({ x: event.clientX, y: event.clientY }) / apart(last),
      (event.clientX + other.x) / 2,
      (event.clientY + other.y) / 2,
    );
  });
  const lift = (event: PointerEvent) => void pointers.delete(event.pointerId);
  listen("pointerup", lift);
  listen("pointercancel", lift);
  listen("dragstart", (event) => event.preventDefault());
  // The end of a drag is no click.
  listen("click", (event) => {
    if (dragged < DRAG_PX || event.detail === 0) return;
    event.preventDefault();
    event.stopPropagation();
  }, { capture: true });

  const keys: Record<string, () => void> = {
    "+": () => zoom.by(STEP),
    "=": () => zoom.by(STEP),
    "-": () => zoom.by(1 / STEP),
    "0": () => zoom.fit(),
    ArrowLeft: () => moveTo({ x: view.x - PAN_PX / view.scale }),
    ArrowRight: () => moveTo({ x: view.x + PAN_PX / view.scale }),
    ArrowUp: () => moveTo({ y: view.y - PAN_PX / view.scale }),
    ArrowDown: () => moveTo({ y: view.y + PAN_PX / view.scale }),
  };
  listen("keydown", (event) => {
    const act = keys[event.key];
    if (act === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    act();
  });

  const watch = new ResizeObserver(() => {
    [seenWidth, seenHeight] = [frame.clientWidth, frame.clientHeight];
    show();
  });
  watch.observe(frame);

  const zoom: Zoom = {
    by: (factor) => moveTo({ scale: view.scale * factor }),
    fit: () => moveTo({ x: width / 2, y: height / 2, scale: whole() }),
    reveal(part, to = "middle") {
      const box = part.getBBox();
      const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
      const [w, h] = [seenWidth / view.scale / 2, seenHeight / view.scale / 2];
      const hidden = Math.abs(x - view.x) + box.width / 2 > w ||
        Math.abs(y - view.y) + box.height / 2 > h;
      if (hidden) moveTo({ x: to === "left" ? box.x - MARGIN_PX / view.scale + w : x, y });
    },
    stop() {
      ends.abort();
      watch.disconnect();
      cancelAnimationFrame(frames);
    },
  };
  const readable = seenWidth < PHONE_PX ? 1 : Math.min(SCALE_READABLE, seenWidth / width * 2);
  view.scale = Math.min(1, Math.max(whole(), readable));
  view.x = Math.min(width / 2, seenWidth / view.scale / 2);
  view.y = Math.min(height / 2, seenHeight / view.scale / 2);
  if (width * view.scale <= seenWidth) view.x = width / 2;
  if (height * view.scale <= seenHeight) view.y = height / 2;
  show();
  return zoom;
}
