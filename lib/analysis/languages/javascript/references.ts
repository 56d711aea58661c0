/** Triple-slash directives: what a TypeScript file names in comments above its first token. */
import type { RawImport } from "../../facts.ts";
import { lineAt } from "../../text_lines.ts";
import type { Tokens } from "./scanner.ts";

const REFERENCE =
  /^\/\/\/\s*<reference\s+(?:[\w-]+\s*=\s*(?:"[^"]*"|'[^']*')\s+)*?(path|types)\s*=\s*("[^"]*"|'[^']*')[^>]*\/>/;

/** `/// <reference path="…"/>` and `types="…"`; a path is relative to the file even without `./`. */
export function findReferences(
  text: string,
  { starts: tokens, comments }: Tokens,
  starts: readonly number[],
): RawImport[] {
  const found: RawImport[] = [];
  const first = tokens[0] ?? text.length;
  for (let i = 0; i < comments.length && comments[i]! < first; i += 2) {
    const match = REFERENCE.exec(text.slice(comments[i], comments[i + 1]));
    if (!match) continue;
    const specifier = match[2]!.slice(1, -1);
    const isPath = match[1] === "path";
    found.push({
      specifier: isPath && !/^\.{0,2}\//.test(specifier) ? `./${specifier}` : specifier,
      line: lineAt(starts, comments[i]!),
      kind: "include",
      typeOnly: !isPath || specifier.endsWith(".d.ts"),
    });
  }
  return found;
}
