import type { ComponentChildren } from "preact";
import type { Comparison } from "../lib/domain/wire/compare.ts";
import { FileLink } from "./file_link.tsx";
import { count, plural } from "./format.ts";

interface Some<T> {
  total: number;
  items: readonly T[];
}

const SHOWN = 30;

/** What differs between two maps: only what does, the structure first. */
export function ComparisonText(
  { comparison: c, names: known }: {
    comparison: Comparison;
    /** Of components that are there now, by id. */
    names: ReadonlyMap<string, string>;
  },
) {
  const names = new Map(known);
  const { added, removed, moved } = c.components;
  for (const { id, name } of [...added.items, ...removed.items]) names.set(id, name);
  for (const one of moved.items) names.set(one.from.id, one.from.name).set(one.to.id, one.to.name);
  const component = ({ name, root, files }: Comparison["components"]["added"]["items"][number]) => (
    <>
      <code>{name}</code>{" "}
      <span class="muted">in {root || "the root"}, {plural(files, "file")}</span>
    </>
  );
  const edge = ({ from, to }: { from: string; to: string }) => (
    <>
      <code>{from}</code> → <code>{to}</code>
    </>
  );
  const componentEdge = ({ from, to }: { from: string; to: string }) =>
    edge({ from: names.get(from) ?? from, to: names.get(to) ?? to });
  const fileEdge = ({ from, to }: { from: string; to: string }) => (
    <>
      <FileLink path={from} /> → <code>{to}</code>
    </>
  );
  const cycle = ({ files, total, type_only }: Comparison["cycles"]["added"]["items"][number]) => (
    <>
      {plural(total, "file")}
      {type_only && ", types only"}: {files.slice(0, 4).join(", ")}
      {total > 4 && ", …"}
    </>
  );
  const dependency = (one: { name: string; ecosystem: string; path: string }, note: string) => (
    <>
      <code>{one.name}</code> {note} <span class="muted">({one.ecosystem}, {one.path})</span>
    </>
  );
  const version = (of: { requirement: string | null; resolved: string | null }) =>
    of.resolved ?? of.requirement ?? "any";
  if (c.empty) {
    return <p class="empty">These two maps say the same: nothing that a map shows has changed.</p>;
  }
  return (
    <div class="changes">
      <Health comparison={c} />
      <Part title="Components" lists={Object.values(c.components)}>
        <Changes kind="added" some={c.components.added} show={component} />
        <Changes kind="removed" some={c.components.removed} show={component} />
        <Changes
          kind="moved"
          some={c.components.moved}
          show={({ from, to }) => (
            <>
              <code>{from.root || from.name}</code> → <code>{to.root || to.name}</code>
            </>
          )}
        />
        <Changes
          kind="changed"
          some={c.components.changed}
          show={({ name, files, code }) => (
            <>
              <code>{name}</code> <Delta {...code} unit="line" /> <Delta {...files} unit="file" />
            </>
          )}
        />
      </Part>
      <Part
        title="Dependencies between components"
        lists={[c.component_edges.added, c.component_edges.removed]}
      >
        <Changes kind="added" some={c.component_edges.added} show={componentEdge} />
        <Changes kind="removed" some={c.component_edges.removed} show={componentEdge} />
      </Part>
      <Part title="Cycles" lists={Object.values(c.cycles)}>
        <Changes kind="added" some={c.cycles.added} show={cycle} />
        <Changes kind="removed" some={c.cycles.removed} show={cycle} />
      </Part>
      <Part title="Packages" lists={Object.values(c.packages)}>
        <Changes
          kind="added"
          some={c.packages.added}
          show={(one) => dependency(one, version(one.to))}
        />
        <Changes
          kind="removed"
          some={c.packages.removed}
          show={(one) => dependency(one, version(one.from))}
        />
        <Changes
          kind="changed"
          some={c.packages.changed}
          show={(one) => dependency(one, `${version(one.from)} → ${version(one.to)}`)}
        />
      </Part>
      <Part title="Frameworks" lists={Object.values(c.frameworks)}>
        <Changes kind="added" some={c.frameworks.added} show={({ name }) => <>{name}</>} />
        <Changes kind="removed" some={c.frameworks.removed} show={({ name }) => <>{name}</>} />
      </Part>
      <Part title="Files" lists={Object.values(c.files)}>
        <Changes
          kind="added"
          some={c.files.added}
          show={({ path, code }) => (
            <>
              <FileLink path={path} /> <span class="muted">{plural(code, "line")}</span>
            </>
          )}
        />
        <Changes
          kind="removed"
          some={c.files.removed}
          show={({ path, code }) => (
            <>
              <code>{path}</code> <span class="muted">{plural(code, "line")}</span>
            </>
          )}
        />
        <Changes
          kind="moved"
          some={c.files.moved}
          show={({ from, to, same_content }) => (
            <>
              <code>{from}</code> → <FileLink path={to} />
              {!same_content && <span class="muted">and changed</span>}
            </>
          )}
        />
        <Changes
          kind="changed"
          some={c.files.changed}
          show={({ path, code }) => (
            <>
              <FileLink path={path} /> <Delta {...code} unit="line" />
            </>
          )}
        />
      </Part>
      <Part title="Imports between files" lists={Object.values(c.file_edges)}>
        <Changes kind="added" some={c.file_edges.added} show={fileEdge} />
        <Changes kind="removed" some={c.file_edges.removed} show={edge} />
      </Part>
      <Part title="Languages" lists={[c.languages]}>
        <Changes
          kind="changed"
          some={c.languages}
          show={({ name, from, to }) => (
            <>
              {name} <Delta from={from.code} to={to.code} unit="line" />
            </>
          )}
        />
      </Part>
    </div>
  );
}

function Health({ comparison: { health } }: { comparison: Comparison }) {
  const { score, signals } = health;
  if (signals.length === 0 && score.from === score.to) return null;
  return (
    <section class="change-part">
      <h3>Health</h3>
      <p>
        {score.from === score.to
          ? `Still ${score.to} of 100.`
          : `From ${score.from} to ${score.to} of 100.`}
      </p>
      <ul class="change-list">
        {signals.map(({ id, title, from, to }) => (
          <li key={id}>
            {title}: {from ?? "not judged"} → {to ?? "not judged"}
          </li>
        ))}
      </ul>
    </section>
  );
}

/** Absent where none of its lists has anything. */
function Part(
  { title, lists, children }: {
    title: string;
    lists: readonly Some<unknown>[];
    children: ComponentChildren;
  },
) {
  if (lists.every(({ total }) => total === 0)) return null;
  return (
    <section class="change-part">
      <h3>{title}</h3>
      {children}
    </section>
  );
}

const MARKS = { added: "+", removed: "−", moved: "→", changed: "~" } as const;

function Changes<T>(
  { kind, some, show }: {
    kind: keyof typeof MARKS;
    some: Some<T>;
    show: (item: T) => ComponentChildren;
  },
) {
  if (some.total === 0) return null;
  const rest = some.total - Math.min(SHOWN, some.items.length);
  return (
    <>
      <p class="change-kind">
        <span class={`change-mark change-${kind}`} aria-hidden="true">{MARKS[kind]}</span>{" "}
        {count(some.total)} {kind}
      </p>
      <ul class="change-list">
        {some.items.slice(0, SHOWN).map((item, index) => <li key={index}>{show(item)}</li>)}
        {rest > 0 && <li class="muted">and {count(rest)} more, in the JSON</li>}
      </ul>
    </>
  );
}

function Delta({ from, to, unit }: { from: number; to: number; unit: "line" | "file" }) {
  if (from === to) return null;
  return (
    <span class="muted">
      {to > from ? "+" : "−"}
      {plural(Math.abs(to - from), unit)}
    </span>
  );
}
