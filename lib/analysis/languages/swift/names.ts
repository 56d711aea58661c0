/** Names in a Swift file that may be another module's types, functions or members of extensions. */
import { type Code, Mark } from "../scanning/code.ts";
import { Kind } from "../scanning/lexicon.ts";
import { TypeParameters } from "./type_parameters.ts";

/** Names of one file; data has more. */
const MAX_NAMES = 3_000;
/** Before a parenthesis these are no functions. */
const STATEMENTS = new Set(
  ("if guard while for switch case return in is as try await throw throws where catch let var func init " +
    "deinit subscript self super repeat defer do else get set willSet didSet some any inout import " +
    "operator macro import rethrows async unowned private fileprivate internal public package open")
    .split(" "),
);
/** Behind these a name is declared. */
const DECLARING = new Set(
  "class struct enum protocol actor typealias associatedtype func let var case macro precedencegroup"
    .split(" "),
);

/**
 * @param own what the file declares, at any depth
 * @param modules modules that it imports: `Module.Name` is a use of the name
 * @param skipped first and last tokens of its imports
 */
export function readNames(
  code: Code,
  own: ReadonlySet<string>,
  modules: ReadonlySet<string>,
  skipped: readonly (readonly [number, number])[],
): { uses: string[]; members: string[] } {
  const uses = new Set<string>();
  const members = new Set<string>();
  const { codes } = code.tokens;
  const parameters = new TypeParameters(code);
  let next = 0;
  for (let at = 0; at < code.end; at++) {
    const range = skipped[next];
    if (range && range[0] <= at) {
      next++;
      at = Math.max(at, range[1]);
      continue;
    }
    parameters.read(at);
    if (!code.isName(at)) continue;
    const before = at > 0 ? codes[at - 1]! : 0;
    if (before !== Mark.Dot) {
      if (uses.size < MAX_NAMES && isUse(code, at, before)) {
        const name = code.name(at);
        if (!own.has(name) && !parameters.has(name, at)) uses.add(name);
      }
      continue;
    }
    const name = code.name(at);
    if (members.size < MAX_NAMES && !own.has(name)) members.add(name);
    const qualified = code.code(at - 3) !== Mark.Dot && modules.has(code.name(at - 2));
    if (qualified && uses.size < MAX_NAMES) uses.add(name);
  }
  return { uses: [...uses].sort(), members: [...members].sort() };
}

/** A name with a capital that is none of an argument or a declaration; a function that is called. */
function isUse(code: Code, at: number, before: number): boolean {
  const word = code.word(at - 1);
  const isCase = word === "case";
  if (DECLARING.has(word) && !(isCase && code.code(at + 1) === Mark.Dot)) return false;
  const after = code.code(at + 1);
  if (isCapital(code.text, code.tokens.starts[at]! + (code.kind(at) === Kind.Name ? 1 : 0))) {
    // `(Label: value)`
    const label = after === Mark.Colon && (before === Mark.ParenOpen || before === Mark.Comma);
    return !label || code.code(at - 1) === Mark.BracketOpen;
  }
  return after === Mark.ParenOpen && code.touches(at + 1) && !STATEMENTS.has(code.word(at));
}

function isCapital(text: string, offset: number): boolean {
  const c = text.charCodeAt(offset);
  if (c < 128) return c >= 65 && c <= 90 || c === 95 && isCapital(text, offset + 1);
  return /^\p{Lu}/u.test(text.slice(offset, offset + 2));
}
