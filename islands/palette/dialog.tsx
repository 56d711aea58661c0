import { useEffect, useRef, useState } from "preact/hooks";
import { fileHref } from "../../components/file_href.ts";
import type { List } from "../../lib/domain/wire/common.ts";
import type { Project } from "../../lib/domain/wire/project.ts";
import type { SearchAnswer, SearchHit } from "../../lib/domain/wire/search.ts";
import { ApiProblem, callApi } from "../api.ts";

export interface PaletteDialogProps {
  /** Searched first where a project is open. */
  projectId: string | null;
  onClose(): void;
}

interface Item {
  href: string;
  title: string;
  note: string;
}
interface Group {
  title: string;
  items: Item[];
}

/** The role alone: Preact's types want the list that a combobox of HTML has. */
const COMBOBOX: Record<string, string> = { role: "combobox" };

/** Typing pauses this long before the server is asked. */
const ASK_MS = 80;
const PROJECTS = 6;
const HITS = 12;

/** Projects, files, symbols, packages and pages in one list, while one types. */
export function PaletteDialog({ projectId, onClose }: PaletteDialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const [q, setQ] = useState("");
  const [groups, setGroups] = useState<Group[]>(() => pages("", projectId));
  const [at, setAt] = useState(0);
  const [problem, setProblem] = useState<string | null>(null);
  const asked = useRef(0);

  useEffect(() => dialog.current?.showModal(), []);

  useEffect(() => {
    const mine = ++asked.current;
    const own = pages(q, projectId);
    if (q.trim() === "") {
      setGroups(own);
      setAt(0);
      return;
    }
    const id = setTimeout(async () => {
      try {
        const found = await ask(q.trim(), projectId);
        if (mine !== asked.current) return;
        setGroups([...found, ...own]);
        setProblem(null);
      } catch (error) {
        if (!(error instanceof ApiProblem)) throw error;
        setGroups(own);
        setProblem(error.problem.detail);
      }
      setAt(0);
    }, ASK_MS);
    return () => clearTimeout(id);
  }, [q]);

  const items = groups.flatMap((group) => group.items);
  const move = (by: number) => {
    if (items.length === 0) return;
    const next = (at + by + items.length) % items.length;
    setAt(next);
    document.getElementById(`palette-${next}`)?.scrollIntoView({ block: "nearest" });
  };

  function onKey(event: KeyboardEvent): void {
    if (event.key === "ArrowDown") move(1);
    else if (event.key === "ArrowUp") move(-1);
    else if (event.key === "Enter") {
      const item = items[at];
      if (item === undefined) return;
      // The same page with another anchor does not load again: the list is in the way.
      onClose();
      location.assign(item.href);
    } else return;
    event.preventDefault();
  }

  let index = 0;
  return (
    <dialog
      ref={dialog}
      class="palette"
      aria-label="Search everything"
      onClose={onClose}
      onClick={(event) => event.target === dialog.current && onClose()}
    >
      <div class="palette-body">
        <input
          type="search"
          value={q}
          onInput={(event) => setQ(event.currentTarget.value)}
          onKeyDown={onKey}
          placeholder="Project, file, symbol, package or page"
          {...COMBOBOX}
          aria-label="Search everything"
          aria-expanded="true"
          aria-controls="palette-list"
          aria-activedescendant={items.length > 0 ? `palette-${at}` : undefined}
          autocomplete="off"
          spellcheck={false}
          maxLength={200}
          autofocus
        />
        <div id="palette-list" class="palette-list" role="listbox" aria-label="What was found">
          {groups.map((group) => (
            <div key={group.title} role="group" aria-label={group.title}>
              <p class="palette-group" aria-hidden="true">{group.title}</p>
              {group.items.map((item) => {
                const own = index++;
                return (
                  <a
                    key={item.href + item.title}
                    id={`palette-${own}`}
                    href={item.href}
                    role="option"
                    tabIndex={-1}
                    aria-selected={own === at}
                    class={own === at ? "palette-item palette-at" : "palette-item"}
                    onMouseMove={() => setAt(own)}
                    onClick={onClose}
                  >
                    <span>{item.title}</span>
                    <span class="palette-note">{item.note}</span>
                  </a>
                );
              })}
            </div>
          ))}
        </div>
        <p class="palette-foot" role="status">
          {problem ?? (items.length === 0
            ? "Nothing is called like that."
            : <span class="by-keys">Up and down to choose, Enter to open, Escape to close.</span>)}
        </p>
      </div>
    </dialog>
  );
}

async function ask(q: string, projectId: string | null): Promise<Group[]> {
  const query = (more: Record<string, string>) => new URLSearchParams({ q, ...more }).toString();
  const [projects, inProject, everywhere] = await Promise.all([
    callApi<List<Project>>("GET", `/api/projects?${query({ limit: String(PROJECTS) })}`),
    projectId === null
      ? null
      : callApi<SearchAnswer>("GET", `/api/search?${query({ project: projectId, limit: "8" })}`),
    callApi<SearchAnswer>("GET", `/api/search?${query({ limit: String(HITS) })}`),
  ]);
  const here = new Set((inProject?.items ?? []).map(keyOf));
  return [
    {
      title: "Projects",
      items: projects.items.map(({ id, name, repo_url, tags }) => ({
        href: `/projects/${id}`,
        title: name,
        note: [...tags, repo_url].join(" "),
      })),
    },
    { title: "In this project", items: (inProject?.items ?? []).map(toItem) },
    {
      title: projectId === null ? "In all projects" : "In other projects",
      items: everywhere.items.filter((hit) => !here.has(keyOf(hit))).map(toItem),
    },
  ].filter(({ items }) => items.length > 0);
}

function keyOf({ project_id, path, line, name }: SearchHit): string {
  return `${project_id} ${path} ${line} ${name}`;
}

function toItem(hit: SearchHit): Item {
  const { type, name, path, line, container, project_name } = hit;
  return {
    href: fileHref(hit.project_id, path, line === null ? {} : { lines: line }),
    title: type === "file" ? path : container === null ? name : `${container}.${name}`,
    note: `${hit.kind ?? "file"} in ${project_name}${type === "file" ? "" : ` · ${path}`}`,
  };
}

/** Pages and actions that the words fit. */
function pages(q: string, projectId: string | null): Group[] {
  const own = projectId === null ? [] : [
    { href: `/projects/${projectId}`, title: "Map of this project", note: "page" },
    { href: `/projects/${projectId}/changes`, title: "What changed in this project", note: "page" },
    { href: `/projects/${projectId}/ask`, title: "Ask about this project", note: "page" },
    { href: `/projects/${projectId}#components`, title: "Components", note: "this project" },
    { href: `/projects/${projectId}#health`, title: "Health", note: "this project" },
    { href: `/projects/${projectId}#history`, title: "Hotspots and owners", note: "this project" },
  ];
  const all = [
    ...own,
    { href: "/", title: "Projects", note: "page" },
    { href: "/#add-url", title: "Add a project", note: "action" },
    { href: "/projects/add", title: "Add many projects", note: "action" },
    { href: "/projects/import", title: "Import from GitHub", note: "action" },
    { href: "/jobs", title: "Jobs", note: "page" },
    { href: "/settings", title: "Settings", note: "page" },
    { href: "/docs/api", title: "API reference", note: "page" },
  ];
  const words = q.trim().toLowerCase().split(/\s+/).filter((word) => word !== "");
  const items = all.filter(({ title }) =>
    words.every((word) => title.toLowerCase().includes(word))
  );
  return items.length === 0 ? [] : [{ title: "Pages", items }];
}
