/**
 * The island runtime of the browser: finds the marked islands of the page, imports their modules
 * and hydrates them. Idle rather than visible: an island that polls for the whole page must run
 * wherever it stands.
 */
import { type ComponentType, h, hydrate } from "preact";
import { decodeProps } from "./props.ts";

interface Found {
  name: string;
  src: string;
  props: string;
  open: Comment;
  close: Comment;
}

/** Hydrates all islands once the browser is idle, then sets `data-islands="ready"` on `<html>`. */
export function boot(): void {
  const start = () => void hydrateAll();
  if ("requestIdleCallback" in globalThis) requestIdleCallback(start, { timeout: 200 });
  else setTimeout(start, 1); // Safari has no requestIdleCallback
}

async function hydrateAll(): Promise<void> {
  // One broken island must not stop the others; each reports itself.
  await Promise.all(findIslands().map(hydrateIsland));
  document.documentElement.dataset.islands = "ready";
}

function findIslands(): Found[] {
  const found: Found[] = [];
  const walker = document.createTreeWalker(document, NodeFilter.SHOW_COMMENT);
  let open: Omit<Found, "close"> | null = null;
  for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
    const text = (node as Comment).data;
    const match = /^island (\S+) (\S+) (.*)$/s.exec(text);
    if (match) {
      const [, name, src, props] = match as unknown as [string, string, string, string];
      open = { name, src, props, open: node as Comment };
    } else if (text === "/island" && open) {
      found.push({ ...open, close: node as Comment });
      open = null;
    }
  }
  return found;
}

async function hydrateIsland(island: Found): Promise<void> {
  const rendered = nodesBetween(island.open, island.close);
  try {
    const module: { default: ComponentType } = await import(island.src);
    const root = rangeRoot(island.open, island.close, rendered);
    hydrate(h(module.default, decodeProps(island.props)), root);
  } catch (error) {
    console.error(`Island ${island.name} could not start:`, error);
    // Preact has removed what it could not hydrate; the server's HTML is still worth reading.
    nodesBetween(island.open, island.close).forEach((node) => (node as ChildNode).remove());
    island.close.before(...rendered);
  }
}

function nodesBetween(open: Comment, close: Comment): Node[] {
  const nodes: Node[] = [];
  for (let node = open.nextSibling; node && node !== close; node = node.nextSibling) {
    nodes.push(node);
  }
  return nodes;
}

/** What Preact needs of a parent element, for the nodes between two comments. */
function rangeRoot(open: Comment, close: Comment, nodes: Node[]): Element {
  const parent = open.parentNode as Element;
  const insertBefore = (node: Node, before: Node | null) =>
    parent.insertBefore(node, before ?? close);
  return {
    nodeType: 1,
    parentNode: parent,
    ownerDocument: document,
    namespaceURI: parent.namespaceURI,
    firstChild: nodes[0] ?? null,
    childNodes: nodes,
    contains: (node: Node | null) => parent.contains(node),
    insertBefore,
    appendChild: (node: Node) => insertBefore(node, null),
    removeChild: (node: Node) => parent.removeChild(node),
  } as unknown as Element;
}
