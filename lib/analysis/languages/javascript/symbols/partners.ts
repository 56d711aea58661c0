/** Which token closes what another one opens. */
import { Kind, type Tokens } from "../scanner.ts";

/**
 * For each opening bracket, first part of a template and first token of a JSX element the index of
 * its last token; 0 for all others and for what never closes.
 */
export function partnersOf(text: string, { kinds, starts, ends, elements }: Tokens): Int32Array {
  const partners = new Int32Array(kinds.length);
  const open: number[] = [];
  for (let index = 0; index < kinds.length; index++) {
    const kind = kinds[index];
    if (kind === Kind.Punctuator) {
      const c = text.charCodeAt(starts[index]!);
      if (c === 40 || c === 91 || c === 123) open.push(index); // ( [ {
      else if (c === 41 || c === 93 || c === 125) { // ) ] }
        const opening = open.pop();
        if (opening !== undefined) partners[opening] = index;
      }
    } else if (kind === Kind.TemplatePart) {
      // a template is one bracket from its first part to its last
      const opens = text.charCodeAt(ends[index]! - 1) === 123;
      const first = text.charCodeAt(starts[index]!);
      if (first === 96 && opens) open.push(index);
      else if (first === 125 && !opens) {
        const opening = open.pop();
        if (opening !== undefined) partners[opening] = index;
      }
    }
  }
  for (let at = 0; at < elements.length; at += 2) partners[elements[at]!] = elements[at + 1]!;
  return partners;
}
