/** Finds the imports of a Python file in its syntax tree. */
import { type Language, type Node, Query } from "web-tree-sitter";
import type { RawImport } from "../../facts.ts";

const QUERY = `
  (import_statement) @import
  (import_from_statement) @from
  (future_import_statement) @future
  (call function: [(identifier) (attribute)] @function) @call
  (comment) @comment
  (ERROR (string_start) @unterminated)
  (if_statement condition: [(identifier) (attribute)] @guard consequence: (block) @guarded
    (#match? @guard "^(\\\\w+\\\\.)?TYPE_CHECKING$"))
`;

const queries = new WeakMap<Language, Query>();

export interface Found {
  imports: RawImport[];
  /** Offsets [start, end, start, end, …] of the comments, ascending. */
  comments: number[];
}

/**
 * Imports in the order of the text. What does not stand as a statement of its own, or behind a string that
 * never ends (where prose would look like code), is left out: only what is certain counts. Type-only is
 * what stands under `if TYPE_CHECKING:` (not in its `else`), however that name is imported.
 */
export function findImports(root: Node, language: Language, text: string): Found {
  let query = queries.get(language);
  if (!query) queries.set(language, query = new Query(language, QUERY));
  const found: Found = { imports: [], comments: [] };
  const statements: { name: string; node: Node; typeOnly: boolean }[] = [];
  // Captures come in the order of the text, so that "inside" is "before the end of one that began".
  // Asking each node for its parents instead would be quadratic in a deeply nested file.
  let end = Infinity;
  let guardedUntil = 0;
  for (const { name, node } of query.captures(root)) {
    if (name === "comment") found.comments.push(node.startIndex, node.endIndex);
    else if (name === "unterminated") end = Math.min(end, node.startIndex);
    else if (name === "guarded") guardedUntil = Math.max(guardedUntil, node.endIndex);
    else if (name !== "function" && name !== "guard") {
      statements.push({ name, node, typeOnly: node.startIndex < guardedUntil });
    }
  }
  const importsModule = /\bimport_module\b|\b__import__\b/.test(text);
  for (const { name, node, typeOnly } of statements) {
    if (name === "call" && !importsModule) continue;
    if (node.startIndex > end || node.hasError) continue;
    if (name !== "call" && !standsAlone(text, node)) continue;
    if (name === "import") found.imports.push(...plainImport(node, typeOnly));
    else if (name === "from") found.imports.push(...fromImport(node, typeOnly));
    else if (name === "future") found.imports.push(futureImport(node));
    else found.imports.push(...calledImport(node, typeOnly));
  }
  return found;
}

/** A statement begins and ends a logical line; in prose or a broken line it is the parser's guess. */
function standsAlone(text: string, node: Node): boolean {
  let before = node.startIndex - 1;
  while (before >= 0 && " \t\f\ufeff".includes(text[before]!)) before--;
  let after = node.endIndex;
  while (after < text.length && " \t\f\r".includes(text[after]!)) after++;
  return (before < 0 || "\n\r;:".includes(text[before]!)) &&
    (after >= text.length || "\n;#".includes(text[after]!));
}

function plainImport(node: Node, typeOnly: boolean): RawImport[] {
  return node.childrenForFieldName("name").flatMap((child) => {
    const name = child?.type === "aliased_import" ? child.childForFieldName("name") : child;
    if (!name) return [];
    return [{ specifier: dotted(name), line: lineOf(name), kind: "import", typeOnly }];
  });
}

function fromImport(node: Node, typeOnly: boolean): RawImport[] {
  const module = node.childForFieldName("module_name");
  if (!module) return [];
  const wildcard = node.children.some((child) => child?.type === "wildcard_import");
  const names = wildcard ? ["*"] : node.childrenForFieldName("name").flatMap((child) => {
    const name = child?.type === "aliased_import" ? child.childForFieldName("name") : child;
    return name ? [dotted(name)] : [];
  });
  if (names.length === 0) return [];
  return [{
    specifier: dotted(module),
    line: lineOf(module),
    kind: "import",
    typeOnly,
    names,
  }];
}

function futureImport(node: Node): RawImport {
  return { specifier: "__future__", line: lineOf(node), kind: "import", typeOnly: false };
}

/** `importlib.import_module("x")`, `import_module("x")` and `__import__("x")`. */
function calledImport(node: Node, typeOnly: boolean): RawImport[] {
  const callee = node.childForFieldName("function")?.text ?? "";
  if (!/^(?:(?:\w+\.)?import_module|__import__)$/.test(callee)) return [];
  const args = node.childForFieldName("arguments")?.namedChildren ?? [];
  const values = args.filter((one) => one !== null && one.type !== "comment");
  const first = values[0];
  if (!first) return [];
  const call = { line: lineOf(first), kind: "dynamic" as const, typeOnly };
  const specifier = first.type === "string" ? literal(first) : null;
  if (specifier === null) {
    const text = first.text.length > 80 ? `${first.text.slice(0, 80)}…` : first.text;
    return [{ ...call, specifier: text, dynamic: "the module's name is computed at run time" }];
  }
  // A relative name is relative to the second argument: only these two say that it is this package.
  const anchor = values[1]?.text.replace(/^package\s*=\s*/, "");
  if (specifier.startsWith(".") && anchor !== "__package__" && anchor !== "__name__") {
    return [{ ...call, specifier, dynamic: "relative to a package that is named at run time" }];
  }
  return [{ ...call, specifier }];
}

/** Null where the string is not a plain module name (escapes, f-strings, bytes). */
function literal(node: Node): string | null {
  const match = /^[ru]?(["'])(\.*[\p{L}\p{N}_]+(?:\.[\p{L}\p{N}_]+)*)\1$/iu.exec(node.text);
  return match?.[2] ?? null;
}

/** Space and comments may stand between a dotted name's parts. */
function dotted(node: Node): string {
  return node.text.replace(/\\\r?\n|\s+/g, "");
}

function lineOf(node: Node): number {
  return node.startPosition.row + 1;
}
