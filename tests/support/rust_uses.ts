/**
 * Where each path of a `use` leads by rustc itself: its dump of a crate (`-Z unpretty=hir-tree`)
 * says what each name of a path means and in which file each module stands. Two things are added,
 * as the map has them: a re-export is not followed, and a name that another `use` of the same scope
 * brings stands for that one's path.
 */

/** Things are known by their paths of definition: `acme[1b2c]::a::Thing`, with rustc's hash. */
export interface DumpedCrate {
  /** Its name and hash, the first part of each of its paths; "" where the dump is of no known form. */
  id: string;
  /** The files of modules and of macros, as rustc names them. */
  modules: Map<string, string>;
  macros: Map<string, string>;
  uses: DumpedUse[];
}

interface Segment {
  name: string;
  /** The module that it is; null for anything else. */
  module: string | null;
}

interface DumpedUse {
  file: string;
  line: number;
  /** The module or function around it. */
  around: string;
  segments: Segment[];
  /** What the last name means: a type, a value and a macro may share it. */
  things: { kind: string; path: string }[];
  /** The name that it brings into scope; `*` for a glob. */
  binds: string;
}

/** Where a leaf of a `use` leads. */
export interface UseTarget {
  file: string;
  line: number;
  /** As written, `crate::a::Thing` or `a::*`, but for a leading `::`. */
  specifier: string;
  /** A file of a known crate, or another crate's name; null for what stays in its own file. */
  to: { file: string } | { crate: string } | null;
}

const THING = /Def\(\s+(\w+)(?:\([\w\s,()]*?\))?,\s+DefId\(\d+:\d+ ~ ([^)]+)\)/;
const KEYWORD = /^(?:crate|self|super)$/;
const THINGS = new RegExp(THING, "g");

/** Reads a dump line by line: those of large crates do not fit in one string. */
export function readDump(lines: Iterable<string>): DumpedCrate {
  const crate: DumpedCrate = { id: "", modules: new Map(), macros: new Map(), uses: [] };
  let path = "";
  let block: string[] | null = null;
  for (const line of lines) {
    const [, owner] = /^DefId\(\d+:\d+ ~ ([^)]+)\) => OwnerNodes \{$/.exec(line) ?? [];
    if (owner !== undefined) {
      path = owner;
      crate.id ||= owner;
      block = [];
    } else if (block) {
      block.push(line);
      if (line === "    },") {
        readItem(crate, path, block.join("\n"));
        block = null;
      } else if (
        block.length === 6 && !/^ +(?:kind: (?:Mod|Use|Macro)\(|inner_span: )/.test(line)
      ) {
        block = null;
      }
    }
  }
  return crate;
}

function readItem(crate: DumpedCrate, path: string, text: string): void {
  const inner = span(/^ +inner_span: (.+),$/m, text);
  const outer = span(/^ {16}span: (.+),$/m, text);
  if (inner) crate.modules.set(path, inner.file);
  else if (outer && /^ {16}kind: Macro\(/m.test(text)) crate.macros.set(path, outer.file);
  else if (outer && /^ {16}kind: Use\(/m.test(text)) {
    const use = readUse(path, text, outer);
    if (use) crate.uses.push(use);
  }
}

/** null for a group, whose leaves are items of their own, for what a macro makes, and what fails. */
function readUse(path: string, text: string, item: Span): DumpedUse | null {
  const own = span(/^ {24}span: (.+),$/m, text);
  const [head = "", ...parts] = text.split("PathSegment {");
  const [, glob, binds] = /^ {20}(?:(Glob)|Single\(\s+(.+)#0),/m.exec(parts.at(-1) ?? "") ?? [];
  const names = parts.map((part) => /ident: (.+)#0,/.exec(part)?.[1]);
  const things = [...head.matchAll(THINGS)].map(([, kind, path]) => ({ kind: kind!, path: path! }));
  const isWritten = names.every((name) => name !== undefined) && own?.macro === 0 &&
    item.macro === 0;
  if (!own || !isWritten || things.length === 0 || (!glob && !binds)) return null;
  const segments = parts.map((part, at): Segment => {
    const [, kind, thing] = THING.exec(part) ?? [];
    const last = at === parts.length - 1 ? things.find(({ kind }) => kind === "Mod")?.path : null;
    return { name: plain(names[at]!), module: kind === "Mod" ? thing! : last ?? null };
  });
  return {
    file: own.file,
    line: glob ? item.lastLine : own.lastLine,
    around: outside(path),
    segments,
    things,
    binds: glob ? "*" : plain(binds!),
  };
}

interface Span {
  file: string;
  lastLine: number;
  /** Which macro's text it is; 0 for none. */
  macro: number;
}

function span(pattern: RegExp, text: string): Span | null {
  const found = /^(.+?):\d+:\d+: (\d+):\d+ \(#(\d+)\)$/.exec(pattern.exec(text)?.[1] ?? "");
  return found && { file: found[1]!, lastLine: Number(found[2]), macro: Number(found[3]) };
}

/** The path of definition of what is around another. */
function outside(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf("::")));
}

function plain(name: string): string {
  return name.replace(/^r#/, "");
}

/** Where the leaves of a crate's `use`s lead, of what stands in files of the known crates. */
export function useTargets(
  crate: DumpedCrate,
  known: readonly DumpedCrate[],
  edition: number,
): UseTarget[] {
  const modules = new Map(known.flatMap((one) => [...one.modules]));
  const macros = new Map(known.flatMap((one) => [...one.macros]));
  const byScope = new Map<string, DumpedUse[]>();
  for (const one of known) {
    for (const use of one.uses) {
      const list = byScope.get(use.around);
      if (list) list.push(use);
      else byScope.set(use.around, [use]);
    }
  }

  /** The other `use` that brings a name into the scope of one, or into a scope around it. */
  function broughtBy(use: DumpedUse, name: string): DumpedUse | undefined {
    for (let scope = use.around; scope !== ""; scope = outside(scope)) {
      const found = byScope.get(scope)?.find((one) => one !== use && one.binds === name);
      if (found || modules.has(scope)) return found;
    }
  }

  /** Its path with a first name that another `use` brings replaced by that one's path. */
  function written(use: DumpedUse, steps = 0): Segment[] {
    const segments = use.segments.filter(({ name }) => name !== "{{root}}");
    const [first] = segments;
    if (!first || steps > 8 || KEYWORD.test(first.name)) return segments;
    if (isOld(use) ? use.around !== crate.id : segments.length < use.segments.length) {
      return segments;
    }
    if (first.module === `${moduleAround(use)}::${first.name}`) return segments;
    const other = broughtBy(use, first.name);
    // `use memchr::{memchr, memchr2}` brings a function of the crate's name
    const isMeant = !first.module || other?.segments.at(-1)?.module === first.module;
    return other && isMeant ? [...written(other, steps + 1), ...segments.slice(1)] : segments;
  }

  /** The path begins at the crate's root. */
  function isOld(use: DumpedUse): boolean {
    return edition === 2015 && !KEYWORD.test(use.segments[0]!.name);
  }

  function moduleAround(use: DumpedUse): string {
    let scope = use.around;
    while (scope !== "" && !modules.has(scope)) scope = outside(scope);
    return scope;
  }

  /** What a name of a path is behind the module `at`; of some paths rustc keeps the last name only. */
  function step(at: string, { name, module }: Segment): string | null {
    if (name === "self") return at;
    if (name === "crate") return crate.id;
    if (name === "super") return outside(at);
    const child = `${at}::${name}`;
    return module === child || (module === null && modules.has(child)) ? child : null;
  }

  function target(use: DumpedUse): UseTarget["to"] {
    let segments = written(use);
    const old = isOld(use) && !KEYWORD.test(segments[0]!.name);
    const start = old ? crate.id : moduleAround(use);
    let at = segments[0]?.module ?? null;
    if (old && at !== `${start}::${segments[0]!.name}` && at?.includes("::")) at = null;
    at ??= step(start, segments[0]!);
    if (at === null) {
      // an item of the module around, which is of this file, or in the old edition of the root
      if (!old) return null;
      segments = [];
      at = start;
    }
    let depth = 1;
    for (; depth < segments.length; depth++) {
      const next = step(at, segments[depth]!);
      if (next === null) break;
      at = next;
    }
    let file = modules.get(at);
    if (file === undefined) return { crate: at.slice(0, at.indexOf("[")) };
    if (!at.includes("::") && depth === segments.length - 1) {
      // an exported macro lives at the root of its crate, wherever it stands
      const name = segments[depth]!.name;
      const again = byScope.get(at)?.some((one) =>
        one !== use && one.binds === name && one.things.some(({ kind }) => kind === "Macro")
      );
      const macro = use.things.length === 1 && !again && macros.get(use.things[0]!.path);
      if (macro) file = macro;
    }
    return file === use.file ? null : { file };
  }

  return crate.uses.filter(({ segments }) => segments.length > 0).map((use) => ({
    file: use.file,
    line: use.line,
    specifier: [
      ...use.segments.map(({ name }) => name).filter((name) => name !== "{{root}}"),
      ...(use.binds === "*" ? ["*"] : []),
    ].join("::"),
    to: target(use),
  }));
}
