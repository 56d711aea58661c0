/** gemspecs (https://guides.rubygems.org/specification-reference/); only literals are read. */
import type { Identity } from "./dependency.ts";
import { listedLicenses } from "./dependency.ts";
import { argumentsOf, type GemRequirement } from "./gemfile.ts";
import { rubyStatements, type RubyToken } from "./ruby_tokens.ts";

export interface Gemspec extends Identity {
  dependencies: GemRequirement[];
  /** Names of the commands that it installs. */
  executables: string[];
  /** Where they lie; `bin` unless it says otherwise. */
  bindir: string;
}

const DEPENDENCY = /^add_(?:runtime_|development_)?dependency$/;

/** What a gemspec states literally; the first statement of each field and dependency counts. */
export function readGemspec(source: string): Gemspec {
  const fields = new Map<string, RubyToken[]>();
  const dependencies: GemRequirement[] = [];
  const named = new Set<string>();
  for (const statement of rubyStatements(source)) {
    const method = statement.findIndex(({ kind, text }) =>
      kind === "word" && DEPENDENCY.test(text)
    );
    if (method >= 0) {
      const [name, ...clauses] = argumentsOf(statement.slice(method + 1)).values;
      // Specs for old RubyGems repeat their dependencies behind `else`.
      if (name?.kind !== "string" || name.computed || named.has(name.text)) continue;
      named.add(name.text);
      const stated = clauses.filter(({ computed }) => !computed).map(({ text }) => text);
      dependencies.push({
        name: name.text,
        requirement: stated.join(", ") || null,
        scope: statement[method]!.text === "add_development_dependency" ? "development" : "runtime",
        line: name.line,
        elsewhere: false,
      });
      continue;
    }
    // `s.name = "x"`, also after `do |s|` on the same line.
    for (let at = 1; at + 1 < statement.length; at++) {
      const assigned = statement[at]!.text === "=" && statement[at]!.kind === "mark" &&
        statement[at - 1]!.kind === "word" && statement[at - 2]?.text === ".";
      if (!assigned) continue;
      const name = statement[at - 1]!.text;
      const literals = argumentsOf(statement.slice(at + 1)).values;
      const value = statement[at + 1]!;
      const literal = value.kind !== "word" && value.text !== "=";
      if (literal && !fields.has(name)) fields.set(name, literals);
      break;
    }
  }
  const strings = (name: string) =>
    (fields.get(name) ?? []).filter(({ kind, computed }) => kind === "string" && !computed)
      .map(({ text }) => text);
  return {
    name: strings("name")[0] ?? null,
    version: strings("version")[0] ?? null,
    license: listedLicenses([...strings("license"), ...strings("licenses")]),
    dependencies,
    executables: [...strings("executables"), ...strings("executable")],
    bindir: strings("bindir")[0] ?? "bin",
  };
}
