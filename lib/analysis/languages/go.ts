/** Go: imports by tree-sitter, resolution by modules, workspaces, replacements and vendoring. */
import { type Language, type Node, Query } from "web-tree-sitter";
import type { RawImport } from "../facts.ts";
import { parseBounded } from "../grammars.ts";
import { baseName } from "../paths.ts";
import { type Analyzer, ParseFailure } from "./contract.ts";
import { goResolver } from "./go/resolver.ts";
import { countLines, lineStarts } from "../text_lines.ts";

const QUERY = `
  (package_clause (package_identifier) @package)
  (import_spec path: (_) @path)
  (comment) @comment
`;
const queries = new WeakMap<Language, Query>();

/** What the resolver needs to know of a file beside its imports. */
export interface GoFacts {
  package: string | null;
  /** The expression after `//go:build`, or "ignore" for `// +build ignore`; null for none. */
  build: string | null;
}

export const go: Analyzer = {
  id: "go",
  languages: ["Go"],
  grammars: () => ["go"],
  extract({ text }, grammars) {
    const parser = grammars.parser("go");
    const tree = parseBounded(parser, text);
    try {
      const { imports, comments, facts } = read(tree.rootNode, tree.language, text);
      if (facts.package === null && imports.length === 0 && tree.rootNode.hasError) {
        throw new ParseFailure("not valid Go");
      }
      return {
        imports,
        lines: countLines(text, lineStarts(text), comments),
        extra: { ...facts },
      };
    } finally {
      tree.delete();
    }
  },
  isManifest: (path) => ["go.mod", "go.work"].includes(baseName(path)),
  resolver: goResolver,
};

function read(root: Node, language: Language, text: string) {
  let query = queries.get(language);
  if (!query) queries.set(language, query = new Query(language, QUERY));
  const imports: RawImport[] = [];
  const comments: number[] = [];
  const facts: GoFacts = { package: null, build: null };
  let clause = Infinity;
  const end = endOfImports(root);
  for (const { name, node } of query.captures(root)) {
    if (name === "comment") {
      comments.push(node.startIndex, node.endIndex);
      if (node.startIndex < clause) facts.build ??= constraint(text, node);
    } else if (name === "package") {
      clause = Math.min(clause, node.startIndex);
      facts.package ??= node.text;
    } else {
      const specifier = literal(node);
      if (specifier === null || node.startIndex >= end) continue;
      const line = node.startPosition.row + 1;
      imports.push({ specifier, line, kind: "import", typeOnly: false });
    }
  }
  return { imports, comments, facts };
}

/** https://pkg.go.dev/cmd/go#hdr-Build_constraints: a line comment that starts its line. */
function constraint(text: string, node: Node): string | null {
  if (node.startPosition.column !== 0) return null;
  const comment = text.slice(node.startIndex, node.endIndex);
  const current = /^\/\/go:build\s+(.*\S)/.exec(comment)?.[1];
  if (current !== undefined) return current;
  // the form before Go 1.17; of its expressions only this one matters here
  return /^\/\/\s*\+build\s+ignore\s*$/.test(comment) ? "ignore" : null;
}

/** Import paths hold no escapes in practice; one that does, or is broken, is left out. */
function literal(node: Node): string | null {
  return node.hasError ? null : /^(["`])([^"`\\\s]+)\1$/.exec(node.text)?.[2] ?? null;
}

/**
 * Imports precede every other declaration (https://go.dev/ref/spec#Source_file_organization); behind
 * the first of those, or the first error, the parser is guessing.
 */
function endOfImports(root: Node): number {
  const other = root.namedChildren.find((child) =>
    !["comment", "package_clause", "import_declaration"].includes(child?.type ?? "comment")
  );
  return other?.startIndex ?? Infinity;
}
