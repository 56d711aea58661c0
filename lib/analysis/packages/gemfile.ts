/** Gemfile and gems.rb (https://bundler.io/man/gemfile.5.html). */
import type { Scope } from "../../domain/wire/system_map.ts";
import { rubyStatements, type RubyToken } from "./ruby_tokens.ts";

export interface GemRequirement {
  name: string;
  /** Clauses joined by ", "; null for any version. A place where it does not come from a server. */
  requirement: string | null;
  scope: Scope;
  line: number;
  /** From a path, a repository or a server other than rubygems.org. */
  elsewhere: boolean;
}

/** Groups that work on the code, as projects name them; others are installed on demand. */
const DEVELOPMENT =
  /(?:^|_)(?:dev|devel|development|tests?|testing|spec|rspec|lint|linting|rubocop|docs?|documentation|ci|debug|cucumber|benchmarks?|guard|tools?|release)(?:_|$)/;
/** Groups that run in service. */
const RUNTIME = /^(?:default|production|staging|assets|runtime)$/;
const PLACES = new Set(["git", "github", "gist", "bitbucket", "gitlab", "path"]);

interface Block {
  groups: readonly string[];
  elsewhere: string | null;
  /** A server other than RubyGems' own. */
  foreign: boolean;
}

const isForeign = (server: string) =>
  !/^(?:https?:\/\/)?(?:index\.)?rubygems\.org\/?$/.test(server);

/** Every literal `gem`; what a loop or a variable names is passed over. */
export function readGemfile(source: string): GemRequirement[] {
  const gems: GemRequirement[] = [];
  const blocks: Block[] = [];
  for (const statement of rubyStatements(source)) {
    const [first, ...rest] = statement;
    if (first?.kind !== "word") continue;
    if (first.text === "end") {
      blocks.pop();
      continue;
    }
    if (first.text === "gem") {
      const gem = gemOf(rest, blocks);
      if (gem) gems.push(gem);
    }
    // `gem "x" do` is none; a modifier (`… if x`) opens nothing.
    const opens = /^(?:if|unless|case|begin|while|until|for|def|class|module)$/.test(first.text) ||
      statement.some(({ kind, text }) => kind === "word" && text === "do");
    if (!opens) continue;
    const options = argumentsOf(rest);
    blocks.push({
      groups: first.text === "group"
        ? options.values.filter(({ kind }) => kind !== "word").map(({ text }) => text)
        : [],
      elsewhere: PLACES.has(first.text) ? options.values[0]?.text ?? first.text : null,
      foreign: first.text === "source" && options.values.some(({ text }) => isForeign(text)),
    });
  }
  return gems;
}

function gemOf(tokens: readonly RubyToken[], blocks: readonly Block[]): GemRequirement | null {
  const { values, options } = argumentsOf(tokens);
  const [name, ...clauses] = values;
  if (name?.kind !== "string" || name.computed) return null;
  const place = [...PLACES].flatMap((key) => options.get(key)?.[0] ?? [])[0] ??
    blocks.findLast((block) => block.elsewhere !== null)?.elsewhere ?? null;
  const groups = [
    ...blocks.flatMap((block) => block.groups),
    ...options.get("group") ?? [],
    ...options.get("groups") ?? [],
  ];
  const stated = clauses.filter(({ kind, computed }) => kind === "string" && !computed)
    .map(({ text }) => text);
  return {
    name: name.text,
    requirement: stated.join(", ") || place,
    scope: scopeOf(groups),
    line: name.line,
    elsewhere: place !== null || blocks.some((block) => block.foreign) ||
      (options.get("source") ?? []).some(isForeign),
  };
}

/** A gem in several groups is installed for each of them. */
function scopeOf(groups: readonly string[]): Scope {
  if (groups.length === 0 || groups.some((group) => RUNTIME.test(group))) return "runtime";
  return groups.every((group) => DEVELOPMENT.test(group)) ? "development" : "optional";
}

interface Arguments {
  /** Literals before the first option; those of lists one by one. */
  values: RubyToken[];
  /** Literals behind each `name:`, `:name =>` or `"name" =>`. */
  options: Map<string, string[]>;
}

/** Arguments up to `if`, `unless` or `do`. */
export function argumentsOf(tokens: readonly RubyToken[]): Arguments {
  const values: RubyToken[] = [];
  const options = new Map<string, string[]>();
  let option: string[] | null = null;
  for (let at = 0; at < tokens.length; at++) {
    const token = tokens[at]!;
    if (token.kind === "word" && /^(?:if|unless|do|rescue)$/.test(token.text)) break;
    const arrow = tokens[at + 1]?.text === "=" && tokens[at + 2]?.text === ">";
    if (token.kind === "label" || arrow && token.kind !== "word" && token.kind !== "mark") {
      option = [];
      options.set(token.text, option);
      if (arrow) at += 2;
    } else if (token.kind === "string" || token.kind === "symbol") {
      if (option) option.push(token.text);
      else values.push(token);
    }
  }
  return { values, options };
}
