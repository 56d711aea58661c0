import { useEffect, useRef } from "preact/hooks";
import { ago } from "../components/format.ts";
import { jobNow } from "../components/job.tsx";
import type { Job } from "../lib/domain/wire/job.ts";
import { useNews } from "./poll.ts";

/** Typing pauses this long before the server is asked. */
const ASK_MS = 150;
const CLOCK_MS = 30_000;

/**
 * Keeps the server's list of projects true: it draws nothing itself. A running job's bar is moved
 * where it stands; for anything else the page is fetched again and its changed rows are taken over.
 */
export default function Portfolio() {
  const list = useRef(createList()).current;

  useNews(({ status, changes, reload }) => {
    const jobs = new Map(status.active_jobs.map((job) => [job.id, job]));
    let stale = reload;
    for (const { entity, id, project_id, deleted } of changes) {
      const row = document.getElementById(`p-${project_id}`);
      const job = jobs.get(id);
      if (entity !== "job" || deleted) stale = true;
      // A job of a project on another page is no news here.
      else if (row !== null && !(job !== undefined && moveOn(row, job))) stale = true;
    }
    if (stale) void list.refresh();
  });

  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const search = (form: HTMLFormElement) => {
      const query = new URLSearchParams();
      for (const [name, value] of new FormData(form)) {
        const text = String(value).trim();
        if (text !== "" && text !== "-added") query.set(name, text);
      }
      history.replaceState(null, "", query.size === 0 ? "/" : `/?${query}`);
      void list.refresh();
    };
    const onForm = (event: Event) => {
      const form = (event.target as Element).closest<HTMLFormElement>("#portfolio-filters");
      if (form === null) return;
      if (event.type === "submit") event.preventDefault();
      clearTimeout(timer);
      timer = setTimeout(() => search(form), event.type === "submit" ? 0 : ASK_MS);
    };
    // What was typed before this was here counts too.
    const typed = document.getElementById("filter-q") as HTMLInputElement | null;
    if (typed !== null && typed.value !== typed.defaultValue) search(typed.form!);
    addEventListener("input", onForm);
    addEventListener("submit", onForm);
    const clock = setInterval(() => {
      for (const time of document.querySelectorAll<HTMLTimeElement>("#portfolio time")) {
        time.textContent = ago(time.dateTime, Date.now());
      }
    }, CLOCK_MS);
    return () => {
      removeEventListener("input", onForm);
      removeEventListener("submit", onForm);
      clearInterval(clock);
    };
  }, []);
  return null;
}

/** @returns false where the row shows no bar of this job, or it runs no more */
function moveOn(row: HTMLElement, job: Job): boolean {
  const bar = row.querySelector("progress");
  if (bar === null || row.dataset.job !== job.id || job.status !== "running") return false;
  // Answers can arrive out of order: the bar never runs backwards.
  bar.value = Math.max(bar.value, job.progress);
  row.querySelector(".progress-value")!.textContent = `${bar.value}%`;
  row.querySelector(".job-now")!.textContent = jobNow(job);
  return true;
}

/** The parts of the page that the server's newest answer replaces, one request at a time. */
function createList() {
  let asking = false;
  let again = false;

  async function refresh(): Promise<void> {
    again = true;
    if (asking) return;
    asking = true;
    while (again) {
      again = false;
      const html = await fetch(location.href, { headers: { accept: "text/html" } })
        // Where the server is away, the next poll tells.
        .then((response) => response.ok ? response.text() : null, () => null);
      // Of an older question: the newer one is asked next.
      if (html === null || again) continue;
      takeOver(new DOMParser().parseFromString(html, "text/html"));
    }
    asking = false;
  }
  return { refresh };
}

function takeOver(page: Document): void {
  const focused = document.activeElement?.id;
  for (const id of ["portfolio-filters", "portfolio-count", "portfolio-rows", "portfolio-list"]) {
    const [held, next] = [document.getElementById(id), page.getElementById(id)];
    if (held === null || next === null || held.isEqualNode(next)) continue;
    if (id === "portfolio-filters") {
      held.hidden = (next as HTMLElement).hidden;
      // Nobody loses what is being typed or chosen.
      if (!held.contains(document.activeElement)) held.replaceWith(next);
    } // A live region is heard where its text changes, not where it is replaced.
    else if (id === "portfolio-count") held.textContent = next.textContent;
    else if (id === "portfolio-rows") replaceRows(held, next);
    else held.replaceWith(next);
  }
  if (focused && document.activeElement === document.body) {
    document.getElementById(focused)?.focus({ preventScroll: true });
  }
}

/**
 * Changed rows alone, so that what is selected in others stays so. Where the rows are others, the
 * list as a whole is replaced after this.
 */
function replaceRows(held: Element, next: Element): void {
  const ids = (rows: Element) => [...rows.children].map(({ id }) => id).join();
  if (ids(held) !== ids(next)) return;
  [...held.children].forEach((row, index) => {
    const newer = next.children[index]!;
    // A copy: the list is still to be compared with all of it.
    if (!row.isEqualNode(newer)) row.replaceWith(newer.cloneNode(true));
  });
}
