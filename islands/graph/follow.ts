/**
 * Follows links that change only what is looked at, without leaving the page: the picture is lit at
 * once, the words come from the server, which rendered the page that the address stands for.
 */

/** Parts of an address that mean another picture. */
const PICTURE_KEYS = ["view", "component", "group"];

export interface Follow {
  stop(): void;
}

/**
 * @param changed is told of each new state, with the page that the server made of it
 * @param look is told which box was chosen, before the server has answered
 */
export function followLinks(
  changed: (page: Document) => void,
  look: (id: string | null) => void,
): Follow {
  const ends = new AbortController();
  const { signal } = ends;
  const main = document.querySelector("main")!;
  let last: AbortController | null = null;

  async function load(address: URL): Promise<void> {
    last?.abort();
    const mine = last = new AbortController();
    let page: Document;
    try {
      const words = new URL(address);
      words.searchParams.set("part", "words");
      const response = await fetch(words, { signal: mine.signal });
      if (!response.ok) throw new Error(`${response.status}`);
      page = new DOMParser().parseFromString(await response.text(), "text/html");
    } catch {
      // The browser itself says what is wrong, or gets what the server answers.
      if (!mine.signal.aborted) location.assign(address);
      return;
    }
    if (mine.signal.aborted) return;
    const fresh = page.querySelectorAll("[data-swap]");
    document.querySelectorAll("[data-swap]").forEach((part, index) => {
      const by = fresh[index];
      if (by === undefined) return;
      const held = part.contains(document.activeElement);
      part.replaceChildren(...by.childNodes);
      // Who was in it goes on from there, not from the top of the page.
      if (held && part instanceof HTMLElement) {
        part.tabIndex = -1;
        part.focus({ preventScroll: true });
      }
    });
    document.title = page.title;
    changed(page);
    if (address.hash) {
      document.getElementById(address.hash.slice(1))?.scrollIntoView({ block: "nearest" });
    }
  }

  function isNear(address: URL): boolean {
    return address.pathname === location.pathname && PICTURE_KEYS.every((key) => {
      // Where the address is silent, the page that it leads to may choose otherwise.
      const here = shown(key);
      return (address.searchParams.get(key) ?? "") === here;
    });
  }

  function shown(key: string): string {
    return document.querySelector<HTMLInputElement>(`.graph-chooser [name=${key}]`)?.value ?? "";
  }

  function go(address: URL): void {
    history.pushState(null, "", address);
    if (!address.searchParams.get("to")) look(address.searchParams.get("focus"));
    void load(address);
  }

  main.addEventListener("click", (event) => {
    if (event.defaultPrevented || event.button !== 0) return;
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    const link = event.target instanceof Element ? event.target.closest("a[href]") : null;
    if (link === null) return;
    const address = new URL(link.getAttribute("href")!, location.href);
    if (!isNear(address)) return;
    event.preventDefault();
    go(address);
  }, { signal });
  main.addEventListener("submit", (event) => {
    const form = event.target;
    if (!(form instanceof HTMLFormElement) || !form.matches(".graph-chooser")) return;
    event.preventDefault();
    const address = new URL(location.pathname, location.href);
    for (const [name, value] of new FormData(form)) {
      if (typeof value === "string" && value !== "") address.searchParams.set(name, value);
    }
    go(address);
  }, { signal });
  addEventListener("popstate", () => {
    const address = new URL(location.href);
    // Back to where the address did not say yet which picture it was.
    if (PICTURE_KEYS.some((key) => address.searchParams.has(key)) && !isNear(address)) {
      return location.reload();
    }
    void load(address);
  }, { signal });
  return { stop: () => ends.abort() };
}
