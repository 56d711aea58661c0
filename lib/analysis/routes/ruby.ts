/**
 * Routes of Ruby: Rails' routes.rb, whose `resources` stand for several, and Sinatra's blocks.
 * Prefixes of enclosing blocks are added where they are literal; else a route is given as written.
 */
import { isMark, joinPaths, literalAt, reads, wordAt } from "./code.ts";
import { type FoundRoute, type RouteRule, verbOf } from "./contract.ts";
import type { Code } from "../lexer.ts";

/** A statement's tokens, `end` exclusive. */
interface Statement {
  start: number;
  end: number;
}

/** A block that is open. */
interface Frame {
  /** What its paths begin with; null where that is not known. */
  prefix: string | null;
  /** The path of the `resources` that the block belongs to. */
  resources?: string | null;
  /** Routes in it are a template for others. */
  template?: true;
}

const MAX_DEPTH = 200;
const BLOCKS = new Set([
  "if",
  "unless",
  "case",
  "while",
  "until",
  "for",
  "def",
  "class",
  "module",
  "begin",
]);
/** Blocks of Rails and Devise that change no path. */
const NEUTRAL = new Set(
  "constraints defaults authenticate authenticated unauthenticated devise_scope controller draw"
    .split(" "),
);

function* statements(code: Code): Generator<Statement> {
  let start = 0;
  for (let at = 1; at <= code.tokens.length; at++) {
    const previous = code.tokens[at - 1];
    const goesOn = at < code.tokens.length &&
      (code.line(at) === code.line(at - 1) && !isMark(code, at - 1, ";") ||
        previous?.kind === "mark" && ",([{|.>\\&".includes(previous.text) &&
          wordAt(code, start) !== "end" ||
        isMark(code, at, "."));
    if (goesOn) continue;
    yield { start, end: at };
    start = at;
  }
}

function rails(code: Code): FoundRoute[] {
  const found: FoundRoute[] = [];
  const frames: Frame[] = [];
  for (const { start, end } of statements(code)) {
    const head = wordAt(code, start) ?? "";
    if (head === "end") {
      frames.pop();
      continue;
    }
    const frame = frames.at(-1) ?? { prefix: "" };
    if (!frame.template) found.push(...declared(code, { start, end }, frame));
    const block = doIndex(code, start, end);
    if (frames.length >= MAX_DEPTH) continue;
    if (block >= 0) frames.push(frameOf(code, { start, end: block }, frame));
    else if (BLOCKS.has(head)) frames.push(frame);
  }
  return found;
}

function doIndex(code: Code, start: number, end: number): number {
  for (let at = start; at < end; at++) if (wordAt(code, at) === "do") return at;
  return -1;
}

function declared(code: Code, statement: Statement, frame: Frame): FoundRoute[] {
  const { start } = statement;
  const head = wordAt(code, start) ?? "";
  const names = namesAt(code, statement);
  if (head === "root" && frame.prefix !== null && (start + 1 < statement.end)) {
    return [{ method: "GET", path: joinPaths(frame.prefix, ""), index: start }];
  }
  if (head === "resources" || head === "resource") {
    return names.flatMap((name) =>
      resourceRoutes(code, statement, frame, name, head === "resources")
    );
  }
  const methods = head === "match" ? viaOf(code, statement) : verbOf(head) ? [verbOf(head)!] : [];
  if (methods.length === 0 || head === "head" || head === "options") return [];
  const prefix = prefixHere(code, statement, frame);
  return names.flatMap((name) =>
    methods.map((method) => ({
      method,
      path: prefix === null ? name : joinPaths(prefix, name),
      index: start + 1,
    }))
  );
}

/** `on: :member` and `on: :collection` of a verb in a block of `resources`. */
function prefixHere(code: Code, statement: Statement, frame: Frame): string | null {
  const on = optionAt(code, statement, "on");
  if (on < 0 || frame.resources === undefined) return frame.prefix;
  const where = symbolsAt(code, on)[0];
  if (frame.resources === null) return null;
  return where === "member"
    ? `${frame.resources}/:id`
    : where === "collection"
    ? frame.resources
    : null;
}

/** The seven actions of `resources` (six of `resource`), by `only` and `except` where they are literal. */
function resourceRoutes(
  code: Code,
  statement: Statement,
  frame: Frame,
  name: string,
  plural: boolean,
): FoundRoute[] {
  const base = basePath(code, statement, frame, name);
  if (base === null) return [];
  const id = plural ? "/:id" : "";
  const actions: readonly (readonly [string, string, string])[] = [
    ...(plural ? [["index", "GET", ""] as const] : []),
    ["create", "POST", ""],
    ["new", "GET", "/new"],
    ["edit", "GET", `${id}/edit`],
    ["show", "GET", id],
    ["update", "PATCH", id],
    ["destroy", "DELETE", id],
  ];
  const only = optionAt(code, statement, "only");
  const except = optionAt(code, statement, "except");
  const kept = only < 0 ? null : symbolsAt(code, only);
  const dropped = except < 0 ? [] : symbolsAt(code, except);
  return actions
    .filter(([action]) => (kept === null || kept.includes(action)) && !dropped.includes(action))
    .map(([, method, rest]) => ({ method, path: `${base}${rest}`, index: statement.start }));
}

/** Where a resource's paths begin; its own name alone where the blocks around it are not known. */
function basePath(code: Code, statement: Statement, frame: Frame, name: string): string | null {
  if (optionAt(code, statement, "shallow") >= 0) return null;
  const option = optionAt(code, statement, "path");
  const path = option < 0 ? name : literalAt(code, option);
  if (path === null) return null;
  return joinPaths(frame.prefix ?? "", path);
}

/** What the block of a statement adds to the paths inside. */
function frameOf(code: Code, statement: Statement, frame: Frame): Frame {
  const head = wordAt(code, statement.start) ?? "";
  const [name] = namesAt(code, statement);
  const add = (path: string | null): Frame => ({
    prefix: path === null || frame.prefix === null ? null : joinPaths(frame.prefix, path),
  });
  if (frame.template || head === "concern") return { prefix: null, template: true };
  if (head === "member" || head === "collection") {
    const { resources = null } = frame;
    return {
      prefix: resources === null ? null : head === "member" ? `${resources}/:id` : resources,
    };
  }
  const option = optionAt(code, statement, "path");
  const path = option < 0 ? undefined : literalAt(code, option);
  if (head === "namespace") return add(path === undefined ? name ?? null : path);
  if (head === "scope") {
    // `scope "/api"` and `scope :api` add a path, `scope module: "x"` none.
    const positional = name ?? (startsWithOption(code, statement) ? "" : null);
    return add(path === undefined ? positional : path);
  }
  if (head === "resource") return name === undefined ? { prefix: null } : add(path ?? name);
  if (head === "resources") {
    const base = name === undefined ? null : basePath(code, statement, frame, name);
    const known = frame.prefix === null ? null : base;
    const singular = name === undefined || optionAt(code, statement, "param") >= 0
      ? null
      : singularOf(name);
    const prefix = known === null || singular === null ? null : `${known}/:${singular}_id`;
    return { prefix, resources: known };
  }
  const draws = code.tokens.slice(statement.start, statement.end).some(({ text }) =>
    text === "draw"
  );
  if (draws || NEUTRAL.has(head)) return frame;
  return { prefix: null };
}

/** "photos" -> "photo"; null where English is not that simple. */
function singularOf(name: string): string | null {
  return /[^suieh]s$|(?:[^i]|[^s]{2})es$/.test(name) &&
      !/(?:ies|sses|xes|ches|shes|uses)$/.test(name)
    ? name.slice(0, -1)
    : null;
}

/** Leading `:symbols` and "strings" of a statement's arguments. */
function namesAt(code: Code, { start, end }: Statement): string[] {
  const names: string[] = [];
  let at = isMark(code, start + 1, "(") ? start + 2 : start + 1;
  while (at < end) {
    const literal = literalAt(code, at);
    if (literal !== null) {
      names.push(literal);
      at++;
    } else if (isMark(code, at, ":") && wordAt(code, at + 1) !== null) {
      // :only => … is an option.
      if (reads(code, at + 2, "=", ">")) break;
      names.push(wordAt(code, at + 1)!);
      at += 2;
    } else break;
    if (!isMark(code, at, ",")) break;
    at++;
  }
  return names;
}

function startsWithOption(code: Code, { start }: Statement): boolean {
  const at = isMark(code, start + 1, "(") ? start + 2 : start + 1;
  return wordAt(code, at) !== null && isMark(code, at + 1, ":") || isMark(code, at, ":");
}

/** Where the value of `name: …` or `:name => …` begins; -1 without one. */
function optionAt(code: Code, { start, end }: Statement, name: string): number {
  for (let at = start + 1; at < Math.min(end, start + 300); at++) {
    if (wordAt(code, at) !== name) continue;
    const scope = code.tokens[at + 2]?.at === (code.tokens[at + 1]?.at ?? 0) + 1 &&
      isMark(code, at + 2, ":");
    if (isMark(code, at + 1, ":") && !scope) return at + 2;
    if (isMark(code, at - 1, ":") && reads(code, at + 1, "=", ">")) return at + 3;
  }
  return -1;
}

/** `:a`, `[:a, :b]`, `%i[a b]`, `"a"` */
function symbolsAt(code: Code, index: number): string[] {
  const percent = isMark(code, index, "%");
  const open = percent ? index + 2 : index;
  if (isMark(code, open, "[") || percent && isMark(code, open, "(")) {
    const words = code.tokens.slice(open + 1, Math.min(code.closing(open), open + 60));
    return words.filter(({ kind }) => kind !== "mark").map(({ text }) => text);
  }
  const literal = literalAt(code, index);
  if (literal !== null) return [literal];
  const symbol = isMark(code, index, ":") ? wordAt(code, index + 1) : null;
  return symbol === null ? [] : [symbol];
}

function viaOf(code: Code, statement: Statement): string[] {
  const via = optionAt(code, statement, "via");
  return via < 0 ? [] : symbolsAt(code, via).flatMap((name) => verbOf(name) ?? []);
}

/** `get "/path" do … end` */
function sinatra(code: Code): FoundRoute[] {
  const found: FoundRoute[] = [];
  for (const { start, end } of statements(code)) {
    const method = verbOf(wordAt(code, start) ?? "");
    if (method === null || doIndex(code, start, end) < 0) continue;
    for (const path of namesAt(code, { start, end }).slice(0, 1)) {
      if (path.startsWith("/")) found.push({ method, path, index: start });
    }
  }
  return found;
}

export const RUBY_ROUTES: readonly RouteRule[] = [
  {
    framework: "Ruby on Rails",
    languages: ["Ruby"],
    marks: ["routes.draw"],
    evidence: /\.routes\.draw\b/,
    find: rails,
  },
  {
    framework: "Sinatra",
    languages: ["Ruby"],
    marks: ["inatra"],
    evidence: /\brequire\s*\(?\s*["']sinatra|\bSinatra::(?:Base|Application)\b/,
    find: sinatra,
  },
];
