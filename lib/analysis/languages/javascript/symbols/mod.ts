/**
 * Definitions of a JavaScript or TypeScript text, from its tokens: what a person would look up by
 * name. Functions' insides are passed over by their brackets, so that the walk costs little beside
 * the scan, and nothing recurses on the depth of the text.
 */
import type { RawSymbol } from "../../../facts.ts";
import { lineAt } from "../../../text_lines.ts";
import type { Tokens } from "../scanner.ts";
import { classMember, objectMember } from "./members.ts";
import { statement } from "./statements.ts";
import { newScope, SymbolTable } from "./table.ts";
import { TokenView } from "./tokens.ts";
import type { Frame, Walk } from "./walk.ts";

/**
 * Symbols in the order of the text; docs/accuracy.md says which there are. Of a text with a bracket
 * or quote that never closes only those that end before its line.
 */
export function findSymbols(
  text: string,
  tokens: Tokens,
  lineStarts: readonly number[],
): RawSymbol[] {
  const view = new TokenView(text, tokens, lineStarts);
  const walk: Walk = { view, table: new SymbolTable(), frames: [] };
  walk.frames.push({
    kind: "statements",
    at: 0,
    end: view.count,
    parent: null,
    owner: null,
    scope: newScope(false),
    ambient: false,
    depth: 0,
    signature: null,
  });
  for (let frame = walk.frames.at(-1); frame; frame = walk.frames.at(-1)) {
    if (frame.at >= frame.end) walk.frames.pop();
    else step(walk, frame);
  }
  const { damage } = tokens;
  return walk.table.symbols(damage === null ? null : lineAt(lineStarts, damage.offset));
}

function step(walk: Walk, frame: Frame): void {
  const before = frame.at;
  if (frame.kind === "statements") {
    const signature = frame.signature;
    statement(walk, frame);
    // signatures belong together only where nothing stands between them
    if (frame.signature === signature && !walk.view.is(before, ";")) frame.signature = null;
  } else if (frame.kind === "class" || frame.kind === "interface") classMember(walk, frame);
  else objectMember(walk, frame);
  // whatever is not understood is passed over, with what its bracket holds
  if (frame.at <= before) frame.at = walk.view.closing(before) + 1;
}
